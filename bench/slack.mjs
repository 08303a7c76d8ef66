// Signed events per second with one chat.postMessage each, over HTTP on loopback: Herald beside a bare Bolt
// app that posts a fixed sentence; Herald once with its memory only, once on disk as it is run. The bot, the
// API it posts to and the load run in three processes.
// Usage: node bench/slack.mjs [events] [connections] [distinct]; needs a build. By default eight questions are
// asked over and over, and Herald keeps their answers; `distinct` makes it search for every event.

import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const SECRET = 'bench-signing-secret';
const TOKEN = 'xoxb-bench';
const WARM_UP = 300;
const ROUNDS = 3;
const CHANNELS = 100;
const DISTINCT = process.argv[4] === 'distinct';
const QUESTIONS = [
  'How much has Microsoft invested in OpenAI?',
  'What happens to infrastructure?',
  'When was the partnership announced?',
  'Who gains from the new terms?',
  'Does OpenAI keep using Azure?',
  'What does it say about chips?',
  'Is there a risk for Microsoft?',
  'What is the weather in Prague?',
];

/** Herald with what it remembers in memory, and on disk as by default. */
const roles = { bolt: runBolt, memory: runHerald, disk: runHerald };
const role = process.argv[2];
if (process.send && role in roles) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send(user + system);
  });
  await roles[role](process.argv[3], process.argv[4]);
} else await compare(Number(process.argv[2] ?? 3_000), Number(process.argv[3] ?? 50));

async function compare(events, connections) {
  const api = await startApi();
  const results = { bolt: [], memory: [], disk: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of Object.keys(roles))
      results[name].push(await measure(name, api, events, connections));
  await api.close();
  console.log(
    `${events} events, ${connections} connections, ${DISTINCT ? 'distinct' : 'repeated'} questions, median of ${ROUNDS} rounds`,
  );
  console.log(
    '            events/s   ack p50   ack p99   reply p50   reply p99   CPU per event   (ms)',
  );
  const best = {};
  for (const [name, rounds] of Object.entries(results)) {
    rounds.sort((a, b) => a.perSecond - b.perSecond);
    best[name] = rounds[Math.floor(ROUNDS / 2)];
    const { perSecond, ack, reply, cpuMs } = best[name];
    console.log(
      [name.padEnd(8), perSecond.toFixed(0), ...ack, ...reply, cpuMs.toFixed(2)]
        .map((cell, index) => (index === 0 ? cell : String(cell).padStart(index < 2 ? 12 : 10)))
        .join(''),
    );
  }
  const shares = ['memory', 'disk'].map((name) => best[name].perSecond / best.bolt.perSecond);
  console.log(
    `herald / bolt: ${shares.map((share) => share.toFixed(2)).join(' in memory, ')} on disk (to hold: 0.80)`,
  );
  process.exitCode = Math.min(...shares) >= 0.8 ? 0 : 1;
}

async function measure(name, api, events, connections) {
  const folder = name === 'disk' ? [await mkdtemp(join(tmpdir(), 'herald-bench-'))] : [];
  const child = fork(new URL(import.meta.url), [name, api.url, ...folder], { stdio: 'inherit' });
  const port = await new Promise((resolve) => child.once('message', resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  api.reset();
  await inParallel(WARM_UP, connections, (index) =>
    post(agent, port, eventBody(`${name}-warm-${index}`, `1.${index}`, index)),
  );
  await api.received(WARM_UP);
  api.reset();
  const usage = () =>
    new Promise((resolve) => {
      child.once('message', resolve);
      child.send('usage');
    });
  const before = await usage();
  const acks = [];
  const sentAt = new Map();
  const begin = performance.now();
  await inParallel(events, connections, async (index) => {
    const at = performance.now();
    const ts = `17900000${String(index).padStart(2, '0')}.000000`;
    sentAt.set(ts, at);
    await post(agent, port, eventBody(`${name}-${index}`, ts, index));
    acks.push(performance.now() - at);
  });
  await api.received(events);
  const elapsed = performance.now() - begin;
  const replies = api.posts().map(({ thread, at }) => at - sentAt.get(thread));
  const cpuMs = ((await usage()) - before) / 1_000 / events;
  agent.destroy();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  for (const made of folder) await rm(made, { recursive: true });
  if (replies.length !== events) throw new Error(`${name}: ${replies.length} replies`);
  return {
    cpuMs,
    perSecond: (events / elapsed) * 1_000,
    ack: percentiles(acks),
    reply: percentiles(replies),
  };
}

function eventBody(id, ts, index) {
  return JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    api_app_id: 'A1',
    event_id: `Ev-${id}`,
    event_time: 1_790_000_000,
    event: {
      type: 'app_mention',
      user: 'U1',
      ts,
      text: `<@U0> ${QUESTIONS[index % QUESTIONS.length]}${DISTINCT ? ` ${index}` : ''}`,
      channel: `C${index % CHANNELS}`,
    },
    authorizations: [{ team_id: 'T1', user_id: 'U0', is_bot: true, is_enterprise_install: false }],
  });
}

function post(agent, port, body) {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: '/slack/events',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
        );
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

async function inParallel(count, width, task) {
  let next = 0;
  const work = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: width }, work));
}

function percentiles(times) {
  const sorted = times.sort((a, b) => a - b);
  return [0.5, 0.99].map((share) => sorted[Math.floor(sorted.length * share)].toFixed(1));
}

async function startApi() {
  let posts = [];
  let watch = () => undefined;
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (incoming.url.endsWith('auth.test')) {
        response.end('{"ok":true,"team_id":"T1","user_id":"U0","bot_id":"B0"}');
        return;
      }
      const form = new URLSearchParams(body);
      posts.push({ thread: form.get('thread_ts'), at: performance.now() });
      response.end(`{"ok":true,"channel":"${form.get('channel')}","ts":"${posts.length}.000000"}`);
      watch();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/api/`,
    posts: () => posts,
    reset: () => {
      posts = [];
    },
    received: (count) =>
      new Promise((resolve) => {
        watch = () => posts.length >= count && resolve();
        watch();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function runHerald(apiUrl, folder) {
  const [
    { loadBot },
    { createSlackAdapter },
    { createMemoryStore },
    { openLibsqlStore },
    { createLoop },
    { createPseudonyms },
  ] = await Promise.all(
    [
      'load-bot.js',
      'adapters/slack/adapter.js',
      'store/memory.js',
      'store/libsql.js',
      'loop/create-loop.js',
      'loop/pseudonyms.js',
    ].map((file) => import(new URL(`../dist/${file}`, import.meta.url))),
  );
  const { bot } = await loadBot({
    knowledgeDir: 'knowledge',
    thresholds: { answer: 0.55, closest: 0.25 },
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: console.error, error: console.error };
  const store = folder ? openLibsqlStore({ folder, holder: 'bench' }) : createMemoryStore();
  const loop = createLoop({
    bot,
    store,
    pseudonyms: createPseudonyms('bench'),
    onFault: console.error,
  });
  const port = await freePort();
  const adapter = createSlackAdapter(
    { botToken: TOKEN, apiUrl, signingSecret: SECRET, port, host: '127.0.0.1' },
    { bot, store, log, loop },
  );
  await adapter.start();
  process.send(port);
}

async function runBolt(apiUrl) {
  const { App } = await import('@slack/bolt');
  const app = new App({
    token: TOKEN,
    signingSecret: SECRET,
    clientOptions: { slackApiUrl: apiUrl },
    logLevel: 'error',
  });
  app.event('app_mention', ({ event, client }) =>
    client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.ts,
      text: 'The announcement says something.',
    }),
  );
  const port = await freePort();
  await app.start(port);
  process.send(port);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
