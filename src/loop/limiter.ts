import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

/** How many questions a minute are answered; 0 is no limit. */
export interface Limits {
  readonly perPerson: number;
  readonly perChannel: number;
}

/** Counts questions; false when one is too many. */
export type Limiter = (person: string, place: string) => Promise<boolean>;

/** Makes the counter of one limit: `points` in every `duration` seconds for each key. */
export type MakeCounter = (options: {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
}) => Pick<RateLimiterAbstract, 'consume'>;

const MINUTE_S = 60;

/** Limits questions per person and per channel, counted in this process unless other counters are given. */
export function createLimiter(
  { perPerson, perChannel }: Limits,
  makeCounter: MakeCounter = (options) => new RateLimiterMemory(options),
): Limiter {
  const counter = (keyPrefix: string, points: number) =>
    points === 0 ? undefined : makeCounter({ keyPrefix, points, duration: MINUTE_S });
  const person = counter('person', perPerson);
  const channel = counter('channel', perChannel);
  const allows = async (counts: ReturnType<MakeCounter> | undefined, key: string) => {
    try {
      await counts?.consume(key);
      return true;
    } catch (reason) {
      // A limiter rejects with its count when the limit is reached, with an error when it cannot count.
      if (reason instanceof Error) throw reason;
      return false;
    }
  };
  return async (who, place) => (await allows(person, who)) && (await allows(channel, place));
}
