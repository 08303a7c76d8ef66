import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { Announcement, Gate, Passage } from './announcement.js';
import type { Fault } from './fault.js';
import { type FrontMatter, readFrontMatter } from './front-matter.js';
import { readMarkdown } from './markdown.js';
import { splitSentences } from './sentences.js';
import { readText } from './text.js';

const REVISION_DIGITS = 12;

/** The formats that Herald reads, by file extension. */
export const READERS = { '.md': readMarkdown, '.txt': readText } as const;

/** A file extension that Herald reads. */
export type Extension = keyof typeof READERS;

/** The extension of a file that Herald reads; throws for another. */
export function extensionOf(file: string): Extension {
  const extension = extname(file);
  if (extension === '.md' || extension === '.txt') return extension;
  throw new Error(`${file} is neither .md nor .txt`);
}

/** An announcement, or everything that is wrong with its file. */
export type ReadResult =
  | { readonly ok: true; readonly announcement: Announcement }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads one file's decoded text as an announcement; pure, so that the same text gives the same announcement. */
export function readAnnouncement(
  {
    id,
    file,
    extension,
  }: { readonly id: string; readonly file: string; readonly extension: Extension },
  text: string,
): ReadResult {
  const frontMatter = readFrontMatter(file, text);
  if (!frontMatter.ok) return frontMatter;
  const { data, bodyStart } = frontMatter;
  const body = READERS[extension](text, bodyStart);
  const language = data.language ?? 'en';
  const passages = body.blocks.map(
    ({ start, end, section, prose }, index): Passage => ({
      number: index + 1,
      section,
      start,
      end,
      text: text.slice(start, end),
      sentences: splitSentences(text, { start, end }, language),
      prose,
    }),
  );
  if (passages.length === 0) {
    const fault = {
      file,
      line: 1,
      message: 'no passage found',
      fix: 'Write at least one paragraph below the headings.',
    };
    return { ok: false, faults: [fault] };
  }
  const { source, url, published, publish_at: publishAt, expires_at: expiresAt } = data;
  return {
    ok: true,
    announcement: {
      id,
      file,
      title: data.title ?? body.title ?? id.replace(/[-_]+/g, ' '),
      ...(source === undefined ? {} : { source }),
      ...(url === undefined ? {} : { url }),
      ...(published === undefined ? {} : { published }),
      ...(publishAt === undefined ? {} : { publishAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      supersedes: data.supersedes ?? [],
      language,
      ...(data.publish === 'gated' ? { gate: gateOf(data) } : {}),
      aliases: data.aliases ?? new Map<string, readonly string[]>(),
      text,
      passages,
      revision: revisionOf(text),
    },
  };
}

/** The revision of a text, as in {@link Announcement.revision}. */
export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, REVISION_DIGITS);
}

/** What a gate asks where its operator did not say. */
const STANDARD_GATE = { minP1: 0.7, minP3: 0.85, maxWrongAnswers: 0 } as const;

function gateOf({ min_p1, min_p3, max_wrong_refusals, max_wrong_answers }: FrontMatter): Gate {
  return {
    minP1: min_p1 ?? STANDARD_GATE.minP1,
    minP3: min_p3 ?? STANDARD_GATE.minP3,
    maxWrongAnswers: max_wrong_answers ?? STANDARD_GATE.maxWrongAnswers,
    ...(max_wrong_refusals === undefined ? {} : { maxWrongRefusals: max_wrong_refusals }),
  };
}
