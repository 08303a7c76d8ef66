/** What a document says of itself. */
export interface Facts {
  readonly title?: string;
  /** Who published it. */
  readonly source?: string;
  readonly url?: string;
  /** ISO 8601 date, with or without time. */
  readonly published?: string;
  /** BCP 47 language tag. */
  readonly language?: string;
}

/** Something of a document that the announcement will not have. */
export interface LeftOut {
  /** What it is, in a word or two: `navigation`, `page numbers`. */
  readonly what: string;
  /** Its texts, in order; empty for pictures. */
  readonly texts: readonly string[];
}

/** A document as a format's reader understands it. */
export interface Draft {
  readonly facts: Facts;
  /** Front matter of the document's own, by key; what {@link facts} says goes before it. */
  readonly frontMatter?: ReadonlyMap<string, unknown>;
  /** Markdown, its title as a heading included. */
  readonly body: string;
  readonly leftOut: readonly LeftOut[];
}

/** A document as it came in. */
export interface Original {
  readonly bytes: Uint8Array;
  /** Where it came from, as the operator named it: a path, an address, `-`. */
  readonly from: string;
  /** Where it was found in the end, after redirects. */
  readonly url?: string;
  /** The media type that its server named, parameters included. */
  readonly mediaType?: string;
}

/** What a document says of itself, without what front matter may not hold: other dates, addresses, languages. */
export function usableFacts({ title, source, url, published, language }: RawFacts): Facts {
  const words = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim() || undefined;
  const facts = {
    title: words(title),
    source: words(source),
    url: webAddress(words(url)),
    published: isoDate(words(published)),
    language: languageTag(words(language)),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

type RawFacts = { readonly [Key in keyof Facts]: string | null | undefined };

function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

function isoDate(text: string | undefined): string | undefined {
  const date =
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/.exec(
      text ?? '',
    )?.[0];
  const written = date?.replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  return written === undefined || Number.isNaN(Date.parse(written)) ? undefined : written;
}

function languageTag(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : Intl.getCanonicalLocales(text.replace('_', '-'))[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
