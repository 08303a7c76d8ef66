import type { App, webApi } from '@slack/bolt';
import * as v from 'valibot';
import type { Deliveries, Taken } from './deliveries.js';
import { type Desk, post, withinLimits } from './desk.js';
import { findPosted } from './posted.js';
import { type Heard, type Place, readHeard } from './questions.js';
import { renderAnswer } from './render.js';
import { showStatus } from './status.js';

const TTL_MS = 30 * 86_400_000;

/** What Herald answered a message with, kept so that the reply can follow the message. */
const replySchema = v.pipe(v.string(), v.parseJson(), v.object({ posted: v.array(v.string()) }));

type Asked = Extract<Heard, { kind: 'asked' }>;
type Edited = Pick<Asked, 'place' | 'asker' | 'text'>;

/** Registers mentions, direct messages, follow-ups in threads, and what becomes of a message afterwards. */
export function registerMessages(app: App, desk: Desk, deliveries: Deliveries): void {
  const answering = new Set<string>();
  // A middleware, not listeners: Bolt runs the chains of all listeners for each of the many messages.
  app.use(async ({ body, client, context, next }) => {
    const heard = readHeard(body, desk.selfIn(context));
    if (heard === undefined) return next();
    const key = keyOf(heard.place);
    if (!(answering.has(key) || (await concernsHerald(desk, heard)))) return;
    const taken = await deliveries.take(body);
    if (taken.as === 'duplicate') return;
    answering.add(key);
    const work = desk.queues
      .run(heard.place.channel, () => {
        switch (heard.kind) {
          case 'asked':
            return answer(desk, client, heard, taken);
          case 'edited':
            return followEdit(desk, client, heard);
          case 'deleted':
            return followDeletion(desk, client, heard.place);
        }
      })
      .finally(() => answering.delete(key));
    const direct = heard.kind === 'asked' && heard.door === 'direct';
    await (direct ? showStatus(desk, client, heard.place, work) : work);
  });
}

/**
 * Whether there is anything to do: for a message that was answered, or that asks. One in a thread without a
 * mention asks where Herald answered before, nobody else is addressed, and the announcement speaks of it.
 */
async function concernsHerald({ bot, store }: Desk, heard: Heard): Promise<boolean> {
  const { place } = heard;
  if (heard.kind !== 'asked') return (await store.get('reply', keyOf(place))) !== undefined;
  if (heard.door !== 'thread') return true;
  if (heard.addressed || (await store.get('thread', threadKeyOf(place))) === undefined)
    return false;
  const { outcome } = bot.ask({ text: heard.text });
  return (
    outcome === 'answer' ||
    outcome === 'closest' ||
    (outcome === 'not-covered' && heard.text.includes('?'))
  );
}

async function answer(
  desk: Desk,
  client: webApi.WebClient,
  asked: Asked,
  taken: Exclude<Taken, { as: 'duplicate' }>,
): Promise<void> {
  const { asking } = desk;
  const { place, text, door } = asked;
  if ((await repliesTo(desk, place)).length > 0) {
    // Adding a mention to a message that was answered raises a second `app_mention` for it.
    return taken.as === 'first' ? followEdit(desk, client, asked) : undefined;
  }
  const found = taken.as === 'again' ? await findPosted(desk, client, place, taken.id) : [];
  const given = await asking.ask({ text }, { owner: place.owner, user: asked.asker });
  const messages = renderAnswer(given, 0, { ephemeral: false });
  const mark = { work: taken.id, part: found.length };
  const rest = await post(desk, client, place, messages.slice(found.length), mark);
  const posted = [...found, ...rest];
  if (posted.length === 0) return;
  await Promise.all([
    remember(desk, place, posted),
    door === 'direct'
      ? undefined
      : desk.store.put('thread', threadKeyOf(place), '', { ttlMs: TTL_MS }),
  ]);
}

async function followEdit(
  desk: Desk,
  client: webApi.WebClient,
  { place, asker, text }: Edited,
): Promise<void> {
  const [first, ...others] = await repliesTo(desk, place);
  if (first === undefined) return;
  const given = await desk.asking.ask({ text }, { owner: place.owner, user: asker });
  const [message, ...further] = renderAnswer(given, 0, { ephemeral: false });
  const { caller, log } = desk;
  await caller.call('chat.update', () =>
    client.chat.update({ channel: place.channel, ts: first, ...withinLimits(message, log) }),
  );
  await remove(desk, client, place, others);
  await remember(desk, place, [first, ...(await post(desk, client, place, further))]);
}

async function followDeletion(desk: Desk, client: webApi.WebClient, place: Place): Promise<void> {
  await remove(desk, client, place, await repliesTo(desk, place));
  await desk.store.remove('reply', keyOf(place));
}

async function remove(
  { caller }: Desk,
  client: webApi.WebClient,
  { channel }: Place,
  posted: readonly string[],
): Promise<void> {
  for (const ts of posted)
    await caller.call('chat.delete', () => client.chat.delete({ channel, ts }));
}

async function remember({ store }: Desk, place: Place, posted: readonly string[]): Promise<void> {
  await store.put('reply', keyOf(place), JSON.stringify({ posted }), { ttlMs: TTL_MS });
}

async function repliesTo({ store }: Desk, place: Place): Promise<readonly string[]> {
  const parsed = v.safeParse(replySchema, await store.get('reply', keyOf(place)));
  return parsed.success ? parsed.output.posted : [];
}

function keyOf({ owner, channel, ts }: Place): string {
  return `${owner} ${channel} ${ts}`;
}

function threadKeyOf({ owner, channel, thread }: Place): string {
  return `${owner} ${channel} ${thread}`;
}
