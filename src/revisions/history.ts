import * as v from 'valibot';
import type { Announcement } from '../knowledge/announcement.js';
import { extensionOf, readAnnouncement } from '../knowledge/read.js';
import type { Store } from '../store/store.js';

/** An announcement as it once stood in its file. */
export interface Revision {
  /** As in {@link Announcement.revision}. */
  readonly revision: string;
  /** When Herald first loaded it, in milliseconds since the epoch. */
  readonly since: number;
  readonly announcement: Announcement;
}

/** What every announcement said before: each revision that was ever live, with its whole text. */
export interface History {
  /** Keeps the revision unless it is the newest already; resolves to whether it was new. */
  remember(announcement: Announcement): Promise<boolean>;
  /** The revisions of an announcement, the oldest first; a text that came back stands once for each time. */
  of(id: string): Promise<readonly Revision[]>;
}

const keptSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ file: v.string(), text: v.string(), since: v.number() }),
);

/** A history that a store keeps; `now` is in milliseconds since the epoch. */
export function createHistory(store: Store, now: () => number = Date.now): History {
  // A file's name may hold spaces; encoded, no id's keys begin with another's.
  const prefixOf = (id: string) => `${encodeURIComponent(id)} `;
  const of = async (id: string): Promise<readonly Revision[]> => {
    const items = await store.list('revision', prefixOf(id));
    return items.flatMap(({ value }) => {
      const { file, text, since } = v.parse(keptSchema, value);
      const read = readAnnouncement({ id, file, extension: extensionOf(file) }, text);
      return read.ok
        ? [{ revision: read.announcement.revision, since, announcement: read.announcement }]
        : [];
    });
  };
  return {
    of,
    remember: async ({ id, file, text, revision }) => {
      const newest = (await store.list('revision', prefixOf(id))).at(-1);
      if (newest?.key.endsWith(` ${revision}`)) return false;
      const since = now();
      const key = `${prefixOf(id)}${new Date(since).toISOString()} ${revision}`;
      await store.put('revision', key, JSON.stringify({ file, text, since }));
      return true;
    },
  };
}
