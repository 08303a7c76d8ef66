import type { Announcement } from '../knowledge/announcement.js';
import { widen } from '../search/excerpt.js';
import type { Match } from '../search/search.js';
import type { Excerpt } from './answer.js';
import type { ExcerptAddress } from './bot.js';

/** The excerpt of a match, its highlights as ranges of its text. */
export function toExcerpt({
  announcement,
  passage,
  excerpt: { start, end },
  highlights,
  score,
}: Match): Excerpt {
  return {
    ...addressIn(announcement, passage.number, start, end),
    section: passage.section,
    highlights: highlights
      .map(
        (span) => [Math.max(span.start, start) - start, Math.min(span.end, end) - start] as const,
      )
      .filter(([from, to]) => from < to),
    score,
  };
}

/** The excerpt at an address, wider by a sentence or passage on each side; `undefined` when it stands there no longer. */
export function excerptAround(
  announcement: Announcement | undefined,
  address: ExcerptAddress,
): Excerpt | undefined {
  const passage = announcement?.passages[address.passage - 1];
  if (announcement?.revision !== address.revision || passage === undefined) return undefined;
  // An address comes back from a platform, so it may be anything.
  const isSlice = Number.isInteger(address.start) && Number.isInteger(address.end);
  if (!isSlice || address.start < 0 || address.start >= address.end) return undefined;
  if (address.end > announcement.text.length) return undefined;
  const { start, end } = widen(announcement, address);
  return {
    ...addressIn(announcement, passage.number, start, end),
    section: passage.section,
    highlights: [[address.start - start, address.end - start]],
    score: 1,
  };
}

function addressIn(announcement: Announcement, passage: number, start: number, end: number) {
  const { id, title, revision, source, url, language, text, passages } = announcement;
  const isInside = (offset: number) =>
    passages.some((other) => other.start < offset && offset < other.end);
  return {
    announcement: id,
    title,
    revision,
    ...(source === undefined ? {} : { source }),
    ...(url === undefined ? {} : { url }),
    language,
    passage,
    text: text.slice(start, end),
    start,
    end,
    cut: { before: isInside(start), after: isInside(end) },
  };
}
