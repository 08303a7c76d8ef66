import { parentPort, workerData } from 'node:worker_threads';
import { MAX_FILE_BYTES } from '../knowledge/file.js';
import { readAnnouncement } from '../knowledge/read.js';
import { composeFile } from './compose.js';
import type { Draft, Original } from './draft.js';
import type { Limits } from './limits.js';
import { readOriginal } from './read.js';
import { Refusal, tooLarge } from './refusal.js';

/** What the thread that converts is given. */
export interface Task {
  readonly original: Original;
  readonly limits: Limits;
}

/** A document converted, and how Herald reads the announcement that it becomes. */
export interface Converted {
  readonly draft: Draft;
  readonly passages: readonly {
    readonly number: number;
    readonly section: string;
    readonly text: string;
  }[];
}

/** What the thread says in the end. */
export type Outcome =
  | { readonly ok: true; readonly converted: Converted }
  | { readonly ok: false; readonly message: string; readonly fix: string };

parentPort?.postMessage(await convert(workerData as Task));

async function convert({ original, limits }: Task): Promise<Outcome> {
  try {
    const draft = await readOriginal(original, limits);
    return { ok: true, converted: read(draft) ?? read(withoutFrontMatter(draft)) ?? fail() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.message, fix: error.fix };
    // The parsers recurse; a RangeError is their stack at its end.
    if (error instanceof RangeError) {
      return {
        ok: false,
        message: 'it is nested too deeply to be read',
        fix: 'Save only its text, as Markdown or text.',
      };
    }
    return {
      ok: false,
      message: `it cannot be read (${String(error).split('\n', 1)[0]})`,
      fix: 'Check that it opens in its own program, and save it anew.',
    };
  }
}

function read(draft: Draft): Converted | undefined {
  const text = composeFile(draft, new Map());
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) throw tooLarge(MAX_FILE_BYTES);
  const result = readAnnouncement({ id: 'import', file: 'import.md', extension: '.md' }, text);
  if (!result.ok) return undefined;
  const passages = result.announcement.passages.map((passage) => ({
    number: passage.number,
    section: passage.section,
    text: passage.text,
  }));
  return { draft, passages };
}

/** The document's own front matter may hold what Herald's may not; the text is imported all the same. */
function withoutFrontMatter(draft: Draft): Draft {
  const { frontMatter, ...rest } = draft;
  const texts = [...(frontMatter?.keys() ?? [])];
  if (texts.length === 0) return rest;
  return { ...rest, leftOut: [...rest.leftOut, { what: 'front matter', texts }] };
}

function fail(): never {
  throw new Refusal('no text was found in it', 'Check that it opens and holds text.');
}
