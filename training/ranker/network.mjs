import { createRandom } from './data.mjs';

/**
 * Trains a network of one hidden layer beside a linear path (src/search/model.ts) by Adam (Kingma and Ba
 * 2015) with a cosine learning rate.
 *
 * `groups` is a list of `{rows, weight, ...}`; `gradientOf(group, scores)` gives the derivative of the loss by
 * each row's score.
 */
export function trainNetwork(groups, gradientOf, { hidden, epochs, decay, seed, rate = 3e-3, batch = 16 }) {
  const random = createRandom(seed);
  const inputs = groups[0].rows[0].length;
  const { means, deviations } = momentsOf(groups, inputs);
  const outputAt = hidden * (inputs + 1);
  const weights = new Float64Array(outputAt + hidden + inputs + 1);
  for (let i = 0; i < outputAt; i += 1) weights[i] = (random() * 2 - 1) * Math.sqrt(3 / inputs) * 0.7;
  for (let i = outputAt; i < outputAt + hidden; i += 1) weights[i] = (random() * 2 - 1) * 0.2;
  const gradient = new Float64Array(weights.length);
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  const order = groups.map((_, index) => index);
  let steps = 0;
  let pending = 0;

  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const stepSize = (rate / 2) * (1 + Math.cos((Math.PI * epoch) / epochs));
    for (const index of order) {
      const group = groups[index];
      const passes = group.rows.map((row) => forward(row));
      const derivatives = gradientOf(
        group,
        passes.map(({ score }) => score),
      );
      for (const [at, derivative] of derivatives.entries()) {
        if (Math.abs(derivative) > 1e-8) backward(passes[at], derivative * (group.weight ?? 1));
      }
      pending += 1;
      if (pending === batch) {
        step(stepSize);
        pending = 0;
      }
    }
  }

  function forward(row) {
    const scaled = new Float64Array(inputs);
    for (let i = 0; i < inputs; i += 1) scaled[i] = (row[i] - means[i]) / deviations[i];
    const active = new Float64Array(hidden);
    let score = weights[weights.length - 1];
    for (let unit = 0; unit < hidden; unit += 1) {
      const from = unit * (inputs + 1);
      let sum = weights[from + inputs];
      for (let i = 0; i < inputs; i += 1) sum += weights[from + i] * scaled[i];
      active[unit] = Math.max(0, sum);
      score += active[unit] * weights[outputAt + unit];
    }
    for (let i = 0; i < inputs; i += 1) score += weights[outputAt + hidden + i] * scaled[i];
    return { scaled, active, score };
  }

  function backward({ scaled, active }, derivative) {
    for (let unit = 0; unit < hidden; unit += 1) {
      gradient[outputAt + unit] += derivative * active[unit];
      if (active[unit] === 0) continue;
      const inner = derivative * weights[outputAt + unit];
      const from = unit * (inputs + 1);
      for (let i = 0; i < inputs; i += 1) gradient[from + i] += inner * scaled[i];
      gradient[from + inputs] += inner;
    }
    for (let i = 0; i < inputs; i += 1) gradient[outputAt + hidden + i] += derivative * scaled[i];
    gradient[weights.length - 1] += derivative;
  }

  function step(stepSize) {
    steps += 1;
    for (let i = 0; i < weights.length; i += 1) {
      const slope = gradient[i] / batch + decay * weights[i];
      first[i] = 0.9 * first[i] + 0.1 * slope;
      second[i] = 0.999 * second[i] + 0.001 * slope * slope;
      const mean = first[i] / (1 - 0.9 ** steps);
      const variance = second[i] / (1 - 0.999 ** steps);
      weights[i] -= (stepSize * mean) / (Math.sqrt(variance) + 1e-8);
      gradient[i] = 0;
    }
  }

  const round = (value) => Number(value.toPrecision(5));
  return {
    means: means.map(round),
    deviations: deviations.map(round),
    hidden: Array.from({ length: hidden }, (_, unit) =>
      [...weights.slice(unit * (inputs + 1), (unit + 1) * (inputs + 1))].map(round),
    ),
    output: [...weights.slice(outputAt)].map(round),
  };
}

/** Gradient of minus the log of the probability (softmax) of the rows that `group.gold` weighs. */
export function listwise({ gold }, scores) {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const right = powers.reduce((sum, power, at) => sum + power * gold[at], 0);
  return right === 0 ? scores.map(() => 0) : powers.map((power, at) => power / total - (power * gold[at]) / right);
}

/** Gradient of the log loss of one row, whose truth `group.label` is 0 or 1. */
export function logistic({ label }, [score]) {
  return [1 / (1 + Math.exp(-score)) - label];
}

/** One network whose value is the mean of the values of networks trained on the same rows. */
export function meanOf(networks) {
  const [{ means, deviations }] = networks;
  const share = (weight) => weight / networks.length;
  const path = means.length + 1;
  const paths = networks.map(({ output }) => output.slice(-path));
  return {
    means,
    deviations,
    hidden: networks.flatMap(({ hidden }) => hidden),
    output: [
      ...networks.flatMap(({ output }) => output.slice(0, -path).map(share)),
      ...paths[0].map((_, at) => share(paths.reduce((sum, weights) => sum + weights[at], 0))),
    ],
  };
}

function momentsOf(groups, inputs) {
  const means = new Array(inputs).fill(0);
  const squares = new Array(inputs).fill(0);
  let count = 0;
  for (const { rows } of groups) {
    for (const row of rows) {
      count += 1;
      for (let i = 0; i < inputs; i += 1) {
        means[i] += row[i];
        squares[i] += row[i] * row[i];
      }
    }
  }
  for (let i = 0; i < inputs; i += 1) {
    means[i] /= count;
    const deviation = Math.sqrt(Math.max(0, squares[i] / count - means[i] ** 2));
    squares[i] = deviation < 1e-3 ? 1 : deviation;
  }
  return { means, deviations: squares };
}

function shuffle(values, random) {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
}
