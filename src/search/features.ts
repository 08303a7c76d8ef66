import { KINDS } from './asked.js';
import type { Candidate, TermWeight } from './candidates.js';
import type { DeepFacts } from './deep-facts.js';
import { dot, type Vector } from './meaning.js';
import type { PassageFacts } from './passage-facts.js';
import type { Query } from './query.js';
import type { Relatedness } from './relatedness.js';

/** What a passage has of the query, in numbers, in the order of {@link FEATURES}. */
export type Features = Float32Array;

/** Strengths of a passage; each is given as it is and as its distance to the best candidate's. */
const STRENGTHS = [
  'bm25',
  'bm25General',
  'sentence',
  'sentenceGeneral',
  'soft',
  'softSentence',
  'softRare',
  'softRareSentence',
  'cosine',
  'cosinePassage',
  'cosineTopic',
  'cosineAround',
  'alone',
  'aloneNear',
] as const;

/** The names of the features; a model's weights follow this order. */
export const FEATURES = [
  ...STRENGTHS,
  'cosineSecond',
  'cosineHeading',
  'heading',
  'headingSoft',
  'pairs',
  'nearness',
  ...KINDS,
  'first',
  'last',
  'position',
  'length',
  'queryTerms',
  'known',
  ...STRENGTHS.map((name) => `${name}ToBest` as const),
] as const;

const DEEP_STRENGTHS = ['deep', 'deepPassage', 'deepAround'] as const;

/** The names of the features that come after {@link FEATURES} where an encoder has read question and passages. */
export const DEEP_FEATURES = [
  ...DEEP_STRENGTHS,
  'deepSecond',
  'deepHeading',
  ...DEEP_STRENGTHS.map((name) => `${name}ToBest` as const),
] as const;

/** The name of a feature. */
export type FeatureName = (typeof FEATURES)[number] | (typeof DEEP_FEATURES)[number];

/** How much of a query one sentence has, as shares: by its words, by words near in meaning, as a whole. */
export interface SentenceScore {
  /** Share of the query by the rarity of its terms in the range. */
  readonly inRange: number;
  /** Share of the query by the rarity of its terms in general language. */
  readonly general: number;
  /** The same, counting words that are near in meaning by how near they are. */
  readonly soft: number;
  /** Cosine of question and sentence. */
  readonly cosine: number;
  /** The same by the encoder. */
  readonly deep?: number;
}

/** A query's direction by the encoder, and those of the passages. */
export interface DeepComparison {
  readonly direction: Vector;
  readonly factsOf: (passage: number) => DeepFacts;
}

/** A query with what is needed to compare it to passages. */
export interface Comparison {
  readonly query: Query;
  readonly weights: readonly TermWeight[];
  /** One for each of the query's terms. */
  readonly relatedness: readonly Relatedness[];
  /** Where an encoder has read the query. */
  readonly deep?: DeepComparison | undefined;
}

/** What a run of terms has of each query term: the word itself, and the word or its nearest relative; 0 to 1. */
interface Alignment {
  readonly reached: Float32Array;
  readonly near: Float32Array;
}

const NEAR = 4;
const FIRST_COMPARED = FEATURES.length - STRENGTHS.length;
const FIRST_DEEP_COMPARED = DEEP_FEATURES.length - DEEP_STRENGTHS.length;

/** The features of every candidate for one query. */
export function readFeatures(
  comparison: Comparison,
  candidates: readonly Candidate[],
  factsOf: (passage: number) => PassageFacts,
): readonly Features[] {
  const { query, weights } = comparison;
  const general = weights.map((weight) => weight.general);
  const inRange = weights.map((weight) => weight.inRange);
  const known = shareOf(
    general,
    query.terms.map(({ reaches }) => (reaches.size > 0 ? 1 : 0)),
  );
  const looks = candidates.map((candidate) => {
    const facts = factsOf(candidate.passage);
    const sentences = facts.sentences.map((terms) => align(comparison, terms));
    const most = (rows: readonly Float32Array[]) => largestOfEach(rows, weights.length);
    return {
      candidate,
      facts,
      sentences,
      reached: most(sentences.map(({ reached }) => reached)),
      near: most(sentences.map(({ near }) => near)),
    };
  });
  const alone = leadOverOthers(looks.map(({ reached }) => reached));
  const aloneNear = leadOverOthers(looks.map(({ near }) => near));
  const rare = softRarity(
    looks.map(({ near }) => near),
    weights.length,
  );

  const rows = looks.map(({ candidate, facts, sentences, near }, index) => {
    const cosines = facts.directions.map((direction) => dot(query.direction, direction));
    const [cosine, cosineSecond] = largestTwo(cosines);
    const heading = align(comparison, facts.headingTerms);
    const { pairs, nearness } = pairsIn(comparison, facts.sentences);
    const around = [looks[index - 1], looks[index + 1]].map((neighbour) =>
      neighbour && Math.abs(neighbour.candidate.passage - candidate.passage) === 1
        ? dot(query.direction, neighbour.facts.direction)
        : 0,
    );
    return Float32Array.of(
      candidate.inRange,
      candidate.general,
      largest(sentences.map(({ reached }) => shareOf(inRange, reached))),
      largest(sentences.map(({ reached }) => shareOf(general, reached))),
      shareOf(general, near),
      largest(sentences.map((sentence) => shareOf(general, sentence.near))),
      shareOf(rare, near),
      largest(sentences.map((sentence) => shareOf(rare, sentence.near))),
      cosine,
      dot(query.direction, facts.direction),
      largest(facts.directions.map((direction) => dot(query.topic, direction))),
      largest(around),
      shareOf(general, alone[index] ?? []),
      shareOf(general, aloneNear[index] ?? []),
      cosineSecond,
      dot(query.topic, facts.heading),
      shareOf(general, heading.reached),
      shareOf(general, heading.near),
      pairs,
      nearness,
      ...KINDS.map((kind) => (query.asked.has(kind) ? (facts.held.has(kind) ? 1 : -1) : 0)),
      facts.isFirst ? 1 : 0,
      facts.isLast ? 1 : 0,
      facts.position,
      Math.log(1 + facts.sentences.reduce((sum, terms) => sum + terms.length, 0)) / 5,
      Math.min(8, query.terms.length) / 8,
      known,
      ...STRENGTHS.map(() => 0),
    );
  });
  compareToBest(rows, STRENGTHS.length, FIRST_COMPARED);
  if (comparison.deep === undefined) return rows;
  const deepRows = readDeepFeatures(
    comparison.deep,
    candidates.map(({ passage }) => passage),
  );
  return rows.map((row, index) => Float32Array.of(...row, ...(deepRows[index] ?? [])));
}

function readDeepFeatures(
  { direction, factsOf }: DeepComparison,
  passages: readonly number[],
): readonly Features[] {
  const cosineOf = new Map(
    passages.map((passage) => [passage, dot(direction, factsOf(passage).passage)]),
  );
  const rows = passages.map((passage) => {
    const { sentences, heading } = factsOf(passage);
    const [best, second] = largestTwo(sentences.map((sentence) => dot(direction, sentence)));
    return Float32Array.of(
      best,
      cosineOf.get(passage) ?? 0,
      Math.max(0, cosineOf.get(passage - 1) ?? 0, cosineOf.get(passage + 1) ?? 0),
      second,
      dot(direction, heading),
      ...DEEP_STRENGTHS.map(() => 0),
    );
  });
  compareToBest(rows, DEEP_STRENGTHS.length, FIRST_DEEP_COMPARED);
  return rows;
}

/** Writes, from place `at` on, the distances of the first `count` features to the best row's. */
function compareToBest(rows: readonly Features[], count: number, at: number): void {
  for (let strength = 0; strength < count; strength += 1) {
    const best = largest(rows.map((row) => row[strength] ?? 0));
    for (const row of rows) row[at + strength] = (row[strength] ?? 0) - best;
  }
}

/** What each sentence of a passage has of the query. */
export function scoreSentences(
  comparison: Comparison,
  facts: PassageFacts,
): readonly SentenceScore[] {
  const { query, weights, deep } = comparison;
  const general = weights.map((weight) => weight.general);
  const inRange = weights.map((weight) => weight.inRange);
  const deepSentences = deep?.factsOf(facts.number).sentences;
  return facts.sentences.map((terms, index): SentenceScore => {
    const { reached, near } = align(comparison, terms);
    const direction = facts.directions[index];
    const deepSentence = deepSentences?.[index];
    return {
      ...(deep && deepSentence && { deep: dot(deep.direction, deepSentence) }),
      inRange: shareOf(inRange, reached),
      general: shareOf(general, reached),
      soft: shareOf(general, near),
      cosine: direction ? dot(query.direction, direction) : 0,
    };
  });
}

function align({ query, relatedness }: Comparison, terms: Int32Array): Alignment {
  const reached = new Float32Array(relatedness.length);
  const near = new Float32Array(relatedness.length);
  for (const [at, related] of relatedness.entries()) {
    const reaches = query.terms[at]?.reaches;
    let nearest = 0;
    let own = 0;
    for (const term of terms) {
      const nearness = related(term);
      if (nearness > nearest) nearest = nearness;
      if (nearness > own && reaches?.has(term)) own = nearness;
    }
    reached[at] = own;
    near[at] = nearest;
  }
  return { reached, near };
}

/** The rarity of each query term among the candidates, counting a passage by how near its nearest word is. */
function softRarity(nearByPassage: readonly Float32Array[], terms: number): readonly number[] {
  return Array.from({ length: terms }, (_, term) => {
    let passages = 0;
    for (const near of nearByPassage) passages += near[term] ?? 0;
    return Math.log(1 + (nearByPassage.length - passages + 0.5) / (passages + 0.5));
  });
}

/** How much more of each term a row has than every other row; 0 where another has as much. */
function leadOverOthers(rows: readonly Float32Array[]): readonly Float32Array[] {
  const tops = Array.from({ length: rows[0]?.length ?? 0 }, (_, term) =>
    largestTwo(rows.map((row) => row[term] ?? 0)),
  );
  return rows.map((row) =>
    row.map((value, term) => {
      const [first, second] = tops[term] ?? [0, 0];
      return value === first ? first - second : 0;
    }),
  );
}

function largestOfEach(rows: readonly Float32Array[], length: number): Float32Array {
  const most = new Float32Array(length);
  for (const row of rows)
    for (let at = 0; at < length; at += 1) most[at] = Math.max(most[at] ?? 0, row[at] ?? 0);
  return most;
}

/** The share of all weight that falls on what is there. */
function shareOf(weights: readonly number[], present: ArrayLike<number>): number {
  let part = 0;
  let whole = 0;
  for (let at = 0; at < weights.length; at += 1) {
    part += (weights[at] ?? 0) * (present[at] ?? 0);
    whole += weights[at] ?? 0;
  }
  return share(part, whole);
}

/** How many neighbouring query terms stand side by side in order, and how near to each other, as shares. */
function pairsIn(
  { query, weights }: Comparison,
  sentences: readonly Int32Array[],
): { readonly pairs: number; readonly nearness: number } {
  let pairs = 0;
  let nearness = 0;
  let possible = 0;
  for (let at = 0; at + 1 < query.terms.length; at += 1) {
    const weight = Math.min(weights[at]?.general ?? 0, weights[at + 1]?.general ?? 0);
    possible += weight;
    const first = query.terms[at]?.reaches;
    const second = query.terms[at + 1]?.reaches;
    if (!first?.size || !second?.size) continue;
    let nearest = Number.POSITIVE_INFINITY;
    let inOrder = false;
    for (const terms of sentences) {
      for (let from = 0; from < terms.length; from += 1) {
        if (!first.has(terms[from] ?? -1)) continue;
        const last = Math.min(terms.length - 1, from + NEAR);
        for (let to = Math.max(0, from - NEAR); to <= last; to += 1) {
          if (to === from || !second.has(terms[to] ?? -1)) continue;
          nearest = Math.min(nearest, Math.abs(to - from));
          inOrder = inOrder || to === from + 1;
        }
      }
    }
    if (inOrder) pairs += weight;
    if (nearest <= NEAR) nearness += weight / nearest;
  }
  return { pairs: share(pairs, possible), nearness: share(nearness, possible) };
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function largestTwo(values: readonly number[]): readonly [number, number] {
  let first = 0;
  let second = 0;
  for (const value of values) {
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return [first, second];
}
