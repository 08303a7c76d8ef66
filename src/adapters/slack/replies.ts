import type { webApi } from '@slack/bolt';
import * as v from 'valibot';
import { type Desk, post, withinLimits } from './desk.js';
import type { SlackMessage } from './limits.js';
import type { Place } from './questions.js';

/** As long as what was posted is corrected when an announcement changes. */
const TTL_MS = 90 * 86_400_000;

const replySchema = v.pipe(v.string(), v.parseJson(), v.object({ posted: v.array(v.string()) }));

/** What a message is called in the store. */
export function keyOf({ owner, channel, ts }: Omit<Place, 'thread'>): string {
  return `${owner} ${channel} ${ts}`;
}

/** The messages that Herald answered a message with, in order; none for one that it did not answer. */
export async function repliesTo(
  { store }: Pick<Desk, 'store'>,
  place: Place,
): Promise<readonly string[]> {
  const parsed = v.safeParse(replySchema, await store.get('reply', keyOf(place)));
  return parsed.success ? parsed.output.posted : [];
}

/** Keeps what a message was answered with, so that the reply can follow the message and the announcement. */
export async function rememberReplies(
  { store }: Pick<Desk, 'store'>,
  place: Place,
  posted: readonly string[],
): Promise<void> {
  await store.put('reply', keyOf(place), JSON.stringify({ posted }), { ttlMs: TTL_MS });
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
  const [first, ...others] = await repliesTo(desk, place);
  if (first === undefined) return false;
  const updated = await caller.call('chat.update', () =>
    client.chat.update({ channel, ts: first, ...withinLimits(message, log) }),
  );
  await deleteMessages(desk, client, channel, others);
  if (updated === undefined) {
    await desk.store.remove('reply', keyOf(place));
    return false;
  }
  await rememberReplies(desk, place, [first, ...(await post(desk, client, place, further))]);
  return true;
}

/** Takes the reply to a message away. */
export async function removeReplies(
  desk: Desk,
  client: webApi.WebClient,
  place: Place,
): Promise<void> {
  await deleteMessages(desk, client, place.channel, await repliesTo(desk, place));
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
