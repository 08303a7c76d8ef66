import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../adapter.js';
import { type CallFault, fixOf, toCallFault } from './faults.js';
import type { Pace } from './pace.js';

/** What came of a call; `retried` where it was tried more than once. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: CallFault; readonly retried: boolean };

/** Makes a call, and again while its fault passes and the deadline, by `performance.now()`, is not reached; what fails for good is logged under the name `what`. */
export type TryCall = <T>(
  what: string,
  call: () => Promise<T>,
  deadline?: number,
) => Promise<Attempt<T>>;

/** Calls that are retried by Herald: the SDK's own four tries are over within 35 ms. */
export function createAttempts({ retryMs }: Pace, log: Log, onUnauthorized: () => void): TryCall {
  const report = (what: string, fault: CallFault) => {
    const fix = fixOf(fault, what);
    const fields = { call: what, ...fault, ...(fix === undefined ? {} : { fix }) };
    if (fault.kind === 'answered' || fault.kind === 'gone')
      log.info(fields, 'a call came too late');
    else log.error(fields, 'a call of Discord failed');
    if (fault.kind === 'unauthorized') onUnauthorized();
  };
  return async (what, call, deadline = Number.POSITIVE_INFINITY) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return { ok: true, value: await call() };
      } catch (error) {
        const fault = toCallFault(error);
        const pauseMs = retryMs[tries];
        const isLast =
          pauseMs === undefined ||
          performance.now() + pauseMs >= deadline ||
          fault.kind !== 'passing';
        if (isLast) {
          report(what, fault);
          return { ok: false, fault, retried: tries > 0 };
        }
        await wait(pauseMs * (0.75 + Math.random() / 2));
      }
    }
  };
}

/** Channels in which something is not allowed, each for a while. */
export interface Pauses {
  has(channel: string): boolean;
  add(channel: string): void;
}

const MAX_PAUSED = 10_000;

/** Pauses of this many milliseconds. */
export function createPauses(pauseMs: number): Pauses {
  const until = new Map<string, number>();
  return {
    has: (channel) => (until.get(channel) ?? 0) > performance.now(),
    add: (channel) => {
      if (until.size >= MAX_PAUSED) until.clear();
      until.set(channel, performance.now() + pauseMs);
    },
  };
}
