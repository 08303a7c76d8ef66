import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Store } from '../../store/store.js';
import type { Log } from '../adapter.js';
import type { Pace } from './pace.js';

/** How work is to be done: for the first time, again after that failed or was cut off, or too late. */
export type Turn = 'first' | 'again' | 'late';

/** Work that outlives the process: from when it is accepted until it is settled, it is the store's. */
export interface Inbox<Work> {
  /** Accepts work, if nobody did; resolves, once the store has it, to the job that does it. */
  accept(id: string, work: Work): Promise<(() => Promise<void>) | undefined>;
  /** Takes up what was accepted and not settled, now and from time to time; resolves when stopped and done. */
  resume(): Promise<void>;
  /** Takes nothing up any more. */
  stop(): void;
}

/** What is accepted and how it is done. */
export interface InboxSettings<Work> {
  /** Begins the ids of the work in the store; no other inbox's prefix may begin with it. */
  readonly prefix: string;
  readonly schema: v.GenericSchema<unknown, Work>;
  /** Resolves to whether the work is settled, or is to be tried again later, as it is where this rejects. */
  readonly work: (work: Work, turn: Turn, acceptedAt: number) => Promise<'settled' | 'later'>;
  /** After this long the turn is `late`, the last. */
  readonly giveUpMs: number;
}

/** An inbox. The gateway delivers an event once: what is not accepted when Herald dies is lost. */
export function createInbox<Work>(
  { prefix, schema, work: doWork, giveUpMs }: InboxSettings<Work>,
  store: Store,
  { resumeMs, leaseMs }: Pick<Pace, 'resumeMs' | 'leaseMs'>,
  log: Log,
): Inbox<Work> {
  const kept = v.pipe(v.string(), v.parseJson(), schema);
  const underWay = new Set<string>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const run = async (id: string, work: Work, turn: Turn, acceptedAt: number): Promise<void> => {
    underWay.add(id);
    try {
      const outcome = await doWork(work, turn, acceptedAt);
      if (outcome === 'settled' || turn === 'late') await store.settle(id);
    } catch (error) {
      log.error({ err: error }, 'a question could not be answered; it will be tried again');
    } finally {
      underWay.delete(id);
    }
  };
  const resumeAll = async () => {
    const running: Promise<void>[] = [];
    for (const { id, work, acceptedAt } of await store.unsettled(leaseMs, prefix)) {
      if (underWay.has(id)) continue;
      const parsed = v.safeParse(kept, work);
      if (parsed.success) {
        const turn = Date.now() - acceptedAt > giveUpMs ? 'late' : 'again';
        running.push(run(id, parsed.output, turn, acceptedAt));
      } else {
        log.error({ id }, 'dropped a question of another release that cannot be read');
        await store.settle(id);
      }
    }
    await Promise.all(running);
  };
  const keepResuming = async () => {
    while (!signal.aborted) {
      await resumeAll().catch((error: unknown) =>
        log.error({ err: error }, 'could not look for unanswered questions'),
      );
      await wait(resumeMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    accept: async (id, work) => {
      const key = `${prefix}${id}`;
      const receivedAt = Date.now();
      const isFirst = await store.accept(key, JSON.stringify(work));
      return isFirst ? () => run(key, work, 'first', receivedAt) : undefined;
    },
    resume: keepResuming,
    stop: () => stopping.abort(),
  };
}
