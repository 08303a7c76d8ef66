import * as v from 'valibot';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Fault } from './fault.js';
import { readInstant } from './instant.js';

const OPENING = /^\uFEFF?---[ \t]*(?:\r?\n|$)/;
/** Front matter in another language than YAML, which some tools would run as a program. */
const OTHER_LANGUAGE = /^\uFEFF?---[ \t]*([a-z]+)[ \t]*(?:\r?\n|$)/i;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;
/** Beyond this many characters of YAML its parser can be made to take minutes or all memory. */
const MAX_CHARACTERS = 32_768;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

const line = v.pipe(v.string('must be text'), v.trim(), v.nonEmpty('must not be empty'));
const names = v.union(
  [
    v.pipe(
      line,
      v.transform((name) => [name]),
    ),
    v.array(line),
  ],
  'must be a list of names',
);

/** A YAML scalar that stands for a number. */
const numeral = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' ? Number(value) : value)),
  v.number('must be a number'),
);
const share = v.pipe(
  numeral,
  v.check((value) => value >= 0 && value <= 1, 'must be a share from 0 to 1, as 0.8'),
);
const count = v.pipe(
  numeral,
  v.check((value) => Number.isInteger(value) && value >= 0, 'must be a whole number, 0 or more'),
);

const instant = v.pipe(
  line,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = readInstant(dataset.value);
    if (read.ok) return read.at;
    addIssue({ message: read.reason });
    return NEVER;
  }),
);

const schema = v.object({
  title: v.optional(line),
  source: v.optional(line),
  url: v.optional(
    v.pipe(line, v.check(isWebAddress, 'must be a web address, as https://example.com/post')),
  ),
  published: v.optional(
    v.pipe(
      line,
      v.check(
        (date) => ISO_DATE.test(date) && !Number.isNaN(Date.parse(date)),
        'must be an ISO 8601 date, as 2026-10-28',
      ),
    ),
  ),
  language: v.optional(
    v.pipe(line, v.check(isLanguageTag, 'must be a BCP 47 language tag, as en or pt-BR')),
  ),
  kind: v.optional(line),
  supersedes: v.optional(names),
  publish_at: v.optional(instant),
  expires_at: v.optional(instant),
  publish: v.optional(v.picklist(['gated'], 'must be "gated", or be left out')),
  min_p1: v.optional(share),
  min_p3: v.optional(share),
  max_wrong_refusals: v.optional(count),
  max_wrong_answers: v.optional(count),
  aliases: v.optional(
    v.map(
      line,
      names,
      'must map a term of the text to what people call it, as "Microsoft: [MSFT, Redmond]"',
    ),
  ),
});

/** Every key that front matter may have. */
export const KNOWN_KEYS: readonly string[] = Object.keys(schema.entries);

/** What an operator may say about an announcement above its text. */
export type FrontMatter = v.InferOutput<typeof schema>;

/** The front matter of a file and where the announcement's text begins, or what is wrong with it. */
export type FrontMatterResult =
  | { readonly ok: true; readonly data: FrontMatter; readonly bodyStart: number }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads YAML front matter between `---` lines at the top of a file; a file without any has none.
 * The YAML is data only (core schema, no tags that run code, no aliases), and a key that Herald does not
 * know is a fault: a mistyped key must not silently change what is published.
 */
export function readFrontMatter(file: string, text: string): FrontMatterResult {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) {
    const language = OTHER_LANGUAGE.exec(text)?.[1];
    if (language === undefined) return { ok: true, data: {}, bodyStart: 0 };
    return fail(
      file,
      1,
      `the front matter is written in "${language}"`,
      'Write it in YAML between two lines of three dashes (---), or remove it.',
    );
  }
  const rest = text.slice(opening.length);
  const closing = CLOSING.exec(rest);
  if (closing === null) {
    return fail(
      file,
      1,
      'the front matter that begins here has no end',
      'Close it with a line of three dashes (---).',
    );
  }

  if (closing.index > MAX_CHARACTERS) {
    return fail(
      file,
      1,
      `the front matter has ${closing.index} characters, more than ${MAX_CHARACTERS}`,
      'Shorten it, or move text below the closing line of dashes.',
    );
  }

  const lines = new LineCounter();
  const document = parseDocument(rest.slice(0, closing.index), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const lineOf = (offset: number) => lines.linePos(offset).line + 1;
  const syntaxFaults = document.errors.map((error) => ({
    file,
    line: lineOf(error.pos[0]),
    message: `the front matter is not valid YAML: ${firstLine(error.message)}`,
    fix: 'Correct the line; quote a value that contains a colon.',
  }));
  if (syntaxFaults.length > 0) return { ok: false, faults: syntaxFaults };

  const bodyStart = opening.length + closing.index + closing[0].length;
  if (document.contents === null) return { ok: true, data: {}, bodyStart };
  if (!isMap(document.contents)) {
    return fail(
      file,
      2,
      'the front matter is not a list of keys and values',
      'Write one "key: value" a line.',
    );
  }

  const keyLines = new Map<string, number>();
  for (const { key } of document.contents.items) {
    const at = isNode(key) && key.range ? lineOf(key.range[0]) : 2;
    keyLines.set(isScalar(key) ? String(key.value) : String(key), at);
  }
  const unknown = [...keyLines]
    .filter(([key]) => !KNOWN_KEYS.includes(key))
    .map(([key, at]) => ({
      file,
      line: at,
      message: `unknown front matter key "${key}"`,
      fix: `Remove it or use one of: ${KNOWN_KEYS.join(', ')}.`,
    }));
  if (unknown.length > 0) return { ok: false, faults: unknown };

  let values: unknown;
  try {
    values = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      file,
      2,
      `the front matter cannot be read: ${reason}`,
      'Write the values out instead of using YAML aliases.',
    );
  }
  const fields =
    values instanceof Map
      ? Object.fromEntries([...values].filter(([, value]) => value !== null))
      : {};
  const parsed = v.safeParse(schema, fields);
  if (parsed.success) {
    const { publish_at: from = Number.NEGATIVE_INFINITY, expires_at: until } = parsed.output;
    if (until === undefined || from < until) return { ok: true, data: parsed.output, bodyStart };
    return fail(
      file,
      keyLines.get('expires_at') ?? 2,
      'the announcement expires before it is published',
      'Correct publish_at or expires_at.',
    );
  }
  return {
    ok: false,
    faults: parsed.issues.map((issue) => {
      const key = String(issue.path?.[0]?.key ?? '');
      return {
        file,
        line: keyLines.get(key) ?? 2,
        message: `front matter key "${key}": ${issue.message}`,
        fix: 'Correct the value or remove the line.',
      };
    }),
  };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/[.:]$/, '') ?? message;
}

function fail(file: string, at: number, message: string, fix: string): FrontMatterResult {
  return { ok: false, faults: [{ file, line: at, message, fix }] };
}
