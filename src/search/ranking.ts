import { createCandidateFinder, type TermWeight } from './candidates.js';
import type { DeepFacts } from './deep-facts.js';
import type { Encoder } from './encoder.js';
import { type Features, readFeatures, type SentenceScore, scoreSentences } from './features.js';
import type { Meaning } from './meaning.js';
import { evaluate, type Network } from './model.js';
import type { NearFinder } from './near.js';
import type { PassageFacts } from './passage-facts.js';
import type { Postings, Range } from './postings.js';
import type { Query, QueryTerm } from './query.js';
import { createRelatedness, type Relatedness } from './relatedness.js';

/** A passage's number in the collection with everything its rank came from. */
export interface Ranked {
  readonly passage: number;
  readonly features: Features;
  /** The network's value; differences between passages are log odds. */
  readonly score: number;
}

/** A query's ranking, best first, and what is needed to look closer. */
export interface Ranking {
  readonly ranked: readonly Ranked[];
  readonly weights: readonly TermWeight[];
  /** Whether an encoder had a part in it: then the features go on with those of the encoder. */
  readonly isDeep: boolean;
  readonly factsOf: (passage: number) => PassageFacts;
  /** What each sentence of a ranked passage has of the query. */
  readonly sentencesOf: (passage: number) => readonly SentenceScore[];
  /** How near, 0 to 1, the nearest word of the first passage is to a query term. */
  readonly relatednessTo: (term: QueryTerm) => number;
}

/** Ranks the passages of a range for a query; ties in reading order. */
export type Ranker = (query: Query, range: Range) => Ranking;

/** The second tier of meaning: an encoder, what it made of the passages, and the network that ranks with it. */
export interface DeepRanking {
  readonly encoder: Encoder;
  readonly factsOf: (passage: number) => DeepFacts;
  readonly findNear: NearFinder;
  readonly network: Network;
}

/** What a ranker goes by. */
export interface RankerParts {
  readonly postings: Postings;
  readonly meaning: Meaning | undefined;
  readonly factsOf: (passage: number) => PassageFacts;
  readonly findNear: NearFinder;
  readonly network: Network;
  readonly deepRanking?: DeepRanking | undefined;
}

/** A ranker over an index: candidates by BM25, their features, a small network over them. */
export function createRanker({
  postings,
  meaning,
  factsOf,
  findNear,
  network,
  deepRanking,
}: RankerParts): Ranker {
  const finder = createCandidateFinder(postings);
  const relatednessOf = createRelatedness(postings, meaning);
  return (query, range) => {
    const weights = finder.weigh(query, range);
    const relatedness: readonly Relatedness[] = query.terms.map(relatednessOf);
    const direction = deepRanking?.encoder.encode(query.reading);
    const deep = deepRanking && direction ? { direction, factsOf: deepRanking.factsOf } : undefined;
    const candidates = finder.find(query, weights, range, () => [
      ...findNear(query.direction, range),
      ...(deep && deepRanking ? deepRanking.findNear(deep.direction, range) : []),
    ]);
    const comparison = { query, weights, relatedness, deep };
    const ranks = (deep && deepRanking?.network) ?? network;
    const rows = readFeatures(comparison, candidates, factsOf);
    const ranked = candidates
      .map(({ passage }, index): Ranked => {
        const features = rows[index] ?? new Float32Array(0);
        return { passage, features, score: evaluate(ranks, features) };
      })
      .sort((a, b) => b.score - a.score || a.passage - b.passage);
    return {
      ranked,
      weights,
      isDeep: deep !== undefined,
      factsOf,
      relatednessTo: (term) => {
        const related = relatednessOf(term);
        const [first] = ranked;
        if (first === undefined) return 0;
        return factsOf(first.passage).sentences.reduce(
          (near, terms) => terms.reduce((most, other) => Math.max(most, related(other)), near),
          0,
        );
      },
      sentencesOf: (passage) => scoreSentences(comparison, factsOf(passage)),
    };
  };
}
