import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type Authorize,
  HTTPReceiver,
  type InstallationStore,
  type Logger,
  type Receiver,
  type webApi,
} from '@slack/bolt';
import { type Log, StartError } from '../adapter.js';
import { NotTaken } from './deliveries.js';
import type { Health } from './health.js';
import { PATHS, SCOPES } from './manifest.js';
import type { Pace } from './pace.js';

/** Settings of {@link createHttpReceiver}. */
export interface HttpOptions {
  readonly signingSecret: string;
  readonly port: number;
  /** Address to listen on; all by default. */
  readonly host?: string;
  /** To let people install the app in workspaces of theirs, at `GET /slack/install`. */
  readonly install?: InstallOptions;
  readonly pace: Pace;
  readonly log: Log;
  readonly sdkLog: Logger;
}

/** The app's own credentials, and where its installations are kept. */
export interface InstallOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly installationStore: InstallationStore;
  readonly clientOptions: webApi.WebClientOptions;
}

/** A receiver, with the way to find a workspace's token where people install the app themselves. */
export interface HttpReceiver extends Receiver {
  readonly authorize: Authorize<boolean> | undefined;
  health(): Health;
}

const MAX_SKEW_S = 300;
const REQUEST_TIMEOUT_MS = 10_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * A receiver of signed requests at `POST /slack/events`, with `GET /health` beside it.
 * Bolt checks the signature; what it lets pass is refused here: timestamps in the future.
 */
export function createHttpReceiver(options: HttpOptions): HttpReceiver {
  const { signingSecret, port, host, install, pace, log, sdkLog } = options;
  const bolt = new HTTPReceiver({
    signingSecret,
    logger: sdkLog,
    ...(install === undefined ? {} : installer(install, signingSecret)),
    processEventErrorHandler: async ({ error, response }) => {
      if (!(error instanceof NotTaken)) log.error({ err: error }, 'could not answer');
      if (!response.headersSent) response.writeHead(503).end();
      return true;
    },
  });
  let lastInboundAt: number | undefined;
  const health = () => ({ connected: server.listening ? 1 : 0, wanted: 1, lastInboundAt });
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/health') {
      sendHealth(response, health());
    } else if (isFromFuture(request)) {
      log.warn({}, 'refused a request with a timestamp in the future');
      response.writeHead(401).end();
    } else {
      lastInboundAt = Date.now();
      normalizeContentType(request);
      try {
        bolt.requestListener(request, response);
      } catch {
        // Bolt throws, for its caller to route, where the path or method is not its own.
        response.writeHead(404).end();
      }
    }
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return {
    authorize: bolt.installer?.authorize,
    health,
    init: (app) => bolt.init(app),
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(
            new StartError(
              `cannot listen on port ${port}: ${error.code ?? error.message}`,
              'Free the port or choose another one.',
              { cause: error },
            ),
          ),
        );
        server.listen(port, host, () => resolve(server));
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        const close = setTimeout(() => server.closeAllConnections(), pace.closeMs);
        server.close(() => {
          clearTimeout(close);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function installer(
  { clientId, clientSecret, installationStore, clientOptions }: InstallOptions,
  signingSecret: string,
) {
  return {
    clientId,
    clientSecret,
    installationStore,
    scopes: [...SCOPES],
    // Signs the state that protects an installation against forgery; stays the same over restarts.
    stateSecret: createHmac('sha256', signingSecret).update('install state').digest('hex'),
    installerOptions: {
      clientOptions,
      installPath: PATHS.install,
      redirectUriPath: PATHS.redirect,
    },
  };
}

function sendHealth(response: ServerResponse, health: Health): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, ...health }));
}

function isFromFuture({ headers }: IncomingMessage): boolean {
  return Number(headers['x-slack-request-timestamp']) - Date.now() / 1_000 > MAX_SKEW_S;
}

/** Bolt reads a form only where the type is given without parameters. */
function normalizeContentType({ headers }: IncomingMessage): void {
  if (headers['content-type']?.startsWith(`${FORM};`)) headers['content-type'] = FORM;
}
