import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import type { Announcement } from '../knowledge/announcement.js';
import { fromOutline, type Outline, outlineMetaSchema, toOutline } from '../knowledge/outline.js';
import { type Extension, revisionOf } from '../knowledge/read.js';
import { createLexicon } from '../search/lexicon.js';
import { createPieceShelf, type Piece, type PieceShelf } from '../search/piece.js';
import { createTimeSlice } from '../search/time-slice.js';
import { type CacheContent, readCacheFile, writeCacheFile } from './cache-file.js';
import { fingerprintOf } from './fingerprint.js';

/** What was read of announcements and made for their index at an earlier start. */
export interface IndexCache {
  readonly shelf: PieceShelf;
  /** The announcement of that name and text as it was read then, its piece on the shelf; `undefined` if it was not. */
  readonly recall: (source: Source, text: string) => Announcement | undefined;
  /** Stores these announcements, and no others, for the next start, unless they are what was last stored. */
  readonly store: (announcements: readonly Announcement[]) => Promise<void>;
}

interface Source {
  readonly id: string;
  readonly file: string;
  readonly extension: Extension;
}

/** Fewer passages than this are read again as fast as they are recalled. */
const WORTHWHILE = 5_000;
const LISTS = ['words', 'tokens', 'sentenceStarts', 'headings', 'headingStarts'] as const;

const recordSchema = v.object({
  id: v.string(),
  revision: v.string(),
  meta: outlineMetaSchema,
  /** The lengths of the outline's numbers and of the piece's {@link LISTS}, in the order in which they are stored. */
  lengths: v.array(v.number()),
});

/** Opens the cache of a knowledge folder in `cacheDir`; what it cannot read, or another program wrote, is passed over. */
export async function openIndexCache(cacheDir: string, knowledgeDir: string): Promise<IndexCache> {
  const folder = createHash('sha256').update(resolve(knowledgeDir)).digest('hex').slice(0, 16);
  const file = join(cacheDir, `index-${folder}.bin`);
  const fingerprint = await fingerprintOf();
  const content = await readCacheFile(file, fingerprint);
  const shelf = createPieceShelf(createLexicon(content?.words));
  const records = content === undefined ? new Map<string, Stored>() : readRecords(content);
  const outlines = new WeakMap<Announcement, Outline>();
  const outlineOf = (announcement: Announcement): Outline => {
    const outline = outlines.get(announcement) ?? toOutline(announcement);
    outlines.set(announcement, outline);
    return outline;
  };
  let stored = [...records.keys()].join(' ');
  let writing: Promise<void> = Promise.resolve();

  return {
    shelf,
    recall: ({ id, file: path }, text) => {
      const revision = revisionOf(text);
      const record = records.get(keyOf({ id, revision }));
      if (record === undefined) return undefined;
      const [numbers = new Int32Array(0), ...lists] = record.lists;
      const outline = { meta: record.meta, numbers };
      const announcement = fromOutline(outline, { id, file: path, text, revision });
      outlines.set(announcement, outline);
      const [words, tokens, sentenceStarts, headings, headingStarts] = lists;
      if (words && tokens && sentenceStarts && headings && headingStarts)
        shelf.put(announcement, { words, tokens, sentenceStarts, headings, headingStarts });
      return announcement;
    },
    store: (announcements) => {
      const passages = announcements.reduce((sum, one) => sum + one.passages.length, 0);
      const key = announcements.map(keyOf).join(' ');
      if (passages < WORTHWHILE || key === stored) return writing;
      stored = key;
      const write = async () =>
        writeCacheFile(file, fingerprint, await pack(announcements, shelf, outlineOf));
      writing = writing.then(write, write);
      return writing;
    },
  };
}

interface Stored {
  readonly meta: v.InferOutput<typeof outlineMetaSchema>;
  readonly lists: readonly Int32Array[];
}

function keyOf({ id, revision }: Pick<Announcement, 'id' | 'revision'>): string {
  return `${revision}:${id}`;
}

function readRecords({ header, numbers }: CacheContent): Map<string, Stored> {
  const parsed = v.safeParse(v.array(recordSchema), header);
  if (!parsed.success) return new Map();
  let end = 0;
  return new Map(
    parsed.output.map(({ lengths, meta, ...named }) => {
      const lists = lengths.map((length) => {
        end += length;
        return numbers.subarray(end - length, end);
      });
      return [keyOf(named), { meta, lists }];
    }),
  );
}

async function pack(
  announcements: readonly Announcement[],
  shelf: PieceShelf,
  outlineOf: (announcement: Announcement) => Outline,
): Promise<CacheContent> {
  // The shelf's lexicon also has the words of announcements that are gone: only those in use are stored.
  const numbers = new Int32Array(shelf.lexicon.words.length);
  const words: string[] = [];
  const renumber = (word: number): number => {
    const known = numbers[word] ?? 0;
    if (known > 0) return known - 1;
    numbers[word] = words.push(shelf.lexicon.wordOf(word));
    return words.length - 1;
  };
  const parts: Int32Array[] = [];
  const header: v.InferOutput<typeof recordSchema>[] = [];
  const slice = createTimeSlice();
  for (const announcement of announcements) {
    const piece = shelf.find(announcement);
    if (piece === undefined) continue;
    const { meta, numbers: outline } = outlineOf(announcement);
    const renumbered: Piece = { ...piece, words: piece.words.map(renumber) };
    const lists = [outline, ...LISTS.map((name) => renumbered[name])];
    parts.push(...lists);
    const { id, revision } = announcement;
    header.push({ id, revision, meta, lengths: lists.map(({ length }) => length) });
    if (slice.isOver()) await slice.handBack();
  }
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return { header, numbers: all, words };
}
