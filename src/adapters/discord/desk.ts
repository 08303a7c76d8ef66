import {
  InteractionResponseType,
  MessageFlags,
  type RESTPostAPIInteractionCallbackJSONBody,
} from 'discord.js';
import type { Question } from '../../bot/question.js';
import type { AdapterContext } from '../adapter.js';
import type { Calls, Interaction, Sent } from './calls.js';
import type { InteractionPayload } from './payloads.js';
import { renderWords } from './render.js';
import type { Replies } from './replies.js';
import type { Reply } from './reply.js';
import type { ChannelSetting, Settings } from './settings.js';
import { wordsFor } from './words/locales.js';
import type { Words } from './words/words.js';

/** What every door works with. */
export interface Desk extends AdapterContext {
  readonly calls: Calls;
  readonly settings: Settings;
  readonly replies: Replies;
  /** Herald's own user id; empty before the gateway is ready. */
  readonly selfId: () => string;
  /** What Discord last told of a channel. */
  readonly placeOf: (channel: string) => Place;
}

/** Where something is said: the channel a thread is in, and the language of the server. */
export interface Place {
  readonly parent?: string;
  readonly locale?: string;
  /** Whether threads can be opened from the messages there. */
  readonly takesThreads?: boolean;
}

/** Whoever used Herald and waits for a response. */
export interface Asking {
  readonly interaction: Interaction;
  readonly words: Words;
  /** Whether a Herald before this one has said that a reply is coming, and then died. */
  readonly deferred: boolean;
}

/** An interaction that is being answered. */
export interface Visit<Payload extends InteractionPayload = InteractionPayload> extends Asking {
  readonly payload: Payload;
}

/** What of an interaction is needed to respond to it. */
export type Answerable = Pick<InteractionPayload, 'id' | 'token' | 'application_id' | 'locale'>;

/** Whoever waits for the response to an interaction that came at `since`, by `performance.now()`. */
export function askingOf(payload: Answerable, since: number, deferred = false): Asking {
  const { id, token, application_id: applicationId, locale } = payload;
  const interaction = { id, token, applicationId, since };
  return { interaction, words: wordsFor(locale), deferred };
}

/** Takes up an interaction. */
export function visitOf<Payload extends InteractionPayload>(
  payload: Payload,
  since: number,
  deferred = false,
): Visit<Payload> {
  return { payload, ...askingOf(payload, since, deferred) };
}

/** Who sees a reply. */
export type Audience = 'asker' | 'everyone';

/**
 * Responds at once that a reply is coming, then makes it and puts it there; words of regret where making it
 * fails. `onShown` hears where it stands. Rejects where Discord may take it later.
 */
export async function answerLater(
  { calls, log }: Pick<Desk, 'calls' | 'log'>,
  asking: Asking,
  audience: Audience,
  work: () => Promise<Reply>,
  onShown?: (sent: Sent) => Promise<void>,
): Promise<void> {
  const data = audience === 'asker' ? { data: { flags: MessageFlags.Ephemeral } } : {};
  const taken =
    asking.deferred ||
    (await respond({ calls }, asking, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      ...data,
    }));
  if (!taken) return;
  const reply = await work().catch((error: unknown) => {
    log.error({ err: error }, 'a question could not be answered');
    return renderWords(asking.words.failed);
  });
  const sent = await fill({ calls }, asking, reply);
  if (sent !== undefined) await onShown?.(sent);
}

/** Responds at once with words that only the asker sees; where a reply was promised, in its place. */
export async function say(
  { calls }: Pick<Desk, 'calls'>,
  asking: Asking,
  ...lines: readonly string[]
): Promise<void> {
  if (asking.deferred) await fill({ calls }, asking, renderWords(...lines));
  else await respond({ calls }, asking, wordsOnly(...lines));
}

/** Responds, with words of regret where Discord does not accept the response; false where it is not the one that stands. */
export async function respond(
  { calls }: Pick<Desk, 'calls'>,
  { interaction, words }: Asking,
  response: RESTPostAPIInteractionCallbackJSONBody,
): Promise<boolean> {
  const outcome = await calls.respond(interaction, response);
  if (outcome === 'refused') await calls.respond(interaction, wordsOnly(words.failed));
  return outcome === 'taken';
}

/** Puts a reply where one was promised, words of regret where Discord does not accept it; the reply where it stands. */
async function fill(
  { calls }: Pick<Desk, 'calls'>,
  { interaction, words }: Asking,
  reply: Reply,
): Promise<Sent | undefined> {
  const outcome = await calls.fill(interaction, reply);
  if (typeof outcome === 'object') return outcome;
  if (outcome === 'refused') await calls.fill(interaction, renderWords(words.failed));
  return undefined;
}

function wordsOnly(...lines: readonly string[]): RESTPostAPIInteractionCallbackJSONBody {
  return {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: {
      content: renderWords(...lines).plain.content ?? '',
      flags: MessageFlags.Ephemeral,
      allowed_mentions: { parse: [] },
    },
  };
}

/** Whether a channel, or that of a thread, may ask what is not yet published. */
export function previewIn(
  { mayPreview }: Pick<Desk, 'mayPreview'>,
  ...channels: readonly (string | null | undefined)[]
): boolean {
  return channels.some((channel) => channel && mayPreview?.(channel));
}

/** The question that a text is in a channel: its setting says which announcement, the locale which language. */
export function questionIn(
  { bot }: Pick<Desk, 'bot'>,
  text: string,
  { announcement, preview }: ChannelSetting & Pick<Question, 'preview'>,
  locale: string | undefined,
): Question {
  return {
    text,
    ...(announcement !== undefined && bot.knows(announcement, preview) ? { announcement } : {}),
    ...(preview ? { preview } : {}),
    ...(locale === undefined ? {} : { locale }),
  };
}
