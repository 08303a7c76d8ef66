import { checkCommands } from './command-rules.js';
import type { Endpoint } from './endpoint.js';
import { ALLOWED, GUILD, PERMISSIONS } from './guild.js';
import {
  checkEdit,
  editResponse,
  type Interaction,
  isEphemeral,
  readResponse,
  type SentMessage,
  takeResponse,
} from './interactions.js';
import { checkMessage, isObject, type Json, pingsOf } from './message-rules.js';
import { REFUSALS, type Refusal } from './refusal.js';
import { openThread } from './threads.js';

/** Everything that the API knows. */
export interface World {
  readonly application: string;
  readonly self: string;
  readonly messages: SentMessage[];
  /** Ids of messages by channel and nonce. */
  readonly nonces: Map<string, string>;
  readonly interactions: Map<string, Interaction>;
  readonly registered: { global: readonly Json[]; readonly guilds: Map<string, readonly Json[]> };
  /** Messages of others that the gateway told of, by id. */
  readonly heard: Map<string, Json>;
  /** Threads that were opened from messages, by their id, which is the message's. */
  readonly threads: Map<string, Json>;
  /** Tells of an event over the gateway. */
  readonly tell: (type: string, data: Json) => void;
  /** Permissions that Herald is denied in channels. */
  readonly denied: Map<string, bigint>;
  /** Channels in which Herald may not speak, and how Discord says so. */
  readonly forbidden: Map<string, () => Refusal>;
  /** How many sessions may be begun until when, how many at once, and how many shards Discord wants. */
  readonly sessionStarts: {
    remaining: number;
    resetAfterMs: number;
    atOnce: number;
    shards: number;
  };
  /** Where interactions go instead of to the gateway. */
  readonly endpoint: Endpoint;
  readonly gatewayUrl: () => string;
  readonly nextId: () => string;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: RegExp;
  /** Whether the bot's token is needed. */
  readonly auth: boolean;
  /** The answer; undefined for 204. */
  readonly run: (
    world: World,
    parts: readonly string[],
    body: unknown,
    query: URLSearchParams,
  ) => object | undefined;
}

/** The one channel of direct messages that there is. */
const DIRECT_MESSAGES = '800000000000000003';
const CHANNELS: ReadonlySet<string> = new Set([
  DIRECT_MESSAGES,
  ...[...GUILD.channels, ...GUILD.threads].map(({ id }) => id),
]);

/** Every route that Herald may use. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/gateway\/bot$/,
    auth: true,
    run: ({ gatewayUrl, sessionStarts }) => ({
      url: gatewayUrl(),
      shards: sessionStarts.shards,
      session_start_limit: {
        total: 1_000,
        remaining: sessionStarts.remaining,
        reset_after: sessionStarts.resetAfterMs,
        max_concurrency: sessionStarts.atOnce,
      },
    }),
  },
  {
    method: 'GET',
    path: /^\/applications\/@me$/,
    auth: true,
    run: ({ application, endpoint }) => ({
      id: application,
      name: 'Herald',
      verify_key: endpoint.publicKey,
      interactions_endpoint_url: endpoint.url,
    }),
  },
  {
    method: 'GET',
    path: /^\/applications\/(\d+)\/commands$/,
    auth: true,
    run: ({ registered }) => registered.global,
  },
  {
    method: 'PUT',
    path: /^\/applications\/(\d+)\/commands$/,
    auth: true,
    run: (world, [application], body) => {
      if (application !== world.application) throw REFUSALS.missingAccess();
      world.registered.global = checkCommands(body, 'global');
      return world.registered.global.map((command) => ({ ...command, id: world.nextId() }));
    },
  },
  {
    method: 'PUT',
    path: /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/,
    auth: true,
    run: (world, [application, guild = ''], body) => {
      if (application !== world.application || !guild.startsWith('9'))
        throw REFUSALS.missingAccess();
      const commands = checkCommands(body, 'guild');
      world.registered.guilds.set(guild, commands);
      return commands.map((command) => ({ ...command, id: world.nextId() }));
    },
  },
  {
    method: 'POST',
    path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
    auth: false,
    run: (world, [id, token = ''], body) => {
      const interaction = world.interactions.get(token);
      if (interaction === undefined || interaction.id !== id) throw REFUSALS.unknownInteraction();
      takeResponse(interaction, asObject(body));
      return undefined;
    },
  },
  {
    method: 'GET',
    path: /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/,
    auth: false,
    run: (world, [application, token = '']) => {
      const interaction = world.interactions.get(token);
      if (interaction === undefined || application !== world.application)
        throw REFUSALS.invalidWebhookToken();
      return readResponse(interaction);
    },
  },
  {
    method: 'PATCH',
    path: /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/,
    auth: false,
    run: (world, [application, token = ''], body) => {
      const interaction = world.interactions.get(token);
      if (interaction === undefined || application !== world.application)
        throw REFUSALS.invalidWebhookToken();
      editResponse(interaction, asObject(body));
      return readResponse(interaction);
    },
  },
  {
    method: 'POST',
    path: /^\/users\/@me\/channels$/,
    auth: true,
    run: (_, __, body) => ({
      id: DIRECT_MESSAGES,
      type: 1,
      recipients: [{ id: asObject(body).recipient_id }],
    }),
  },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages$/,
    auth: true,
    run: (world, [channel = ''], body) => {
      checkChannel(world, channel);
      const message = asObject(body);
      checkMessage(message);
      checkSpeaking(world, channel, message);
      const nonce = message.enforce_nonce === true ? `${channel} ${message.nonce}` : undefined;
      const before = nonce === undefined ? undefined : world.nonces.get(nonce);
      if (before !== undefined) return { id: before, channel_id: channel };
      const id = world.nextId();
      if (nonce !== undefined) world.nonces.set(nonce, id);
      world.messages.push({ id, channel, body: message, pings: pingsOf(message) });
      return { id, channel_id: channel };
    },
  },
  {
    // Of what is said there, Herald's own messages alone.
    method: 'GET',
    path: /^\/channels\/(\d+)\/messages$/,
    auth: true,
    run: (world, [channel = ''], _body, query) => {
      checkChannel(world, channel);
      const after = BigInt(query.get('after') ?? '0');
      return world.messages
        .filter((message) => message.channel === channel && BigInt(message.id) > after)
        .slice(0, Number(query.get('limit') ?? '50'))
        .map(({ id, body }) => ({
          id,
          channel_id: channel,
          author: { id: world.self },
          message_reference: body.message_reference,
        }));
    },
  },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
    auth: true,
    run: (world, [channel = '', message = ''], body) => {
      checkChannel(world, channel);
      checkPermission(world, channel, PERMISSIONS.createPublicThreads);
      return openThread(world, channel, message, asObject(body));
    },
  },
  {
    method: 'PATCH',
    path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
    auth: true,
    run: (world, [channel = '', id = ''], body) => {
      checkChannel(world, channel);
      const message = asObject(body);
      const shown = [...world.interactions.values()].find(
        (interaction) => interaction.messageId === id && !isEphemeral(interaction),
      );
      if (shown !== undefined) {
        checkEdit(shown.message, message);
        shown.message = message;
        return { id, channel_id: channel };
      }
      const index = indexOf(world, channel, id);
      checkEdit(world.messages[index]?.body, message);
      world.messages[index] = { id, channel, body: message, pings: pingsOf(message) };
      return { id, channel_id: channel };
    },
  },
  {
    method: 'DELETE',
    path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
    auth: true,
    run: (world, [channel = '', id = '']) => {
      world.messages.splice(indexOf(world, channel, id), 1);
      return undefined;
    },
  },
];

function checkChannel(world: World, channel: string): void {
  const { forbidden, threads } = world;
  if (!CHANNELS.has(channel) && !threads.has(channel)) throw REFUSALS.unknownChannel();
  if (!isPermitted(world, channel, PERMISSIONS.viewChannel)) throw REFUSALS.missingAccess();
  const refuse = forbidden.get(channel);
  if (refuse !== undefined) throw refuse();
}

function checkSpeaking(world: World, channel: string, { message_reference }: Json): void {
  const { sendMessages, sendMessagesInThreads, readMessageHistory } = PERMISSIONS;
  const isThread = parentOf(world, channel) !== undefined;
  checkPermission(world, channel, isThread ? sendMessagesInThreads : sendMessages);
  if (message_reference !== undefined && !isPermitted(world, channel, readMessageHistory))
    throw REFUSALS.cannotReplyUnread();
}

function checkPermission(world: World, channel: string, permission: bigint): void {
  if (!isPermitted(world, channel, permission)) throw REFUSALS.missingPermissions();
}

/** In direct messages everything is; a thread has the permissions of its channel. */
function isPermitted(world: World, channel: string, permission: bigint): boolean {
  const { denied } = world;
  if (channel === DIRECT_MESSAGES) return true;
  const within = parentOf(world, channel) ?? channel;
  return (ALLOWED & ~(denied.get(within) ?? 0n) & permission) !== 0n;
}

function parentOf({ threads }: World, channel: string): string | undefined {
  const opened = threads.get(channel)?.parent_id;
  return typeof opened === 'string'
    ? opened
    : GUILD.threads.find(({ id }) => id === channel)?.parent_id;
}

function indexOf({ messages }: World, channel: string, id: string): number {
  const index = messages.findIndex((message) => message.id === id && message.channel === channel);
  if (index < 0) throw REFUSALS.unknownMessage();
  return index;
}

function asObject(body: unknown): Json {
  return isObject(body) ? body : {};
}
