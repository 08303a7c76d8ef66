import type { Postings, Range } from './postings.js';
import type { Query, QueryTerm } from './query.js';

/** What a query term is worth in a range of the collection, in nats. */
export interface TermWeight {
  /** Rarity among the range's passages (Robertson and Spärck Jones's, never below 0). */
  readonly inRange: number;
  /** Rarity in general language. */
  readonly general: number;
}

/** A passage worth a closer look, with its BM25 scores by both weights, each as a share of the highest possible. */
export interface Candidate {
  readonly passage: number;
  readonly inRange: number;
  readonly general: number;
}

/** Finds the passages of a range that share most with a query. */
export interface CandidateFinder {
  weigh(query: Query, range: Range): readonly TermWeight[];
  /** All passages of a small range; of a large one the best, and those that `near` names. */
  find(
    query: Query,
    weights: readonly TermWeight[],
    range: Range,
    near: () => readonly number[],
  ): readonly Candidate[];
}

const K1 = 1.2;
const B = 0.6;
/** Below this many passages all of them are looked at closely: meaning may find what words do not. */
export const SMALL = 64;
/** Twice as many find no more right passages among 2,400, and take twice as long. */
const BEST = 16;

/** A candidate finder by Okapi BM25 (Robertson and Zaragoza 2009) over weighted terms. */
export function createCandidateFinder(postings: Postings): CandidateFinder {
  const size = postings.entries.length;
  const inRangeScores = new Float32Array(size);
  const generalScores = new Float32Array(size);
  const averages = new Map<string, number>();
  const averageLength = ({ from, to }: Range): number => {
    const key = `${from}-${to}`;
    const known = averages.get(key);
    if (known !== undefined) return known;
    let sum = 0;
    for (let passage = from; passage < to; passage += 1) sum += postings.lengths[passage] ?? 0;
    const average = Math.max(1, sum / Math.max(1, to - from));
    averages.set(key, average);
    return average;
  };

  return {
    weigh: (query, range) =>
      query.terms.map((term) => {
        const passages = countIn(term, postings, range);
        const all = range.to - range.from;
        return {
          inRange: Math.log(1 + (all - passages + 0.5) / (passages + 0.5)),
          general: term.rarity,
        };
      }),
    find: (query, weights, range, near) => {
      const average = averageLength(range);
      const touched: number[] = [];
      let totalInRange = 0;
      let totalGeneral = 0;
      for (const [index, term] of query.terms.entries()) {
        const weight = weights[index];
        if (weight === undefined) continue;
        totalInRange += weight.inRange;
        totalGeneral += weight.general;
        forEachFrequency(term, postings, range, (passage, frequency) => {
          const length = (postings.lengths[passage] ?? 0) / average;
          const saturated = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
          if (inRangeScores[passage] === 0) touched.push(passage);
          inRangeScores[passage] =
            (inRangeScores[passage] ?? 0) + weight.inRange * saturated + 1e-6;
          generalScores[passage] = (generalScores[passage] ?? 0) + weight.general * saturated;
        });
      }
      const toCandidate = (passage: number): Candidate => ({
        passage,
        inRange: (inRangeScores[passage] ?? 0) / (totalInRange || 1),
        general: (generalScores[passage] ?? 0) / (totalGeneral || 1),
      });
      const chosen =
        range.to - range.from <= SMALL
          ? Array.from({ length: range.to - range.from }, (_, index) => range.from + index)
          : [...new Set([...best(touched, inRangeScores, BEST), ...near()])].sort((a, b) => a - b);
      const candidates = chosen.map(toCandidate);
      for (const passage of touched) {
        inRangeScores[passage] = 0;
        generalScores[passage] = 0;
      }
      return candidates;
    },
  };
}

/** The `count` passages of the highest score, best first, ties in reading order. */
function best(passages: readonly number[], scores: Float32Array, count: number): readonly number[] {
  const better = (a: number, b: number) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b;
  if (passages.length <= count) return [...passages].sort(better);
  const top: number[] = [];
  for (const passage of passages) {
    if (top.length === count && better(top[count - 1] ?? 0, passage) <= 0) continue;
    let at = top.length;
    while (at > 0 && better(top[at - 1] ?? 0, passage) > 0) at -= 1;
    top.splice(at, 0, passage);
    if (top.length > count) top.pop();
  }
  return top;
}

/** Calls back with every passage of the range that has a query term and how often, by weight, it has it. */
function forEachFrequency(
  { reaches }: QueryTerm,
  postings: Postings,
  range: Range,
  callback: (passage: number, frequency: number) => void,
): void {
  const visit = (visitor: typeof callback) => {
    for (const [term, weight] of reaches) {
      const passages = postings.passagesOf(term);
      const counts = postings.countsOf(term);
      for (let at = lowerBound(passages, range.from); at < passages.length; at += 1) {
        const passage = passages[at] ?? 0;
        if (passage >= range.to) break;
        visitor(passage, weight * (counts[at] ?? 0));
      }
    }
  };
  if (reaches.size === 1) {
    visit(callback);
    return;
  }
  const frequencies = new Map<number, number>();
  visit((passage, frequency) => {
    frequencies.set(passage, (frequencies.get(passage) ?? 0) + frequency);
  });
  for (const [passage, frequency] of frequencies) callback(passage, frequency);
}

/** In how many passages of the range the commonest of a query term's terms stands. */
function countIn({ reaches }: QueryTerm, postings: Postings, { from, to }: Range): number {
  let most = 0;
  for (const term of reaches.keys()) {
    const passages = postings.passagesOf(term);
    most = Math.max(most, lowerBound(passages, to) - lowerBound(passages, from));
  }
  return most;
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
