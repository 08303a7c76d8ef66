// Times a report of 100,000 stored questions, and says how long it held the event loop at most: in memory, in the
// embedded database, and in Postgres where TEST_DATABASE_URL names one.
//   npm run bench:report [-- QUESTIONS [ROUNDS]]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fill } from './report-questions.mjs';

const count = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 3);
const [{ loadBot }, { createLoop }, { createPseudonyms }, { createMemoryStore }, { openStore }] =
  await Promise.all(
    [
      'load-bot.js',
      'loop/create-loop.js',
      'loop/pseudonyms.js',
      'store/memory.js',
      'store/open.js',
    ].map((file) => import(new URL(`../dist/${file}`, import.meta.url))),
  );
const live = await loadBot({
  knowledgeDir: 'knowledge',
  thresholds: { answer: 0.35, closest: 0.15 },
});
const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
const databaseUrl = process.env.TEST_DATABASE_URL;
const stores = {
  'in memory': () => createMemoryStore(),
  'in libsql': () => openStore({ dataDir }, 'bench'),
  ...(databaseUrl && { 'in Postgres': () => openStore({ dataDir, databaseUrl }) }),
};

for (const [where, open] of Object.entries(stores)) {
  const store = await open();
  // Of an earlier run of this bench.
  await store.forgetPlace('slack T1 ');
  const wordings = await fill(store, count);
  const loop = createLoop({
    bot: live.bot,
    announcements: () => live.announcements,
    sketcher: () => live.search.sketcher,
    store,
    pseudonyms: createPseudonyms('bench'),
    onFault: console.error,
  });
  console.log(`${count} questions in ${wordings} wordings, ${where}, Node ${process.version}`);
  for (let round = 1; round <= rounds; round += 1) await measure(loop);
  await store.forgetPlace('slack T1 ');
  await store.close();
}
await rm(dataDir, { recursive: true });

async function measure(loop) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const { groups } = await loop.report();
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  console.log(
    `${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor), ${groups.length} groups; the event loop held for ${(delay.max / 1e6).toFixed(0)} ms at most`,
  );
}
