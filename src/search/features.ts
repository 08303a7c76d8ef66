import { KINDS } from './asked.js';
import type { Candidate, TermWeight } from './candidates.js';
import { dot } from './meaning.js';
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
  'cosine',
  'cosinePassage',
  'cosineTopic',
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

/** The name of a feature. */
export type FeatureName = (typeof FEATURES)[number];

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
}

/** A query with what is needed to compare it to passages. */
export interface Comparison {
  readonly query: Query;
  readonly weights: readonly TermWeight[];
  /** One for each of the query's terms. */
  readonly relatedness: readonly Relatedness[];
}

const NEAR = 4;
const FIRST_COMPARED = FEATURES.length - STRENGTHS.length;

/** The features of every candidate for one query. */
export function readFeatures(
  comparison: Comparison,
  candidates: readonly Candidate[],
  factsOf: (passage: number) => PassageFacts,
): readonly Features[] {
  const { query, weights } = comparison;
  const totals = totalOf(weights);
  const known = share(
    sumOf(weights, ({ general }, at) => (query.terms[at]?.reaches.size ? general : 0)),
    totals.general,
  );
  const rows = candidates.map((candidate) => {
    const facts = factsOf(candidate.passage);
    const { scores, soft } = scoreSentences(comparison, facts);
    const [cosine, cosineSecond] = largestTwo(scores.map((score) => score.cosine));
    const heading = scoreTerms(comparison, facts.headingTerms);
    const { pairs, nearness } = pairsIn(comparison, facts.sentences);
    return Float32Array.of(
      candidate.inRange,
      candidate.general,
      largest(scores.map((score) => score.inRange)),
      largest(scores.map((score) => score.general)),
      soft,
      largest(scores.map((score) => score.soft)),
      cosine,
      dot(query.direction, facts.direction),
      largest(facts.directions.map((direction) => dot(query.topic, direction))),
      cosineSecond,
      dot(query.topic, facts.heading),
      share(heading.general, totals.general),
      share(heading.soft, totals.general),
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
  for (let strength = 0; strength < STRENGTHS.length; strength += 1) {
    const best = largest(rows.map((row) => row[strength] ?? 0));
    for (const row of rows) row[FIRST_COMPARED + strength] = (row[strength] ?? 0) - best;
  }
  return rows;
}

/** What each sentence of a passage has of the query, and what they have together by meaning. */
export function scoreSentences(
  comparison: Comparison,
  facts: PassageFacts,
): { readonly scores: readonly SentenceScore[]; readonly soft: number } {
  const { query, weights } = comparison;
  const totals = totalOf(weights);
  const nearest = new Float32Array(weights.length);
  const scores = facts.sentences.map((terms, index): SentenceScore => {
    const { inRange, general, soft } = scoreTerms(comparison, terms, nearest);
    const direction = facts.directions[index];
    return {
      inRange: share(inRange, totals.inRange),
      general: share(general, totals.general),
      soft: share(soft, totals.general),
      cosine: direction ? dot(query.direction, direction) : 0,
    };
  });
  const soft = sumOf(weights, ({ general }, at) => general * (nearest[at] ?? 0));
  return { scores, soft: share(soft, totals.general) };
}

/** What a run of terms has of the query; `nearest`, where given, keeps the largest nearness seen a query term. */
function scoreTerms(
  { query, weights, relatedness }: Comparison,
  terms: Int32Array,
  nearest?: Float32Array,
): { readonly inRange: number; readonly general: number; readonly soft: number } {
  let inRange = 0;
  let general = 0;
  let soft = 0;
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at];
    const related = relatedness[at];
    const reaches = query.terms[at]?.reaches;
    if (weight === undefined || related === undefined || reaches === undefined) continue;
    let reached = 0;
    let near = 0;
    for (const term of terms) {
      const nearness = related(term);
      if (nearness > near) near = nearness;
      if (reaches.size > 0 && nearness > reached && reaches.has(term)) reached = nearness;
    }
    inRange += weight.inRange * reached;
    general += weight.general * reached;
    soft += weight.general * near;
    if (nearest && near > (nearest[at] ?? 0)) nearest[at] = near;
  }
  return { inRange, general, soft };
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

function totalOf(weights: readonly TermWeight[]): TermWeight {
  return {
    inRange: sumOf(weights, ({ inRange }) => inRange),
    general: sumOf(weights, ({ general }) => general),
  };
}

function sumOf(
  weights: readonly TermWeight[],
  part: (weight: TermWeight, at: number) => number,
): number {
  return weights.reduce((sum, weight, at) => sum + part(weight, at), 0);
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
