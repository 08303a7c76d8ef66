import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A small feed-forward network: one hidden layer of rectified units beside a linear path, one output. */
export interface Network {
  /** Subtracted from the inputs, which are then divided by the deviations: those of the training data. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** One row of weights a hidden unit, its bias last. */
  readonly hidden: readonly (readonly number[])[];
  /** A weight a hidden unit, then one an input (the linear path), then the bias. */
  readonly output: readonly number[];
}

/** The networks that the search is made of. */
export interface Models {
  /** Ranks passages by their features. */
  readonly ranking: Network;
  /** Finds the answering sentence of a passage. */
  readonly sentence: Network;
  /** Judges whether a question is about the announcement, and whether the first passage answers it. */
  readonly onTopic: Network;
  readonly right: Network;
}

/** The models that Herald ships; training/ranker makes them. */
export const RANKING_MODELS = new URL('../../models/ranking.json', import.meta.url);

const numbers = v.array(v.number());
const network = v.object({
  means: numbers,
  deviations: numbers,
  hidden: v.array(numbers),
  output: numbers,
});
const schema = v.object({ ranking: network, sentence: network, onTopic: network, right: network });

/** Reads a file of models; throws when it is not one. */
export function readModels(file: URL): Models {
  return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
}

/** The network's value for one row of inputs. */
export function evaluate(
  { means, deviations, hidden, output }: Network,
  inputs: ArrayLike<number>,
): number {
  const count = means.length;
  const scaled = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    scaled[i] = ((inputs[i] ?? 0) - (means[i] ?? 0)) / (deviations[i] ?? 1);
  }
  let sum = output[hidden.length + count] ?? 0;
  for (const [unit, weights] of hidden.entries()) {
    let activation = weights[count] ?? 0;
    for (let i = 0; i < count; i += 1) activation += (weights[i] ?? 0) * (scaled[i] ?? 0);
    if (activation > 0) sum += activation * (output[unit] ?? 0);
  }
  for (let i = 0; i < count; i += 1) {
    sum += (output[hidden.length + i] ?? 0) * (scaled[i] ?? 0);
  }
  return sum;
}
