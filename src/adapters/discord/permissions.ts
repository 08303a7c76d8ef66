import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Log } from '../adapter.js';

/** What Herald does in a channel: says something, says it as a reply to a message, opens a thread from one. */
export type Deed = 'speak' | 'refer' | 'open threads';

/** The permissions that Herald needs for a deed in a channel and lacks, as far as is known, by the names that Discord shows. */
export type LackingIn = (channel: string, deed: Deed) => readonly string[];

/** Whether nothing is known to forbid a deed in a channel. */
export type Permits = (channel: string, deed: Deed) => boolean;

const NAMES = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  ReadMessageHistory: 'Read Message History',
  CreatePublicThreads: 'Create Public Threads',
} as const;
const MAX_TOLD = 10_000;

/** The permissions that are needed for a deed, in a thread or elsewhere, and not among those given, as bits. */
export function lackingAmong(
  permissions: bigint,
  deed: Deed,
  isThread: boolean,
): readonly string[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  return neededFor(deed, isThread)
    .filter((name) => (permissions & PermissionFlagsBits[name]) === 0n)
    .map((name) => NAMES[name]);
}

/** What Herald lacks by what the gateway last told of its roles and of the channel; nothing where that is not known. */
export function lackingBy(client: Client): LackingIn {
  return (id, deed) => {
    const channel = client.channels.cache.get(id);
    if (channel === undefined || channel.isDMBased()) return [];
    const { me } = channel.guild.members;
    // Without the role of everyone what is allowed cannot be computed.
    if (me === null || !channel.guild.roles.cache.has(channel.guild.id)) return [];
    const permissions = channel.permissionsFor(me);
    return permissions === null ? [] : lackingAmong(permissions.bitfield, deed, channel.isThread());
  };
}

/** Says once for each channel and deed, until it is permitted again, what to do. */
export function createPermits(lackingIn: LackingIn, log: Log): Permits {
  const told = new Set<string>();
  return (channel, deed) => {
    const lacking = lackingIn(channel, deed);
    const key = `${deed} ${channel}`;
    if (lacking.length === 0) {
      told.delete(key);
      return true;
    }
    if (told.has(key)) return false;
    if (told.size >= MAX_TOLD) told.clear();
    told.add(key);
    log.warn(
      { channel, lacking, fix: `Give Herald there: ${lacking.join(', ')}. ${CONSEQUENCES[deed]}` },
      'Herald lacks permissions in a channel',
    );
    return false;
  };
}

const CONSEQUENCES: Readonly<Record<Deed, string>> = {
  speak: 'Until then it answers no messages there, only commands.',
  refer: 'Until then it answers there without pointing at the question.',
  'open threads':
    'Until then it answers in the channel; or turn threads off with /announcement settings.',
};

function neededFor(deed: Deed, isThread: boolean): readonly (keyof typeof NAMES)[] {
  switch (deed) {
    case 'speak':
      return ['ViewChannel', isThread ? 'SendMessagesInThreads' : 'SendMessages'];
    case 'refer':
      return ['ReadMessageHistory'];
    case 'open threads':
      return ['ViewChannel', 'CreatePublicThreads', 'SendMessagesInThreads'];
  }
}
