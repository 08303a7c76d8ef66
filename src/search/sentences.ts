import { KINDS } from './asked.js';
import type { Features, SentenceScore } from './features.js';
import { evaluate, type Network } from './model.js';
import type { PassageFacts } from './passage-facts.js';
import type { Query } from './query.js';

/** The numbers by which the answering sentence of a passage is found. */
export const SENTENCE_FEATURES = [
  'inRange',
  'general',
  'soft',
  'cosine',
  'inRangeToBest',
  'generalToBest',
  'softToBest',
  'cosineToBest',
  ...KINDS,
  'first',
  'before',
  'after',
  'length',
] as const;

/** What comes after them where an encoder has read question and passage. */
export const DEEP_SENTENCE_FEATURES = ['deep', 'deepToBest'] as const;

/** The features of every sentence of a passage, in the order of {@link SENTENCE_FEATURES} and {@link DEEP_SENTENCE_FEATURES}. */
export function readSentenceFeatures(
  query: Query,
  facts: PassageFacts,
  scores: readonly SentenceScore[],
): readonly Features[] {
  const best = (key: keyof SentenceScore) => Math.max(...scores.map((score) => score[key] ?? 0));
  const most = {
    inRange: best('inRange'),
    general: best('general'),
    soft: best('soft'),
    cosine: best('cosine'),
    deep: best('deep'),
  };
  return scores.map((score, index) =>
    Float32Array.from([
      score.inRange,
      score.general,
      score.soft,
      score.cosine,
      score.inRange - most.inRange,
      score.general - most.general,
      score.soft - most.soft,
      score.cosine - most.cosine,
      ...KINDS.map((kind) =>
        query.asked.has(kind) ? (facts.heldBySentence[index]?.has(kind) ? 1 : -1) : 0,
      ),
      index === 0 ? 1 : 0,
      scores[index - 1]?.general ?? 0,
      scores[index + 1]?.general ?? 0,
      Math.log(1 + (facts.sentences[index]?.length ?? 0)) / 4,
      ...(score.deep === undefined ? [] : [score.deep, score.deep - most.deep]),
    ]),
  );
}

/** The sentence of a passage (from 0) that most likely answers. */
export function pickSentence(
  network: Network,
  query: Query,
  facts: PassageFacts,
  scores: readonly SentenceScore[],
): number {
  const values = readSentenceFeatures(query, facts, scores).map((features) =>
    evaluate(network, features),
  );
  return Math.max(0, values.indexOf(Math.max(...values)));
}
