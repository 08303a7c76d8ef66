import type { webApi } from '@slack/bolt';
import * as v from 'valibot';
import { type Desk, post, withinLimits } from './desk.js';
import type { SlackMessage } from './limits.js';
import type { Place } from './questions.js';

/** As long as what was posted is corrected when an announcement changes. */
const TTL_MS = 90 * 86_400_000;

/** What a message was answered with. */
export interface Replies {
  /** The messages, in order; none where it was not answered. */
  readonly posted: readonly string[];
  /** Pseudonym of whoever asked: what is kept goes with them. */
  readonly asker?: string;
}

const replySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ posted: v.array(v.string()), asker: v.exactOptional(v.string()) }),
);

/** What a message is called in the store. */
export function keyOf({ owner, channel, ts }: Omit<Place, 'thread'>): string {
  return `${owner} ${channel} ${ts}`;
}

/** What Herald answered a message with. */
export async function repliesTo({ store }: Pick<Desk, 'store'>, place: Place): Promise<Replies> {
  const parsed = v.safeParse(replySchema, await store.get('reply', keyOf(place)));
  return parsed.success ? parsed.output : { posted: [] };
}

/** Keeps what a message was answered with, so that the reply can follow the message and the announcement. */
export async function rememberReplies(
  { store }: Pick<Desk, 'store'>,
  place: Place,
  replies: Replies,
): Promise<void> {
  const { asker } = replies;
  await store.put('reply', keyOf(place), JSON.stringify(replies), {
    ttlMs: TTL_MS,
    ...(asker === undefined ? {} : { asker }),
  });
}

/** Puts messages in the place of the reply to a message; false where there is none to replace. */
export async function replaceReplies(
  desk: Desk,
  client: webApi.WebClient,
  place: Place,
  [message, ...further]: readonly [SlackMessage, ...SlackMessage[]],
): Promise<boolean> {
  const { caller, log } = desk;
  const { channel } = place;
  const before = await repliesTo(desk, place);
  const [first, ...others] = before.posted;
  if (first === undefined) return false;
  const updated = await caller.call('chat.update', () =>
    client.chat.update({ channel, ts: first, ...withinLimits(message, log) }),
  );
  await deleteMessages(desk, client, channel, others);
  if (updated === undefined) {
    await desk.store.remove('reply', keyOf(place));
    return false;
  }
  const posted = [first, ...(await post(desk, client, place, further))];
  await rememberReplies(desk, place, { ...before, posted });
  return true;
}

/** Takes the reply to a message away. */
export async function removeReplies(
  desk: Desk,
  client: webApi.WebClient,
  place: Place,
): Promise<void> {
  const { posted } = await repliesTo(desk, place);
  await deleteMessages(desk, client, place.channel, posted);
  await desk.store.remove('reply', keyOf(place));
}

async function deleteMessages(
  { caller }: Pick<Desk, 'caller'>,
  client: webApi.WebClient,
  channel: string,
  posted: readonly string[],
): Promise<void> {
  for (const ts of posted)
    await caller.call('chat.delete', () => client.chat.delete({ channel, ts }));
}
