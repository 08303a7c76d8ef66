import type { Postings, Range } from './postings.js';
import type { Query, QueryTerm } from './query.js';

/** A passage's number in the collection, its rank score and how much of the query it covers. */
export interface Ranked {
  readonly passage: number;
  readonly score: number;
  /** Share, 0 to 1, of the query's weight (by rarity) that the passage has. */
  readonly coverage: number;
}

const K1 = 1.2;
const B = 0.6;
const SENTENCE_SHARE = 0.6;

/**
 * The passages of a range that share a term with the query, best first: Okapi BM25 (Robertson and Zaragoza
 * 2009) over weighted terms, plus the best single sentence's share of the query; ties in reading order.
 */
export function rank(query: Query, postings: Postings, range: Range): readonly Ranked[] {
  const size = range.to - range.from;
  const averageLength = mean(postings.lengths.subarray(range.from, range.to));
  const scores = new Map<number, { score: number; covered: number }>();
  let total = 0;

  for (const term of query.terms) {
    const frequencies = frequenciesOf(term, postings, range);
    const rarity = Math.log(1 + (size - frequencies.size + 0.5) / (frequencies.size + 0.5));
    total += rarity;
    for (const [passage, frequency] of frequencies) {
      const length = (postings.lengths[passage] ?? 0) / averageLength;
      const saturated = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
      const known = scores.get(passage) ?? { score: 0, covered: 0 };
      known.score += rarity * saturated;
      known.covered += rarity * Math.min(1, frequency);
      scores.set(passage, known);
    }
  }

  return [...scores]
    .map(([passage, { score, covered }]) => ({
      passage,
      score: score + SENTENCE_SHARE * bestSentence(query, postings, passage).score * total,
      coverage: total === 0 ? 0 : covered / total,
    }))
    .sort((a, b) => b.score - a.score || a.passage - b.passage);
}

/** The sentence of a passage (from 0) that has most of the query, and its share of the query, 0 to 1. */
export function bestSentence(
  query: Query,
  postings: Postings,
  passage: number,
): { readonly sentence: number; readonly score: number } {
  let best = { sentence: 0, score: -1 };
  for (const [sentence, terms] of postings.sentencesOf(passage).entries()) {
    const present = new Set(terms);
    let score = 0;
    for (const { reaches } of query.terms) {
      let weight = 0;
      for (const [term, reached] of reaches)
        if (present.has(term)) weight = Math.max(weight, reached);
      score += weight / query.terms.length;
    }
    if (score > best.score) best = { sentence, score };
  }
  return best;
}

/** How often, by weight, each passage of the range has a query term. */
function frequenciesOf(
  { reaches }: QueryTerm,
  postings: Postings,
  range: Range,
): ReadonlyMap<number, number> {
  const frequencies = new Map<number, number>();
  for (const [term, weight] of reaches) {
    const passages = postings.passagesOf(term);
    const counts = postings.countsOf(term);
    for (let at = lowerBound(passages, range.from); at < passages.length; at += 1) {
      const passage = passages[at] ?? 0;
      if (passage >= range.to) break;
      frequencies.set(passage, (frequencies.get(passage) ?? 0) + weight * (counts[at] ?? 0));
    }
  }
  return frequencies;
}

function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 1 : Math.max(1, sum / values.length);
}
