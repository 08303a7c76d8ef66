import type { Passage } from '../knowledge/announcement.js';
import { SMALL } from './candidates.js';
import { dot, type Vector } from './meaning.js';
import type { Entry, Range } from './postings.js';
import { createTimeSlice } from './time-slice.js';

/** Finds the passages of a range whose directions are nearest to a question's, nearest first. */
export type NearFinder = (direction: Vector, range: Range) => readonly number[];

/** Above this many passages, comparing all of them would take too long. */
const MOST = 4_096;
const NEAREST = 16;

/** Directions by what gave them and the passage: most announcements are the same in the next index. */
const remembered = new WeakMap<object, WeakMap<Passage, Vector>>();

/**
 * A finder over passages; finds none where there are too many, or so few that all are looked at. `giver` is what
 * the directions are of. Hands the event loop back while it is made.
 */
export async function createNearFinder(
  entries: readonly Entry[],
  giver: object,
  directionOf: (passage: number) => Vector,
): Promise<NearFinder> {
  if (entries.length <= SMALL || entries.length > MOST) return () => [];
  const known = remembered.get(giver) ?? new WeakMap<Passage, Vector>();
  remembered.set(giver, known);
  const directions: Vector[] = [];
  const slice = createTimeSlice();
  for (const [index, { passage }] of entries.entries()) {
    const direction = known.get(passage) ?? directionOf(index);
    known.set(passage, direction);
    directions.push(direction);
    if (slice.isOver()) await slice.handBack();
  }

  return (direction, { from, to }) => {
    const nearest: { readonly passage: number; readonly cosine: number }[] = [];
    for (let passage = from; passage < to; passage += 1) {
      const other = directions[passage];
      const cosine = other === undefined ? 0 : dot(direction, other);
      if (nearest.length === NEAREST && cosine <= (nearest[NEAREST - 1]?.cosine ?? 0)) continue;
      let at = nearest.length;
      while (at > 0 && (nearest[at - 1]?.cosine ?? 0) < cosine) at -= 1;
      nearest.splice(at, 0, { passage, cosine });
      if (nearest.length > NEAREST) nearest.pop();
    }
    return nearest.map(({ passage }) => passage);
  };
}
