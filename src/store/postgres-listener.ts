import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

/** Hears what is notified on a channel. */
export interface Listener {
  stop(): Promise<void>;
}

const CHECK_EVERY_MS = 30_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Listens on a channel over a connection of its own, made anew whenever it breaks. `onListening` is called each
 * time it listens: what was notified before went unheard.
 */
export function listenOn(
  channel: string,
  connect: () => Client,
  onNotified: (payload: string) => void,
  onListening: () => void,
): Listener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
  let retryMs = FIRST_RETRY_MS;

  const listen = async (client: Client): Promise<void> => {
    // What breaks ends the connection too, and that is waited for.
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => onNotified(payload));
    let isOver = false;
    const ended = new Promise<void>((resolve) => {
      client.once('end', () => {
        isOver = true;
        resolve();
      });
    });
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    retryMs = FIRST_RETRY_MS;
    onListening();
    while (!isOver && !signal.aborted) {
      await Promise.race([ended, pause(CHECK_EVERY_MS)]);
      // A server that vanished does not say so.
      if (!isOver && !signal.aborted) await client.query('SELECT 1');
    }
  };
  const keepListening = async () => {
    while (!signal.aborted) {
      const client = connect();
      // What goes wrong is tried again; a database that is gone is reported by whatever reads or writes.
      await listen(client).catch(() => undefined);
      await client.end().catch(() => undefined);
      await pause(retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }
  };
  const listening = keepListening();
  return {
    stop: () => {
      stopping.abort();
      return listening;
    },
  };
}
