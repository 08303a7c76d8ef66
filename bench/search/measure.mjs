/** Measures in a process of its own, started by run.mjs with the garbage collector exposed. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { countWords, makeCollection, makeQuestions } from './corpus.mjs';
import { SYSTEMS } from './systems.mjs';

const WARM_UP_ROUNDS = 100;
/** The share of a system's time that may go into warming up. */
const WARM_UP_SHARE = 0.1;
const MAX_ROUNDS = 1000;
/** How many questions are asked before the heap is read, so that what is made on first use is in it. */
const HEAP_QUESTIONS = 3;

const task = JSON.parse(process.argv[2]);
process.send(task.kind === 'build' ? await measureBuild(task) : await measureSpeed(task));
process.disconnect();

/** The time to build one system's index, the memory that it holds, and the longest hold of the event loop. */
async function measureBuild({ squad, size, seconds, system: id }) {
  const system = SYSTEMS.find((one) => one.id === id);
  const questions = makeQuestions(squad, size);
  const collection = makeCollection(squad, size);
  const before = heapBytes();

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(20);
  delay.reset();
  const began = performance.now();
  const ask = await system.build(collection);
  const buildMs = performance.now() - began;
  await sleep(20);
  delay.disable();

  const asking = performance.now();
  for (const question of questions.slice(0, HEAP_QUESTIONS)) {
    await ask(question);
    if (performance.now() - asking > seconds * 1000) break;
  }
  const heap = heapBytes() - before;
  // Keeps the passages and the index alive until the heap has been read.
  if (collection.texts.length !== size || ask.length > 1)
    throw new Error('The collection changed.');
  return { buildMs, heapBytes: heap, heldMs: delay.max / 1e6 };
}

/** The time of every question, each system in turn, until a system has used its time or the questions are out. */
async function measureSpeed({ squad, size, seconds, systems }) {
  const collection = makeCollection(squad, size);
  const questions = makeQuestions(squad, size);
  const running = [];
  for (const system of SYSTEMS.filter(({ id }) => systems.includes(id))) {
    const ask = await system.build(collection);
    running.push({ id: system.id, ask, times: [], warmUpMs: 0, spentMs: 0 });
  }
  const budgetMs = seconds * 1000;
  const questionFor = (round) => questions[round % questions.length];

  // A system that cannot afford a warm-up keeps its first question as a measurement.
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    for (const one of running) {
      if (one.warmUpMs > budgetMs * WARM_UP_SHARE) continue;
      const ms = await time(one.ask, questionFor(round));
      one.warmUpMs += ms;
      if (round === 0 && ms > budgetMs * WARM_UP_SHARE) {
        one.times.push(ms);
        one.spentMs += ms;
      }
    }
  }
  globalThis.gc();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    for (const one of running) {
      if (one.spentMs > budgetMs) continue;
      const ms = await time(one.ask, questionFor(round));
      one.times.push(ms);
      one.spentMs += ms;
    }
  }
  const speeds = running.map(({ id, times }) => {
    times.sort((a, b) => a - b);
    return [id, { p50: quantile(times, 0.5), p99: quantile(times, 0.99), asked: times.length }];
  });
  return {
    speeds: Object.fromEntries(speeds),
    words: countWords(collection.texts),
    real: collection.real,
  };
}

/** Milliseconds that a question takes; garbage left by the system before is collected first, on nobody's time. */
async function time(ask, question) {
  globalThis.gc({ type: 'minor' });
  const began = performance.now();
  await ask(question);
  return performance.now() - began;
}

/** The nearest-rank quantile of ascending numbers. */
function quantile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function heapBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
