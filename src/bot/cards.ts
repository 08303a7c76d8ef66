import type { Announcement } from '../knowledge/announcement.js';
import { createFuzzyRanker } from '../search/fuzzy.js';
import { once } from '../search/once.js';
import type { AnnouncementCard } from './bot.js';
import { newestFirst } from './prefer.js';

/** The announcements as platforms show them. */
export interface Cards {
  all(): readonly AnnouncementCard[];
  /** Those whose title or id fits what was typed, likest first; the newest where nothing was typed. */
  find(typed: string, limit: number): readonly AnnouncementCard[];
}

const THRESHOLD = 0.5;

/** Cards of announcements, in their order. */
export function createCards(announcements: readonly Announcement[]): Cards {
  const all = once(() => announcements.map(toCard));
  const byName = once(
    // Two announcements may have the same title, but no two the same id.
    () => new Map(all().map((card) => [`${card.title} (${card.id})`, card])),
  );
  const rank = once(() => createFuzzyRanker([...byName().keys()], THRESHOLD));
  return {
    all,
    find: (typed, limit) =>
      typed.trim() === ''
        ? newestFirst(announcements).slice(0, limit).map(toCard)
        : rank()(typed, limit).flatMap((name) => byName().get(name) ?? []),
  };
}

/** What a platform may show of an announcement. */
export function toCard(announcement: Announcement): AnnouncementCard {
  const { id, title, source, url, published, revision } = announcement;
  return {
    id,
    title,
    ...(source === undefined ? {} : { source }),
    ...(url === undefined ? {} : { url }),
    ...(published === undefined ? {} : { published }),
    revision,
  };
}
