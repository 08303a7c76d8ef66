import { setTimeout as wait } from 'node:timers/promises';
import { type App, AuthorizationError, type ReceiverEvent } from '@slack/bolt';
import * as v from 'valibot';
import type { Store } from '../../store/store.js';
import type { Log } from '../adapter.js';
import type { Pace } from './pace.js';

/** Deliveries under way. */
export interface Deliveries {
  /** Takes no further delivery and resolves when those under way are answered, at the latest after `drainMs`. */
  drain(): Promise<void>;
}

/** A delivery that must not be acknowledged, so that Slack delivers it again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

const DAY_MS = 86_400_000;

const bodySchema = v.object({
  type: v.optional(v.string()),
  event_id: v.optional(v.string()),
  trigger_id: v.optional(v.string()),
  view: v.optional(v.object({ id: v.string() })),
});

/**
 * Makes an app handle every delivery once. Bolt neither drops duplicates nor waits for its listeners
 * before it acknowledges an event; here an event is claimed before anything happens and acknowledged once
 * it is answered (or `acknowledgeMs` after it came), so that one cut short by a crash is delivered again.
 */
export function guardDeliveries(app: App, store: Store, pace: Pace, log: Log): Deliveries {
  const bolt = app.processEvent.bind(app);
  const underWay = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  let draining = false;

  const acknowledge = (event: ReceiverEvent) =>
    event.ack().catch((error: unknown) => {
      // The connection closed meanwhile: Slack delivers again, and is answered at once.
      log.warn({ err: error }, 'could not acknowledge an event');
    });
  const handleEvent = async (id: string, event: ReceiverEvent) => {
    if ((await store.get('reply', `event ${id}`)) !== undefined) return;
    if (!(await store.claim(`slack ${id}`, pace.leaseMs)))
      throw new NotTaken(`event ${id} is under way elsewhere or was cut short; Slack will retry`);
    await bolt({ ...event, ack: async () => undefined });
    await store.put('reply', `event ${id}`, 'done', { ttlMs: DAY_MS });
  };
  const takeEvent = async (id: string, event: ReceiverEvent) => {
    const first = underWay.get(id);
    const handling = first ?? handleEvent(id, event);
    if (first === undefined) {
      underWay.set(id, handling);
      handling.then(
        () => underWay.delete(id),
        () => underWay.delete(id),
      );
    }
    let late: NodeJS.Timeout | undefined;
    const tooLong = new Promise<false>((resolve) => {
      late = setTimeout(resolve, pace.acknowledgeMs, false);
    });
    const answered = await Promise.race([handling.then(() => true), tooLong]).finally(() =>
      clearTimeout(late),
    );
    await acknowledge(event);
    if (!answered) await handling;
  };
  const take = async (event: ReceiverEvent) => {
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
    if (body.event_id !== undefined) return takeEvent(body.event_id, event);
    const trigger = body.trigger_id ?? (body.type === 'view_closed' ? body.view?.id : undefined);
    if (trigger !== undefined && !(await store.claim(`slack ${trigger}`, DAY_MS)))
      return event.ack();
    return bolt(event);
  };

  app.processEvent = async (event) => {
    if (draining) throw new NotTaken('Herald is stopping; Slack will deliver this again');
    const taking = take(event);
    running.add(taking);
    try {
      await taking;
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      // No retry of Slack's would find a token for a workspace that removed Herald.
      log.warn({ reason: error.message }, 'dropped a delivery from where Herald is not installed');
      await event.ack();
    } finally {
      running.delete(taking);
    }
  };
  return {
    drain: async () => {
      draining = true;
      await Promise.race([
        Promise.allSettled(running),
        wait(pace.drainMs, undefined, { ref: false }),
      ]);
    },
  };
}
