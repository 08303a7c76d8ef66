// Claims per second, fsynced, at 1, 10 and 50 at a time: `npm run bench:store`. Beside them, one fsync each.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openStore } from '../dist/store/open.js';

const SECONDS = Number(process.env.SECONDS ?? 2);
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'herald-bench-'));
let count = 0;
const freshId = () => {
  count += 1;
  return `event ${count}`;
};

/** Runs `work` with so many at a time for the time given; how often it was done a second. */
async function rate(work, atATime) {
  let done = 0;
  const begin = performance.now();
  const end = begin + SECONDS * 1_000;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (performance.now() < end) {
        await work();
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - begin);
}

function bareFile() {
  const file = openSync(join(folder, 'bare'), 'a');
  return {
    work: () => {
      writeSync(file, `${freshId()}\n`);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

function oneCommitEach() {
  const database = new Database(join(folder, 'each.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE claims (id TEXT PRIMARY KEY, expires INTEGER) WITHOUT ROWID');
  const insert = database.prepare('INSERT INTO claims VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    work: () => insert.run(freshId(), Date.now()),
    close: () => database.close(),
  };
}

async function herald(place) {
  const store = await openStore(place, `process ${process.pid}`);
  return { work: () => store.claim(freshId()), close: () => store.close() };
}

const url = process.env.TEST_DATABASE_URL;
const contestants = [
  ['a file, one fsync each', bareFile],
  ['libsql, one commit each', oneCommitEach],
  ['herald on libsql', () => herald({ dataDir: join(folder, 'data') })],
  ...(url ? [['herald on Postgres', () => herald({ dataDir: folder, databaseUrl: url })]] : []),
];

console.log(
  `Claims per second, each durable before it counts; ${SECONDS} s each, Node ${process.version}`,
);
console.log(`${''.padEnd(26)}${['1', '10', '50'].map((n) => n.padStart(10)).join('')}   at a time`);
const results = new Map();
for (const [name, open] of contestants) {
  const { work, close } = await open();
  const row = [];
  for (const atATime of [1, 10, 50]) row.push(await rate(work, atATime));
  await close();
  results.set(name, row);
  console.log(`${name.padEnd(26)}${row.map((n) => n.toFixed(0).padStart(10)).join('')}`);
}
const ratio = results.get('herald on libsql')[2] / results.get('libsql, one commit each')[0];
console.log(`herald on libsql at 50 / libsql, one commit each: ${ratio.toFixed(1)} (to hold: 5)`);
if (!url) console.log('Set TEST_DATABASE_URL to measure Postgres too.');
rmSync(folder, { recursive: true, force: true });
