import type { Announcement } from '../knowledge/announcement.js';
import type { Match, Search, SearchResult } from '../search/search.js';
import type { Question } from './question.js';

/** An announcement and the one that came in its place. */
export interface Superseded {
  readonly older: Announcement;
  readonly newer: Announcement;
}

/** What was found for a question, the newer before the older. */
export interface Found extends SearchResult {
  /** The superseded ones among what was asked or found first. */
  readonly superseded: readonly Superseded[];
}

/** Probabilities that differ by less than this are equal: which passage is first is then a matter of age. */
const TIE = 0.02;

/** When an announcement was published, as far as it says, in milliseconds since the epoch. */
export function publishedAt({ published, publishAt }: Announcement): number {
  return published === undefined ? (publishAt ?? Number.NEGATIVE_INFINITY) : Date.parse(published);
}

/** The announcements, the newest first; those that do not say when they were published come last, by id. */
export function newestFirst(announcements: readonly Announcement[]): readonly Announcement[] {
  return [...announcements].sort(
    (a, b) => compare(publishedAt(b), publishedAt(a)) || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Searches one announcement or all. Of all, passages that answer equally well come newest first, and a
 * superseded announcement gives way to the one in its place where that answers too (`isAnswer`).
 */
export function createFinder(
  announcements: readonly Announcement[],
  search: Pick<Search, 'search'>,
  limit: number,
  isAnswer: (found: SearchResult) => boolean,
): (text: string, question: Pick<Question, 'announcement'>) => Found {
  const successors = findSuccessors(announcements);
  const pair = (older: Announcement): readonly Superseded[] => {
    const newer = successors.get(older.id);
    return newer === undefined ? [] : [{ older, newer }];
  };

  return (text, { announcement: asked }) => {
    const found = search.search(text, {
      limit,
      ...(asked === undefined ? {} : { announcement: asked }),
    });
    if (asked !== undefined) {
      const older = announcements.find(({ id }) => id === asked);
      return { ...found, superseded: older === undefined ? [] : pair(older) };
    }
    if (found.curated !== undefined) return { ...found, superseded: [] };
    const settled = { ...found, matches: settleTies(found) };
    const [first] = settled.matches;
    const superseded = first === undefined ? [] : pair(first.announcement);
    const [given] = superseded;
    if (given === undefined) return { ...settled, superseded };
    const newer = search.search(text, { limit, announcement: given.newer.id });
    if (!isAnswer(newer)) return { ...settled, superseded };
    const known = new Set(newer.matches.map(({ passage }) => passage));
    const others = settled.matches.filter(({ passage }) => !known.has(passage));
    return {
      ...newer,
      matches: [...newer.matches, ...others].slice(0, Math.max(limit, newer.answering)),
      superseded,
    };
  };
}

/** The matches, those at the top that are equally good newest first; parts of a question keep their order. */
function settleTies({ matches, answering }: SearchResult): readonly Match[] {
  const best = matches[0]?.score ?? 0;
  const end = matches.findIndex(({ score }) => score <= best - TIE);
  const tied = matches.slice(0, end === -1 ? matches.length : end);
  if (answering > 1 || new Set(tied.map(({ announcement }) => announcement)).size < 2)
    return matches;
  tied.sort((a, b) => compare(publishedAt(b.announcement), publishedAt(a.announcement)));
  return [...tied, ...matches.slice(tied.length)];
}

/** For each superseded announcement the one that came last in its place; those that supersede each other do not count. */
function findSuccessors(announcements: readonly Announcement[]): ReadonlyMap<string, Announcement> {
  const next = new Map<string, Announcement>();
  for (const announcement of [...newestFirst(announcements)].reverse())
    for (const older of announcement.supersedes) next.set(older, announcement);
  const last = new Map<string, Announcement>();
  for (const id of next.keys()) {
    const seen = new Set([id]);
    let newer = next.get(id);
    while (newer !== undefined && !seen.has(newer.id)) {
      seen.add(newer.id);
      const newest = next.get(newer.id);
      if (newest === undefined) last.set(id, newer);
      newer = newest;
    }
  }
  return last;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
