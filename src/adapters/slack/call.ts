import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../adapter.js';
import { readFault } from './faults.js';
import type { Pace } from './pace.js';

/** Makes calls of the Web API that outlive faults of Slack's. */
export interface Caller {
  /**
   * The call's result. A permanent error is logged once and gives `undefined`; no answer, a fault of Slack's
   * and a rate limit are tried again at the pace given, and reject when that is used up.
   */
  call<T>(method: string, send: () => Promise<T>): Promise<T | undefined>;
}

/** A caller that waits only for the call at hand: one channel's rate limit is nobody else's. */
export function createCaller(pace: Pace, log: Log): Caller {
  return {
    call: async (method, send) => {
      let faults = 0;
      for (let limits = 0; ; ) {
        try {
          return await send();
        } catch (error) {
          const fault = readFault(error);
          if (fault === undefined) throw error;
          if (fault.kind === 'permanent') {
            log.warn({ method, code: fault.code }, 'Slack refused a call for good');
            return undefined;
          }
          if (fault.kind === 'limited') {
            limits += 1;
            if (limits > pace.maxRateLimits || fault.waitMs > pace.maxRetryAfterMs) throw error;
            log.warn({ method, waitMs: fault.waitMs }, 'Slack asked to wait');
            await wait(fault.waitMs);
          } else {
            const waitMs = pace.retryMs[faults];
            faults += 1;
            if (waitMs === undefined) throw error;
            log.warn({ method, code: fault.code, waitMs }, 'Slack did not answer a call');
            await wait(waitMs);
          }
        }
      }
    },
  };
}
