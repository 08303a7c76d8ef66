// Interactions of `/ask`, deferred and then edited, over gateway and REST on loopback: Herald beside a bare
// discord.js client that always answers one fixed sentence; Herald once with its memory only, once on disk as it
// is run. Bot and Discord run in two processes. Then two checks of Herald on disk: interactions that are each
// delivered twice, and connections that break under load.
// Usage: node bench/discord.mjs [interactions] [in flight] [distinct]; needs a build. By default eight questions
// are asked over and over; `distinct` makes each a new one. Then 50 interactions a second for ten seconds.

import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { startDiscord } from './discord-server.mjs';

const TOKEN = 'MTI4.bench.bench';
const WARM_UP = 300;
const ROUNDS = 3;
const RATE = { perSecond: 50, seconds: 10, p99Ms: 200 };
const TWICE = 500;
const DROPS = 20;
const BETWEEN_DROPS_MS = 1_000;
/** How long a reply may take before the question counts as unanswered, and a second one after the last. */
const PATIENCE_MS = 30_000;
const SETTLE_MS = 1_000;
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

/** As `npm start` runs Herald. */
const AS_STARTED = ['--max-semi-space-size=1', '--v8-pool-size=1'];
/** Herald with what it remembers in memory, and on disk as by default. */
const roles = { bare: runBare, memory: runHerald, disk: runHerald };
const role = process.argv[2];
if (process.send && role in roles) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpuUs: user + system, bytes: process.memoryUsage.rss() });
  });
  await roles[role](process.argv[3], process.argv[4]);
} else await compare(Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? 50));

async function compare(count, inFlight) {
  const results = { bare: [], memory: [], disk: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of Object.keys(roles)) results[name].push(await measure(name, count, inFlight));
  console.log(
    `${count} interactions, ${inFlight} in flight, ${DISTINCT ? 'distinct' : 'repeated'} questions, median of ${ROUNDS} rounds; then ${RATE.perSecond} a second`,
  );
  console.log(
    '        per second  first p50  first p99  reply p50  reply p99   CPU each   at rate: first p50  first p99  reply p99  (ms)  MB',
  );
  let held = true;
  for (const [name, rounds] of Object.entries(results)) {
    rounds.sort((a, b) => a.perSecond - b.perSecond);
    const { perSecond, first, reply, cpuMs, rate, megabytes } = rounds[Math.floor(ROUNDS / 2)];
    const cells = [perSecond.toFixed(0), ...first, ...reply, cpuMs.toFixed(2)];
    console.log(
      `${name.padEnd(7)}${cells.map((cell) => String(cell).padStart(11)).join('')}${String(rate.first[0]).padStart(21)}${String(rate.first[1]).padStart(11)}${String(rate.reply[1]).padStart(11)}${megabytes.toFixed(0).padStart(10)}`,
    );
    held = held && (name === 'bare' || Number(rate.first[1]) < RATE.p99Ms);
  }
  console.log(`first response p99 at ${RATE.perSecond} a second below ${RATE.p99Ms} ms: ${held}`);
  const checks = [await deliverTwice(), await disconnect()];
  for (const { line } of checks) console.log(line);
  process.exitCode = held && checks.every(({ holds }) => holds) ? 0 : 1;
}

/** Runs a bot of the role until the task is done. */
async function withBot(name, task) {
  const discord = await startDiscord();
  const folder = name === 'disk' ? [await mkdtemp(join(tmpdir(), 'herald-bench-'))] : [];
  const args = [name, discord.apiUrl, ...folder];
  const child = fork(new URL(import.meta.url), args, { stdio: 'inherit', execArgv: AS_STARTED });
  await discord.ready;
  const result = await task(discord, child);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  discord.close();
  for (const made of folder) await rm(made, { recursive: true });
  return result;
}

/** Interactions that Discord delivers twice. */
function deliverTwice() {
  return withBot('disk', async (discord) => {
    await patiently(inParallel(TWICE, 50, (index) => discord.interact(questionOf(index), 2)));
    const asked = discord.asked();
    const responses = asked.reduce((sum, question) => sum + question.responses, 0);
    const replies = asked.reduce((sum, question) => sum + question.replies, 0);
    return {
      line: `${TWICE} interactions, each delivered twice: ${responses} first responses, ${replies} replies`,
      holds: responses === TWICE && replies === TWICE,
    };
  });
}

/** Interactions and mentions at the rate, while the connection breaks again and again. */
function disconnect() {
  return withBot('disk', async (discord) => {
    let over = false;
    const answering = [];
    const load = async () => {
      while (!over) {
        const question = questionOf(answering.length);
        answering.push(
          answering.length % 2 === 0 ? discord.interact(question) : discord.mention(question),
        );
        await wait(1_000 / RATE.perSecond);
      }
    };
    const loading = load();
    for (let drop = 0; drop < DROPS; drop += 1) {
      await wait(BETWEEN_DROPS_MS * Math.random());
      await discord.drop();
    }
    over = true;
    await loading;
    await patiently(Promise.all(answering));
    const asked = discord.asked();
    const unanswered = asked.filter(({ replies }) => replies === 0).length;
    const twice = asked.filter(({ replies }) => replies > 1).length;
    const { begun, resumed } = discord.sessions;
    return {
      line: `${DROPS} forced disconnects, ${resumed} resumed, ${begun - 1} new sessions: of ${asked.length} questions ${unanswered} unanswered, ${twice} answered twice`,
      holds: unanswered === 0 && twice === 0,
    };
  });
}

/** Until all is answered, or will not be, and what comes twice has come. */
async function patiently(answering) {
  await Promise.race([answering, wait(PATIENCE_MS, undefined, { ref: false })]);
  await wait(SETTLE_MS);
}

function measure(name, count, inFlight) {
  return withBot(name, (discord, child) => measureBot(discord, child, count, inFlight));
}

async function measureBot(discord, child, count, inFlight) {
  const usage = () =>
    new Promise((resolve) => {
      child.once('message', resolve);
      child.send('usage');
    });
  await inParallel(WARM_UP, inFlight, (index) => discord.interact(questionOf(index)));
  const before = await usage();
  const begin = performance.now();
  const burst = await inParallel(count, inFlight, (index) => discord.interact(questionOf(index)));
  const elapsed = performance.now() - begin;
  const after = await usage();
  const steady = await atRate((index) => discord.interact(questionOf(index)));
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

async function runHerald(apiUrl, folder) {
  const [
    { loadBot },
    { createDiscordAdapter },
    { createMemoryStore },
    { openLibsqlStore },
    { createLoop },
    { createPseudonyms },
  ] = await Promise.all(
    [
      'load-bot.js',
      'adapters/discord/adapter.js',
      'store/memory.js',
      'store/libsql.js',
      'loop/create-loop.js',
      'loop/pseudonyms.js',
    ].map((file) => import(new URL(`../dist/${file}`, import.meta.url))),
  );
  const { bot } = await loadBot({
    knowledgeDir: 'knowledge',
    thresholds: { answer: 0.35, closest: 0.15 },
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: console.error };
  const store = folder ? openLibsqlStore({ folder, holder: 'bench' }) : createMemoryStore();
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
