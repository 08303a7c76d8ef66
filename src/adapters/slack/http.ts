import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AuthorizationError, HTTPReceiver, type Logger, type Receiver } from '@slack/bolt';
import { type Log, StartError } from '../adapter.js';
import { NotTaken } from './deliveries.js';
import type { Pace } from './pace.js';

/** Settings of {@link createHttpReceiver}. */
export interface HttpOptions {
  readonly signingSecret: string;
  readonly port: number;
  /** Address to listen on; all by default. */
  readonly host?: string;
  readonly pace: Pace;
  readonly log: Log;
  readonly sdkLog: Logger;
}

const MAX_SKEW_S = 300;
const REQUEST_TIMEOUT_MS = 10_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * A receiver of signed requests at `POST /slack/events`, with `GET /health` beside it.
 * Bolt checks the signature; what it lets pass is refused here: timestamps in the future.
 */
export function createHttpReceiver(options: HttpOptions): Receiver {
  const { signingSecret, port, host, pace, log, sdkLog } = options;
  const bolt = new HTTPReceiver({
    signingSecret,
    logger: sdkLog,
    processEventErrorHandler: async ({ error, response }) => {
      if (!(error instanceof NotTaken)) log.error({ err: error }, 'could not answer');
      if (!response.headersSent)
        response.writeHead(error instanceof AuthorizationError ? 401 : 503).end();
      return true;
    },
  });
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/health') {
      sendHealth(response);
    } else if (isFromFuture(request)) {
      log.warn({}, 'refused a request with a timestamp in the future');
      response.writeHead(401).end();
    } else {
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

function sendHealth(response: ServerResponse): void {
  response.setHeader('content-type', 'application/json').end('{"ok":true}');
}

function isFromFuture({ headers }: IncomingMessage): boolean {
  return Number(headers['x-slack-request-timestamp']) - Date.now() / 1_000 > MAX_SKEW_S;
}

/** Bolt reads a form only where the type is given without parameters. */
function normalizeContentType({ headers }: IncomingMessage): void {
  if (headers['content-type']?.startsWith(`${FORM};`)) headers['content-type'] = FORM;
}
