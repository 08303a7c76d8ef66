import { readdir, realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Announcement } from './announcement.js';
import type { Fault } from './fault.js';
import { codeOf, type ReadFile, type Recall, readAnnouncementFile, stampOf } from './file.js';
import { type Extension, READERS } from './read.js';
import { REHEARSAL_SUFFIX, type Rehearsal, readRehearsal } from './rehearsal.js';

/** What a knowledge folder holds: what can be asked, and what is wrong with the rest. */
export interface Knowledge {
  /** In the order of their ids. */
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
}

/** A knowledge folder that is read again and again. */
export interface Library {
  /**
   * Reads what has changed since the last time. A file with a fault never takes the others down, and while
   * its fault lasts its announcement stays as it last was. Throws only what no fault can describe.
   */
  read(
    onProgress?: (done: number, total: number) => void,
  ): Promise<Knowledge & { readonly rehearsals: ReadonlyMap<string, Rehearsal> }>;
}

/** Files that are read at the same time. */
const READERS_AT_ONCE = 16;

/**
 * Loads every `.md` and `.txt` file of a folder (subfolders, hidden files and other types are passed over).
 * A file with a fault never takes the others down; it throws only what no fault can describe.
 */
export async function loadKnowledge(folder: string): Promise<Knowledge> {
  const { announcements, faults } = await createLibrary(folder).read();
  return { announcements, faults };
}

/** A library over a folder's files, with the rehearsals beside them. */
export function createLibrary(folder: string, recall: Recall = () => undefined): Library {
  let files: ReadonlyMap<string, ReadFile & { readonly good?: Announcement }> = new Map();
  let rehearsals: ReadonlyMap<string, { readonly stamp: string; readonly rehearsal: Rehearsal }> =
    new Map();

  const readNamed = async (name: string, root: string) => {
    const extension = extname(name) as Extension;
    const file = join(folder, name);
    const before = files.get(name);
    if (before !== undefined && before.stamp !== '' && before.stamp === (await stampOf(file)))
      return before;
    const read = await readAnnouncementFile(
      { id: basename(name, extension), file, extension },
      root,
      recall,
    );
    const now = read.result.ok ? read.result.announcement : undefined;
    // The same text is the same announcement: what was worked out about it still holds.
    const good = now === undefined || now.revision === before?.good?.revision ? before?.good : now;
    return { ...read, ...(good === undefined ? {} : { good }) };
  };
  const readRehearsalOf = async (id: string) => {
    const file = join(folder, `${id}${REHEARSAL_SUFFIX}`);
    const stamp = await stampOf(file);
    const before = rehearsals.get(id);
    return before?.stamp === stamp ? before : { stamp, rehearsal: await readRehearsal(file) };
  };

  return {
    read: async (onProgress = () => undefined) => {
      const listing = await listFiles(folder);
      if (!listing.ok)
        return { ...held(files), faults: [listing.fault], rehearsals: rehearsed(rehearsals) };
      const { names, taken } = withoutTwins(listing.names, folder);
      let done = 0;
      const read = await mapAtOnce(names, async (name) => {
        const result = await readNamed(name, listing.root);
        done += 1;
        onProgress(done, names.length);
        return result;
      });
      files = new Map(names.map((name, index) => [name, read[index] ?? unread(name)]));
      const { announcements } = held(files);
      const kept = announcements.filter(({ id }) => listing.rehearsed.has(id));
      const reread = await mapAtOnce(kept, ({ id }) => readRehearsalOf(id));
      rehearsals = new Map(kept.map(({ id }, index) => [id, reread[index] ?? unread(id)]));
      return {
        announcements,
        faults: [
          ...names.flatMap((name) => {
            const { result, good } = files.get(name) ?? unread(name);
            const kept = good === undefined ? '' : '; what was last read of it stays in use';
            if (result.ok) return [];
            return result.faults.map((fault) => ({ ...fault, message: fault.message + kept }));
          }),
          ...taken,
          ...announcements.flatMap((one) => supersedingFaults(one, announcements)),
          ...(listing.names.length === 0 ? [noAnnouncement(folder)] : []),
        ],
        rehearsals: rehearsed(rehearsals),
      };
    },
  };
}

function unread(name: string): never {
  throw new Error(`${name} was not read`);
}

function held(files: ReadonlyMap<string, { readonly good?: Announcement }>): {
  readonly announcements: readonly Announcement[];
} {
  // File names sort otherwise: "a-b.md" stands before "a.md".
  const announcements = [...files.values()]
    .flatMap(({ good }) => good ?? [])
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { announcements };
}

function rehearsed(
  files: ReadonlyMap<string, { readonly rehearsal: Rehearsal }>,
): ReadonlyMap<string, Rehearsal> {
  return new Map([...files].map(([id, { rehearsal }]) => [id, rehearsal]));
}

function noAnnouncement(folder: string): Fault {
  return {
    file: folder,
    line: 1,
    message: 'the knowledge folder holds no announcement',
    fix: 'Put a .md or .txt file into it.',
  };
}

/** A fault for each announcement that one says it supersedes and that is not there. */
function supersedingFaults(
  { id, file, supersedes }: Announcement,
  announcements: readonly Announcement[],
): readonly Fault[] {
  return supersedes
    .filter((older) => older === id || !announcements.some((other) => other.id === older))
    .map((older) => ({
      file,
      line: 1,
      message:
        older === id
          ? 'it says that it supersedes itself'
          : `it supersedes "${older}", and there is no such announcement`,
      fix: 'Correct "supersedes" to the id of another announcement, or remove the line.',
    }));
}

/** The names whose id no other has taken, whatever its capitals, and a fault for each of the others. */
function withoutTwins(names: readonly string[], folder: string) {
  const nameById = new Map<string, string>();
  const taken: Fault[] = [];
  for (const name of names) {
    const id = basename(name, extname(name));
    const other = nameById.get(id.toLowerCase());
    if (other === undefined) nameById.set(id.toLowerCase(), name);
    else
      taken.push({
        file: join(folder, name),
        line: 1,
        message: `the id "${id}" is taken by ${other}`,
        fix: 'Rename one of the two files.',
      });
  }
  return { names: [...nameById.values()], taken };
}

type Listing =
  | {
      readonly ok: true;
      readonly root: string;
      readonly names: readonly string[];
      /** The ids that have a rehearsal. */
      readonly rehearsed: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly fault: Fault };

async function listFiles(folder: string): Promise<Listing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const visible = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
    return {
      ok: true,
      root: await realpath(folder),
      names: visible.filter((name) => extname(name) in READERS).sort(),
      rehearsed: new Set(
        visible
          .filter((name) => name.endsWith(REHEARSAL_SUFFIX))
          .map((name) => name.slice(0, -REHEARSAL_SUFFIX.length)),
      ),
    };
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

/** The results of `work` for each item, in their order, a few at a time. */
async function mapAtOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(READERS_AT_ONCE, items.length) }, worker));
  return results;
}
