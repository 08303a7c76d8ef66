import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** An acknowledgement, with what it carried. */
export interface Ack {
  readonly payload: unknown;
  readonly afterMs: number;
}

/** An envelope as Slack sends it, without its id. */
export interface Envelope {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: unknown;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** The Socket Mode half of the server. */
export interface SocketMode {
  /** Connections that are open and have been greeted. */
  readonly open: readonly WebSocket[];
  /** Set to leave new connections without a hello, or to turn them away with a reason. */
  greeting: 'hello' | 'silence' | { readonly disconnect: string };
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an envelope on the next connection; resolves with its acknowledgement, rejects after 3 s. */
  deliver(envelope: Envelope): Promise<Ack>;
  /** Sends an envelope and resolves to whether it was acknowledged within the time. */
  offer(envelope: Envelope, withinMs: number): Promise<boolean>;
  /** Sends any text as a frame on every connection. */
  sendRaw(frame: string): void;
  /** Asks one connection to go, as Slack does before it recycles a machine. */
  refresh(index: number): void;
  close(): void;
}

const ACK_DEADLINE_MS = 3_000;

/** Speaks Socket Mode; `changed` is called at every connection, frame and close, `onAck` before a delivery resolves. */
export function createSocketMode(
  changed: () => void,
  onAck: (envelope: Envelope, payload: unknown) => void,
): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const open: WebSocket[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();
  let next = 0;

  const accept = (socket: WebSocket) => {
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data));
      waiting.get(envelope_id)?.(payload);
      changed();
    });
    socket.on('close', () => {
      const index = open.indexOf(socket);
      if (index >= 0) open.splice(index, 1);
      changed();
    });
    if (mode.greeting === 'hello') {
      open.push(socket);
      socket.send(JSON.stringify({ type: 'hello', num_connections: open.length, debug_info: {} }));
    } else if (mode.greeting !== 'silence') {
      socket.send(JSON.stringify({ type: 'disconnect', reason: mode.greeting.disconnect }));
    }
    changed();
  };
  const send = (envelope: Envelope, withinMs: number): Promise<Ack> =>
    new Promise((resolve, reject) => {
      const socket = open[next % open.length];
      next += 1;
      if (socket === undefined) return reject(new Error('no connection to deliver on'));
      const envelope_id = randomUUID();
      const sentAt = performance.now();
      const late = setTimeout(
        () => reject(new Error(`not acknowledged within ${withinMs} ms`)),
        withinMs,
      );
      waiting.set(envelope_id, (payload) => {
        clearTimeout(late);
        waiting.delete(envelope_id);
        try {
          onAck(envelope, payload);
        } catch (error) {
          reject(error);
        }
        resolve({ payload, afterMs: performance.now() - sentAt });
      });
      socket.send(
        JSON.stringify({
          envelope_id,
          accepts_response_payload: envelope.type !== 'events_api',
          ...envelope,
        }),
      );
    });

  const mode: SocketMode = {
    open,
    greeting: 'hello',
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, accept),
    deliver: (envelope) => send(envelope, ACK_DEADLINE_MS),
    offer: (envelope, withinMs) =>
      send(envelope, withinMs).then(
        () => true,
        () => false,
      ),
    sendRaw: (frame) => {
      for (const socket of open) socket.send(frame);
    },
    refresh: (index) =>
      open[index]?.send(
        JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }),
      ),
    close: () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
  return mode;
}
