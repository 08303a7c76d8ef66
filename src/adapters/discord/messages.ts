import * as v from 'valibot';
import { type Desk, previewIn, questionIn } from './desk.js';
import { deletedSchema, type Message, messageSchema } from './payloads.js';
import { askerIn, type Heard, readMessage } from './questions.js';
import { createQueues } from './queue.js';
import { renderAnswer, renderWords } from './render.js';
import type { Reply } from './reply.js';
import { wordsFor } from './words/locales.js';

/** Answers messages: mentions, replies to Herald, direct messages. */
export interface MessageHandler {
  created(received: unknown): Promise<void>;
  /** The reply to an edited question becomes the answer to what it asks now. */
  edited(received: unknown): Promise<void>;
  /** The replies to deleted questions go with them. */
  deleted(received: unknown): Promise<void>;
}

const TTL_MS = 7 * 86_400_000;
const replySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ id: v.string(), text: v.string() }),
);

/** Answers messages in the order of their channel, each once. */
export function createMessageHandler(desk: Desk): MessageHandler {
  const { store, calls, log } = desk;
  const queues = createQueues();
  const keyOf = (message: string) => `discord ${message}`;

  const replyTo = async (heard: Heard, message: Message): Promise<Reply> => {
    const { channel_id, guild_id, author } = message;
    const { parent, locale } = desk.placeOf(channel_id);
    const words = wordsFor(locale);
    if (heard.kind === 'unreadable') return renderWords(words.unreadable);
    const setting = await desk.settings.of(channel_id, parent);
    const preview = previewIn(desk, channel_id, parent);
    const answer = await desk.loop.ask(
      questionIn(desk, heard.text, { ...setting, preview }, locale),
      askerIn(guild_id, channel_id, author?.id ?? ''),
    );
    return renderAnswer(answer, { words, page: 0, shareable: false });
  };
  const replyOf = async (message: string) => {
    const parsed = v.safeParse(replySchema, await store.get('reply', keyOf(message)));
    return parsed.success ? parsed.output : undefined;
  };
  const keep = (message: string, reply: v.InferOutput<typeof replySchema>) =>
    store.put('reply', keyOf(message), JSON.stringify(reply), { ttlMs: TTL_MS });
  const read = (received: unknown) => {
    const parsed = v.safeParse(messageSchema, received);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    log.debug({ at: v.getDotPath(issue), reason: issue.message }, 'an unknown message');
    return undefined;
  };

  return {
    created: async (received) => {
      const message = read(received);
      const heard = message && readMessage(message, desk.selfId());
      if (message === undefined || heard === undefined) return;
      if (!(await store.claim(keyOf(message.id)))) return;
      await queues.run(message.channel_id, async () => {
        const id = await calls.reply(message.channel_id, message.id, await replyTo(heard, message));
        if (id !== undefined) await keep(message.id, { id, text: textOf(heard) });
      });
    },
    edited: async (received) => {
      const message = read(received);
      const heard = message && readMessage(message, desk.selfId());
      if (message === undefined || heard === undefined) return;
      await queues.run(message.channel_id, async () => {
        const reply = await replyOf(message.id);
        // Discord also sends an update when it shows a link's preview.
        if (reply === undefined || reply.text === textOf(heard)) return;
        await calls.edit(message.channel_id, reply.id, await replyTo(heard, message));
        await keep(message.id, { ...reply, text: textOf(heard) });
      });
    },
    deleted: async (received) => {
      const parsed = v.safeParse(deletedSchema, received);
      if (!parsed.success) return;
      const { id, ids, channel_id: channel } = parsed.output;
      await queues.run(channel, async () => {
        for (const message of id === undefined ? ids : [id]) {
          const reply = await replyOf(message);
          if (reply === undefined) continue;
          await calls.remove(channel, reply.id);
          await store.remove('reply', keyOf(message));
        }
      });
    },
  };
}

function textOf(heard: Heard): string {
  return heard.kind === 'question' ? heard.text : '';
}
