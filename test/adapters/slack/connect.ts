import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { AdapterContext, Log } from '../../../src/adapters/adapter.js';
import {
  createSlackAdapter,
  type HttpConfig,
  type SlackAdapter,
} from '../../../src/adapters/slack/adapter.js';
import { PACE, type Pace } from '../../../src/adapters/slack/pace.js';
import type { Bot } from '../../../src/bot/bot.js';
import { loadBot } from '../../../src/load-bot.js';
import type { LoopTools, RunningLoop } from '../../../src/loop/create-loop.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { createContext } from '../../loop/context.js';
import { postSigned } from '../../servers/slack/requests.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';
import type { Ack, Envelope } from '../../servers/slack/socket-mode.js';

/** Herald on a server of its own. */
export interface Connected {
  readonly slack: SlackServer;
  readonly herald: SlackAdapter;
  readonly bot: Bot;
  readonly store: Store;
  readonly log: RecordedLog;
  readonly loop: RunningLoop;
  /** Delivers as Slack does and resolves, with the acknowledgement, when all that was accepted is settled. */
  deliver(envelope: Envelope): Promise<Ack>;
  /** Resolves when all that was accepted is settled. */
  calm(): Promise<void>;
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
  readonly revisionOf?: AdapterContext['revisionOf'];
  readonly posted?: AdapterContext['posted'];
  readonly mayPreview?: AdapterContext['mayPreview'];
  readonly loop?: Partial<LoopTools>;
  readonly pace?: Partial<Pace>;
  /** Whether to leave starting to the test. */
  readonly idle?: boolean;
  readonly slack?: SlackServer;
  readonly botToken?: string;
  readonly appToken?: string;
  /** To listen for signed requests in place of Socket Mode; `way` does so on a free port. */
  readonly http?: HttpConfig;
  readonly way?: Way;
  /** To let people install Herald themselves, in place of the one token. */
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string };
}

/** How Slack reaches Herald. */
export type Way = (typeof WAYS)[number];
export const WAYS = ['Socket Mode', 'HTTP'] as const;

const SIGNING_SECRET = 'canary-signing-secret';

/** Starts a server and connects Herald to it, with the shipped announcement unless another bot is given. */
export async function connect(settings: Settings = {}): Promise<Connected> {
  const slack = settings.slack ?? (await startSlackServer());
  const { bot = shipped.bot } = settings;
  const { store, calm } = countWork(settings.store ?? createMemoryStore());
  const log = recordLog();
  const { botToken = slack.tokens.bot, appToken = slack.tokens.app, oauth } = settings;
  const http =
    settings.way === 'HTTP'
      ? { signingSecret: SIGNING_SECRET, port: await freePort(), host: '127.0.0.1' }
      : settings.http;
  const way = http === undefined ? { botToken, appToken } : { ...http, ...(oauth ?? { botToken }) };
  const context = createContext({ bot, store, log }, settings.loop);
  const herald = createSlackAdapter(
    { ...way, apiUrl: slack.apiUrl },
    {
      ...context,
      ...(settings.revisionOf && { revisionOf: settings.revisionOf }),
      ...(settings.posted && { posted: settings.posted }),
      ...(settings.mayPreview && { mayPreview: settings.mayPreview }),
    },
    { ...BRISK, ...settings.pace },
  );
  const post = async ({ signingSecret, port }: HttpConfig, envelope: Envelope): Promise<Ack> => {
    const url = `http://127.0.0.1:${port}/slack/events`;
    const sentAt = performance.now();
    const { status, content } = await postSigned(url, signingSecret, slack.workspace, envelope);
    if (status !== 200) throw new Error(`Herald answered ${status}`);
    return { payload: content === '' ? {} : content, afterMs: performance.now() - sentAt };
  };
  if (!settings.idle) {
    await herald.start();
    await slack.until(() => http !== undefined || slack.sockets.open.length === 2);
  }
  return {
    slack,
    herald,
    bot,
    store,
    log,
    loop: context.loop,
    calm,
    deliver: async (envelope) => {
      const ack =
        http === undefined ? await slack.sockets.deliver(envelope) : await post(http, envelope);
      await calm();
      return ack;
    },
    close: async () => {
      await herald.stop();
      await slack.close();
    },
  };
}

/** A store, and the way to wait until everything accepted into it is settled. */
function countWork(store: Store): { readonly store: Store; calm(): Promise<void> } {
  const open = new Set<string>();
  const waiting = new Set<() => void>();
  const settled = (id: string) => {
    open.delete(id);
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  return {
    store: {
      ...store,
      accept: async (id, ...rest) => {
        const isFirst = await store.accept(id, ...rest);
        if (isFirst) open.add(id);
        return isFirst;
      },
      settle: async (id) => {
        await store.settle(id);
        settled(id);
      },
    },
    calm: async () => {
      if (open.size > 0) await new Promise<void>((resolve) => waiting.add(resolve));
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

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
