import { type BotOptions, createBot } from '../bot/create-bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Fault } from '../knowledge/fault.js';
import { createLibrary } from '../knowledge/load.js';
import type { Rehearsal } from '../knowledge/rehearsal.js';
import type { OnProgress } from '../search/postings.js';
import { createIndexer } from '../search/search.js';
import { judge } from './gate.js';
import type { Edition } from './live-bot.js';

/** What a press makes editions of. */
export interface PressOptions extends Omit<BotOptions, 'questions'> {
  readonly knowledgeDir: string;
  /** Whether an announcement with `publish: gated` stays as it last was, or out, below its marks (default false). */
  readonly enforceGates?: boolean;
}

/** Makes the next edition of the announcements in a folder, given the one before, if there is any. */
export type Press = (before?: Edition) => Promise<Edition>;

/** A press over a folder; what has not changed since the edition before is taken from it. */
export function createPress(
  { knowledgeDir, enforceGates = false, ...options }: PressOptions,
  onProgress?: OnProgress,
): Press {
  const library = createLibrary(knowledgeDir);
  const indexer = createIndexer();
  let announcementsBefore: readonly Announcement[] = [];
  let rehearsalsBefore: ReadonlyMap<string, Rehearsal> = new Map();
  let heldBefore: readonly Fault[] = [];

  return async (before) => {
    const { announcements: read, faults: broken, rehearsals } = await library.read();
    const faultsOfFiles = [
      ...broken,
      ...[...rehearsals.values()].flatMap((rehearsal) => rehearsal.faults),
    ];
    const isSame =
      before !== undefined &&
      sameItems(announcementsBefore, read) &&
      sameItems([...rehearsalsBefore.values()], [...rehearsals.values()]);
    if (isSame) return { ...before, faults: [...faultsOfFiles, ...heldBefore] };
    let announcements = read;
    let search = await indexer.index(announcements, onProgress);
    const held = enforceGates ? judge(announcements, search, rehearsals, options) : new Map();
    if (held.size > 0) {
      announcements = read.flatMap((announcement) =>
        held.has(announcement.id)
          ? (before?.announcements.filter(({ id }) => id === announcement.id) ?? [])
          : [announcement],
      );
      search = await indexer.index(announcements, onProgress);
    }
    const isLive = new Set(announcements.map(({ id }) => id));
    const questions = [...rehearsals].flatMap(([id, rehearsal]) =>
      rehearsal.questions.flatMap(({ question, gold, kind }) =>
        kind === 'answerable' && isLive.has(id)
          ? [{ question, announcement: id, passages: gold }]
          : [],
      ),
    );
    announcementsBefore = read;
    rehearsalsBefore = rehearsals;
    heldBefore = [...held.values()].flat();
    return {
      bot: createBot(announcements, search, { ...options, questions }),
      search,
      announcements,
      faults: [...faultsOfFiles, ...heldBefore],
    };
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
