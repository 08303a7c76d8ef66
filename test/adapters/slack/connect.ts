import { inspect } from 'node:util';
import type { Adapter, Log } from '../../../src/adapters/adapter.js';
import { createSlackAdapter } from '../../../src/adapters/slack/adapter.js';
import { PACE, type Pace } from '../../../src/adapters/slack/pace.js';
import { loadBot } from '../../../src/app.js';
import type { Bot } from '../../../src/bot/bot.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';

/** Herald on a server of its own. */
export interface Connected {
  readonly slack: SlackServer;
  readonly herald: Adapter;
  readonly bot: Bot;
  readonly store: Store;
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
  thresholds: { answer: 0.55, closest: 0.25 },
});

/** A pace at which a test need not wait for anything. */
export const BRISK: Pace = {
  ...PACE,
  callTimeoutMs: 5_000,
  retryMs: [1, 1],
  reconnectMs: 1,
  maxReconnectMs: 20,
  crowdedMs: 40,
  helloMs: 1_000,
  closeMs: 200,
};

/** What of a connection a test sets otherwise. */
export interface Settings {
  readonly bot?: Bot;
  readonly store?: Store;
  readonly pace?: Partial<Pace>;
  /** Whether to leave starting to the test. */
  readonly idle?: boolean;
  readonly slack?: SlackServer;
  readonly botToken?: string;
  readonly appToken?: string;
  /** To listen for signed requests in place of Socket Mode. */
  readonly http?: { readonly signingSecret: string; readonly port: number };
}

/** Starts a server and connects Herald to it, with the shipped announcement unless another bot is given. */
export async function connect(settings: Settings = {}): Promise<Connected> {
  const slack = settings.slack ?? (await startSlackServer());
  const { bot = shipped.bot, store = createMemoryStore() } = settings;
  const log = recordLog();
  const herald = createSlackAdapter(
    {
      botToken: settings.botToken ?? slack.tokens.bot,
      ...(settings.http ?? { appToken: settings.appToken ?? slack.tokens.app }),
      apiUrl: slack.apiUrl,
    },
    { bot, store, log },
    { ...BRISK, ...settings.pace },
  );
  if (!settings.idle) {
    await herald.start();
    await slack.until(() => settings.http !== undefined || slack.sockets.open.length === 2);
  }
  return {
    slack,
    herald,
    bot,
    store,
    log,
    close: async () => {
      await herald.stop();
      await slack.close();
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
