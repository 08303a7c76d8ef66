import type { App, webApi } from '@slack/bolt';
import type { Answer } from '../../bot/answer.js';
import { writeAddress } from './corrections.js';
import type { Deliveries, Taken } from './deliveries.js';
import { type Desk, post, whisper } from './desk.js';
import type { SlackMessage } from './limits.js';
import { findPosted } from './posted.js';
import { type Heard, type Place, readHeard } from './questions.js';
import { plainLine } from './quote.js';
import { renderAnswer } from './render.js';
import { keyOf, rememberReplies, removeReplies, replaceReplies, repliesTo } from './replies.js';
import { showStatus } from './status.js';

/** How long a thread that Herald answered in is followed. */
const TTL_MS = 30 * 86_400_000;
const LATE = 'I could not answer this in time. Please ask again.';

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
            return removeReplies(desk, client, heard.place);
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
async function concernsHerald({ bot, store, mayPreview }: Desk, heard: Heard): Promise<boolean> {
  const { place } = heard;
  if (heard.kind !== 'asked') return (await store.get('reply', keyOf(place))) !== undefined;
  if (heard.door !== 'thread') return true;
  if (heard.addressed || (await store.get('thread', threadKeyOf(place))) === undefined)
    return false;
  const { outcome } = bot.ask({
    text: heard.text,
    preview: mayPreview?.(place.channel) === true,
  });
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
  if ((await repliesTo(desk, place)).posted.length > 0) {
    // Adding a mention to a message that was answered raises a second `app_mention` for it.
    return taken.as === 'first' ? followEdit(desk, client, asked) : undefined;
  }
  const found =
    taken.as === 'first' ? [] : ((await findPosted(desk, client, place, taken.id)) ?? []);
  if (taken.as === 'late' && found.length === 0) {
    const apology: SlackMessage = {
      text: LATE,
      blocks: [{ type: 'rich_text', elements: [plainLine(LATE)] }],
    };
    await post(desk, client, place, [apology], { work: taken.id, part: 0 });
    return;
  }
  const given = await asking.ask({ text }, { ...place, user: asked.asker });
  const messages = renderAnswer(given, 0, { ephemeral: false });
  if (isNotice(given, place))
    return whisper(desk, client, { ...place, user: asked.asker }, messages);
  const mark = { work: taken.id, part: found.length };
  const rest = await post(desk, client, place, messages.slice(found.length), mark);
  const posted = [...found, ...rest];
  if (posted.length === 0) return;
  await Promise.all([
    rememberReplies(desk, place, {
      posted,
      asker: desk.loop.pseudonym({ platform: 'slack', user: asked.asker }),
    }),
    tell(desk, asked, given),
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
  const given = await desk.asking.ask({ text }, { ...place, user: asker });
  const messages = renderAnswer(given, 0, { ephemeral: false });
  if (isNotice(given, place)) return whisper(desk, client, { ...place, user: asker }, messages);
  if (await replaceReplies(desk, client, place, messages))
    await tell(desk, { place, asker, text }, given);
}

/** Whether this is for the asker alone, though it was asked before others: that they ask too fast. */
function isNotice({ outcome }: Answer, { channel }: Place): boolean {
  return outcome === 'limited' && !channel.startsWith('D');
}

/** Lets an answer be corrected when the announcement changes. */
async function tell(
  { posted, mayPreview }: Desk,
  { place, asker, text }: Edited,
  given: Answer,
): Promise<void> {
  const question = { text, ...(mayPreview?.(place.channel) ? { preview: true } : {}) };
  await posted?.(writeAddress(place), question, given, asker);
}

function threadKeyOf({ owner, channel, thread }: Place): string {
  return keyOf({ owner, channel, ts: thread });
}
