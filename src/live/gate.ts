import { type BotOptions, createBot } from '../bot/create-bot.js';
import { gateFaults, REHEARSAL_DEPTH, rehearse } from '../bot/rehearse.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Fault } from '../knowledge/fault.js';
import type { Rehearsal } from '../knowledge/rehearsal.js';
import type { Search } from '../search/search.js';

/** Rehearses every gated announcement; the faults of those that fall short, by their ids. */
export async function judge(
  announcements: readonly Announcement[],
  search: Search,
  rehearsals: ReadonlyMap<string, Rehearsal>,
  options: BotOptions,
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const gated = announcements.filter(({ gate }) => gate !== undefined);
  if (gated.length === 0) return new Map();
  await search.prepare(
    gated.flatMap(({ id }) => rehearsals.get(id)?.questions.map(({ question }) => question) ?? []),
  );
  const bot = createBot(announcements, search, { ...options, limit: REHEARSAL_DEPTH });
  const judged = gated.map((announcement) => {
    const { id } = announcement;
    const trials = rehearse(bot, rehearsals.get(id)?.questions ?? [], id);
    return [id, gateFaults(announcement, trials)] as const;
  });
  return new Map(judged.filter(([, faults]) => faults.length > 0));
}
