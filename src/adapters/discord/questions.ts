import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  MessageType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Asker } from '../../loop/loop.js';
import type { InteractionPayload, Message, Option } from './payloads.js';
import { type Deed, lackingAmong } from './permissions.js';
import type { Where } from './settings.js';

/** Kind of the installation in a server. */
const SERVER = String(ApplicationIntegrationType.GuildInstall);
const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/** A message as far as it is for Herald. */
export type Heard =
  | { readonly kind: 'question'; readonly text: string }
  /** It is for Herald, but Discord withholds its text: no mention is written in it. */
  | { readonly kind: 'unreadable' };

/**
 * What a message asks Herald, or `undefined` for one that is not for it: from a bot, a webhook or Herald
 * itself, or in a server without mentioning Herald or replying to it.
 */
export function readMessage(message: Message, selfId: string): Heard | undefined {
  const { author, webhook_id, type, guild_id, content, mentions } = message;
  if (author === undefined || author.bot || author.id === selfId || webhook_id !== undefined)
    return undefined;
  if (type !== MessageType.Default && type !== MessageType.Reply) return undefined;
  const isReply = message.referenced_message?.author?.id === selfId;
  const isMentioned = mentions.some(({ id }) => id === selfId);
  if (guild_id !== undefined && !isMentioned && !(isReply && content !== '')) return undefined;
  if (content === '' && guild_id !== undefined) return { kind: 'unreadable' };
  return { kind: 'question', text: withoutMention(content, selfId) };
}

/** What an option of a command was given, wherever it stands in the subcommands. */
export function readOption(
  options: readonly Option[] | undefined,
  name: string,
): string | number | boolean | undefined {
  for (const option of options ?? []) {
    if (option.name === name && option.value !== undefined) return option.value;
    const within = readOption(option.options, name);
    if (within !== undefined) return within;
  }
  return undefined;
}

/** The option that is being typed, for type-ahead. */
export function readFocused(options: readonly Option[] | undefined): Option | undefined {
  for (const option of options ?? []) {
    const focused = option.focused ? option : readFocused(option.options);
    if (focused !== undefined) return focused;
  }
  return undefined;
}

/** What the message that a message command was used on asks. */
export function readTarget(
  {
    target_id,
    resolved,
  }: {
    readonly target_id: string;
    readonly resolved: {
      readonly messages: Readonly<Record<string, { readonly content: string }>>;
    };
  },
  selfId: string,
): string {
  const content = resolved.messages[target_id]?.content ?? '';
  return withoutMention(content, selfId);
}

/** The name under which somebody is known where they used Herald. */
export function readName({ member, user }: InteractionPayload): string {
  const person = member?.user ?? user;
  return member?.nick ?? person?.global_name ?? person?.username ?? '';
}

/** The id of whoever used Herald. */
export function readUserId({ member, user }: InteractionPayload): string {
  return member?.user?.id ?? user?.id ?? '';
}

/** Who used Herald, and where. */
export function readAsker(payload: InteractionPayload): Asker {
  const { guild_id, channel_id = '' } = payload;
  const manages = mayManage(payload);
  return { ...askerIn(guild_id, channel_id, readUserId(payload)), manages };
}

/** Where Herald was used. */
export function readWhere({ channel_id, channel, guild_id }: InteractionPayload): Where {
  return { channel: channel_id, parent: channel?.parent_id, server: guild_id };
}

/** Somebody in a channel; in direct messages there is no server. */
export function askerIn(guild: string | undefined, channel: string, user: string): Asker {
  return { platform: 'discord', user, place: `discord ${guild ?? '@me'} ${channel}` };
}

/** Whether an interaction comes from the direct messages of somebody and Herald, where nobody else reads along. */
export function isDirect({ context }: InteractionPayload): boolean {
  return context === InteractionContextType.BotDM;
}

/** Whether whoever used Herald may manage the server. */
export function mayManage({ member }: InteractionPayload): boolean {
  const permissions = BigInt(member?.permissions ?? 0);
  return (
    (permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n
  );
}

/**
 * What Herald lacks for a deed where it was used, as far as is known: in a server that has it installed. A
 * reply to the interaction needs no permission.
 */
export function lackingAt(
  { app_permissions, authorizing_integration_owners, guild_id, channel }: InteractionPayload,
  deed: Deed,
): readonly string[] {
  const owners = authorizing_integration_owners ?? {};
  if (app_permissions === undefined || guild_id === undefined || !(SERVER in owners)) return [];
  return lackingAmong(
    BigInt(app_permissions),
    deed,
    THREADS.has(channel?.type ?? ChannelType.GuildText),
  );
}

/** Whether everyone may see what Herald replies where it was used. */
export function mayShow(payload: InteractionPayload): boolean {
  return lackingAt(payload, 'speak').length === 0;
}

function withoutMention(content: string, selfId: string): string {
  return content.replaceAll(`<@${selfId}>`, ' ').replaceAll(`<@!${selfId}>`, ' ').trim();
}
