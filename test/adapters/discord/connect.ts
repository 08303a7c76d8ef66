import { inspect } from 'node:util';
import type { Adapter, AdapterContext, Log } from '../../../src/adapters/adapter.js';
import { createDiscordAdapter } from '../../../src/adapters/discord/adapter.js';
import type { HttpSettings } from '../../../src/adapters/discord/http.js';
import { PACE, type Pace } from '../../../src/adapters/discord/pace.js';
import type { Bot } from '../../../src/bot/bot.js';
import { loadBot } from '../../../src/load-bot.js';
import type { RunningLoop } from '../../../src/loop/create-loop.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { createContext } from '../../loop/context.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';

/** Herald on a server of its own. */
export interface Connected {
  readonly discord: DiscordServer;
  readonly herald: Adapter;
  readonly bot: Bot;
  readonly store: Store;
  readonly loop: RunningLoop;
  readonly log: RecordedLog;
  close(): Promise<void>;
}

/** A log that keeps its lines. */
export interface RecordedLog extends Log {
  readonly lines: readonly string[];
}

/** The shipped announcement's bot and its text; loaded once a test file. */
export const shipped = await loadBot({
  knowledgeDir: 'knowledge',
  thresholds: { answer: 0.35, closest: 0.15 },
});

/** A pace at which a test need not wait for anything. */
export const BRISK: Pace = { ...PACE, callTimeoutMs: 300, retryMs: [1, 1, 1], drainMs: 2_000 };

/** What of a connection a test sets otherwise. */
export interface Settings {
  readonly bot?: Bot;
  readonly store?: Store;
  readonly mayPreview?: AdapterContext['mayPreview'];
  readonly pace?: Partial<Pace>;
  /** Whether to leave starting to the test. */
  readonly idle?: boolean;
  readonly discord?: DiscordServer;
  readonly http?: HttpSettings;
  readonly token?: string;
  readonly loop?: Parameters<typeof createContext>[1];
  readonly posted?: AdapterContext['posted'];
}

/** Starts a server and connects Herald to it, with the shipped announcement unless another bot is given. */
export async function connect(settings: Settings = {}): Promise<Connected> {
  const discord = settings.discord ?? (await startDiscordServer());
  const { bot = shipped.bot, store = createMemoryStore() } = settings;
  const log = recordLog();
  const context = createContext({ bot, store, log }, settings.loop);
  const herald = createDiscordAdapter(
    {
      token: settings.token ?? discord.token,
      apiUrl: discord.apiUrl,
      ...(settings.http && { http: settings.http }),
    },
    {
      ...context,
      ...(settings.mayPreview && { mayPreview: settings.mayPreview }),
      ...(settings.posted && { posted: settings.posted }),
    },
    { ...BRISK, ...settings.pace },
  );
  if (!settings.idle) await herald.start();
  return {
    discord,
    herald,
    bot,
    store,
    loop: context.loop,
    log,
    close: async () => {
      await herald.stop();
      await discord.close();
    },
  };
}

/** A log that writes nowhere. */
export function recordLog(): RecordedLog {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${inspect(fields, { depth: 8, breakLength: Infinity })}`);
  };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
