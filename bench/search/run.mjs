/** Compares Herald with the search libraries that one would pick instead; see report.mjs for what is printed. */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawChart } from './chart.mjs';
import { measureQuality, readSets } from './quality.mjs';
import { writeReport } from './report.mjs';
import { SYSTEMS } from './systems.mjs';

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url));
const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
const CHILD_FLAGS = ['--expose-gc', '--max-old-space-size=8192'];
/** A system whose index is not ready by then is left out at that size. */
const BUILD_LIMIT_MS = 10 * 60_000;

const options = readOptions();
const say = (text) => process.stderr.write(`${text}\n`);

const quality = [];
for (const set of readSets(options)) {
  say(`quality: ${set.name}`);
  quality.push(await measureQuality(set));
}

const sizes = [];
for (const size of options.sizes) {
  const builds = {};
  for (const { id, name } of SYSTEMS) {
    say(`${size} passages: building ${name}`);
    builds[id] = await inChild({ kind: 'build', system: id, size }, BUILD_LIMIT_MS);
  }
  const systems = SYSTEMS.map(({ id }) => id).filter((id) => builds[id].fault === undefined);
  say(`${size} passages: asking`);
  const speed = await inChild({ kind: 'speed', systems, size });
  if (speed.fault) throw new Error(`Measuring ${size} passages failed: ${speed.fault}.`);
  sizes.push({ size, builds, ...speed });
}

const results = { quality, sizes, options };
const report = writeReport(results);
mkdirSync(DOCS, { recursive: true });
writeFileSync(`${DOCS}bench-search.md`, report);
writeFileSync(`${DOCS}bench-search.svg`, drawChart(results));
process.stdout.write(report);

function readOptions() {
  const { values } = parseArgs({
    options: {
      squad: { type: 'string' },
      questions: { type: 'string' },
      sizes: { type: 'string', default: '15,1000,10000,100000' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  const seconds = Number(values.seconds);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new Error(`--sizes is "${values.sizes}". Give whole numbers: --sizes 15,1000.`);
  if (!(seconds > 0)) throw new Error(`--seconds is "${values.seconds}". Give a number above 0.`);
  return {
    sizes: sizes.sort((a, b) => a - b),
    seconds,
    ...(values.squad ? { squad: resolve(values.squad) } : {}),
    ...(values.questions ? { questions: resolve(values.questions) } : {}),
  };
}

/** What a process of its own measures, or `{fault}` when it ends or is stopped before it has answered. */
function inChild(task, timeoutMs = 0) {
  const { squad, seconds } = options;
  return new Promise((done) => {
    const child = fork(MEASURE, [JSON.stringify({ squad, seconds, ...task })], {
      execArgv: CHILD_FLAGS,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      timeout: timeoutMs,
    });
    let result;
    child.on('message', (message) => {
      result = message;
    });
    child.on('close', (code, signal) => {
      done(result ?? { fault: `ended with ${signal ?? `exit code ${code}`}` });
    });
  });
}
