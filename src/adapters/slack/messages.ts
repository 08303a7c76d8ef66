import type { App, webApi } from '@slack/bolt';
import * as v from 'valibot';
import { type Desk, post, withinLimits } from './desk.js';
import { type Heard, type Place, readHeard } from './questions.js';
import { renderAnswer } from './render.js';
import { showStatus } from './status.js';

const TTL_MS = 30 * 86_400_000;

/** What Herald answered a message with, kept so that the reply can follow the message. */
const replySchema = v.pipe(v.string(), v.parseJson(), v.object({ posted: v.array(v.string()) }));

type Asked = Extract<Heard, { kind: 'asked' }>;

/** Registers mentions, direct messages, follow-ups in threads, and what becomes of a message afterwards. */
export function registerMessages(app: App, desk: Desk): void {
  // A middleware, not listeners: Bolt runs the chains of all listeners for each of the many messages.
  app.use(async ({ body, client, context, next }) => {
    const heard = readHeard(body, desk.selfIn(context));
    if (heard === undefined) return next();
    const work = desk.queues.run(heard.place.channel, () => {
      switch (heard.kind) {
        case 'asked':
          return answer(desk, client, heard);
        case 'edited':
          return followEdit(desk, client, heard.place, heard.text);
        case 'deleted':
          return followDeletion(desk, client, heard.place);
      }
    });
    const direct = heard.kind === 'asked' && heard.door === 'direct';
    await (direct ? showStatus(desk, client, heard.place, work) : work);
  });
}

async function answer(desk: Desk, client: webApi.WebClient, asked: Asked): Promise<void> {
  const { asking, store } = desk;
  const { place, text, door } = asked;
  const asker = { team: place.team, user: asked.asker };
  if (door === 'thread' && !(await concernsHerald(desk, asked))) return;
  // Adding a mention to a message that was answered raises a second `app_mention` for it.
  if ((await repliesTo(desk, place)).length > 0) return followEdit(desk, client, place, text);
  const messages = renderAnswer(await asking.ask({ text }, asker), 0, { ephemeral: false });
  const posted = await post(desk, client, place, messages);
  if (posted.length === 0) return;
  await Promise.all([
    store.put('reply', keyOf(place), JSON.stringify({ posted }), { ttlMs: TTL_MS }),
    door === 'direct' ? undefined : store.put('thread', threadKeyOf(place), '', { ttlMs: TTL_MS }),
  ]);
}

/**
 * Whether a message in a thread, without a mention, is for Herald: it answered there before, nobody else is
 * addressed, and it is a question or something that the announcement speaks of.
 */
async function concernsHerald({ bot, store }: Desk, { place, text, addressed }: Asked) {
  if (addressed || (await store.get('thread', threadKeyOf(place))) === undefined) return false;
  const { outcome } = bot.ask({ text });
  return (
    outcome === 'answer' ||
    outcome === 'closest' ||
    (outcome === 'not-covered' && text.includes('?'))
  );
}

async function followEdit(
  desk: Desk,
  client: webApi.WebClient,
  place: Place,
  text: string,
): Promise<void> {
  const { asking, caller, store, log } = desk;
  const [first, ...others] = await repliesTo(desk, place);
  if (first === undefined) return;
  const [message, ...further] = renderAnswer(await asking.ask({ text }), 0, { ephemeral: false });
  await caller.call('chat.update', () =>
    client.chat.update({ channel: place.channel, ts: first, ...withinLimits(message, log) }),
  );
  for (const ts of others)
    await caller.call('chat.delete', () => client.chat.delete({ channel: place.channel, ts }));
  const posted = [first, ...(await post(desk, client, place, further))];
  await store.put('reply', keyOf(place), JSON.stringify({ posted }), { ttlMs: TTL_MS });
}

async function followDeletion(desk: Desk, client: webApi.WebClient, place: Place): Promise<void> {
  const { caller, store } = desk;
  for (const ts of await repliesTo(desk, place))
    await caller.call('chat.delete', () => client.chat.delete({ channel: place.channel, ts }));
  await store.remove('reply', keyOf(place));
}

async function repliesTo({ store }: Desk, place: Place): Promise<readonly string[]> {
  const parsed = v.safeParse(replySchema, await store.get('reply', keyOf(place)));
  return parsed.success ? parsed.output.posted : [];
}

function keyOf({ team, channel, ts }: Place): string {
  return `slack ${team} ${channel} ${ts}`;
}

function threadKeyOf({ team, channel, thread }: Place): string {
  return `slack ${team} ${channel} ${thread}`;
}
