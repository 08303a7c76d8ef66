import { isMap, parseDocument } from 'yaml';
import { KNOWN_KEYS } from '../knowledge/front-matter.js';
import { type Facts, type LeftOut, usableFacts } from './draft.js';

/** What other programs call the keys of Herald's front matter. */
const SYNONYMS: { readonly [Key in keyof Facts]-?: readonly string[] } = {
  title: ['title'],
  source: ['source', 'publisher', 'site', 'author'],
  url: ['url', 'canonical', 'canonical_url', 'permalink', 'link'],
  published: ['published', 'date', 'pubDate', 'publishDate'],
  language: ['language', 'lang', 'locale'],
};
const FENCED = /^(---|\+\+\+)[ \t]*\n([\s\S]*?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)/;
/** Beyond this many characters of YAML its parser can be made to take minutes. */
const MAX_YAML = 32_768;

/** A Markdown file's front matter, whichever program wrote it, and its text. */
export interface Split {
  readonly source: string;
  readonly facts: Facts;
  /** What else of it Herald has a key for. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly leftOut: readonly LeftOut[];
}

/** Parts a Markdown file from its front matter, in YAML or (texts and dates only) TOML. */
export function splitFrontMatter(text: string): Split {
  const fence = FENCED.exec(text);
  const inside = fence?.[2] ?? '';
  const source = text.slice(fence?.[0].length ?? 0);
  const values = fence?.[1] === '+++' ? readToml(inside) : readYaml(inside);
  if (values === undefined) {
    const leftOut = [{ what: 'front matter', texts: [inside] }];
    return { source, facts: {}, values: new Map(), leftOut };
  }
  const read = (fact: keyof Facts) =>
    SYNONYMS[fact]
      .map((key) => values.get(key))
      .find(isWords)
      ?.toString();
  const facts = usableFacts({
    title: read('title'),
    source: read('source'),
    url: read('url'),
    published: read('published'),
    language: read('language'),
  });
  const used = new Set(
    Object.entries(facts).flatMap(([fact, value]) =>
      SYNONYMS[fact as keyof Facts].filter((key) => {
        const given = values.get(key);
        return isWords(given) && (fact === 'published' || given.toString().trim() === value);
      }),
    ),
  );
  const others = [...values].filter(([key]) => !used.has(key));
  const own = (key: string) => KNOWN_KEYS.includes(key) && !(key in SYNONYMS);
  const unknown = others
    .filter(([key]) => !own(key))
    .map(([key, value]) => `${key}: ${isWords(value) ? value : JSON.stringify(value)}`);
  return {
    source,
    facts,
    values: new Map(others.filter(([key]) => own(key))),
    leftOut: unknown.length === 0 ? [] : [{ what: 'front matter', texts: unknown }],
  };
}

function isWords(value: unknown): value is string | number {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

function readYaml(source: string): ReadonlyMap<string, unknown> | undefined {
  if (source.length > MAX_YAML) return undefined;
  const document = parseDocument(source, { prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) return new Map();
  if (!isMap(document.contents)) return undefined;
  try {
    const values: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
    return values instanceof Map ? new Map(values) : undefined;
  } catch (error) {
    // The library's word for aliases that expand without end.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function readToml(source: string): ReadonlyMap<string, unknown> {
  const pairs = source.matchAll(/^([\w-]+)[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|(\S+))[ \t]*$/gm);
  return new Map([...pairs].map(([, key = '', ...values]) => [key, values.find(isWords)]));
}
