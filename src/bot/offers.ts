import type { Announcement } from '../knowledge/announcement.js';
import { once } from '../search/once.js';
import { type Suggestion, suggestQuestions } from './suggestions.js';

/** Questions that the announcements really answer: each was asked before it is offered. */
export interface Offers {
  /** All of them, those known to be answered first. */
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

/** Offers known questions and those that the announcements' words suggest; `isAnswered` is called at most once for each. */
export function createOffers(
  announcements: readonly Announcement[],
  known: readonly Suggestion[],
  isAnswered: (candidate: Suggestion) => boolean,
): Offers {
  const toOffer = (candidate: Suggestion) => ({
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

  return {
    all: once(() => {
      const known = new Set(knownOffers);
      const made = ids.flatMap(of).filter((offer) => !known.has(offer));
      return [...knownOffers, ...made]
        .filter(({ holds }) => holds())
        .map(({ question }) => question);
    }),
    near: (passages, count, announcement) => {
      const found = new Set<string>();
      for (const { question, holds } of inOrder(
        passages,
        announcement === undefined ? ids : [announcement],
      )) {
        if (found.size >= count) break;
        if (holds()) found.add(question);
      }
      return [...found];
    },
  };
}
