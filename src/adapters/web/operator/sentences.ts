import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnnouncementText, Bot } from '../../../bot/bot.js';
import type { Asked } from './insights.js';

/** So many different questions, the most asked, are asked again to see which sentences answer. */
const MAX_ASKED_AGAIN = 300;
const MAX_KEPT = 2_000;

/**
 * Finds which sentences answered. What was recorded names passages only, but the same question of the same
 * edition has the same answer, so it is asked again, once.
 */
export function createSentenceFinder(
  bot: Bot,
): (
  announcement: AnnouncementText,
  asked: readonly Asked[],
) => Promise<ReadonlyMap<number, number>> {
  const known = new Map<string, readonly number[]>();
  return async (announcement, asked) => {
    const counts = new Map<number, number>();
    const answered = asked.filter(
      ({ passage, outcome }) => passage !== undefined && outcome === 'answer',
    );
    for (const { text, asked: times } of answered.slice(0, MAX_ASKED_AGAIN)) {
      if (text === undefined) continue;
      const key = JSON.stringify([bot.edition(), announcement.id, text]);
      let starts = known.get(key);
      if (starts === undefined) {
        await nextTurn();
        starts = answering(bot, announcement, text);
        if (known.size >= MAX_KEPT) known.clear();
        known.set(key, starts);
      }
      for (const start of starts) counts.set(start, (counts.get(start) ?? 0) + times);
    }
    return counts;
  };
}

/** Where the sentences begin that the first excerpt highlights. */
function answering(bot: Bot, { id, passages }: AnnouncementText, text: string): readonly number[] {
  const [excerpt] = bot.ask({ text, announcement: id }).excerpts;
  if (excerpt === undefined) return [];
  const marks = excerpt.highlights.map(([from, to]) => [excerpt.start + from, excerpt.start + to]);
  const sentences = passages[excerpt.passage - 1]?.sentences ?? [];
  return sentences
    .filter(({ start, end }) => marks.some(([from = 0, to = 0]) => from < end && start < to))
    .map(({ start }) => start);
}
