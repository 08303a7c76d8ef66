// How long Herald takes to start and how much memory it takes, beside the bare libraries, on this machine:
// `herald ask` from spawn to exit, `herald serve` until both platforms are connected, and its memory a second later.
// The platforms are the local servers of the tests. Usage: node bench/start.mjs [rounds]; needs a build.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = at('../dist/main.js');
const KNOWLEDGE = at('../knowledge');
const READY = { '"adapter":"slack"': 'slack', '"adapter":"discord"': 'discord', READY: 'bare' };
const SETTLE_MS = 1_000;
/** What is to be held: seconds, and megabytes resident. */
const LIMITS = { askSeconds: 0.7, readySeconds: 1.5, megabytes: 120 };

const roles = { node: stayIdle, bolt: connectBolt, discord: connectDiscord, both: connectBoth };
const role = roles[process.argv[2]];
if (role) {
  await role(process.env);
  process.stderr.write('READY\n');
} else await compare(Number(process.argv[2] ?? 5));

async function compare(rounds) {
  const { slack, discord } = await startServers();
  const env = {
    PATH: process.env.PATH,
    KNOWLEDGE_DIR: KNOWLEDGE,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    // With the page, on a port that is free.
    PORT: '0',
  };
  const herald = ['--max-semi-space-size=1', '--v8-pool-size=1', MAIN];
  const bare = (name) => [at('./start.mjs'), name];
  const runs = {
    'node alone': () => runUntilReady(bare('node'), env, ['bare']),
    'herald ask': () => runToEnd([...herald, 'ask', 'Who are the rivals?'], env),
    'Bolt app': () => runUntilReady(bare('bolt'), env, ['bare']),
    'discord.js client': () => runUntilReady(bare('discord'), env, ['bare']),
    'Bolt and discord.js': () => runUntilReady(bare('both'), env, ['bare']),
    'herald serve': () => runUntilReady([...herald, 'serve'], env, ['slack', 'discord']),
  };
  const medians = {};
  for (const [name, run] of Object.entries(runs)) {
    const results = [];
    for (let round = 0; round < rounds; round += 1) results.push(await run());
    medians[name] = {
      seconds: median(results.map(({ seconds }) => seconds)),
      megabytes: median(results.map(({ megabytes }) => megabytes)),
    };
  }
  await slack.close();
  await discord.close();
  report(medians, rounds);
}

function report(medians, rounds) {
  console.log(`Start and memory, Node ${process.version}, median of ${rounds}`);
  console.log(`${''.padEnd(22)}${'seconds'.padStart(9)}${'resident MB'.padStart(13)}`);
  for (const [name, { seconds, megabytes }] of Object.entries(medians)) {
    const memory = Number.isNaN(megabytes) ? '' : megabytes.toFixed(0);
    console.log(`${name.padEnd(22)}${seconds.toFixed(2).padStart(9)}${memory.padStart(13)}`);
  }
  const { askSeconds, readySeconds, megabytes } = LIMITS;
  const ask = medians['herald ask'];
  const serve = medians['herald serve'];
  console.log(
    `to hold: herald ask ${askSeconds} s to its end, herald serve ready in ${readySeconds} s and under ${megabytes} MB`,
  );
  const holds =
    ask.seconds <= askSeconds && serve.seconds <= readySeconds && serve.megabytes < megabytes;
  process.exitCode = holds ? 0 : 1;
}

/** Spawn to exit. */
async function runToEnd(args, env = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: tmpdir(), env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds, megabytes: Number.NaN };
}

/** Spawn until everything named is connected, and the memory that is resident a second later. */
async function runUntilReady(args, env, names) {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: at('..'),
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let log = '';
  child.stderr.setEncoding('utf8');
  const connected = new Promise((resolve) => {
    child.stderr.on('data', (chunk) => {
      log += chunk;
      const ready = log
        .split('\n')
        .filter((line) => line === 'READY' || line.includes('"msg":"ready"'))
        .flatMap((line) => Object.entries(READY).filter(([mark]) => line.includes(mark)))
        .map(([, name]) => name);
      if (names.every((name) => ready.includes(name))) resolve();
    });
  });
  const failed = exited.then(([code]) => {
    throw new Error(`${args.join(' ')} ended with ${code} before it was ready:\n${log}`);
  });
  await Promise.race([connected, failed]);
  const seconds = (performance.now() - began) / 1_000;
  await wait(SETTLE_MS);
  const megabytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1_024;
  failed.catch(() => undefined);
  child.kill('SIGKILL');
  await exited;
  return { seconds, megabytes };
}

/** The servers that the tests run against; they are TypeScript, so Vite loads them. */
async function startServers() {
  const { runnerImport } = await import('vite');
  const load = async (path) =>
    (await runnerImport(at(path), { configFile: false, logLevel: 'error' })).module;
  const { startSlackServer } = await load('../test/servers/slack/server.ts');
  const { startDiscordServer } = await load('../test/servers/discord/server.ts');
  return { slack: await startSlackServer(), discord: await startDiscordServer() };
}

async function stayIdle() {
  setInterval(() => undefined, 60_000);
}

async function connectBolt({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL }) {
  const { App } = await import('@slack/bolt');
  const app = new App({
    token: SLACK_BOT_TOKEN,
    appToken: SLACK_APP_TOKEN,
    socketMode: true,
    clientOptions: { slackApiUrl: SLACK_API_URL },
  });
  app.message(async ({ say }) => say('hello'));
  await app.start();
}

async function connectDiscord({ DISCORD_TOKEN, DISCORD_API_URL }) {
  const { Client, GatewayIntentBits, Partials } = await import('discord.js');
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
    ],
    partials: [Partials.Channel],
    rest: { api: DISCORD_API_URL },
  });
  const ready = once(client, 'clientReady');
  await client.login(DISCORD_TOKEN);
  await ready;
}

async function connectBoth(env) {
  await Promise.all([connectBolt(env), connectDiscord(env)]);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
