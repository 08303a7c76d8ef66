import { join } from 'node:path';
import { type Adapter, type AdapterContext, type Log, StartError } from './adapters/adapter.js';
import type { TerminalConfig } from './adapters/terminal/adapter.js';
import type { WebAdapter } from './adapters/web/adapter.js';
import type { TeachableBot } from './bot/bot.js';
import type { Config, DiscordSettings, WebSettings } from './config.js';
import type { Announcement } from './knowledge/announcement.js';
import { describeFault, type Fault } from './knowledge/fault.js';
import { createLiveBot, type LiveBot } from './live/live-bot.js';
import { createPress, type OnStep, type PressOptions } from './live/press.js';
import { type Unwatch, watchFolder } from './live/watch.js';
import type { OnAsked } from './loop/asking.js';
import { createLoop } from './loop/create-loop.js';
import { scheduleDigest } from './loop/digest.js';
import type { Limiter } from './loop/limiter.js';
import { openPseudonyms } from './loop/pseudonyms.js';
import { presentRevision } from './revisions/changes.js';
import {
  CORRECTION_PACE,
  type CorrectionTools,
  createCorrections,
} from './revisions/corrections.js';
import { createHistory } from './revisions/history.js';
import type { DeepTier, Search } from './search/search.js';
import { createMemoryStore } from './store/memory.js';
import { openStore, StoreError } from './store/open.js';
import type { Store } from './store/store.js';

/** A bot that follows the announcements on disk; the rest is of what was last read. */
export interface LoadedBot extends Pick<LiveBot, 'bot' | 'reload' | 'onReload'> {
  /** All of them, whether or not they may be quoted now. */
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
  /** Over everything that has not expired. */
  readonly search: Search;
}

/** What of the configuration a bot depends on, and how it is to answer. */
export type BotConfig = Pick<Config, 'knowledgeDir' | 'thresholds' | 'contact'> &
  Partial<Pick<Config, 'meaning' | 'modelDir'>> &
  Pick<PressOptions, 'limit' | 'preview' | 'now' | 'enforceGates'> & {
    readonly web?: Pick<WebSettings, 'publicUrl'>;
    /** Is told what went wrong with something that can be done without. */
    readonly onFault?: (error: unknown, message: string) => void;
    /** What is kept for the next start stands in its folder `cache`; by default nothing is kept. */
    readonly dataDir?: string;
  };

/** Loads the announcements and builds the bot that answers from them. */
export async function loadBot(config: BotConfig, onProgress?: OnStep): Promise<LoadedBot> {
  const { web, dataDir, onFault, ...options } = config;
  const home = web?.publicUrl;
  const deep = await openDeepTier(config);
  const makeEdition = createPress(
    {
      ...options,
      ...(deep && { deep }),
      ...(onFault && {
        onError: (error) => onFault(error, 'what is published later could not be indexed ahead'),
      }),
      ...(dataDir === undefined ? {} : { cacheDir: join(dataDir, 'cache') }),
      ...(home === undefined
        ? {}
        : { linkTo: (id, passage) => `${home}/a/${encodeURIComponent(id)}#p${passage}` }),
    },
    onProgress,
  );
  const live = createLiveBot(await makeEdition(), makeEdition);
  return {
    bot: live.bot,
    get search() {
      return live.edition().views.at(true).search;
    },
    get announcements() {
      return live.edition().announcements;
    },
    get faults() {
      return live.edition().faults;
    },
    reload: live.reload,
    onReload: live.onReload,
  };
}

/** The second tier of meaning where it is configured. */
export async function openDeepTier({
  meaning,
  modelDir,
  onFault = () => undefined,
}: Pick<BotConfig, 'meaning' | 'modelDir' | 'onFault'>): Promise<DeepTier | undefined> {
  if (meaning !== 'transformer' || modelDir === undefined) return undefined;
  const { openTransformer } = await import('./transformer/tier.js');
  return openTransformer(modelDir, onFault);
}

/** Reloads a bot whenever its folder changes, and says in the log what came of it; each fault once. */
export async function followFolder(
  live: Pick<LoadedBot, 'reload' | 'onReload'>,
  folder: string,
  log: Log,
): Promise<Unwatch> {
  live.onReload(({ announcements, changed, faults, newFaults, elapsedMs }) => {
    for (const { file, line, message, fix } of newFaults) log.error({ file, line, fix }, message);
    if (changed.length > 0)
      log.info(
        { announcements, changed, faults: faults.length, elapsedMs },
        'announcements reloaded',
      );
  });
  return watchFolder(
    folder,
    () => reloadNow(live, log),
    (err) =>
      log.warn(
        { folder, err, fix: 'Changes may go unseen; send SIGHUP to reload.' },
        'could not watch the announcements',
      ),
  );
}

/** Reloads a bot; what goes wrong with that is logged. */
export function reloadNow({ reload }: Pick<LoadedBot, 'reload'>, log: Log): void {
  reload().catch((err: unknown) =>
    log.error({ err, fix: 'See the error; the bot goes on as it was.' }, 'could not reload'),
  );
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Discord's shards in processes of their own: the one that starts them, or one of them. */
export type Sharding =
  | {
      readonly role: 'supervisor';
      /** The program to start for each shard, and its arguments. */
      readonly file: string;
      readonly args: readonly string[];
    }
  | { readonly role: 'shard' };

/**
 * The store that this configuration asks for; one in memory, with a word in the log, where the embedded
 * database cannot be had: without a writable disk, or for a chat in the terminal beside a Herald that serves.
 * Throws {@link StoreError} where that would lose what platforms rely on.
 */
export async function openStoreFor(
  config: Config,
  { sharding, holder }: { readonly sharding: Sharding | undefined; readonly holder: string },
  log: Log,
): Promise<Store> {
  const isShard = sharding?.role === 'shard';
  try {
    return await openStore(config, isShard ? undefined : holder);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const hasPlatform = config.slack !== undefined || config.discord !== undefined;
    if (!error.canDoWithout && hasPlatform) throw error;
    log.warn(
      { reason: error.message, fix: error.fix },
      'what is asked is kept in memory only, until this process ends',
    );
    return createMemoryStore();
  }
}

/** Herald at work on its platforms. */
export interface App {
  /** Starts every adapter; one that fails takes no other down. Resolves to the names of those that run. */
  start(): Promise<readonly string[]>;
  /** Finishes the answers under way and disconnects. */
  stop(): Promise<void>;
}

/** What an app is given besides its configuration, bot and log. */
export interface AppOptions {
  /** Where the bot's announcements come from; their revisions are remembered. */
  readonly live?: Pick<LoadedBot, 'announcements' | 'search' | 'reload' | 'onReload'>;
  readonly terminal?: TerminalConfig;
  readonly sharding?: Sharding;
}

/** Puts the configured adapters around a bot and a store, which it closes; without any platform, the terminal where one is given. */
export async function createApp(
  config: Config,
  bot: TeachableBot,
  store: Store,
  log: Log,
  { live, terminal, sharding }: AppOptions = {},
): Promise<App> {
  const onFault = (error: unknown, message: string) => log.error({ err: error }, message);
  const { loop: settings } = config;
  const pseudonyms = await openPseudonyms(settings, store, onFault);
  const limits = config.slack || config.discord ? await openLimits(config) : undefined;
  const running = new Map<string, Adapter>();
  const listeners = new Set<OnAsked>();
  const loop = createLoop({
    bot,
    teachBot: bot.teach,
    announcements: () => live?.announcements ?? [],
    ...(live && { sketcher: () => live.search.sketcher }),
    store,
    pseudonyms,
    operators: settings.operators,
    textTtlMs: settings.textTtlDays * DAY_MS,
    ...(limits && { limiter: limits.limiter }),
    onAsked: (asked) => {
      for (const listener of listeners) listener(asked);
    },
    notify: (platform) => running.get(platform)?.notify,
    onFault,
  });
  const digest =
    settings.digest &&
    scheduleDigest({
      settings: settings.digest,
      store,
      make: loop.digest,
      post: (platform) => running.get(platform)?.postDigest,
      onFault,
      now: Date.now,
    });
  const history = createHistory(store);
  const remember = async (announcements: readonly Announcement[]) => {
    for (const announcement of announcements) await history.remember(announcement);
  };
  await remember(live?.announcements ?? []);
  live?.onReload(() => {
    loop.reloaded();
    remember(live.announcements).catch((err: unknown) =>
      log.error({ err, fix: 'See the error of the store.' }, 'could not remember a revision'),
    );
  });
  const context: AdapterContext = {
    bot,
    loop,
    store,
    log,
    mayPreview: (channel) => config.previewChannels.includes(channel),
    giveUpMs: settings.answerWithinMinutes * MINUTE_MS,
    revisionOf: async (id) => presentRevision(await history.of(id)),
    ...(live && {
      reload: async () => {
        const { announcements, changed, faults } = await live.reload();
        return { announcements, changed, faults: faults.map(describeFault) };
      },
    }),
  };
  let adapters: readonly Adapter[] = [];
  const corrections =
    live &&
    createCorrections(
      {
        store,
        bot,
        mode: config.corrections,
        announcement: (id) => live.announcements.find((announcement) => announcement.id === id),
        platform: (name) => adapters.find((adapter) => adapter.name === name)?.correct,
        ...logOfCorrections(log),
      },
      {
        ...CORRECTION_PACE,
        keptMs: Math.min(CORRECTION_PACE.keptMs, settings.textTtlDays * DAY_MS),
      },
    );
  const page = await createPage(
    config,
    { ...context, onAsked: (listener) => listeners.add(listener) },
    terminal,
    sharding,
  );
  adapters = await createAdapters(
    config,
    (platform) => ({
      ...context,
      ...(corrections && {
        posted: (address, question, answer, user) =>
          corrections.keep(
            { platform, address, asker: pseudonyms.of({ platform, user }) },
            question,
            answer,
          ),
      }),
    }),
    terminal && (page === undefined ? terminal : { ...terminal, page: page.address }),
    sharding,
  );
  live?.onReload(({ changed }) => {
    if (changed.length > 0) corrections?.begin();
  });
  return {
    start: async () => {
      await loop.start();
      // The terminal says where the page is.
      const served = page && (await startAdapter(page, log));
      const started = await Promise.all(
        adapters.map(async (adapter) => {
          const name = await startAdapter(adapter, log);
          if (name !== undefined) running.set(name, adapter);
          return name;
        }),
      );
      loop.reloaded();
      corrections?.begin();
      const platforms = config.web?.mode === 'alone' ? [served, ...started] : started;
      return platforms.flatMap((name) => name ?? []);
    },
    stop: async () => {
      await corrections?.stop();
      await Promise.all([page, ...adapters].map((adapter) => adapter?.stop()));
      digest?.stop();
      await loop.stop();
      pseudonyms.close();
      await limits?.close();
      await store.close();
    },
  };
}

/** Only platforms have limits; whoever chats in a terminal has none. Processes on one database count together. */
async function openLimits({ loop: { limits }, databaseUrl }: Config): Promise<{
  readonly limiter: Limiter;
  readonly close: () => Promise<void>;
}> {
  const { createLimiter } = await import('./loop/limiter.js');
  if (databaseUrl === undefined)
    return { limiter: createLimiter(limits), close: async () => undefined };
  const { openPostgresCounters } = await import('./store/postgres-counters.js');
  const { makeCounter, close } = openPostgresCounters(databaseUrl);
  return { limiter: createLimiter(limits, makeCounter), close };
}

/** Each adapter is imported only when it is used: an SDK that is not needed costs no start-up time or memory. */
async function createAdapters(
  config: Config,
  contextOf: (platform: string) => AdapterContext,
  terminal: TerminalConfig | undefined,
  sharding: Sharding | undefined,
): Promise<readonly Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.slack && sharding?.role !== 'shard') {
    const { createSlackAdapter } = await import('./adapters/slack/adapter.js');
    adapters.push(createSlackAdapter(config.slack, contextOf('slack')));
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import('./adapters/discord/adapter.js');
    adapters.push(
      sharding?.role === 'supervisor'
        ? await superviseDiscord(config.discord, sharding, contextOf('discord').log)
        : createDiscordAdapter(
            { ...config.discord, ...(sharding ? { shards: 'supervised' as const } : {}) },
            contextOf('discord'),
          ),
    );
  }
  if (adapters.length === 0 && terminal && config.web?.mode !== 'alone') {
    const { createTerminalAdapter } = await import('./adapters/terminal/adapter.js');
    adapters.push(createTerminalAdapter(terminal, contextOf('terminal')));
  }
  return adapters;
}

/** The page, where it is wanted: beside a chat only while somebody sits there, for a pipe ends with its input. */
async function createPage(
  { web, slack, discord }: Config,
  context: AdapterContext,
  terminal: TerminalConfig | undefined,
  sharding: Sharding | undefined,
): Promise<WebAdapter | undefined> {
  if (web === undefined || sharding?.role === 'shard') return undefined;
  const isPiped = !slack && !discord && terminal?.interactive === false;
  if (web.mode === 'beside' && isPiped) return undefined;
  const { createWebAdapter } = await import('./adapters/web/adapter.js');
  // Rendered by the platforms' own code, which is loaded when somebody looks at a preview.
  return createWebAdapter(web, context, {
    slack: async (answer) => {
      const { renderAnswer } = await import('./adapters/slack/render.js');
      return renderAnswer(answer, 0, { ephemeral: false })[0];
    },
    discord: async (answer) => {
      const { renderAnswer } = await import('./adapters/discord/render.js');
      const { wordsFor } = await import('./adapters/discord/words/locales.js');
      return renderAnswer(answer, { words: wordsFor('en-US'), page: 0, shareable: false }).rich;
    },
  });
}

/** What the operator hears of corrections. */
function logOfCorrections(log: Log): Pick<CorrectionTools, 'onFault' | 'onReport' | 'onFailure'> {
  return {
    onFault: ({ platform, address }, err) =>
      log.error(
        { platform, address, err, fix: 'It is tried again by itself.' },
        'could not correct an answer',
      ),
    onReport: ({ corrected, left }) => {
      if (corrected > 0) log.info({ corrected }, 'answers corrected');
      if (left.length > 0)
        log.warn(
          { left: left.length, fix: 'See them with herald corrections.' },
          'answers quote what the announcement no longer says',
        );
    },
    onFailure: (err) =>
      log.error(
        { err, fix: 'It is tried again by itself.' },
        'could not look for outdated answers',
      ),
  };
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
    const address = adapter.address?.();
    log.info({ adapter: adapter.name, ...(address && { address }) }, 'ready');
    return adapter.name;
  } catch (error) {
    const fix =
      error instanceof StartError ? error.fix : 'See the error; the other adapters go on.';
    log.error({ adapter: adapter.name, err: error, fix }, 'could not start');
    return undefined;
  }
}
