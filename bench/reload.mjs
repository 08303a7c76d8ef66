// Two things about announcements that change while Herald runs, in this process and on this machine:
// 1,000 questions a second while announcements are reloaded 100 times, one file in three broken, beside the same
// without a reload; and the start, the later starts and a change in a large folder.
// The first is timed by the processor time of this process, so that others at work on the machine do not count
// (the threads that read files and collect garbage do); --wall times it by the clock.
// Usage: node bench/reload.mjs [steady|large] [--wall]; needs a build.

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { followFolder, loadBot } from '../dist/load-bot.js';
import { makeCollection } from './search/corpus.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHIPPED = 'openai-microsoft-next-phase';
const QUESTIONS_A_SECOND = 1_000;
const RELOADS = 100;
const BETWEEN_RELOADS_MS = 150;
const ROUNDS = 4;
/** How many questions one turn of the event loop takes up at most. */
const MAX_BURST = 32;
const FILES = 1_000;
const PASSAGES_A_FILE = 100;
/** What is to be held, in seconds: a start that finds what the last one made, and a changed file. */
const LIMITS = { laterStart: 3, change: 1 };
/** What is to be held: how many times as long the slowest hundredth of the questions may take. */
const MAX_RATIO = 3;

const [only, ...folders] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isWall = process.argv.includes('--wall');
if (only === 'start') await startLarge(...folders);
let holds = true;
if (only === undefined || only === 'steady') holds = (await benchSteady()) && holds;
if (only === undefined || only === 'large') holds = (await benchLarge()) && holds;
process.exitCode = holds ? 0 : 1;

async function benchSteady() {
  const folder = await mkdtemp(join(tmpdir(), 'herald-reload-'));
  const original = await readFile(at(`../knowledge/${SHIPPED}.md`), 'utf8');
  const file = join(folder, `${SHIPPED}.md`);
  const revise = (number) =>
    `${original}\nThis is correction number ${number} of the announcement.\n`;
  const rehearsal = await readFile(at(`../knowledge/${SHIPPED}.rehearsal.jsonl`), 'utf8');
  await writeFile(file, revise(0));
  await writeFile(join(folder, `${SHIPPED}.rehearsal.jsonl`), rehearsal);
  const questions = rehearsal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).question);

  const live = await loadBot({ knowledgeDir: folder, thresholds: { answer: 0.35, closest: 0.15 } });
  const texts = new Map();
  const noteText = () => {
    for (const { revision, text } of live.announcements) texts.set(revision, text);
  };
  noteText();
  const checks = { asked: 0, failed: 0, mixed: 0 };
  const ask = (text) => {
    checks.asked += 1;
    try {
      const { excerpts } = live.bot.ask({ text });
      const revisions = new Set(excerpts.map(({ revision }) => revision));
      const isVerbatim = ({ revision, start, end, text: quoted }) =>
        texts.get(revision)?.slice(start, end) === quoted;
      // A revision is noted when its reload resolves, which is after it can be asked.
      if (revisions.size > 1) checks.mixed += 1;
      else if (!excerpts.every((one) => !texts.has(one.revision) || isVerbatim(one)))
        checks.mixed += 1;
    } catch (error) {
      checks.failed += 1;
      console.error(error);
    }
  };

  for (let warm = 0; warm < 2_000; warm += 1) ask(questions[warm % questions.length]);
  const quiet = [];
  const reloading = [];
  let reloads = 0;
  let broken = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(
      ...(await askSteadily(questions, ask, wait((RELOADS / ROUNDS) * BETWEEN_RELOADS_MS))),
    );
    const reloadAll = async () => {
      for (let number = 0; number < RELOADS / ROUNDS; number += 1) {
        reloads += 1;
        const isBroken = reloads % 3 === 0;
        await writeFile(file, isBroken ? `---\ntitel: x\n---\n${original}` : revise(reloads));
        const { faults, changed } = await live.reload();
        if (faults.length !== (isBroken ? 1 : 0) || changed.length !== (isBroken ? 0 : 1))
          throw new Error(`reload ${reloads} went otherwise than it should`);
        if (isBroken) broken += 1;
        noteText();
        await wait(BETWEEN_RELOADS_MS);
      }
    };
    reloading.push(...(await askSteadily(questions, ask, reloadAll())));
  }
  await rm(folder, { recursive: true, force: true });

  console.log(
    `${QUESTIONS_A_SECOND} questions a second, ${reloads} reloads, ${broken} of broken files; from when a question is due to its answer, ms${isWall ? '' : ' of processor time'}:`,
  );
  console.log(
    `${''.padEnd(18)}${['asked', 'median', 'p99', 'most'].map((h) => h.padStart(9)).join('')}`,
  );
  for (const [name, times] of Object.entries({
    'without reloads': quiet,
    'with reloads': reloading,
  })) {
    const cells = [percentile(times, 0.5), percentile(times, 0.99), Math.max(...times)];
    console.log(
      `${name.padEnd(18)}${String(times.length).padStart(9)}${cells.map((ms) => ms.toFixed(2).padStart(9)).join('')}`,
    );
  }
  const ratio = percentile(reloading, 0.99) / percentile(quiet, 0.99);
  console.log(
    `failed ${checks.failed}, mixed revisions ${checks.mixed} of ${checks.asked}; p99 ${ratio.toFixed(2)} times that without reloads (to hold: ${MAX_RATIO})`,
  );
  return checks.failed === 0 && checks.mixed === 0 && ratio <= MAX_RATIO;
}

/** Starts over a large folder in processes of their own; the last one also changes a file and waits for it to be live. */
async function benchLarge() {
  const folder = await mkdtemp(join(tmpdir(), 'herald-large-'));
  const [knowledge, data] = [join(folder, 'knowledge'), join(folder, 'data')];
  await mkdir(knowledge);
  const { texts } = makeCollection(undefined, FILES * PASSAGES_A_FILE);
  for (let number = 0; number < FILES; number += 1) {
    const from = number * PASSAGES_A_FILE;
    const passages = texts.slice(from, from + PASSAGES_A_FILE);
    await writeFile(
      join(knowledge, `announcement-${number}.md`),
      `# Announcement ${number}\n\n${passages.join('\n\n')}\n`,
    );
  }
  console.log(`${FILES} files, ${texts.length} passages; in seconds`);
  const run = () =>
    JSON.parse(execFileSync(process.execPath, [at('./reload.mjs'), 'start', knowledge, data]));
  const [first, ...later] = [run(), run(), run(), run()];
  await rm(folder, { recursive: true, force: true });
  const middle = (key) =>
    percentile(
      later.map((one) => one[key]),
      0.5,
    );
  console.log(`first start   ${first.start.toFixed(2)}`);
  console.log(
    `later start   ${middle('start').toFixed(2)} (to hold: ${LIMITS.laterStart}), median of ${later.length}`,
  );
  console.log(
    `changed file  ${middle('change').toFixed(2)} (to hold: ${LIMITS.change}), from its writing to its first answer`,
  );
  console.log(`resident      ${middle('megabytes').toFixed(0)} MB`);
  return middle('start') < LIMITS.laterStart && middle('change') < LIMITS.change;
}

/** Loads a folder from the start of this process, then changes a file that a watcher sees. */
async function startLarge(knowledgeDir, dataDir) {
  const live = await loadBot({
    knowledgeDir,
    dataDir,
    thresholds: { answer: 0.35, closest: 0.15 },
  });
  live.bot.ask({ text: 'Who are the rivals?' });
  const start = process.uptime();
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: console.error, error: console.error };
  const unfollow = await followFolder(live, knowledgeDir, log);
  // What was made for the next start is written meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const file = join(knowledgeDir, 'announcement-500.md');
  const text = await readFile(file, 'utf8');
  const begin = performance.now();
  const reloaded = new Promise((resolve) => live.onReload(resolve));
  await writeFile(file, `${text}\nA zebra named Marzipan won the regatta.\n`);
  await reloaded;
  const { outcome } = live.bot.ask({ text: 'Which zebra won the regatta?' });
  if (outcome === 'not-covered') throw new Error('the change is not live');
  const change = (performance.now() - begin) / 1_000;
  const megabytes = process.memoryUsage().rss / 1e6;
  await writeFile(file, text);
  await unfollow();
  console.log(JSON.stringify({ start, change, megabytes }));
  process.exit();
}

/** Asks at a steady rate, whether or not answers keep up, until `end`; how long each took from when it was due. */
async function askSteadily(questions, ask, end) {
  const times = [];
  let isOver = false;
  const ended = end.finally(() => {
    isOver = true;
  });
  const begin = now();
  let asked = 0;
  while (!isOver) {
    // As sockets do: everything that is due is taken up in one turn of the event loop.
    for (let burst = 0; burst < MAX_BURST; burst += 1) {
      const due = begin + (asked * 1_000) / QUESTIONS_A_SECOND;
      if (now() < due) break;
      ask(questions[asked % questions.length]);
      times.push(now() - due);
      asked += 1;
    }
    await nextTurn();
  }
  await ended;
  return times;
}

/** Milliseconds since some moment. */
function now() {
  if (isWall) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Waits by the same clock. */
async function wait(ms) {
  for (const end = now() + ms; now() < end; ) await nextTurn();
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
