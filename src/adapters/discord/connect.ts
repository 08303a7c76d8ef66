import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  Events,
  GatewayIntentBits,
  Options,
  REST,
  RESTEvents,
  Routes,
  type Snowflake,
} from 'discord.js';
import * as v from 'valibot';
import type { Log } from '../adapter.js';
import type { Rest } from './calls.js';
import type { Place } from './desk.js';
import { toStartError } from './faults.js';
import type { Pace } from './pace.js';

/** The SDK's client and callers. */
export interface Connection {
  readonly client: Client;
  readonly rest: Rest;
  /** Resolves when the gateway is ready; rejects with `StartError`. */
  open(): Promise<void>;
  /** Hears nothing more; calls still work. */
  closeGateway(): Promise<void>;
  /** Ends what is left of the callers. */
  close(): void;
  placeOf(channel: string): Place;
}

/** None of these is privileged: what mentions Herald is visible without `MessageContent`. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

const WARN_EVERY = 500;
const SWEEP_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const gatewaySchema = v.object({
  session_start_limit: v.object({ remaining: v.number(), reset_after: v.number() }),
});

/**
 * A client of which Herald uses the gateway and the callers alone: payloads are read as they come, so all
 * caches that can be are off, and an interaction is the same whichever way it comes.
 */
export function createConnection(
  token: string,
  apiUrl: string | undefined,
  pace: Pace,
  log: Log,
): Connection {
  const restOptions = {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    retries: 0,
    timeout: pace.callTimeoutMs,
    invalidRequestWarningInterval: WARN_EVERY,
    // One handler an interaction would otherwise stay for an hour.
    handlerSweepInterval: SWEEP_MS,
  };
  const client = new Client({
    intents: INTENTS,
    shards: 'auto',
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    makeCache: Options.cacheWithLimits(NO_CACHES),
    rest: restOptions,
  });
  // Not the client's own: that one is shut with the gateway, before the last answers are out.
  const bot = new REST(restOptions).setToken(token);
  const interactions = new REST({
    ...restOptions,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  });
  const stopping = new AbortController();

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
  client.on(Events.Error, (error) =>
    log.error({ reason: error.message }, 'the Discord client failed'),
  );
  client.on(Events.ShardReconnecting, (shard) => {
    if (!stopping.signal.aborted) log.warn({ shard }, 'the gateway is reconnecting');
  });
  client.on(Events.ShardResume, (shard) => log.info({ shard }, 'the gateway has resumed'));
  client.on(Events.ShardError, (error, shard) => {
    // Before the first ready state the same error rejects the login.
    if (!client.isReady()) return;
    const { message, fix } = toStartError(error);
    log.error({ shard, fix }, message);
  });

  return {
    client,
    rest: { bot, interactions },
    open: async () => {
      try {
        await waitForSessions(bot, log, stopping.signal);
        await client.login(token);
      } catch (error) {
        throw toStartError(error);
      }
    },
    closeGateway: async () => {
      stopping.abort();
      await client.destroy();
    },
    close: () => {
      for (const rest of [bot, interactions]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
    placeOf: (id) => placeOf(client, id),
  };
}

/** Every cache that discord.js can do without; servers and channels it needs. */
const NO_CACHES = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildSoundboardSoundManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  SubscriptionManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
};

/** Discord allows 1,000 sessions a day and resets the token of a bot that starts more: waits for the next day where none is left. */
async function waitForSessions(rest: REST, log: Log, signal: AbortSignal): Promise<void> {
  for (;;) {
    const parsed = v.safeParse(gatewaySchema, await rest.get(Routes.gatewayBot()));
    if (!parsed.success || parsed.output.session_start_limit.remaining > 0) return;
    const { reset_after: resetMs } = parsed.output.session_start_limit;
    log.warn(
      { forMs: resetMs, fix: 'Nothing to do but wait; look for what starts Herald so often.' },
      'Discord allows no further session today',
    );
    await wait(Math.min(resetMs, LONGEST_TIMER_MS), undefined, { signal });
  }
}

function placeOf(client: Client, id: Snowflake): Place {
  const channel = client.channels.cache.get(id);
  if (channel === undefined || channel.isDMBased()) return {};
  return {
    ...(channel.isThread() && channel.parentId !== null ? { parent: channel.parentId } : {}),
    locale: channel.guild.preferredLocale,
  };
}
