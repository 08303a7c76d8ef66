import * as v from 'valibot';

/** Somebody pressed a button of a message. */
export interface Click {
  readonly user: string;
  /** See `ownerOf`. */
  readonly owner: string;
  readonly channel: string;
  /** The thread of the message, or the message itself where it starts none. */
  readonly thread: string | undefined;
  /** Whether only the asker sees the message. */
  readonly ephemeral: boolean;
  readonly responseUrl: string | undefined;
  readonly triggerId: string;
  readonly action: string;
  readonly value: string;
}

const clickSchema = v.object({
  trigger_id: v.string(),
  user: v.object({ id: v.string() }),
  channel: v.object({ id: v.string() }),
  container: v.object({
    message_ts: v.optional(v.string()),
    thread_ts: v.optional(v.string()),
    is_ephemeral: v.optional(v.boolean(), false),
  }),
  message: v.optional(v.object({ thread_ts: v.optional(v.string()) })),
  response_url: v.optional(v.string()),
  actions: v.tupleWithRest(
    [v.object({ action_id: v.string(), value: v.optional(v.string(), '') })],
    v.unknown(),
  ),
});

/** Reads a `block_actions` body; `undefined` for a button that is not in a message. */
export function readClick(body: unknown, owner: string): Click | undefined {
  const parsed = v.safeParse(clickSchema, body);
  if (!parsed.success) return undefined;
  const { user, channel, container, message, response_url, trigger_id, actions } = parsed.output;
  const thread = container.thread_ts ?? message?.thread_ts;
  return {
    user: user.id,
    owner,
    channel: channel.id,
    thread: thread ?? (container.is_ephemeral ? undefined : container.message_ts),
    ephemeral: container.is_ephemeral,
    responseUrl: response_url,
    triggerId: trigger_id,
    action: actions[0].action_id,
    value: actions[0].value,
  };
}

const homePressSchema = v.object({
  trigger_id: v.string(),
  user: v.object({ id: v.string() }),
  view: v.object({ type: v.literal('home') }),
  actions: v.tupleWithRest([v.object({ value: v.optional(v.string(), '') })], v.unknown()),
});

/** Reads a `block_actions` body of a button in the Home tab; `undefined` for any other. */
export function readHomePress(body: unknown) {
  const parsed = v.safeParse(homePressSchema, body);
  if (!parsed.success) return undefined;
  const { trigger_id, user, actions } = parsed.output;
  return { triggerId: trigger_id, user: user.id, value: actions[0].value };
}
