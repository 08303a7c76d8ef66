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
/** The shape of a file of models. */
export const modelsSchema = v.object({
  ranking: network,
  sentence: network,
  onTopic: network,
  right: network,
});

/** Reads a file of models; throws when it is not one. */
export function readModels(file: URL): Models {
  return v.parse(modelsSchema, JSON.parse(readFileSync(file, 'utf8')));
}

/** The network's value for one row of inputs. */
export function evaluate(network: Network, inputs: ArrayLike<number>): number {
  const { count, units, bias, hidden, output, linear, shift } = compiled(network);
  let sum = shift;
  for (let i = 0; i < count; i += 1) sum += (linear[i] ?? 0) * (inputs[i] ?? 0);
  for (let unit = 0; unit < units; unit += 1) {
    let activation = bias[unit] ?? 0;
    const from = unit * count;
    for (let i = 0; i < count; i += 1) activation += (hidden[from + i] ?? 0) * (inputs[i] ?? 0);
    if (activation > 0) sum += activation * (output[unit] ?? 0);
  }
  return sum;
}

interface CompiledNetwork {
  readonly count: number;
  readonly units: number;
  readonly hidden: Float64Array;
  readonly bias: Float64Array;
  readonly output: Float64Array;
  readonly linear: Float64Array;
  readonly shift: number;
}

const compilations = new WeakMap<Network, CompiledNetwork>();

/** The network with the scaling of its inputs multiplied into its weights, in flat arrays; made once. */
function compiled(network: Network): CompiledNetwork {
  const known = compilations.get(network);
  if (known !== undefined) return known;
  const { means, deviations, hidden, output } = network;
  const count = means.length;
  const units = hidden.length;
  const scale = (weight: number | undefined, i: number) => (weight ?? 0) / (deviations[i] ?? 1);
  const offset = (weights: readonly number[]) =>
    means.reduce((sum, mean, i) => sum - scale(weights[i], i) * mean, 0);
  const path = output.slice(units, units + count);
  const made: CompiledNetwork = {
    count,
    units,
    hidden: Float64Array.from(
      hidden.flatMap((weights) => means.map((_, i) => scale(weights[i], i))),
    ),
    bias: Float64Array.from(hidden, (weights) => (weights[count] ?? 0) + offset(weights)),
    output: Float64Array.from(output.slice(0, units)),
    linear: Float64Array.from(path, (weight, i) => scale(weight, i)),
    shift: (output[units + count] ?? 0) + offset(path),
  };
  compilations.set(network, made);
  return made;
}
