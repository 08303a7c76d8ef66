import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { type App, type Logger, type Receiver, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Log } from '../adapter.js';
import { NotTaken } from './deliveries.js';
import { toStartError } from './faults.js';
import { guardFrames } from './frames.js';
import type { Health } from './health.js';
import type { Pace } from './pace.js';

/** Settings of {@link createSocketReceiver}. */
export interface SocketOptions {
  readonly appToken: string;
  /** Fresh options at every call: the SDK changes those it is given. */
  readonly clientOptions: () => webApi.WebClientOptions;
  readonly connections: number;
  readonly pace: Pace;
  readonly log: Log;
  readonly sdkLog: Logger;
}

/** A receiver over Socket Mode connections, each kept open whatever happens to it. */
export interface SocketReceiver extends Receiver {
  health(): Health;
}

/** An open connection; `closed` tells why it closed. */
interface Socket {
  readonly closed: Promise<string>;
  close(): Promise<unknown>;
}

/**
 * Keeps several connections to Slack, so that none of its refreshes leaves a gap. The client's own
 * reconnecting is off: it gives up, by an unhandled rejection, when opening a connection fails.
 * `start` resolves with the first connection and rejects with a StartError when that one fails.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { connections, pace, log } = options;
  const open = new Set<Socket>();
  const stopping = new AbortController();
  let app: App | undefined;
  let lastInboundAt: number | undefined;

  const keepOpen = async (first: Socket | undefined) => {
    let socket = first;
    for (let failures = 0; !stopping.signal.aborted; ) {
      let waitMs = jitter(pace.reconnectMs);
      try {
        socket ??= await openSocket(options, app, () => {
          lastInboundAt = Date.now();
        });
        open.add(socket);
        failures = 0;
        const reason = await socket.closed;
        open.delete(socket);
        if (reason === 'too_many_websockets') waitMs = crowded(pace);
        if (!stopping.signal.aborted) log.info({ reason, waitMs }, 'a connection to Slack closed');
      } catch (error) {
        const { message, fix } = toStartError('apps.connections.open', error);
        waitMs = message.includes('too_many_websockets')
          ? crowded(pace)
          : jitter(Math.min(pace.reconnectMs * 2 ** failures, pace.maxReconnectMs));
        failures += 1;
        log.error({ reason: message, fix, waitMs, open: open.size }, 'no connection to Slack');
      }
      socket = undefined;
      await wait(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {
      const first = await openSocket(options, app, () => {
        lastInboundAt = Date.now();
      }).catch((error: unknown) => {
        throw toStartError('apps.connections.open', error);
      });
      for (let slot = 0; slot < connections; slot += 1)
        void keepOpen(slot === 0 ? first : undefined);
    },
    stop: async () => {
      stopping.abort();
      const closing = Promise.allSettled([...open].map((socket) => socket.close()));
      await Promise.race([closing, wait(pace.closeMs, undefined, { ref: false })]);
    },
    health: () => ({ connected: open.size, wanted: connections, lastInboundAt }),
  };
}

/** Resolves once Slack has said hello on a new connection. */
async function openSocket(
  { appToken, clientOptions, pace, log, sdkLog }: SocketOptions,
  app: App | undefined,
  onFrame: () => void,
): Promise<Socket> {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLog,
    autoReconnectEnabled: false,
    clientPingTimeout: pace.pongMs,
    installerOptions: { clientOptions: clientOptions() },
    processEventErrorHandler: async ({ error }) => {
      if (!(error instanceof NotTaken)) log.error({ err: error }, 'could not answer');
      return false;
    },
  });
  if (app !== undefined) receiver.init(app);
  const { client } = receiver;
  let reason = 'closed';
  guardFrames(client, (type, why) => {
    onFrame();
    if (type === 'disconnect') reason = why ?? 'disconnect';
  });
  const closed = new Promise<string>((resolve) => {
    client.once('disconnected', () => resolve(reason));
  });
  const tooLong = setTimeout(() => {
    reason = 'no hello';
    void hangUp(client);
  }, pace.helloMs);
  try {
    await client.start();
  } catch (error) {
    throw error ?? new Error(reason);
  } finally {
    clearTimeout(tooLong);
  }
  return { closed, close: () => hangUp(client) };
}

/** Says goodbye and closes: the first call sends the close frame, the second does not wait for its answer. */
async function hangUp(client: SocketModeReceiver['client']): Promise<void> {
  void client.disconnect();
  await nextTurn();
  await client.disconnect();
}

function crowded({ crowdedMs }: Pace): number {
  return crowdedMs + jitter(crowdedMs);
}

/** Between half of the time and all of it, so that many processes do not come back as one. */
function jitter(timeMs: number): number {
  return timeMs / 2 + Math.random() * (timeMs / 2);
}
