import type { Json } from './message-rules.js';

/** Herald's user id, and that of its role. */
export const HERALD = { user: '128000000000000000', role: '950000000000000001' } as const;

/** Bits of the permissions that matter here. */
export const PERMISSIONS = {
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

/** What Herald's role allows: what its invitation asks for, and to open threads. */
export const ALLOWED = 274_877_991_936n | PERMISSIONS.createPublicThreads;

/** The one server that Herald is in: a text channel and a thread in it. */
export const GUILD = {
  id: '900000000000000001',
  name: 'Readers',
  owner_id: '700000000000000009',
  preferred_locale: 'en-US',
  unavailable: false,
  member_count: 2,
  large: false,
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  roles: [
    { id: '900000000000000001', name: '@everyone', permissions: '0', position: 0, flags: 0 },
    { id: HERALD.role, name: 'Herald', permissions: String(ALLOWED), position: 1, flags: 0 },
  ],
  emojis: [],
  stickers: [],
  features: [],
  members: [
    {
      user: { id: HERALD.user, username: 'Herald', discriminator: '0001', avatar: null, bot: true },
      roles: [HERALD.role],
      joined_at: '2026-01-01T00:00:00.000000+00:00',
      deaf: false,
      mute: false,
      flags: 0,
    },
  ],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  channels: [{ id: '800000000000000001', type: 0, name: 'general', permission_overwrites: [] }],
  threads: [
    {
      id: '800000000000000002',
      type: 11,
      name: 'a thread',
      parent_id: '800000000000000001',
      thread_metadata: { archived: false, auto_archive_duration: 1_440, locked: false },
      member_count: 2,
      message_count: 2,
    },
  ],
} as const;

/** A channel as Discord shows it where Herald is denied these permissions in it. */
export function channelWith(id: string, denied: bigint): Json {
  const channel = GUILD.channels.find((one) => one.id === id);
  const overwrite = { id: HERALD.user, type: 1, allow: '0', deny: String(denied) };
  return {
    ...channel,
    guild_id: GUILD.id,
    permission_overwrites: denied === 0n ? [] : [overwrite],
  };
}
