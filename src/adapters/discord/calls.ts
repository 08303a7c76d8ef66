import { MessageFlags, type RESTPostAPIInteractionCallbackJSONBody, Routes } from 'discord.js';
import * as v from 'valibot';
import type { Log } from '../adapter.js';
import { type Attempt, createAttempts, createPauses } from './attempts.js';
import { type CallFault, UnansweredError } from './faults.js';
import type { Pace } from './pace.js';
import type { Permits } from './permissions.js';
import type { MessageBody, Reply } from './reply.js';
import type { Rest } from './rest.js';
import { createThreads, type OpenThread } from './threads.js';

/** An interaction as far as it takes to answer it; `since` is when it came, by `performance.now()`. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly since: number;
}

/** The calls that Herald makes of Discord; what fails is logged, and only `fill`, `isDeferred` and `write` reject. */
export interface Calls {
  /** The first response. */
  respond(
    interaction: Interaction,
    response: RESTPostAPIInteractionCallbackJSONBody,
  ): Promise<Outcome>;
  /** Puts the reply, with its file, in the place of a deferred response; rejects where it may be tried again. */
  fill(interaction: Interaction, reply: Reply): Promise<Sent | Exclude<Outcome, 'taken'>>;
  /** Whether the first response says that a reply is coming, and none came; rejects where it may be tried again. */
  isDeferred(interaction: Interaction): Promise<boolean>;
  /** Opens a thread from a message. */
  readonly openThread: OpenThread;
  /**
   * Replies to a message, below it or in its thread, once however often that is tried within some minutes;
   * `nonce`, by default the message's id, tells several replies to one message apart.
   */
  reply(
    channel: string,
    message: string,
    reply: Reply,
    how?: { readonly thread?: string | undefined; readonly nonce?: string },
  ): Promise<Sent | 'refused' | 'later'>;
  /** The reply of `author` to a message in a channel, or in the thread that was opened from it, where there is one and Herald may read what is said there. */
  findReply(channel: string, message: string, author: string): Promise<Sent | undefined>;
  /** Puts a reply in the place of another; `later` where a fault passes, `refused` where it is gone or not allowed. */
  edit(channel: string, message: string, reply: Reply): Promise<'edited' | 'later' | 'refused'>;
  /** Says something in a channel; the id of the message, unless it failed. */
  say(channel: string, reply: Reply): Promise<string | undefined>;
  /** Writes to one person; rejects where it may be tried again, and resolves where they cannot be reached. */
  write(user: string, reply: Reply): Promise<void>;
  remove(channel: string, message: string): Promise<void>;
}

/** What came of a response to an interaction: `refused` where Discord would take another, `over` where it takes none. */
export type Outcome = 'taken' | 'refused' | 'over';

/** A message that was sent, and the channel or thread that it stands in. */
export interface Sent {
  readonly id: string;
  readonly channel: string;
}

const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
/** What stays as it is however often a message is sent; a token may be replaced. */
const LASTING: ReadonlySet<CallFault['kind']> = new Set([
  'refused',
  'forbidden',
  'gone',
  'answered',
]);
const MOST_READ = 100;
const shownSchema = v.object({ id: v.string(), channel_id: v.string() });
const sentSchema = v.object({ id: v.string() });
const responseSchema = v.object({ flags: v.optional(v.number(), 0) });
const readSchema = v.array(
  v.object({
    id: v.string(),
    author: v.object({ id: v.string() }),
    message_reference: v.optional(v.object({ message_id: v.optional(v.string()) })),
  }),
);

/** Calls through the SDK; none to say something where that is known not to be permitted. */
export function createCalls(
  { bot, interactions }: Pick<Rest, 'bot' | 'interactions'>,
  permits: Permits,
  pace: Pace,
  log: Log,
  onUnauthorized: () => void,
): Calls {
  /** Channels in which Herald may not speak. */
  const silent = createPauses(pace.breakerMs);
  const attempt = createAttempts(pace, log, onUnauthorized);
  /** Tries the reply with components and, where Discord refuses that, in plain words. */
  const withFallback = async <T>(
    { rich, plain }: Reply,
    send: (body: MessageBody) => Promise<Attempt<T>>,
  ): Promise<Attempt<T>> => {
    const sent = await send(rich);
    // 500 is also what too many bytes get.
    return sent.ok || (sent.fault.kind !== 'refused' && sent.fault.code !== 500)
      ? sent
      : send(plain);
  };
  const speak = async (
    channel: string,
    what: string,
    run: () => Promise<Attempt<unknown>>,
  ): Promise<Attempt<unknown> | undefined> => {
    if (silent.has(channel)) return undefined;
    const sent = await run();
    if (sent.ok) return sent;
    if (sent.fault.kind === 'forbidden') {
      silent.add(channel);
      log.warn({ channel, call: what, forMs: pace.breakerMs }, 'Herald stays silent in a channel');
    }
    return sent;
  };
  const idOf = (sent: Attempt<unknown> | undefined): string | undefined => {
    const parsed = v.safeParse(sentSchema, sent?.ok ? sent.value : undefined);
    return parsed.success ? parsed.output.id : undefined;
  };

  const giveUp = (fault: CallFault) => {
    if (fault.kind === 'passing') throw new UnansweredError();
  };

  return {
    respond: async ({ id, token, since }, response) => {
      const sent = await attempt(
        'interaction callback',
        () =>
          interactions.post(Routes.interactionCallback(id, token), { auth: false, body: response }),
        since + pace.firstResponseMs,
      );
      // "Already acknowledged" after a retry: the try that seemed to fail had arrived.
      const isTaken = sent.ok || (sent.retried && sent.fault.code === 40060);
      return isTaken ? 'taken' : refusalOf(sent.fault);
    },
    fill: async ({ applicationId, token, since }, reply) => {
      const { file } = reply;
      const deadline = since + pace.tokenMs;
      if (performance.now() > deadline) {
        log.warn({ afterMs: pace.tokenMs }, 'an answer came after the life of its interaction');
        return 'over';
      }
      const sent = await withFallback(reply, (body) =>
        attempt(
          'edit response',
          () =>
            interactions.patch(Routes.webhookMessage(applicationId, token), {
              auth: false,
              body: { ...body, ...NO_MENTIONS },
              ...(file && { files: [{ ...file, contentType: 'application/json' }] }),
            }),
          deadline,
        ),
      );
      if (sent.ok) {
        const { id, channel_id: channel } = v.parse(shownSchema, sent.value);
        return { id, channel };
      }
      giveUp(sent.fault);
      return refusalOf(sent.fault);
    },
    isDeferred: async ({ applicationId, token }) => {
      const read = await attempt('read response', () =>
        interactions.get(Routes.webhookMessage(applicationId, token), { auth: false }),
      );
      if (!read.ok) {
        giveUp(read.fault);
        return false;
      }
      const { flags } = v.parse(responseSchema, read.value);
      return (flags & MessageFlags.Loading) !== 0;
    },
    openThread: createThreads({ bot }, permits, attempt, pace, log),
    reply: async (channel, message, reply, { thread, nonce = message } = {}) => {
      const place = thread ?? channel;
      if (!permits(place, 'speak')) return 'refused';
      const reference =
        thread === undefined && permits(place, 'refer')
          ? { message_reference: { message_id: message, fail_if_not_exists: false } }
          : {};
      const sent = await speak(place, 'reply', () =>
        withFallback(reply, (body) =>
          attempt('reply', () =>
            bot.post(Routes.channelMessages(place), {
              body: {
                ...body,
                ...NO_MENTIONS,
                ...reference,
                nonce,
                enforce_nonce: true,
              },
            }),
          ),
        ),
      );
      if (sent === undefined) return 'refused';
      if (!sent.ok) return LASTING.has(sent.fault.kind) ? 'refused' : 'later';
      return { ...v.parse(sentSchema, sent.value), channel: place };
    },
    findReply: async (channel, message, author) => {
      const query = new URLSearchParams({ after: message, limit: `${MOST_READ}` });
      const read = await attempt('read messages', () =>
        bot.get(Routes.channelMessages(channel), { query }),
      );
      const parsed = v.safeParse(readSchema, read.ok ? read.value : undefined);
      if (!parsed.success) return undefined;
      const found = parsed.output.find(
        ({ author: { id }, message_reference: to }) =>
          id === author && (to?.message_id === message || channel === message),
      );
      return found && { id: found.id, channel };
    },
    edit: async (channel, message, reply) => {
      const sent = await speak(channel, 'edit', () =>
        withFallback(reply, (body) =>
          attempt('edit', () =>
            bot.patch(Routes.channelMessage(channel, message), {
              body: { ...body, ...NO_MENTIONS },
            }),
          ),
        ),
      );
      return sent?.ok ? 'edited' : sent?.fault.kind === 'passing' ? 'later' : 'refused';
    },
    say: async (channel, reply) => {
      if (!permits(channel, 'speak')) return undefined;
      const sent = await speak(channel, 'message', () =>
        withFallback(reply, (body) =>
          attempt('message', () =>
            bot.post(Routes.channelMessages(channel), { body: { ...body, ...NO_MENTIONS } }),
          ),
        ),
      );
      return idOf(sent);
    },
    write: async (user, reply) => {
      const opened = await attempt('direct messages', () =>
        bot.post(Routes.userChannels(), { body: { recipient_id: user } }),
      );
      if (!opened.ok) return giveUp(opened.fault);
      const { id } = v.parse(sentSchema, opened.value);
      const sent = await withFallback(reply, (body) =>
        attempt('direct message', () =>
          bot.post(Routes.channelMessages(id), { body: { ...body, ...NO_MENTIONS } }),
        ),
      );
      if (!sent.ok) giveUp(sent.fault);
    },
    remove: async (channel, message) => {
      await speak(channel, 'remove', () =>
        attempt('remove', () => bot.delete(Routes.channelMessage(channel, message))),
      );
    },
  };
}

function refusalOf({ kind }: CallFault): Exclude<Outcome, 'taken'> {
  return kind === 'refused' ? 'refused' : 'over';
}
