import { join } from 'node:path';
import { type Adapter, type AdapterContext, type Log, StartError } from './adapters/adapter.js';
import type { TerminalConfig } from './adapters/terminal/adapter.js';
import type { Bot } from './bot/bot.js';
import { createBot } from './bot/create-bot.js';
import type { Config, DiscordSettings } from './config.js';
import type { Announcement } from './knowledge/announcement.js';
import type { Fault } from './knowledge/fault.js';
import { loadKnowledge } from './knowledge/load.js';
import { REHEARSAL_SUFFIX, readRehearsal } from './knowledge/rehearsal.js';
import { presentRevision } from './revisions/changes.js';
import { createHistory } from './revisions/history.js';
import type { OnProgress } from './search/postings.js';
import { createSearch, type Search } from './search/search.js';
import { createMemoryStore } from './store/memory.js';

/** A bot with the announcements it can be asked about and what was wrong with the others. */
export interface LoadedBot {
  readonly bot: Bot;
  readonly search: Search;
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
}

/** What of the configuration a bot depends on, and `limit`: how many excerpts each answer shows. */
export type BotConfig = Pick<Config, 'knowledgeDir' | 'thresholds' | 'contact'> & {
  readonly limit?: number;
};

/** Loads the announcements and builds the bot that answers from them. */
export async function loadBot(config: BotConfig, onProgress?: OnProgress): Promise<LoadedBot> {
  const { announcements, faults } = await loadKnowledge(config.knowledgeDir);
  const search = await createSearch(announcements, onProgress);
  const rehearsals = await Promise.all(
    announcements.map((announcement) => rehearsalOf(announcement, config.knowledgeDir)),
  );
  const { thresholds, limit, contact } = config;
  const bot = createBot(announcements, search, {
    thresholds,
    questions: rehearsals.flatMap(({ questions }) => questions),
    ...(limit === undefined ? {} : { limit }),
    ...(contact === undefined ? {} : { contact }),
  });
  return {
    bot,
    search,
    announcements,
    faults: [...faults, ...rehearsals.flatMap((rehearsal) => rehearsal.faults)],
  };
}

/** The rehearsed questions that an announcement answers, from the file beside it; none when there is no file. */
async function rehearsalOf({ id }: Announcement, folder: string) {
  const rehearsal = await readRehearsal(join(folder, `${id}${REHEARSAL_SUFFIX}`)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return { questions: [], faults: [] };
      throw error;
    },
  );
  const questions = rehearsal.questions.flatMap(({ question, gold, kind }) =>
    kind === 'answerable' ? [{ question, announcement: id, passages: gold }] : [],
  );
  return { questions, faults: rehearsal.faults };
}

/** Discord's shards in processes of their own: the one that starts them, or one of them. */
export type Sharding =
  | {
      readonly role: 'supervisor';
      /** The program to start for each shard, and its arguments. */
      readonly file: string;
      readonly args: readonly string[];
    }
  | { readonly role: 'shard' };

/** Herald at work on its platforms. */
export interface App {
  /** Starts every adapter; one that fails takes no other down. Resolves to the names of those that run. */
  start(): Promise<readonly string[]>;
  /** Finishes the answers under way and disconnects. */
  stop(): Promise<void>;
}

/** What an app is given besides its configuration, bot and log. */
export interface AppOptions {
  /** What the bot answers from; their revisions are remembered. */
  readonly announcements?: readonly Announcement[];
  readonly terminal?: TerminalConfig;
  readonly sharding?: Sharding;
}

/** Puts the configured adapters around a bot; without any platform, the terminal where one is given. */
export async function createApp(
  config: Config,
  bot: Bot,
  log: Log,
  { announcements = [], terminal, sharding }: AppOptions = {},
): Promise<App> {
  const store = createMemoryStore();
  const history = createHistory(store);
  for (const announcement of announcements) await history.remember(announcement);
  const revisionOf = async (id: string) => presentRevision(await history.of(id));
  const context: AdapterContext = { bot, store, log, revisionOf };
  const adapters = await createAdapters(config, context, terminal, sharding);
  return {
    start: async () => {
      const started = await Promise.all(adapters.map((adapter) => startAdapter(adapter, log)));
      return started.flatMap((name) => name ?? []);
    },
    stop: async () => {
      await Promise.all(adapters.map((adapter) => adapter.stop()));
      await store.close();
    },
  };
}

/** Each adapter is imported only when it is used: an SDK that is not needed costs no start-up time or memory. */
async function createAdapters(
  config: Config,
  context: AdapterContext,
  terminal: TerminalConfig | undefined,
  sharding: Sharding | undefined,
): Promise<readonly Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.slack && sharding?.role !== 'shard') {
    const { createSlackAdapter } = await import('./adapters/slack/adapter.js');
    adapters.push(createSlackAdapter(config.slack, context));
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import('./adapters/discord/adapter.js');
    adapters.push(
      sharding?.role === 'supervisor'
        ? await superviseDiscord(config.discord, sharding, context.log)
        : createDiscordAdapter(
            { ...config.discord, ...(sharding ? { shards: 'supervised' as const } : {}) },
            context,
          ),
    );
  }
  if (adapters.length === 0 && terminal) {
    const { createTerminalAdapter } = await import('./adapters/terminal/adapter.js');
    adapters.push(createTerminalAdapter(terminal, context));
  }
  return adapters;
}

async function superviseDiscord(
  settings: DiscordSettings,
  { file, args }: Extract<Sharding, { readonly role: 'supervisor' }>,
  log: Log,
): Promise<Adapter> {
  const { superviseShards } = await import('./adapters/discord/sharding.js');
  let stop = async (): Promise<void> => undefined;
  return {
    name: 'discord',
    start: async () => {
      const supervisor = await superviseShards({ ...settings, file, args }, log);
      stop = supervisor.stop;
    },
    stop: () => stop(),
  };
}

async function startAdapter(adapter: Adapter, log: Log): Promise<string | undefined> {
  try {
    await adapter.start();
    log.info({ adapter: adapter.name }, 'ready');
    return adapter.name;
  } catch (error) {
    const fix =
      error instanceof StartError ? error.fix : 'See the error; the other adapters go on.';
    log.error({ adapter: adapter.name, err: error, fix }, 'could not start');
    return undefined;
  }
}
