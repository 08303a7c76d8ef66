// Interactions of `/ask`, deferred and then edited, over gateway and REST on loopback: Herald beside a bare
// discord.js client that always answers one fixed sentence. Bot and Discord run in two processes.
// Usage: node bench/discord.mjs [interactions] [in flight] [distinct]; needs a build. By default eight questions
// are asked over and over; `distinct` makes each a new one. Then 50 interactions a second for ten seconds.

import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

const TOKEN = 'MTI4.bench.bench';
const APPLICATION = '128000000000000000';
const GUILD = '900000000000000001';
const WARM_UP = 300;
const ROUNDS = 3;
const RATE = { perSecond: 50, seconds: 10, p99Ms: 200 };
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

const roles = { herald: runHerald, bare: runBare };
const role = process.argv[2];
if (process.send && role in roles) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpuUs: user + system, bytes: process.memoryUsage.rss() });
  });
  await roles[role](process.argv[3]);
} else await compare(Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? 50));

async function compare(count, inFlight) {
  const results = { bare: [], herald: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of ['bare', 'herald']) results[name].push(await measure(name, count, inFlight));
  console.log(
    `${count} interactions, ${inFlight} in flight, ${DISTINCT ? 'distinct' : 'repeated'} questions, median of ${ROUNDS} rounds; then ${RATE.perSecond} a second`,
  );
  console.log(
    '        per second  first p50  first p99  reply p50  reply p99   CPU each   at rate: first p99  reply p99  (ms)  MB',
  );
  let held = true;
  for (const [name, rounds] of Object.entries(results)) {
    rounds.sort((a, b) => a.perSecond - b.perSecond);
    const { perSecond, first, reply, cpuMs, rate, megabytes } = rounds[Math.floor(ROUNDS / 2)];
    const cells = [perSecond.toFixed(0), ...first, ...reply, cpuMs.toFixed(2)];
    console.log(
      `${name.padEnd(7)}${cells.map((cell) => String(cell).padStart(11)).join('')}${String(rate.first[1]).padStart(21)}${String(rate.reply[1]).padStart(11)}${megabytes.toFixed(0).padStart(10)}`,
    );
    held = held && (name === 'bare' || Number(rate.first[1]) < RATE.p99Ms);
  }
  console.log(`first response p99 at ${RATE.perSecond} a second below ${RATE.p99Ms} ms: ${held}`);
  process.exitCode = held ? 0 : 1;
}

async function measure(name, count, inFlight) {
  const discord = await startDiscord();
  const child = fork(new URL(import.meta.url), [name, discord.apiUrl], { stdio: 'inherit' });
  await discord.ready;
  const usage = () =>
    new Promise((resolve) => {
      child.once('message', resolve);
      child.send('usage');
    });
  await inParallel(WARM_UP, inFlight, (index) => discord.ask(questionOf(index)));
  const before = await usage();
  const begin = performance.now();
  const burst = await inParallel(count, inFlight, (index) => discord.ask(questionOf(index)));
  const elapsed = performance.now() - begin;
  const after = await usage();
  const steady = await atRate((index) => discord.ask(questionOf(index)));
  child.kill('SIGKILL');
  discord.close();
  return {
    perSecond: (count / elapsed) * 1_000,
    cpuMs: (after.cpuUs - before.cpuUs) / 1_000 / count,
    megabytes: after.bytes / 1_000_000,
    ...percentilesOf(burst),
    rate: percentilesOf(steady),
  };
}

function questionOf(index) {
  return `${QUESTIONS[index % QUESTIONS.length]}${DISTINCT ? ` ${index}` : ''}`;
}

async function inParallel(count, width, task) {
  const results = [];
  let next = 0;
  const work = async () => {
    while (next < count) results.push(await task(next++));
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

function atRate(task) {
  const running = [];
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      running.push(task(running.length));
      if (running.length < RATE.perSecond * RATE.seconds) return;
      clearInterval(timer);
      resolve(Promise.all(running));
    }, 1_000 / RATE.perSecond);
  });
}

function percentilesOf(timings) {
  const of = (pick) => {
    const sorted = timings.map(pick).sort((a, b) => a - b);
    return [0.5, 0.99].map((share) => sorted[Math.floor(sorted.length * share)].toFixed(1));
  };
  return { first: of(({ first }) => first), reply: of(({ reply }) => reply) };
}

async function startDiscord() {
  let socket;
  let sequence = 0;
  let nextId = 1_300_000_000_000_000_000n;
  let becomeReady;
  const ready = new Promise((resolve) => {
    becomeReady = resolve;
  });
  const asked = new Map();
  const dispatch = (t, d) => {
    sequence += 1;
    socket.send(JSON.stringify({ op: 0, s: sequence, t, d }));
  };
  const http = createServer(async (request, response) => {
    const at = performance.now();
    await text(request);
    const [, , , kind, first, second] = request.url.split('/');
    if (kind === 'gateway') {
      response.setHeader('content-type', 'application/json');
      const start = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
      const url = `ws://127.0.0.1:${http.address().port}`;
      response.end(JSON.stringify({ url, shards: 1, session_start_limit: start }));
    } else if (kind === 'interactions') {
      asked.get(second).first = at - asked.get(second).sentAt;
      response.writeHead(204).end();
    } else {
      const waiting = asked.get(second);
      asked.delete(second);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: first, channel_id: '800000000000000001' }));
      waiting.done({ first: waiting.first, reply: at - waiting.sentAt });
    }
  });
  const gateway = new WebSocketServer({ server: http });
  gateway.on('connection', (connection) => {
    socket = connection;
    connection.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    connection.on('message', (raw) => {
      const { op } = JSON.parse(raw);
      if (op === 1) connection.send(JSON.stringify({ op: 11 }));
      if (op !== 2) return;
      const user = { id: APPLICATION, username: 'Herald', discriminator: '0001', bot: true };
      dispatch('READY', {
        v: 10,
        user,
        guilds: [],
        session_id: 'bench',
        resume_gateway_url: `ws://127.0.0.1:${http.address().port}`,
        application: { id: APPLICATION, flags: 0 },
      });
      setImmediate(becomeReady);
    });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${http.address().port}/api`,
    ready,
    ask: (question) =>
      new Promise((done) => {
        nextId += 1n;
        const id = String(nextId);
        const token = `token-${id}`;
        asked.set(token, { sentAt: performance.now(), done });
        dispatch('INTERACTION_CREATE', interactionOf(id, token, question));
      }),
    close: () => {
      gateway.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

function interactionOf(id, token, question) {
  return {
    id,
    token,
    application_id: APPLICATION,
    type: 2,
    version: 1,
    locale: 'en-US',
    guild_id: GUILD,
    channel_id: '800000000000000001',
    channel: { id: '800000000000000001', type: 0 },
    member: {
      user: { id: '700000000000000001', username: 'ana', discriminator: '0', bot: false },
      roles: [],
      permissions: '2048',
    },
    context: 0,
    entitlements: [],
    authorizing_integration_owners: { 0: GUILD },
    data: {
      id: '600000000000000001',
      type: 1,
      name: 'ask',
      options: [{ name: 'question', type: 3, value: question }],
    },
  };
}

async function runHerald(apiUrl) {
  const [
    { loadBot },
    { createDiscordAdapter },
    { createMemoryStore },
    { createLoop },
    { createPseudonyms },
  ] = await Promise.all(
    [
      'load-bot.js',
      'adapters/discord/adapter.js',
      'store/memory.js',
      'loop/create-loop.js',
      'loop/pseudonyms.js',
    ].map((file) => import(new URL(`../dist/${file}`, import.meta.url))),
  );
  const { bot } = await loadBot({
    knowledgeDir: 'knowledge',
    thresholds: { answer: 0.35, closest: 0.15 },
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: console.error, error: console.error };
  const store = createMemoryStore();
  const loop = createLoop({
    bot,
    store,
    pseudonyms: createPseudonyms('bench'),
    onFault: console.error,
  });
  const context = { bot, store, log, loop };
  await createDiscordAdapter({ token: TOKEN, apiUrl }, context).start();
}

async function runBare(apiUrl) {
  const { Client, Events, GatewayIntentBits, MessageFlags } = await import('discord.js');
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl } });
  client.on(Events.InteractionCreate, async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply('The announcement says something.');
  });
  await client.login(TOKEN);
}
