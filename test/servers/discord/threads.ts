import { GUILD } from './guild.js';
import type { Json } from './message-rules.js';
import { invalidForm, REFUSALS } from './refusal.js';
import type { World } from './routes.js';

/** Kinds of channels: of text, of announcements, and the threads of each. */
const KINDS = { text: 0, announcement: 5, announcementThread: 10, publicThread: 11 } as const;
const KEYS = ['name', 'auto_archive_duration', 'rate_limit_per_user'];
const ARCHIVE_MINUTES = [60, 1_440, 4_320, 10_080];
const HAS_THREAD = 1 << 5;

/** Opens a thread from a message, tells of it, and gives its channel. */
export function openThread(
  { threads, heard, messages, self, tell }: World,
  channel: string,
  message: string,
  body: Json,
): Json {
  const faults = threadFaults(body);
  if (faults.length > 0) throw invalidForm(faults);
  const type = GUILD.channels.find(({ id }) => id === channel)?.type;
  if (type !== KINDS.text && type !== KINDS.announcement) throw REFUSALS.wrongChannelType();
  const source = heard.get(message);
  if (source?.channel_id !== channel && !messages.some(({ id }) => id === message))
    throw REFUSALS.unknownMessage();
  if (threads.has(message)) throw REFUSALS.threadExists();
  const thread = {
    id: message,
    guild_id: GUILD.id,
    parent_id: channel,
    owner_id: self,
    name: body.name,
    type: type === KINDS.text ? KINDS.publicThread : KINDS.announcementThread,
    last_message_id: null,
    rate_limit_per_user: body.rate_limit_per_user ?? 0,
    message_count: 0,
    member_count: 1,
    thread_metadata: {
      archived: false,
      locked: false,
      auto_archive_duration: body.auto_archive_duration ?? 1_440,
      archive_timestamp: '2026-11-20T10:00:00.000000+00:00',
      create_timestamp: '2026-11-20T10:00:00.000000+00:00',
    },
  };
  threads.set(message, thread);
  tell('THREAD_CREATE', { ...thread, newly_created: true });
  if (source !== undefined) tell('MESSAGE_UPDATE', { ...source, flags: HAS_THREAD, thread });
  return thread;
}

function threadFaults(body: Json): readonly string[] {
  const { name, auto_archive_duration: minutes, rate_limit_per_user: seconds } = body;
  const faults = Object.keys(body)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `${key}: unknown`);
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100)
    faults.push('name: of 1 to 100 characters');
  if (minutes !== undefined && !ARCHIVE_MINUTES.includes(Number(minutes)))
    faults.push(`auto_archive_duration: one of ${ARCHIVE_MINUTES}`);
  if (seconds !== undefined && !(Number(seconds) >= 0 && Number(seconds) <= 21_600))
    faults.push('rate_limit_per_user: 0 to 21600');
  return faults;
}
