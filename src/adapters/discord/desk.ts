import { InteractionResponseType, MessageFlags } from 'discord.js';
import type { Question } from '../../bot/question.js';
import type { AdapterContext } from '../adapter.js';
import type { Calls, Interaction } from './calls.js';
import type { InteractionPayload } from './payloads.js';
import { renderWords } from './render.js';
import type { Reply } from './reply.js';
import type { ChannelSetting, Settings } from './settings.js';
import { wordsFor } from './words/locales.js';
import type { Words } from './words/words.js';

/** What every door works with. */
export interface Desk extends AdapterContext {
  readonly calls: Calls;
  readonly settings: Settings;
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

/** An interaction that is being answered. */
export interface Visit<Payload extends InteractionPayload = InteractionPayload> {
  readonly payload: Payload;
  readonly interaction: Interaction;
  readonly words: Words;
  /** Whether a Herald before this one has said that a reply is coming, and then died. */
  readonly deferred: boolean;
}

/** Takes up an interaction. */
export function visitOf<Payload extends InteractionPayload>(
  payload: Payload,
  since: number,
  deferred = false,
): Visit<Payload> {
  const { id, token, application_id: applicationId, locale } = payload;
  const interaction = { id, token, applicationId, since };
  return { payload, interaction, words: wordsFor(locale), deferred };
}

/** Who sees a reply. */
export type Audience = 'asker' | 'everyone';

/**
 * Responds at once that a reply is coming, then makes it and puts it there; words of regret where making it
 * fails. Rejects where Discord may take it later.
 */
export async function answerLater(
  { calls, log }: Pick<Desk, 'calls' | 'log'>,
  { interaction, words, deferred }: Visit,
  audience: Audience,
  work: () => Promise<Reply>,
): Promise<void> {
  const data = audience === 'asker' ? { data: { flags: MessageFlags.Ephemeral } } : {};
  const taken =
    deferred ||
    (await calls.respond(interaction, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      ...data,
    }));
  if (!taken) return;
  const reply = await work().catch((error: unknown) => {
    log.error({ err: error }, 'a question could not be answered');
    return renderWords(words.failed);
  });
  await calls.fill(interaction, reply);
}

/** Responds at once with words that only the asker sees; where a reply was promised, in its place. */
export async function say(
  { calls }: Pick<Desk, 'calls'>,
  { interaction, deferred }: Visit,
  ...lines: readonly string[]
): Promise<void> {
  if (deferred) return calls.fill(interaction, renderWords(...lines));
  await calls.respond(interaction, {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: {
      content: renderWords(...lines).plain.content ?? '',
      flags: MessageFlags.Ephemeral,
      allowed_mentions: { parse: [] },
    },
  });
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
