import { readFile, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Announcement } from './announcement.js';
import { lineAt } from './fault.js';
import { type Extension, type ReadResult, readAnnouncement } from './read.js';

/** A larger file of the knowledge folder is not read. */
export const MAX_FILE_BYTES = 5_000_000;
/** How often, and how far apart, a file that is being written is looked at until it holds still. */
const ATTEMPTS = 10;
const ATTEMPT_MS = 50;
/** For how long after a write a stamp is not relied on. */
const FRESH_MS = 50;

/** A file to be read as an announcement. */
export interface Source {
  readonly id: string;
  readonly file: string;
  readonly extension: Extension;
}

/** Finds what was read of the same text before, where somebody remembers. */
export type Recall = (source: Source, text: string) => Announcement | undefined;

/** A file as it was when it was read: whoever finds the same stamp again need not read it again. */
export interface ReadFile {
  /** Empty where the file could not be looked at, or has only just been written. */
  readonly stamp: string;
  readonly result: ReadResult;
}

/** The stamp of a file: what the file system changes when anybody writes to it; empty where there is none. */
export async function stampOf(file: string): Promise<string> {
  return (await lookAt(file)).stamp;
}

/**
 * Reads one file as an announcement, whole: one that changes while it is read is read again, for half a second.
 * `root` is the real path of the folder that it must lie in. Throws only what no fault can describe.
 */
export async function readAnnouncementFile(
  source: Source,
  root: string,
  recall: Recall,
): Promise<ReadFile> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await lookAt(source.file);
    const result = await readOnce(source, root, recall);
    const { stamp, isFresh } = await lookAt(source.file);
    const isStill = stamp === before.stamp;
    if (isStill || attempt === ATTEMPTS) return { stamp: isStill && !isFresh ? stamp : '', result };
    await wait(ATTEMPT_MS);
  }
}

/** The code of a fault of the file system, such as `ENOENT`; `undefined` for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

async function lookAt(
  file: string,
): Promise<{ readonly stamp: string; readonly isFresh: boolean }> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(file, { bigint: true });
    return {
      stamp: [dev, ino, size, mtimeNs, ctimeNs].join(' '),
      // The clocks of file systems are coarse: a further write may leave the same stamp.
      isFresh: Date.now() - Number(ctimeMs) < FRESH_MS,
    };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return { stamp: '', isFresh: false };
  }
}

async function readOnce(source: Source, root: string, recall: Recall): Promise<ReadResult> {
  const { file } = source;
  const fail = (line: number, message: string, fix: string): ReadResult => ({
    ok: false,
    faults: [{ file, line, message, fix }],
  });
  try {
    if (!(await realpath(file)).startsWith(root + sep)) {
      return fail(
        1,
        'the file is a link that leads out of the knowledge folder',
        'Put the file itself into the folder.',
      );
    }
    const status = await stat(file);
    const { size } = status;
    if (!status.isFile())
      return fail(1, 'this is not a file', 'Remove it or put a file in its place.');
    if (size > MAX_FILE_BYTES) {
      return fail(
        1,
        `the file has ${size} bytes, more than ${MAX_FILE_BYTES}`,
        'Split it into several announcements.',
      );
    }
    const bytes = await readFile(file);
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      return fail(
        firstBadLine(bytes),
        'the file is not UTF-8 here',
        'Save it as UTF-8 (in most editors: Save As, encoding UTF-8).',
      );
    }
    const nul = text.indexOf('\0');
    if (nul !== -1) {
      return fail(
        lineAt(text, nul),
        'the file holds a NUL character here, so it is not text in UTF-8',
        'Save it as UTF-8 (in most editors: Save As, encoding UTF-8).',
      );
    }
    const known = recall(source, text);
    return known === undefined ? readAnnouncement(source, text) : { ok: true, announcement: known };
  } catch (error) {
    // The parsers recurse; a RangeError is their stack at its end.
    if (error instanceof RangeError) {
      return fail(
        1,
        'the text is nested too deeply to be read',
        'Remove the nesting of its lists and quotations.',
      );
    }
    const code = codeOf(error);
    if (code === undefined) throw error;
    return fail(
      1,
      `the file cannot be read (${code})`,
      'Check that it exists and that Herald may read it.',
    );
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  return line;
}
