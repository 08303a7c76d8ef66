import type { Announcement } from '../knowledge/announcement.js';
import { once } from '../search/once.js';
import { type Suggestion, suggestQuestions } from './suggestions.js';

/** Questions that the announcements really answer: each was asked before it is offered. */
export interface Offers {
  /** Those of the first few hundred (few where there are many passages) that are answered, known ones first. */
  all(): readonly string[];
  /** At most `count`, those about `passages` (nearest first) before others; of one announcement where one is given. */
  near(
    passages: readonly PassageAddress[],
    count: number,
    announcement?: string,
  ): readonly string[];
}

interface PassageAddress {
  readonly announcement: string;
  readonly passage: number;
}

interface Offer extends Suggestion {
  readonly holds: () => boolean;
}

/** How many questions are asked at most to find those to offer; each takes longer where there are more passages. */
const MAX_TRIED = 400;
const MAX_TRIED_LARGE = 24;
const LARGE = 2_000;

/** Offers known questions and those that the announcements' words suggest; `isAnswered` is called at most once for each. */
export function createOffers(
  announcements: readonly Announcement[],
  known: readonly Suggestion[],
  isAnswered: (candidate: Suggestion) => boolean,
): Offers {
  const passages = announcements.reduce((sum, one) => sum + one.passages.length, 0);
  const maxTried = passages > LARGE ? MAX_TRIED_LARGE : MAX_TRIED;
  const toOffer = (candidate: Suggestion): Offer => ({
    ...candidate,
    holds: once(() => isAnswered(candidate)),
  });
  const knownOffers = known.map(toOffer);
  // An announcement's own are made when it is first needed: there may be thousands of announcements.
  const offersOf = new Map(
    announcements.map((announcement) => [
      announcement.id,
      once(() => [
        ...knownOffers.filter((offer) => offer.announcement === announcement.id),
        ...suggestQuestions(announcement).map(toOffer),
      ]),
    ]),
  );
  const of = (id: string) => offersOf.get(id)?.() ?? [];
  const ids = announcements.map(({ id }) => id);

  const inOrder = function* (passages: readonly PassageAddress[], searched: readonly string[]) {
    for (const { announcement, passage } of passages)
      yield* of(announcement).filter((offer) => offer.passages.includes(passage));
    for (const id of searched) yield* of(id);
  };

  const knownFirst = function* () {
    const known = new Set(knownOffers);
    yield* knownOffers;
    for (const id of ids) for (const offer of of(id)) if (!known.has(offer)) yield offer;
  };
  /** The first that hold of those that are tried. */
  const held = (offers: Iterable<Offer>, count: number): readonly string[] => {
    const found = new Set<string>();
    let tried = 0;
    for (const { question, holds } of offers) {
      if (found.size >= count || tried >= maxTried) break;
      tried += 1;
      if (holds()) found.add(question);
    }
    return [...found];
  };

  return {
    all: once(() => held(knownFirst(), Number.POSITIVE_INFINITY)),
    near: (nearest, count, announcement) =>
      held(inOrder(nearest, announcement === undefined ? ids : [announcement]), count),
  };
}
