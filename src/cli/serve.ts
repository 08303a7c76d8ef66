import { createApp, openStoreFor } from '../app.js';
import { secretsOf } from '../config.js';
import { describeFault } from '../knowledge/fault.js';
import { followFolder, loadBot, reloadNow } from '../load-bot.js';
import { createLog } from '../log.js';
import type { Sharding } from '../platforms.js';
import { StoreError } from '../store/open.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald serve`. */
export interface ServeOptions {
  readonly knowledge?: string;
  /** `auto` starts a process for each of Discord's shards; `supervised` is one of those. */
  readonly shards?: 'auto' | 'supervised';
}

/** `herald serve`: answers on every configured platform until it is stopped; without any, in the terminal. */
export async function serveCommand({ knowledge, shards }: ServeOptions, io: Io): Promise<ExitCode> {
  const config = io.config();
  const knowledgeDir = knowledge ?? config.knowledgeDir;
  const log = createLog(config.logLevel, secretsOf(config), (line) => io.stderr.write(line));
  const live = await loadBot(
    {
      ...config,
      knowledgeDir,
      enforceGates: true,
      preview: config.previewChannels.length > 0,
      onFault: (err, message) => log.error({ err }, message),
    },
    io.stderr.isTTY ? progressOn(io) : undefined,
  );
  const { bot, announcements, faults } = live;
  for (const fault of faults) await writeLine(io.stderr, describeFault(fault));
  if (announcements.length === 0) return EXIT.fault;

  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const terminal = {
    input: io.stdin,
    output: io.stdout,
    interactive: io.stdin.isTTY === true && io.stdout.isTTY === true,
    color: io.color,
    width: () => io.stdout.columns,
    onLeave: leave,
  };
  const sharding = shardingFor(shards, knowledge, io);
  const holder = `process ${io.pid}, which began at ${new Date().toISOString()}`;
  const store = await openStoreFor(config, { sharding, holder }, log).catch((error: unknown) => {
    if (error instanceof StoreError) return error;
    throw error;
  });
  if (store instanceof StoreError) {
    await writeLine(io.stderr, `herald: ${store.message}. ${store.fix}`);
    return EXIT.fault;
  }
  const app = await createApp(config, bot, store, log, {
    live,
    ...(shards === undefined ? { terminal } : {}),
    ...(sharding === undefined ? {} : { sharding }),
  });
  const stopped = io.stopped();
  // Whoever closes the terminal that Herald chats in wants it to end.
  if (!io.stdin.isTTY) io.onReload(() => reloadNow(live, log));
  // A platform may take long to connect; being told to stop meanwhile must not wait for it.
  const running = await Promise.race([app.start(), stopped]);
  if (running?.length === 0) return EXIT.fault;
  if (running) {
    const unfollow = await followFolder(live, knowledgeDir, log);
    await Promise.race([stopped, left]);
    await unfollow();
  }
  await app.stop();
  return EXIT.ok;
}

function shardingFor(
  shards: ServeOptions['shards'],
  knowledge: string | undefined,
  { program }: Io,
): Sharding | undefined {
  if (shards === undefined) return undefined;
  if (shards === 'supervised') return { role: 'shard' };
  const folder = knowledge === undefined ? [] : ['--knowledge', knowledge];
  return {
    role: 'supervisor',
    file: program,
    args: ['serve', '--shards', 'supervised', ...folder],
  };
}

/** Shows reading and indexing on one line each, from the moment they take long enough to be noticed. */
function progressOn({ stderr }: Io): NonNullable<Parameters<typeof loadBot>[1]> {
  const begin = performance.now();
  let shown = '';
  return (step, done, total) => {
    if (performance.now() - begin < 500 || (done === total && shown !== step)) return;
    const next = shown !== '' && shown !== step ? '\n' : '\r';
    shown = done === total ? '' : step;
    stderr.write(`${next}${step}: ${done} of ${total}${done === total ? '\n' : ''}`);
  };
}
