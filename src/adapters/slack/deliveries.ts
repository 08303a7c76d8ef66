import { setTimeout as wait } from 'node:timers/promises';
import { type App, AuthorizationError, type ReceiverEvent } from '@slack/bolt';
import * as v from 'valibot';
import type { Accepted, Store } from '../../store/store.js';
import type { Log } from '../adapter.js';
import type { Pace } from './pace.js';

/** How a delivery was taken: for the first time, again after it was begun and not finished, too late for an answer, or not at all. */
export type Taken =
  | { readonly as: 'first' | 'again' | 'late'; readonly id: string }
  | { readonly as: 'duplicate' };

/** Deliveries under way. */
export interface Deliveries {
  /**
   * Accepts the event with this body: from here on it is the store's, acknowledged, and begun again after a
   * failure or a crash until it is finished.
   */
  take(body: object): Promise<Taken>;
  /** Takes up what was accepted and not finished, now and from time to time. */
  resume(): void;
  /** Takes no further delivery and resolves when those under way are answered, at the latest after `drainMs`. */
  drain(): Promise<void>;
}

/** A delivery that must not be acknowledged, so that Slack delivers it again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

const DAY_MS = 86_400_000;
/** Begins the ids of Slack's deliveries in the store. */
const PREFIX = 'slack ';
const AGAIN = 'could not answer; it will be tried again';

const bodySchema = v.object({
  type: v.optional(v.string()),
  event_id: v.optional(v.string()),
  trigger_id: v.optional(v.string()),
  view: v.optional(v.object({ id: v.string() })),
});
const workSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({}));

/**
 * Makes an app handle every delivery once. Bolt neither drops duplicates nor waits for its listeners before it
 * acknowledges an event; here an event is acknowledged when its listener has taken it, or is done with it.
 */
export function guardDeliveries(
  app: App,
  store: Store,
  pace: Pace,
  giveUpMs: number,
  log: Log,
): Deliveries {
  const bolt = app.processEvent.bind(app);
  const takers = new WeakMap<object, () => Promise<Taken>>();
  const running = new Set<Promise<void>>();
  const underWay = new Set<string>();
  const stopping = new AbortController();

  const handleEvent = async (event: ReceiverEvent, eventId: string) => {
    const id = `${PREFIX}${eventId}`;
    // Slack is impatient: what the store has already is not even looked at.
    if (underWay.has(id)) return event.ack();
    let acknowledged = false;
    const acknowledge = async () => {
      if (acknowledged) return;
      acknowledged = true;
      await event.ack().catch((error: unknown) => {
        // The connection closed meanwhile: Slack delivers again, and the delivery is known by then.
        log.warn({ err: error }, 'could not acknowledge an event');
      });
    };
    let taken: Taken | undefined;
    takers.set(event.body, async () => {
      const isFirst = await store.accept(id, JSON.stringify(event.body), DAY_MS);
      taken = isFirst ? { as: 'first', id } : { as: 'duplicate' };
      if (isFirst) underWay.add(id);
      await acknowledge();
      return taken;
    });
    // What is not for the store to keep, such as opening the Home tab, may take long too.
    const late = setTimeout(acknowledge, pace.acknowledgeMs);
    try {
      await bolt({ ...event, ack: async () => undefined });
      if (taken?.as === 'first') await store.settle(id);
      await acknowledge();
    } catch (error) {
      if (taken?.as !== 'first') throw error;
      log.error({ err: error }, AGAIN);
    } finally {
      clearTimeout(late);
      if (taken?.as === 'first') underWay.delete(id);
    }
  };

  const handleAgain = async ({ id, work, acceptedAt }: Accepted) => {
    const isLate = Date.now() - acceptedAt > giveUpMs;
    try {
      const body = v.parse(workSchema, work);
      takers.set(body, async () => ({ as: isLate ? 'late' : 'again', id }));
      await bolt({ body, ack: async () => undefined });
    } catch (error) {
      if (error instanceof AuthorizationError)
        log.warn(
          { reason: error.message },
          'dropped a delivery from where Herald is not installed',
        );
      else if (isLate)
        log.error(
          { err: error, acceptedAt: new Date(acceptedAt).toISOString() },
          'gave up on an answer',
        );
      else throw error;
    }
    await store.settle(id);
  };
  const resumeAll = async () => {
    for (const accepted of await store.unsettled(pace.leaseMs, PREFIX)) {
      const { id } = accepted;
      if (underWay.has(id)) continue;
      underWay.add(id);
      const again = handleAgain(accepted)
        .catch((error: unknown) => log.error({ err: error }, AGAIN))
        .finally(() => underWay.delete(id));
      run(again);
    }
  };
  const run = (task: Promise<void>): Promise<void> => {
    running.add(task);
    void task.then(
      () => running.delete(task),
      () => running.delete(task),
    );
    return task;
  };

  const handle = async (event: ReceiverEvent): Promise<void> => {
    const parsed = v.safeParse(bodySchema, event.body);
    const body = parsed.success ? parsed.output : {};
    if (body.type === 'app_rate_limited') {
      log.warn(
        {
          fix: 'Slack delivers at most 30,000 events an hour and workspace; install Herald in fewer channels.',
        },
        'Slack withholds events: rate limit',
      );
      return event.ack();
    }
    if (body.event_id !== undefined) return handleEvent(event, body.event_id);
    const trigger = body.trigger_id ?? (body.type === 'view_closed' ? body.view?.id : undefined);
    if (trigger !== undefined && !(await store.claim(`${PREFIX}${trigger}`, DAY_MS)))
      return event.ack();
    return bolt(event);
  };

  app.processEvent = async (event) => {
    if (stopping.signal.aborted)
      throw new NotTaken('Herald is stopping; Slack will deliver this again');
    try {
      await run(handle(event));
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      // No retry of Slack's would find a token for a workspace that removed Herald.
      log.warn({ reason: error.message }, 'dropped a delivery from where Herald is not installed');
      await event.ack();
    }
  };
  return {
    take: async (body) => (await takers.get(body)?.()) ?? { as: 'duplicate' },
    resume: () => {
      const { signal } = stopping;
      const keepResuming = async () => {
        while (!signal.aborted) {
          await resumeAll().catch((error: unknown) =>
            log.error({ err: error }, 'could not look for unfinished answers'),
          );
          await wait(pace.resumeMs, undefined, { signal, ref: false }).catch(() => undefined);
        }
      };
      void keepResuming();
    },
    drain: async () => {
      stopping.abort();
      await Promise.race([
        Promise.allSettled(running),
        wait(pace.drainMs, undefined, { ref: false }),
      ]);
    },
  };
}
