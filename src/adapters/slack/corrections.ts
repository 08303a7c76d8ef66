import type { Adapter } from '../adapter.js';
import { type Desk, post } from './desk.js';
import { ownerId, ownerNamed } from './owner.js';
import { findPosted } from './posted.js';
import type { Place } from './questions.js';
import { renderAnswer } from './render.js';
import { rememberReplies, replaceReplies, repliesTo } from './replies.js';

/** Where the reply to a message stands, for {@link createCorrect}: workspace or organisation, channel, message, thread. */
export function writeAddress({ owner, channel, ts, thread }: Place): string {
  return [ownerId(owner), channel, ts, thread].join(' ');
}

function readAddress(address: string): Place {
  const [id = '', channel = '', ts = '', thread = ''] = address.split(' ');
  return { owner: ownerNamed(id), channel, ts, thread };
}

/** Slack's way to correct an answer that was posted. */
export function createCorrect(desk: Desk): NonNullable<Adapter['correct']> {
  return async (address, how, answer) => {
    const place = readAddress(address);
    const client = await desk.clientOf(place.owner);
    if (client === undefined) return 'gone';
    const messages = renderAnswer(answer, 0, { ephemeral: false });
    return desk.queues.run(place.channel, async () => {
      if (how.mode === 'edit')
        return (await replaceReplies(desk, client, place, messages)) ? 'corrected' : 'gone';
      const before = await repliesTo(desk, place);
      if (before.posted.length === 0) return 'gone';
      const { work, triedMsAgo } = how;
      const found = triedMsAgo === undefined ? [] : await findPosted(desk, client, place, work);
      if (found === undefined) return 'unsure';
      const mark = { work, part: found.length };
      const rest = await post(desk, client, place, messages.slice(found.length), mark);
      const posted = [...found, ...rest];
      if (posted.length === 0) return 'gone';
      const all = [...new Set([...before.posted, ...posted])];
      await rememberReplies(desk, place, { ...before, posted: all });
      return 'corrected';
    });
  };
}
