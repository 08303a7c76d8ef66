import { dot } from './meaning.js';
import type { Query } from './query.js';

/** A question that a person has said is answered by a passage. */
export interface CuratedPassage {
  readonly question: string;
  readonly announcement: string;
  /** Number of the passage, from 1. */
  readonly passage: number;
}

/** A question that a person has answered beside the announcement. */
export interface CuratedStatement {
  readonly question: string;
  /** Id of the announcement it belongs to; absent when it is for all. */
  readonly announcement?: string;
  readonly statement: Statement;
}

/** What somebody entitled to says in the announcement's place: their words, not a quotation. */
export interface Statement {
  readonly text: string;
  /** Who answers for it. */
  readonly approver: string;
  /** Day it was made, as `2026-10-28`. */
  readonly date: string;
}

/** A question with the answer that a person gave it. */
export type Curated = CuratedPassage | CuratedStatement;

/** Another name for a term of the announcements. */
export interface Alias {
  readonly name: string;
  readonly alias: string;
}

/** How alike two questions are from which one's passage answers the other. */
const SAME_QUESTION = 0.72;

/** The curated question that a query asks again, with how alike they are (0 to 1), if any does. */
export function findCurated<T extends { readonly query: Query }>(
  curated: readonly T[],
  query: Query,
): { readonly found: T; readonly likeness: number } | undefined {
  let best: { readonly found: T; readonly likeness: number } | undefined;
  for (const candidate of curated) {
    const likeness = likenessOf(candidate.query, query);
    if (likeness >= SAME_QUESTION && likeness > (best?.likeness ?? 0))
      best = { found: candidate, likeness };
  }
  return best;
}

/** Half the words they share, by rarity (Jaccard), and half the cosine of their directions. */
function likenessOf(a: Query, b: Query): number {
  const weights = new Map<string, number>();
  for (const { stem, rarity } of [...a.terms, ...b.terms]) weights.set(stem, rarity);
  const [inA, inB] = [a, b].map(({ terms }) => new Set(terms.map(({ stem }) => stem)));
  let shared = 0;
  let all = 0;
  for (const [stem, weight] of weights) {
    all += weight;
    if (inA?.has(stem) && inB?.has(stem)) shared += weight;
  }
  const words = all === 0 ? 0 : shared / all;
  return a.direction.length === 0
    ? words
    : Math.max(words, 0.5 * words + 0.5 * dot(a.direction, b.direction));
}
