import { ALLOWED, GUILD } from './guild.js';
import type { Json } from './message-rules.js';
import type { DiscordServer } from './server.js';

/** Where things happen. */
export const CHANNELS = {
  general: '800000000000000001',
  thread: '800000000000000002',
  direct: '800000000000000003',
} as const;

/** Who asks. */
export const ANA = { id: '700000000000000001', username: 'ana', global_name: 'Ana', bot: false };

/** What of a message a test sets. */
export interface MessageParts {
  readonly content: string;
  readonly id?: string;
  readonly channel?: string;
  readonly author?: Json;
  readonly rest?: Json;
}

/** A message in a server's channel; who is mentioned in it follows from its text. */
export function guildMessage(
  server: DiscordServer,
  { content, id, channel = CHANNELS.general, author = ANA, rest = {} }: MessageParts,
): Json {
  return {
    id: id ?? server.nextId(),
    channel_id: channel,
    guild_id: GUILD.id,
    type: 0,
    content,
    author,
    member: { roles: [], nick: null },
    mentions: content.includes(`<@${server.self}>`)
      ? [{ id: server.self, username: 'Herald', bot: true }]
      : [],
    mention_everyone: false,
    mention_roles: [],
    attachments: [],
    embeds: [],
    timestamp: '2026-11-20T10:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    ...rest,
  };
}

/** A message in the direct messages of somebody and Herald. */
export function directMessage(server: DiscordServer, parts: MessageParts): Json {
  const {
    guild_id: _,
    member: __,
    ...message
  } = guildMessage(server, {
    channel: CHANNELS.direct,
    ...parts,
  });
  return { ...message, channel_type: 1 };
}

/** A reply to one of Herald's messages, which pings it unless told not to. */
export function replyToHerald(
  server: DiscordServer,
  { content, pings = true, to }: { content: string; pings?: boolean; to: string },
): Json {
  return guildMessage(server, {
    content,
    rest: {
      type: 19,
      mentions: pings ? [{ id: server.self, username: 'Herald', bot: true }] : [],
      message_reference: { message_id: to, channel_id: CHANNELS.general },
      referenced_message: {
        id: to,
        content: '',
        author: { id: server.self, username: 'Herald', bot: true },
      },
    },
  });
}

/** Where an interaction comes from. */
export type Scene = 'guild' | 'thread' | 'direct' | 'elsewhere';

/** Who uses Herald, where, and in which language; `manages` is whether they may manage the server. */
export interface SceneParts {
  readonly scene?: Scene;
  readonly locale?: string;
  readonly user?: typeof ANA;
  readonly manages?: boolean;
  /** Permissions that Herald is denied there. */
  readonly denied?: bigint;
}

/** `/ask`. */
export function askCommand(
  question: string,
  options: SceneParts & { readonly public?: boolean } = {},
): Json {
  return {
    type: 2,
    ...sceneOf(options),
    data: {
      id: '600000000000000001',
      type: 1,
      name: 'ask',
      options: [
        { name: 'question', type: 3, value: question },
        ...(options.public === undefined
          ? []
          : [{ name: 'public', type: 5, value: options.public }]),
      ],
    },
  };
}

/** Any other command, with its subcommand and the options of that. */
export function command(
  name: string,
  options: SceneParts & { readonly subcommand?: string; readonly given?: readonly Json[] } = {},
): Json {
  const { subcommand, given = [] } = options;
  return {
    type: 2,
    ...sceneOf(options),
    data: {
      id: '600000000000000002',
      type: 1,
      name,
      options: subcommand === undefined ? given : [{ name: subcommand, type: 1, options: given }],
    },
  };
}

/** The message command, used on a message with this text. */
export function messageCommand(content: string, options: SceneParts = {}): Json {
  const target = '810000000000000001';
  return {
    type: 2,
    ...sceneOf(options),
    data: {
      id: '600000000000000003',
      type: 3,
      name: 'Answer from announcement',
      target_id: target,
      resolved: { messages: { [target]: { id: target, content, author: ANA } } },
    },
  };
}

/** What was typed so far of a question. */
export function typing(typed: string, options: SceneParts = {}): Json {
  return {
    type: 4,
    ...sceneOf(options),
    data: {
      id: '600000000000000001',
      type: 1,
      name: 'ask',
      options: [{ name: 'question', type: 3, value: typed, focused: true }],
    },
  };
}

/** A pressed button. */
export function press(
  customId: string,
  options: SceneParts & { readonly message?: string } = {},
): Json {
  return {
    type: 3,
    ...sceneOf(options),
    message: { id: options.message ?? '820000000000000001', content: '' },
    data: { custom_id: customId, component_type: 2 },
  };
}

/** A modal that was sent, with its texts by field. */
export function modalSubmit(
  customId: string,
  fields: Readonly<Record<string, string>>,
  options: SceneParts = {},
): Json {
  return {
    type: 5,
    ...sceneOf(options),
    data: {
      custom_id: customId,
      components: Object.entries(fields).map(([field, value], index) => ({
        type: 18,
        id: 2 * index + 1,
        component: { type: 4, id: 2 * index + 2, custom_id: field, value },
      })),
    },
  };
}

/** What an app may do where only the asker has it installed (files, links, mentions), and with its own direct messages. */
const USER_ALLOWED = '180224';
const DIRECT_ALLOWED = '442368';

function sceneOf({
  scene = 'guild',
  locale = 'en-US',
  user = ANA,
  manages = false,
  denied = 0n,
}: SceneParts) {
  const member = { user, nick: null, roles: [], permissions: manages ? '32' : '2048' };
  switch (scene) {
    case 'guild':
    case 'thread':
      return {
        locale,
        guild_id: GUILD.id,
        channel_id: CHANNELS[scene === 'guild' ? 'general' : 'thread'],
        channel: {
          id: CHANNELS[scene === 'guild' ? 'general' : 'thread'],
          type: scene === 'guild' ? 0 : 11,
          ...(scene === 'guild' ? {} : { parent_id: CHANNELS.general }),
        },
        member,
        context: 0,
        app_permissions: String(ALLOWED & ~denied),
        authorizing_integration_owners: { 0: GUILD.id },
      };
    case 'direct':
      return {
        locale,
        channel_id: CHANNELS.direct,
        channel: { id: CHANNELS.direct, type: 1 },
        user,
        context: 1,
        app_permissions: DIRECT_ALLOWED,
        authorizing_integration_owners: { 0: '0' },
      };
    case 'elsewhere':
      return {
        locale,
        channel_id: '880000000000000009',
        channel: { id: '880000000000000009', type: 3 },
        user,
        context: 2,
        app_permissions: USER_ALLOWED,
        authorizing_integration_owners: { 1: user.id },
      };
  }
}
