// The two tiers of meaning side by side, on the shipped announcement: quality on a rehearsal file, time a question
// (not prepared: as long as it would hold the event loop), time to be ready, memory of the process.
// Usage: node --expose-gc bench/search/tier.mjs --model FOLDER [--questions FILE.jsonl]; needs a build and onnxruntime-node.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readShipped } from './corpus.mjs';

const ROUNDS = 3;
const task = process.argv[2];
if (task?.startsWith('{')) {
  process.send(await measure(JSON.parse(task)));
  process.disconnect();
} else await compare();

async function compare() {
  const { values } = parseArgs({
    options: { model: { type: 'string' }, questions: { type: 'string' } },
  });
  if (values.model === undefined) throw new Error('name the folder of the model: --model FOLDER');
  const questions = values.questions && resolve(values.questions);
  // Its cache begins empty.
  const model = mkdtempSync(join(tmpdir(), 'herald-tier-'));
  const { filesOf, readTransformer } = await import('../../dist/transformer/model.js');
  for (const { name } of filesOf(readTransformer()))
    symlinkSync(resolve(values.model, name), join(model, name));
  console.log(
    '| tier | P@1 / P@3 | p50 / p99 a question | ready the first time | ready again | memory |',
  );
  console.log('| --- | --: | --: | --: | --: | --: |');
  for (const tier of ['words', 'transformer']) {
    const first = await inChild({ tier, questions, model });
    const again = await inChild({ tier, questions, model });
    const { count, one, three, p50, p99, megabytes } = again;
    console.log(
      `| ${tier} | ${one} / ${three} of ${count} | ${p50.toFixed(2)} / ${p99.toFixed(2)} ms | ${Math.round(first.readyMs)} ms | ${Math.round(again.readyMs)} ms | ${Math.round(megabytes)} MB |`,
    );
  }
  rmSync(model, { recursive: true });
}

async function inChild(one) {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(one)]);
  const [result] = await once(child, 'message');
  return result;
}

async function measure({ tier, questions, model }) {
  const { announcement, questions: all } = readShipped(questions);
  const asked = all.filter(
    ({ kind, gold }) => (kind ?? 'answerable') === 'answerable' && gold.length > 0,
  );
  const began = performance.now();
  const { openTransformer } = await import('../../dist/transformer/tier.js');
  const { createIndexer } = await import('../../dist/search/search.js');
  const deep = tier === 'transformer' ? await openTransformer(model, console.error) : undefined;
  const search = await createIndexer(deep).index([announcement]);
  const readyMs = performance.now() - began;
  let one = 0;
  let three = 0;
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { question, gold } of asked) {
      // Another ending each round, so that the transformer does not remember the question.
      const text = `${question}${' '.repeat(round)}`;
      const start = performance.now();
      const found = search.search(text, { limit: 3 }).matches.map(({ passage }) => passage.number);
      times.push(performance.now() - start);
      if (round > 0) continue;
      if (gold.includes(found[0])) one += 1;
      if (found.some((number) => gold.includes(number))) three += 1;
    }
  }
  times.sort((a, b) => a - b);
  const quantile = (share) => times[Math.ceil(times.length * share) - 1];
  const megabytes = process.memoryUsage.rss() / 1e6;
  return {
    count: asked.length,
    one,
    three,
    p50: quantile(0.5),
    p99: quantile(0.99),
    readyMs,
    megabytes,
  };
}
