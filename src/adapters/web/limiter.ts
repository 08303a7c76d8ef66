import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

const MINUTE_S = 60;

/** Counts requests by address; false when one is too many. `perMinute` 0 is no limit. */
export function createRequestLimiter(
  perMinute: number,
): (address: string, weight?: number) => Promise<boolean> {
  if (perMinute === 0) return async () => true;
  const counts = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  return async (address, weight = 1) => {
    try {
      await counts.consume(address, weight);
      return true;
    } catch (reason) {
      if (reason instanceof Error) throw reason;
      return false;
    }
  };
}
