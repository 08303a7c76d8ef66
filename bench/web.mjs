// How many questions a second GET /api/ask answers, beside a handler of the same server (Hono on Node) that sends a
// body of the same size and does nothing else. Both are processes of their own, asked in turns over kept-alive
// connections. Usage: node bench/web.mjs [rounds]; needs a build.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const KNOWLEDGE = at('../knowledge');
const CONNECTIONS = 16;
const WARM_MS = 1_500;
const ROUND_MS = 3_000;
/** What is to be held: the share of the bare handler's rate, and milliseconds for a question never asked before. */
const LIMITS = { share: 0.5, firstMs: 100 };

if (process.argv[2] === 'bare') await serveBare(Number(process.argv[3]));
else await compare(Number(process.argv[2] ?? 5));

async function compare(rounds) {
  const questions = readFileSync(
    join(KNOWLEDGE, 'openai-microsoft-next-phase.rehearsal.jsonl'),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).question);
  const paths = questions.map((question) => `/api/ask?${new URLSearchParams({ q: question })}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  const env = {
    PATH: process.env.PATH,
    KNOWLEDGE_DIR: KNOWLEDGE,
    DATA_DIR: dataDir,
    WEB: 'alone',
    WEB_LIMIT: '0',
    PORT: '0',
  };
  const main = ['--max-semi-space-size=1', at('../dist/main.js'), 'serve'];
  const herald = await start(main, env, dataDir);
  // Answers once what is loaded at the start is there.
  await fetchOnce(herald.port, '/readyz', new Agent());
  const first = await latencies(herald.port, paths);
  const bytes = Math.round(first.bytes / paths.length);
  const bare = await start(
    ['--max-semi-space-size=1', at('./web.mjs'), 'bare', bytes],
    env,
    at('..'),
  );
  const rates = { herald: [], bare: [] };
  await load(herald.port, paths, WARM_MS);
  await load(bare.port, paths, WARM_MS);
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push(await load(bare.port, paths, ROUND_MS));
    rates.herald.push(await load(herald.port, paths, ROUND_MS));
  }
  for (const { child } of [herald, bare]) {
    child.kill();
    await once(child, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });

  const share = median(rates.herald.map((rate, index) => rate / rates.bare[index]));
  const slowest = Math.max(...first.elapsedMs);
  console.log(
    `GET /api/ask, Node ${process.version}, ${CONNECTIONS} connections, median of ${rounds} rounds`,
  );
  console.log(`bare handler, ${bytes} bytes   ${Math.round(median(rates.bare))} requests/s`);
  console.log(`/api/ask, each recorded    ${Math.round(median(rates.herald))} requests/s`);
  console.log(`share ${share.toFixed(2)} (to hold: ${LIMITS.share})`);
  console.log(
    `questions asked for the first time: median ${median(first.elapsedMs).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms (to hold: ${LIMITS.firstMs})`,
  );
  process.exitCode = share >= LIMITS.share && slowest < LIMITS.firstMs ? 0 : 1;
}

/** A program that says on which port it listens. */
async function start(args, env, cwd) {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  const port = await new Promise((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      log += chunk;
      const [, found] = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(log) ?? [];
      if (found) resolve(Number(found));
    });
    child.once('exit', (code) =>
      reject(new Error(`${args.join(' ')} ended with ${code}:\n${log}`)),
    );
  });
  return { child, port };
}

/** Every path once, one after another. */
async function latencies(port, paths) {
  const agent = new Agent({ keepAlive: true });
  const elapsedMs = [];
  let bytes = 0;
  for (const path of paths) {
    const begin = performance.now();
    bytes += await fetchOnce(port, path, agent);
    elapsedMs.push(performance.now() - begin);
  }
  agent.destroy();
  return { elapsedMs, bytes };
}

/** Requests a second over {@link CONNECTIONS} connections, for a while. */
async function load(port, paths, forMs) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const begin = performance.now();
  let count = 0;
  const connection = async () => {
    while (performance.now() - begin < forMs) {
      await fetchOnce(port, paths[count % paths.length], agent);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const seconds = (performance.now() - begin) / 1_000;
  agent.destroy();
  return count / seconds;
}

/** Resolves to the size of the body. */
function fetchOnce(port, path, agent) {
  return new Promise((resolve, reject) => {
    get({ port, path, agent }, (response) => {
      let bytes = 0;
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
      response.on('data', (chunk) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

async function serveBare(bytes) {
  const { serve } = await import('@hono/node-server');
  const { Hono } = await import('hono');
  const app = new Hono();
  const body = JSON.stringify({ text: 'x'.repeat(Math.max(0, bytes - 11)) });
  app.get('/api/ask', (c) =>
    c.body(body, 200, { 'content-type': 'application/json; charset=utf-8' }),
  );
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    process.stderr.write(`http://127.0.0.1:${port}/\n`),
  );
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
