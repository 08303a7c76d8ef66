import type { Answer } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import type { Adapter } from '../adapter.js';
import type { Sent } from './calls.js';
import type { Desk } from './desk.js';
import type { InteractionPayload } from './payloads.js';
import { readAsker } from './questions.js';
import type { Queues } from './queue.js';
import { renderAnswer } from './render.js';
import { wordsFor } from './words/locales.js';

/** Discord knows a nonce again for some minutes, and does not say for how many. */
const NONCES_KEPT_MS = 120_000;

/** Where the reply to a message stands, for {@link createCorrect}: server, channel and message. */
export function writeAddress(server: string | undefined, channel: string, message: string): string {
  return `${server ?? '@me'} ${channel} ${message}`;
}

/** Lets an answer that an interaction showed everyone be corrected; `shared` where its question stands above it. */
export async function keepShown(
  { replies, loop, posted }: Desk,
  payload: InteractionPayload,
  { id, channel }: Sent,
  { question, answer, shared }: { question: Question; answer: Answer; shared: boolean },
): Promise<void> {
  const asker = readAsker(payload);
  await replies.keep(id, { id, shared, fingerprint: '', asker: loop.pseudonym(asker) });
  await posted?.(writeAddress(payload.guild_id, channel, id), question, answer, asker.user);
}

/** Discord's way to correct an answer that was posted. */
export function createCorrect(desk: Desk, queues: Queues): NonNullable<Adapter['correct']> {
  const { calls, replies } = desk;
  return (address, how, answer) => {
    const [, channel = '', message = ''] = address.split(' ');
    return queues.run(channel, async () => {
      const before = await replies.of(message);
      if (before === undefined) return 'gone';
      const reply = renderAnswer(answer, {
        words: wordsFor(desk.placeOf(channel).locale),
        page: 0,
        shareable: false,
        ...(before.shared ? { asked: { question: answer.question } } : {}),
      });
      const place = before.thread ?? channel;
      if (how.mode === 'edit') {
        const result = await calls.edit(place, before.id, reply);
        if (result === 'later') throw new Error('Discord did not answer');
        return result === 'edited' ? 'corrected' : 'gone';
      }
      if ((how.triedMsAgo ?? 0) > NONCES_KEPT_MS) return 'unsure';
      const sent = await calls.reply(place, before.id, reply, { nonce: how.work });
      if (sent === 'later') throw new Error('Discord did not answer');
      if (sent === 'refused') return 'gone';
      const below = [...new Set([...(before.below ?? []), sent.id])];
      await replies.keep(message, { ...before, below });
      return 'corrected';
    });
  };
}
