import type { Adapter, AdapterContext, Log } from './adapters/adapter.js';
import type { TerminalConfig } from './adapters/terminal/adapter.js';
import type { TeachableBot } from './bot/bot.js';
import type { Config } from './config.js';
import type { Announcement } from './knowledge/announcement.js';
import { describeFault } from './knowledge/fault.js';
import type { LoadedBot } from './load-bot.js';
import type { OnAsked } from './loop/asking.js';
import { createLoop } from './loop/create-loop.js';
import { scheduleDigest } from './loop/digest.js';
import type { Limiter } from './loop/limiter.js';
import { openPseudonyms } from './loop/pseudonyms.js';
import { createAdapters, createPage, type Sharding, startAdapter } from './platforms.js';
import { presentRevision } from './revisions/changes.js';
import {
  CORRECTION_PACE,
  type CorrectionPace,
  type CorrectionTools,
  createCorrections,
} from './revisions/corrections.js';
import { createHistory } from './revisions/history.js';
import { createMemoryStore } from './store/memory.js';
import { openStore, StoreError } from './store/open.js';
import type { Store } from './store/store.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

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
  /** How gently answers are corrected; by default as platforms like it. */
  readonly correctionPace?: CorrectionPace;
}

/** Puts the configured adapters around a bot and a store, which it closes; without any platform, the terminal where one is given. */
export async function createApp(
  config: Config,
  bot: TeachableBot,
  store: Store,
  log: Log,
  { live, terminal, sharding, correctionPace = CORRECTION_PACE }: AppOptions = {},
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
        ...correctionPace,
        keptMs: Math.min(correctionPace.keptMs, settings.textTtlDays * DAY_MS),
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
