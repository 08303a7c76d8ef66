// Two things about announcements that change while Herald runs, in this process and on this machine:
// 1,000 questions a second while announcements are reloaded 100 times, one file in three broken, beside the same
// without a reload; and the start, the later starts and a change in a large folder.
// The first is timed by the processor time of this process, so that others at work on the machine do not count
// (the threads that read files and collect garbage do); --wall times it by the clock.
// Usage: node bench/reload.mjs [steady|large] [--wall]; needs a build.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadBot } from '../dist/app.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHIPPED = 'openai-microsoft-next-phase';
const QUESTIONS_A_SECOND = 1_000;
const RELOADS = 100;
const BETWEEN_RELOADS_MS = 150;
const ROUNDS = 4;
/** How many questions one turn of the event loop takes up at most. */
const MAX_BURST = 32;
/** What is to be held: how many times as long the slowest hundredth of the questions may take. */
const MAX_RATIO = 3;

const [only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isWall = process.argv.includes('--wall');
let holds = true;
if (only === undefined || only === 'steady') holds = (await benchSteady()) && holds;
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
