import { DEEP_FEATURES, FEATURES, type FeatureName, type Features } from './features.js';
import { evaluate, type Models } from './model.js';
import type { Query } from './query.js';
import type { Ranking } from './ranking.js';

/** How sure the search is of a ranking; both are calibrated probabilities. */
export interface Confidence {
  /** That the question is about the announcement at all. */
  readonly onTopic: number;
  /** That the first passage answers it. */
  readonly right: number;
}

const STRENGTHS = [
  'bm25General',
  'sentenceGeneral',
  'soft',
  'softSentence',
  'cosine',
  'cosinePassage',
  'cosineTopic',
  'headingSoft',
] as const satisfies readonly FeatureName[];
const DEEP_STRENGTHS = ['deep', 'deepPassage'] as const satisfies readonly FeatureName[];
const FITS = [
  'quantity',
  'time',
  'name',
  'place',
  'cause',
  'gist',
] as const satisfies readonly FeatureName[];

/** The names of the numbers that a ranking is judged by. */
export const EVIDENCE = [
  ...STRENGTHS.map((name) => `${name}Most` as const),
  ...STRENGTHS,
  ...FITS,
  'margin',
  'marginThird',
  'share',
  'known',
  'queryTerms',
  'missing',
  'missingRarity',
  'nearestMissing',
] as const;

/** What comes after them where an encoder has read question and passages. */
export const DEEP_EVIDENCE = [
  ...DEEP_STRENGTHS.map((name) => `${name}Most` as const),
  ...DEEP_STRENGTHS,
] as const;

const INDEX = new Map([...FEATURES, ...DEEP_FEATURES].map((name, index) => [name, index] as const));

/** The probabilities for a ranking; nothing found is surely not covered. */
export function judge(
  models: Pick<Models, 'onTopic' | 'right'>,
  query: Query,
  ranking: Ranking,
): Confidence {
  if (ranking.ranked.length === 0) return { onTopic: 0, right: 0 };
  const evidence = readEvidence(query, ranking);
  const onTopic = logistic(evaluate(models.onTopic, evidence));
  return { onTopic, right: onTopic * logistic(evaluate(models.right, evidence)) };
}

/** What speaks for and against a ranking, in the order of {@link EVIDENCE}. */
export function readEvidence(query: Query, { ranked, relatednessTo, isDeep }: Ranking): Features {
  const [first, second, third] = ranked;
  const value = (features: Features | undefined, name: FeatureName) =>
    features?.[INDEX.get(name) ?? -1] ?? 0;
  const most = (name: FeatureName) =>
    ranked.reduce((best, { features }) => Math.max(best, value(features, name)), 0);
  const top = first?.score ?? 0;
  const total = ranked.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  const missing = query.terms.filter(({ reaches }) => reaches.size === 0);
  const weight = query.terms.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
  const rarest = missing.reduce((rare, { rarity }) => Math.max(rare, rarity), 0);
  const strangest = missing.reduce(
    (far, term) => Math.max(far, (term.rarity / 16) * (1 - relatednessTo(term))),
    0,
  );
  return Float32Array.from([
    ...STRENGTHS.map(most),
    ...STRENGTHS.map((name) => value(first?.features, name)),
    ...FITS.map((name) => value(first?.features, name)),
    Math.min(6, top - (second?.score ?? top)),
    Math.min(8, top - (third?.score ?? top)),
    total === 0 ? 0 : 1 / total,
    value(first?.features, 'known'),
    value(first?.features, 'queryTerms'),
    missing.reduce((sum, { rarity }) => sum + rarity, 0) / weight,
    rarest / 16,
    strangest,
    ...(isDeep
      ? [...DEEP_STRENGTHS.map(most), ...DEEP_STRENGTHS.map((name) => value(first?.features, name))]
      : []),
  ]);
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
