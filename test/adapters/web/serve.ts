import { onTestFinished } from 'vitest';
import type { AdapterContext } from '../../../src/adapters/adapter.js';
import { renderAnswer as renderForDiscord } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import { renderAnswer as renderForSlack } from '../../../src/adapters/slack/render.js';
import { createWebAdapter } from '../../../src/adapters/web/adapter.js';
import type { Payloads } from '../../../src/adapters/web/preview/payloads.js';
import type { WebSettings } from '../../../src/adapters/web/server.js';
import type { Bot } from '../../../src/bot/bot.js';
import { loadBot } from '../../../src/load-bot.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { shipped } from '../../bot/shipped-bot.js';
import { createFolder } from '../../folder.js';
import { createContext } from '../../loop/context.js';
import { type RecordedLog, recordLog } from '../slack/connect.js';

/** Id of the announcement that Herald ships. */
export const SHIPPED_ID = 'openai-microsoft-next-phase';

const PAYLOADS: Payloads = {
  slack: async (answer) => renderForSlack(answer, 0, { ephemeral: false })[0],
  discord: async (answer) =>
    renderForDiscord(answer, { words: wordsFor('en-US'), page: 0, shareable: false }).rich,
};

/** The page on a free port of this machine. */
export interface Served {
  readonly address: string;
  readonly store: Store;
  readonly log: RecordedLog;
  /** Fetches a path without following redirects. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** The text of a page that must be there. */
  text(path: string, init?: RequestInit): Promise<string>;
}

/** Serves the shipped announcement, or another bot, until the test is over. */
export async function serve(
  settings: Partial<WebSettings> = {},
  { bot = shipped.bot, ...context }: Partial<AdapterContext> = {},
): Promise<Served> {
  const store = createMemoryStore();
  const log = recordLog();
  const adapter = createWebAdapter(
    { host: '127.0.0.1', port: 0, corsOrigins: [], perMinute: 0, ...settings },
    { ...createContext({ bot, store, log }), ...context },
    PAYLOADS,
  );
  await adapter.start();
  onTestFinished(() => adapter.stop());
  const address = adapter.address() ?? '';
  const get: Served['get'] = async (path, init) => {
    const request = () => fetch(new URL(path, address), { redirect: 'manual', ...init });
    // On a busy machine the server may close an idle connection as it is used: what is only read is asked for again.
    const response = await request().catch((error: unknown) => {
      if (init?.method !== undefined && init.method !== 'GET') throw error;
      return request();
    });
    // Read whole, a connection is free to be closed.
    const body = await response.arrayBuffer();
    return new Response(body.byteLength === 0 ? null : body, response);
  };
  return {
    address,
    store,
    log,
    get,
    text: async (path, init) => {
      const response = await get(path, init);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.text();
    },
  };
}

/** A bot over announcements given by file name. */
export async function botOf(files: Readonly<Record<string, string>>): Promise<Bot> {
  const knowledgeDir = await createFolder(files);
  const { bot } = await loadBot({ knowledgeDir, thresholds: { answer: 0.35, closest: 0.15 } });
  return bot;
}
