import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import type { Adapter } from '../adapter.js';
import { createCorrect, writeAddress } from './corrections.js';
import { type Desk, previewIn, questionIn } from './desk.js';
import { createInbox, type Inbox, type Turn } from './inbox.js';
import type { Pace } from './pace.js';
import { deletedSchema, type Message, messageSchema } from './payloads.js';
import { askerIn, type Heard, readMessage } from './questions.js';
import { createQueues } from './queue.js';
import { renderAnswer, renderWords } from './render.js';
import type { Reply } from './reply.js';
import { threadNameOf } from './threads.js';
import { wordsFor } from './words/locales.js';

/** Answers messages: mentions, replies to Herald, direct messages. */
export interface MessageHandler extends Pick<Inbox<Message>, 'resume' | 'stop'> {
  created(received: unknown): Promise<void>;
  /** The reply to an edited question becomes the answer to what it asks now. */
  edited(received: unknown): Promise<void>;
  /** The replies to deleted questions go with them. */
  deleted(received: unknown): Promise<void>;
  /** Puts an answer in the place of the one that a message got, or below it. */
  readonly correct: NonNullable<Adapter['correct']>;
}

/** What a message is given, and the answer in it. */
interface Given {
  readonly reply: Reply;
  /** The name of the thread that is to be opened for it. */
  readonly thread?: string;
  readonly posted?: { readonly question: Question; readonly answer: Answer };
}

/** Begins the keys of messages in the store. */
const PREFIX = 'discord ';
/** Answers messages in the order of their channel, each once. */
export function createMessageHandler(desk: Desk, pace: Pace): MessageHandler {
  const { store, calls, replies, log } = desk;
  const queues = createQueues();

  const replyTo = async (heard: Heard, message: Message): Promise<Given> => {
    const { channel_id, guild_id, author } = message;
    const { parent, locale } = desk.placeOf(channel_id);
    const words = wordsFor(locale);
    if (heard.kind === 'unreadable') return { reply: renderWords(words.unreadable) };
    const setting = await settingOf(message);
    const preview = previewIn(desk, channel_id, parent);
    const question = questionIn(desk, heard.text, { ...setting, preview }, locale);
    const answer = await desk.loop.ask(question, askerIn(guild_id, channel_id, author?.id ?? ''));
    const reply = renderAnswer(answer, { words, page: 0, shareable: false });
    const name = setting.threads ? threadNameOf(heard.text) : '';
    return { reply, posted: { question, answer }, ...(name === '' ? {} : { thread: name }) };
  };
  /** With `threads` where they can be opened. */
  const settingOf = async ({ channel_id: channel, guild_id: server }: Message) => {
    const { parent, takesThreads = false } = desk.placeOf(channel);
    const setting = await desk.settings.of({ channel, parent, server });
    return { ...setting, threads: takesThreads && setting.threads === true };
  };
  const sentBefore = async (message: Message) => {
    const { id, channel_id: channel } = message;
    const below = await calls.findReply(channel, id, desk.selfId());
    if (below !== undefined || !(await settingOf(message)).threads) return below;
    // A thread has the id of the message that it was opened from.
    return calls.findReply(id, id, desk.selfId());
  };
  /** In the thread of the message where there is to be one and Discord allows it, else below the message. */
  const send = async (message: Message, { reply, thread: name }: Given, turn: Turn) => {
    const { id, channel_id: channel } = message;
    const thread =
      name === undefined ? undefined : await calls.openThread(channel, id, name, turn !== 'first');
    const sent =
      thread === undefined ? 'refused' : await calls.reply(channel, id, reply, { thread });
    return sent === 'refused' ? calls.reply(channel, id, reply) : sent;
  };
  const tellPosted = async (message: Message, { posted }: Given) => {
    if (posted === undefined) return;
    const { question, answer } = posted;
    const { guild_id, channel_id, id, author } = message;
    const address = writeAddress(guild_id, channel_id, id);
    await desk.posted?.(address, question, answer, author?.id ?? '');
  };
  const read = (received: unknown) => {
    const parsed = v.safeParse(messageSchema, received);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    log.debug({ at: v.getDotPath(issue), reason: issue.message }, 'an unknown message');
    return undefined;
  };

  const answer = (message: Message, turn: Turn): Promise<'settled' | 'later'> =>
    queues.run(message.channel_id, async () => {
      const { id, channel_id: channel } = message;
      const heard = readMessage(message, desk.selfId());
      if (heard === undefined) return 'settled';
      const before = turn === 'first' ? undefined : await sentBefore(message);
      const given: Given | undefined =
        before === undefined && turn !== 'late' ? await replyTo(heard, message) : undefined;
      const late = { reply: renderWords(wordsFor(desk.placeOf(channel).locale).late) };
      const sent = before ?? (await send(message, given ?? late, turn));
      if (sent === 'later') return 'later';
      if (sent === 'refused') return 'settled';
      const asker = desk.loop.pseudonym(
        askerIn(message.guild_id, channel, message.author?.id ?? ''),
      );
      const thread = sent.channel === channel ? {} : { thread: sent.channel };
      await replies.keep(id, { id: sent.id, ...thread, fingerprint: fingerprintOf(heard), asker });
      if (given !== undefined) await tellPosted(message, given);
      return 'settled';
    });
  const inbox = createInbox(
    {
      prefix: PREFIX,
      schema: messageSchema,
      work: answer,
      giveUpMs: desk.giveUpMs ?? pace.giveUpMs,
    },
    store,
    pace,
    log,
  );

  return {
    resume: inbox.resume,
    stop: inbox.stop,
    created: async (received) => {
      const message = read(received);
      if (message === undefined || readMessage(message, desk.selfId()) === undefined) return;
      const answerIt = await inbox.accept(message.id, message);
      await answerIt?.();
    },
    edited: async (received) => {
      const message = read(received);
      const heard = message && readMessage(message, desk.selfId());
      if (message === undefined || heard === undefined) return;
      await queues.run(message.channel_id, async () => {
        const reply = await replies.of(message.id);
        // Discord also sends an update when it shows a link's preview.
        if (reply === undefined || reply.fingerprint === fingerprintOf(heard)) return;
        const given = await replyTo(heard, message);
        await calls.edit(reply.thread ?? message.channel_id, reply.id, given.reply);
        await replies.keep(message.id, { ...reply, fingerprint: fingerprintOf(heard) });
        await tellPosted(message, given);
      });
    },
    deleted: async (received) => {
      const parsed = v.safeParse(deletedSchema, received);
      if (!parsed.success) return;
      const { id, ids, channel_id: channel } = parsed.output;
      await queues.run(channel, async () => {
        for (const message of id === undefined ? ids : [id]) {
          const reply = await replies.of(message);
          if (reply === undefined) continue;
          for (const one of [reply.id, ...(reply.below ?? [])])
            await calls.remove(reply.thread ?? channel, one);
          await replies.forget(message);
        }
      });
    },
    correct: createCorrect(desk, queues),
  };
}

/** Tells whether a message asks something else now, without keeping what it asked. */
function fingerprintOf(heard: Heard): string {
  return createHash('sha256')
    .update(heard.kind === 'question' ? heard.text : '')
    .digest('base64');
}
