import { setTimeout as wait } from 'node:timers/promises';
import { REST, RESTEvents, type RESTOptions, type RouteLike } from 'discord.js';
import type { Log } from '../adapter.js';
import { toCallFault } from './faults.js';
import type { Pace } from './pace.js';

/** The SDK's two callers: `bot` signs with the token; `interactions` does not and has no limit across routes, as Discord has none there. */
export interface Rest {
  readonly bot: REST;
  readonly interactions: REST;
  /** What Herald has to know before it starts; tried again where that fails in passing, and then rejects. */
  learn(route: RouteLike): Promise<unknown>;
  /** Ends their timers. */
  close(): void;
}

const WARN_EVERY = 500;
const SWEEP_MS = 60_000;

/** Settings of a caller that leaves retries to Herald. */
export function restOptions(apiUrl: string | undefined, pace: Pace): Partial<RESTOptions> {
  return {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    retries: 0,
    timeout: pace.callTimeoutMs,
    invalidRequestWarningInterval: WARN_EVERY,
    // One handler an interaction would otherwise stay for an hour.
    handlerSweepInterval: SWEEP_MS,
  };
}

/** The callers, apart from the gateway's client, so that the last answers go out after it is closed. */
export function createRest(token: string, apiUrl: string | undefined, pace: Pace, log: Log): Rest {
  const options = restOptions(apiUrl, pace);
  const bot = new REST(options).setToken(token);
  const interactions = new REST({
    ...options,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  });
  for (const rest of [bot, interactions])
    rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
      log.warn(
        {
          count,
          remainingMs: remainingTime,
          fix: 'See the failed calls above; at 10,000 in 10 minutes Discord bans the address.',
        },
        'Discord refuses many calls',
      ),
    );
  return {
    bot,
    interactions,
    learn: async (route) => {
      for (const pauseMs of pace.retryMs)
        try {
          return await bot.get(route);
        } catch (error) {
          const { kind, reason } = toCallFault(error);
          if (kind !== 'passing') throw error;
          log.warn({ reason, againInMs: pauseMs }, 'Discord cannot be reached');
          await wait(pauseMs);
        }
      return bot.get(route);
    },
    close: () => {
      for (const rest of [bot, interactions]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
  };
}
