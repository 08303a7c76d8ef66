import type { Logger, webApi } from '@slack/bolt';
import { fetchByRequest } from './fetch.js';
import type { Pace } from './pace.js';

/** Options of a Web API client, fresh at every call: the SDK changes those it is given. */
export function createClientOptions(
  apiUrl: string | undefined,
  pace: Pace,
  sdkLog: Logger,
): webApi.WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: pace.callTimeoutMs,
    fetch: fetchByRequest,
    // Retries are the caller's, which waits for one call without holding up the client's others.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: sdkLog,
  };
}
