import { createAdaptorServer } from '@hono/node-server';
import { type Adapter, type AdapterContext, StartError } from '../adapter.js';
import type { Payloads } from './preview/payloads.js';
import type { WebSettings } from './server.js';
import { createSite } from './site.js';

/** The page, with where it is served. */
export interface WebAdapter extends Adapter {
  /** The address to open on this machine; `undefined` while it is not served. */
  readonly address: () => string | undefined;
}

const CLOSE_MS = 2_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** Serves the announcements to read and ask in a browser, and over HTTP. */
export function createWebAdapter(
  settings: WebSettings,
  context: AdapterContext,
  payloads?: Payloads,
): WebAdapter {
  const { host, port } = settings;
  const { bot } = context;
  const { site, close } = createSite(settings, context, payloads);
  const server = createAdaptorServer({
    fetch: site.fetch,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS },
  });
  return {
    name: 'web',
    address: () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return undefined;
      const name = /^(?:0\.0\.0\.0|::)$/.test(host) ? 'localhost' : host;
      return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}/`;
    },
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(
            new StartError(
              `the page cannot listen on port ${port}: ${error.code ?? error.message}`,
              'Set PORT to a free one, or WEB=off to go without the page.',
              { cause: error },
            ),
          ),
        );
        server.listen(port, host, () => {
          // The first to ask need not wait for what is loaded at a first question.
          setImmediate(() => bot.ask({ text: bot.suggestions(1)[0] ?? 'what is new' }));
          resolve();
        });
      }),
    stop: async () => {
      close();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections();
        }, CLOSE_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
    },
  };
}
