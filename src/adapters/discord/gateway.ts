import { setTimeout as wait } from 'node:timers/promises';
import {
  ChannelType,
  Client,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GuildMember,
  Options,
  Routes,
} from 'discord.js';
import * as v from 'valibot';
import type { Log } from '../adapter.js';
import type { Place } from './desk.js';
import { toStartError } from './faults.js';
import type { Pace } from './pace.js';
import { type LackingIn, lackingBy } from './permissions.js';
import { type Rest, restOptions } from './rest.js';
import { keepSessions } from './sessions.js';

/** The gateway as Herald uses it. */
export interface Gateway {
  /** Resolves when it is ready; rejects with `StartError`. */
  open(): Promise<void>;
  /** Hears nothing more. */
  close(): Promise<void>;
  /** Calls `listen`, and no earlier one, with each event of the types, as it came. */
  on(types: readonly GatewayDispatchEvents[], listen: (received: unknown) => void): void;
  /** Herald's own user id; empty before it is ready. */
  selfId(): string;
  /** What it last told of a channel. */
  placeOf(channel: string): Place;
  /** What Herald may not do in a channel. */
  readonly lackingIn: LackingIn;
}

/** What comes over the gateway, as the SDK hands it on before it looks at it. */
interface Packet {
  t: string | null;
  readonly d: unknown;
}

/** Which gateway, and which part of it is this process's. */
export interface GatewaySettings {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly shards: 'own' | 'supervised';
}

/** None of these is privileged: what mentions Herald is visible without `MessageContent`. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

/** Kinds of channels in which a thread can be opened from a message; a forum has posts, and a voice channel nothing. */
const WITH_THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
]);

/**
 * Events that are Herald's alone. The SDK would make its structures of them, and where one lacks a field that
 * it expects, as an interaction without `entitlements`, its error ends the process as an unhandled rejection.
 */
const OWN_EVENTS: ReadonlySet<string> = new Set([
  GatewayDispatchEvents.InteractionCreate,
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.MessageDeleteBulk,
]);

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const startsSchema = v.object({
  session_start_limit: v.object({ remaining: v.number(), reset_after: v.number() }),
});

/**
 * A gateway that keeps itself open and resumes by itself. Payloads are read as they come, not from the
 * SDK's structures, so all its caches that can be are off, and an interaction is the same whichever way it
 * comes.
 */
export function createGateway(
  { token, apiUrl, shards }: GatewaySettings,
  rest: Pick<Rest, 'learn'>,
  pace: Pace,
  log: Log,
): Gateway {
  const client = new Client({
    intents: INTENTS,
    // Without, the SDK takes what the supervisor put into its environment.
    ...(shards === 'own' ? { shards: 'auto' } : {}),
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    makeCache: Options.cacheWithLimits(NO_CACHES),
    // The SDK asks for the gateway once more by itself.
    rest: { ...restOptions(apiUrl, pace), retries: 3 },
    ws: { buildStrategy: keepSessions(pace.sessionMs) },
  });
  const listeners = new Map<string, (received: unknown) => void>();
  const stopping = new AbortController();
  client.on(Events.Raw, (packet: Packet) => {
    const { t: type, d: received } = packet;
    if (type === null) return;
    // The SDK looks at the packet after this, and has no use for one without a type.
    if (OWN_EVENTS.has(type)) packet.t = null;
    listeners.get(type)?.(received);
  });
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
    open: async () => {
      try {
        await waitForSessions(rest, log, stopping.signal);
        await client.login(token);
      } catch (error) {
        throw toStartError(error);
      }
    },
    close: async () => {
      stopping.abort();
      await client.destroy();
    },
    on: (types, listen) => {
      for (const type of types) listeners.set(type, listen);
    },
    selfId: () => client.user?.id ?? '',
    placeOf: (channel) => placeOf(client, channel),
    lackingIn: lackingBy(client),
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
  // Herald's own tell what it may do.
  GuildMemberManager: {
    maxSize: 0,
    keepOverLimit: ({ id, client }: GuildMember) => id === client.user.id,
  },
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
async function waitForSessions(
  rest: Pick<Rest, 'learn'>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const parsed = v.safeParse(startsSchema, await rest.learn(Routes.gatewayBot()));
    if (!parsed.success || parsed.output.session_start_limit.remaining > 0) return;
    const { reset_after: resetMs } = parsed.output.session_start_limit;
    log.warn(
      { forMs: resetMs, fix: 'Nothing to do but wait; look for what starts Herald so often.' },
      'Discord allows no further session today',
    );
    await wait(Math.min(resetMs, LONGEST_TIMER_MS), undefined, { signal });
  }
}

function placeOf(client: Client, id: string): Place {
  const channel = client.channels.cache.get(id);
  if (channel === undefined || channel.isDMBased()) return {};
  return {
    ...(channel.isThread() && channel.parentId !== null ? { parent: channel.parentId } : {}),
    locale: channel.guild.preferredLocale,
    takesThreads: WITH_THREADS.has(channel.type),
  };
}
