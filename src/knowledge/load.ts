import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import type { Announcement } from './announcement.js';
import { type Fault, lineAt } from './fault.js';
import { type Extension, READERS, type ReadResult, readAnnouncement } from './read.js';

const MAX_FILE_BYTES = 5_000_000;

/** What a knowledge folder holds: what can be asked, and what is wrong with the rest. */
export interface Knowledge {
  /** In the order of their ids. */
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
}

/**
 * Loads every `.md` and `.txt` file of a folder (subfolders, hidden files and other types are passed over).
 * A file with a fault never takes the others down; it throws only what no fault can describe.
 */
export async function loadKnowledge(folder: string): Promise<Knowledge> {
  const listing = await listFiles(folder);
  if (!listing.ok) return { announcements: [], faults: [listing.fault] };

  const announcements: Announcement[] = [];
  const faults: Fault[] = [];
  const fileById = new Map<string, string>();
  for (const name of listing.names) {
    const extension = extname(name) as Extension;
    const id = basename(name, extension);
    const file = join(folder, name);
    const other = fileById.get(id.toLowerCase());
    if (other !== undefined) {
      faults.push({
        file,
        line: 1,
        message: `the id "${id}" is taken by ${other}`,
        fix: 'Rename one of the two files.',
      });
      continue;
    }
    fileById.set(id.toLowerCase(), name);
    const result = await readFileAs({ id, file, extension }, listing.root);
    if (result.ok) announcements.push(result.announcement);
    else faults.push(...result.faults);
  }
  if (listing.names.length === 0) {
    faults.push({
      file: folder,
      line: 1,
      message: 'the knowledge folder holds no announcement',
      fix: 'Put a .md or .txt file into it.',
    });
  }
  // File names sort otherwise: "a-b.md" stands before "a.md".
  announcements.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { announcements, faults };
}

type Listing =
  | { readonly ok: true; readonly root: string; readonly names: readonly string[] }
  | { readonly ok: false; readonly fault: Fault };

async function listFiles(folder: string): Promise<Listing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries
      .filter(
        (entry) =>
          !entry.isDirectory() && !entry.name.startsWith('.') && extname(entry.name) in READERS,
      )
      .map(({ name }) => name)
      .sort();
    return { ok: true, root: await realpath(folder), names };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const message =
      code === 'ENOENT'
        ? 'there is no such knowledge folder'
        : `the knowledge folder cannot be read (${code})`;
    const fix =
      'Create it and put a .md or .txt file into it, or name another with --knowledge or KNOWLEDGE_DIR.';
    return { ok: false, fault: { file: folder, line: 1, message, fix } };
  }
}

async function readFileAs(
  source: { readonly id: string; readonly file: string; readonly extension: Extension },
  root: string,
): Promise<ReadResult> {
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
    return readAnnouncement(source, text);
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

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
