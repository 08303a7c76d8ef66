import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Store } from '../../store/store.js';
import type { Log } from '../adapter.js';
import type { Pace } from './pace.js';
import { type Message, messageSchema } from './payloads.js';

/** How a message is to be answered: for the first time, again after that failed or was cut off, or too late. */
export type Turn = 'first' | 'again' | 'late';

/** Messages that are being answered. */
export interface Inbox {
  /** Has a message answered, if nobody did; from here on it is the store's, and begun again until it is settled. */
  take(message: Message): Promise<void>;
  /** Takes up what was accepted and not answered, now and from time to time. */
  resume(): void;
  /** Takes nothing up any more. */
  stop(): void;
}

/** Begins the ids of Discord's messages in the store. */
const PREFIX = 'discord ';
const AGAIN = 'a message could not be answered; it will be tried again';

const workSchema = v.pipe(v.string(), v.parseJson(), messageSchema);

/** The key of a message in the store. */
export function keyOf(message: string): string {
  return `${PREFIX}${message}`;
}

/**
 * Messages that outlive the process; `answer` resolves to whether the message is settled, or is to be tried
 * again later. The gateway delivers an event once: what is not accepted when Herald dies is lost.
 */
export function createInbox(
  store: Store,
  answer: (message: Message, turn: Turn) => Promise<'settled' | 'later'>,
  { resumeMs, leaseMs }: Pick<Pace, 'resumeMs' | 'leaseMs'>,
  giveUpMs: number,
  log: Log,
): Inbox {
  const underWay = new Set<string>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const run = async (id: string, message: Message, turn: Turn): Promise<void> => {
    underWay.add(id);
    try {
      const outcome = await answer(message, turn);
      if (outcome === 'settled' || turn === 'late') await store.settle(id);
    } catch (error) {
      log.error({ err: error }, AGAIN);
    } finally {
      underWay.delete(id);
    }
  };
  const resumeAll = async () => {
    const running: Promise<void>[] = [];
    for (const { id, work, acceptedAt } of await store.unsettled(leaseMs, PREFIX)) {
      if (underWay.has(id)) continue;
      const parsed = v.safeParse(workSchema, work);
      if (parsed.success) {
        const turn = Date.now() - acceptedAt > giveUpMs ? 'late' : 'again';
        running.push(run(id, parsed.output, turn));
      } else {
        log.error({ id }, 'dropped a message of another release that cannot be read');
        await store.settle(id);
      }
    }
    await Promise.all(running);
  };
  const keepResuming = async () => {
    while (!signal.aborted) {
      await resumeAll().catch((error: unknown) =>
        log.error({ err: error }, 'could not look for unanswered messages'),
      );
      await wait(resumeMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    take: async (message) => {
      const id = keyOf(message.id);
      if (await store.accept(id, JSON.stringify(message))) await run(id, message, 'first');
    },
    resume: () => void keepResuming(),
    stop: () => stopping.abort(),
  };
}
