import { onTestFinished } from 'vitest';
import { createApp } from '../../../src/app.js';
import { type Config, readConfig } from '../../../src/config.js';
import { loadBot } from '../../../src/load-bot.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { recordLog } from '../slack/connect.js';

/** Herald as a whole in this process, with its page. */
export interface Running {
  /** Where the page is, with a slash at its end. */
  readonly address: string;
  readonly store: Store;
  /** Fetches a path without following redirects. */
  get(path: string, init?: RequestInit): Promise<Response>;
}

/** Starts Herald with a configuration from these variables, until the test is over. */
export async function runApp(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const result = readConfig({ WEB: 'alone', PORT: '0', WEB_LIMIT: '0', ...env });
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  const config: Config = result.config;
  const live = await loadBot(config);
  const store = createMemoryStore();
  const log = recordLog();
  const app = await createApp(config, live.bot, store, log, { live });
  await app.start();
  onTestFinished(() => app.stop());
  const [, address] = /address: '([^']+)'/.exec(log.lines.join('\n')) ?? [];
  if (address === undefined) throw new Error(`the page is not served:\n${log.lines.join('\n')}`);
  return {
    address,
    store,
    get: async (path, init) => {
      const response = await fetch(new URL(path, address), { redirect: 'manual', ...init });
      // Read whole, a connection is free to be closed.
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, response);
    },
  };
}
