import * as v from 'valibot';
import { mentions, readMessageText } from './escape.js';

/** Who Herald is where a delivery came from. */
export interface Self {
  readonly userId: string;
  readonly botId: string;
  /** See `ownerOf`. */
  readonly owner: string;
}

/** The message that was asked in, and the thread that its replies go to. */
export interface Place {
  readonly owner: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread: string;
}

/** What a message event means to Herald; `door` says how the question came in. */
export type Heard =
  | {
      readonly kind: 'asked';
      readonly door: 'mention' | 'direct' | 'thread';
      readonly place: Place;
      readonly asker: string;
      readonly text: string;
      /** Whether the message addresses somebody besides Herald. */
      readonly addressed: boolean;
    }
  | {
      readonly kind: 'edited';
      readonly place: Place;
      readonly asker: string;
      readonly text: string;
    }
  | { readonly kind: 'deleted'; readonly place: Place };

const SLACKBOT = 'USLACKBOT';
/** Kinds of messages that are a person's words all the same: with a file, or shown in the channel too. */
const SPOKEN = new Set(['file_share', 'thread_broadcast']);

const messageSchema = v.object({
  user: v.optional(v.string()),
  text: v.optional(v.string(), ''),
  ts: v.string(),
  thread_ts: v.optional(v.string()),
  bot_id: v.optional(v.string()),
  subtype: v.optional(v.string()),
});
type Message = v.InferOutput<typeof messageSchema>;

const eventSchema = v.variant('type', [
  v.object({ ...messageSchema.entries, type: v.literal('app_mention'), channel: v.string() }),
  v.object({
    ...messageSchema.entries,
    type: v.literal('message'),
    channel: v.string(),
    channel_type: v.optional(v.string()),
    hidden: v.optional(v.boolean()),
    message: v.optional(messageSchema),
    previous_message: v.optional(messageSchema),
    deleted_ts: v.optional(v.string()),
  }),
]);
type MessageEvent = v.InferOutput<typeof eventSchema>;

const bodySchema = v.object({ event: eventSchema });

/**
 * Reads the body of an `app_mention` or `message` event; `undefined` for everything Herald keeps silent
 * on: bots, itself, Slackbot, channel messages outside threads, and messages that are not a person's words.
 */
export function readHeard(body: unknown, self: Self): Heard | undefined {
  const parsed = v.safeParse(bodySchema, body);
  if (!parsed.success) return undefined;
  const { event } = parsed.output;
  const placeOf = ({ ts, thread_ts }: Message): Place => ({
    owner: self.owner,
    channel: event.channel,
    ts,
    thread: thread_ts ?? ts,
  });
  if (event.type === 'message' && event.subtype === 'message_changed')
    return readEdited(event, self, placeOf);
  if (event.type === 'message' && event.subtype === 'message_deleted') {
    const before = event.previous_message;
    const ts = event.deleted_ts ?? before?.ts;
    if (ts === undefined) return undefined;
    return { kind: 'deleted', place: placeOf({ ...before, text: '', ts }) };
  }
  const door = doorOf(event, self);
  if (door === undefined || !isPerson(event, self)) return undefined;
  return {
    kind: 'asked',
    door,
    place: placeOf(event),
    asker: event.user ?? '',
    text: readMessageText(event.text, self.userId),
    addressed: /<@[UW]/.test(event.text.replaceAll(`<@${self.userId}`, '')),
  };
}

function readEdited(
  { message, previous_message: before }: Extract<MessageEvent, { type: 'message' }>,
  self: Self,
  placeOf: (message: Message) => Place,
): Heard | undefined {
  if (message === undefined || !isPerson(message, self)) return undefined;
  // Slack also sends `message_changed` when it unfurls a link or counts a reply.
  if (before?.text === message.text) return undefined;
  return {
    kind: 'edited',
    place: placeOf(message),
    asker: message.user ?? '',
    text: readMessageText(message.text, self.userId),
  };
}

function doorOf(
  event: MessageEvent,
  { userId }: Self,
): 'mention' | 'direct' | 'thread' | undefined {
  if (event.type === 'app_mention') return 'mention';
  if (event.hidden) return undefined;
  // A mention in a direct message raises no `app_mention`; in a channel it raises both events.
  if (event.channel_type === 'im') return 'direct';
  if (mentions(event.text, userId)) return undefined;
  return event.thread_ts !== undefined && event.thread_ts !== event.ts ? 'thread' : undefined;
}

function isPerson({ user, bot_id, subtype }: Message, self: Self): boolean {
  return (
    user !== undefined &&
    user !== self.userId &&
    user !== SLACKBOT &&
    bot_id === undefined &&
    (subtype === undefined || SPOKEN.has(subtype))
  );
}
