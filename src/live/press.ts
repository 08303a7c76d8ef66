import { type BotOptions, createBot } from '../bot/create-bot.js';
import { createLibrary } from '../knowledge/load.js';
import type { Rehearsal } from '../knowledge/rehearsal.js';
import type { OnProgress } from '../search/postings.js';
import { createIndexer } from '../search/search.js';
import type { Edition } from './live-bot.js';

/** What a press makes editions of. */
export interface PressOptions extends Omit<BotOptions, 'questions'> {
  readonly knowledgeDir: string;
}

/** Makes the next edition of the announcements in a folder, given the one before, if there is any. */
export type Press = (before?: Edition) => Promise<Edition>;

/** A press over a folder; what has not changed since the edition before is taken from it. */
export function createPress(
  { knowledgeDir, ...options }: PressOptions,
  onProgress?: OnProgress,
): Press {
  const library = createLibrary(knowledgeDir);
  const indexer = createIndexer();
  let rehearsalsBefore: ReadonlyMap<string, Rehearsal> = new Map();

  return async (before) => {
    const { announcements, faults: broken, rehearsals } = await library.read();
    const faults = [
      ...broken,
      ...[...rehearsals.values()].flatMap((rehearsal) => rehearsal.faults),
    ];
    const isSame =
      before !== undefined &&
      sameItems(before.announcements, announcements) &&
      sameItems([...rehearsalsBefore.values()], [...rehearsals.values()]);
    if (isSame) return { ...before, faults };
    const search = await indexer.index(announcements, onProgress);
    const questions = [...rehearsals].flatMap(([id, rehearsal]) =>
      rehearsal.questions.flatMap(({ question, gold, kind }) =>
        kind === 'answerable' ? [{ question, announcement: id, passages: gold }] : [],
      ),
    );
    rehearsalsBefore = rehearsals;
    return {
      bot: createBot(announcements, search, { ...options, questions }),
      search,
      announcements,
      faults,
    };
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
