import type { Adapter } from '../adapter.js';
import { type Desk, post } from './desk.js';
import { ownerId, ownerNamed } from './owner.js';
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
  return async (address, mode, _question, answer) => {
    const place = readAddress(address);
    const client = await desk.clientOf(place.owner);
    if (client === undefined) return undefined;
    const messages = renderAnswer(answer, 0, { ephemeral: false });
    return desk.queues.run(place.channel, async () => {
      if (mode === 'edit')
        return (await replaceReplies(desk, client, place, messages)) ? address : undefined;
      const before = await repliesTo(desk, place);
      if (before.posted.length === 0) return undefined;
      const posted = await post(desk, client, place, messages);
      if (posted.length === 0) return undefined;
      await rememberReplies(desk, place, { ...before, posted: [...before.posted, ...posted] });
      return address;
    });
  };
}
