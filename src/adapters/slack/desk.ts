import type { webApi } from '@slack/bolt';
import type { AdapterContext } from '../adapter.js';
import { type Asking, createAsking } from './asked.js';
import type { ClientOf } from './authorize.js';
import { type Caller, createCaller } from './call.js';
import { escapeMrkdwn } from './escape.js';
import { findViewViolations, findViolations, type SlackMessage, type SlackView } from './limits.js';
import { type Mark, toMetadata } from './mark.js';
import { type InstalledIn, ownerOf } from './owner.js';
import type { Pace } from './pace.js';
import type { Self } from './questions.js';
import { createQueues, type Queues } from './queue.js';
import { plainLine } from './quote.js';

/** What every door works with. */
export interface Desk extends AdapterContext {
  readonly asking: Asking;
  readonly caller: Caller;
  /** How long to wait for an answer to a request. */
  readonly timeoutMs: number;
  /** How long an answer may take before it is shown that Herald is at work. */
  readonly statusMs: number;
  /** One queue a channel: replies come in the order of their questions, and a slow channel holds up no other. */
  readonly queues: Queues;
  readonly clientOf: ClientOf;
  /** Who Herald is where the delivery came from. */
  readonly selfIn: (
    context: InstalledIn & { readonly botUserId?: string; readonly botId?: string },
  ) => Self;
}

/** Where a message goes; without a thread, to the channel itself. */
export interface Target {
  readonly channel: string;
  readonly thread?: string;
}

/** Puts the parts of a desk together. */
export function createDesk(context: AdapterContext, pace: Pace, clientOf: ClientOf): Desk {
  return {
    ...context,
    clientOf,
    asking: createAsking(context),
    timeoutMs: pace.callTimeoutMs,
    statusMs: pace.statusMs,
    caller: createCaller(pace, context.log),
    queues: createQueues(),
    selfIn: ({ botUserId = '', botId = '', ...installed }) => ({
      userId: botUserId,
      botId,
      owner: ownerOf(installed),
    }),
  };
}

/** Fields of every message: nothing in it is fetched and shown by Slack. */
export const UNFURL = { unfurl_links: false, unfurl_media: false } as const;

/** Posts messages in order; the `ts` of those posted, fewer where Slack refused one for good. */
export async function post(
  { caller, log }: Pick<Desk, 'caller' | 'log'>,
  client: webApi.WebClient,
  { channel, thread }: Target,
  messages: readonly SlackMessage[],
  mark?: Mark,
): Promise<readonly string[]> {
  const posted: string[] = [];
  for (const [index, message] of messages.entries()) {
    const sent = await caller.call('chat.postMessage', () =>
      client.chat.postMessage({
        channel,
        ...(thread === undefined ? {} : { thread_ts: thread }),
        ...UNFURL,
        ...withinLimits(message, log),
        ...(mark && { metadata: toMetadata({ ...mark, part: mark.part + index }) }),
      }),
    );
    if (sent?.ts === undefined) break;
    posted.push(sent.ts);
  }
  return posted;
}

/** Shows messages to one person in a channel. */
export async function whisper(
  { caller, log }: Pick<Desk, 'caller' | 'log'>,
  client: webApi.WebClient,
  { channel, thread, user }: Target & { readonly user: string },
  messages: readonly SlackMessage[],
): Promise<void> {
  for (const message of messages)
    await caller.call('chat.postEphemeral', () =>
      client.chat.postEphemeral({
        channel,
        user,
        ...(thread === undefined ? {} : { thread_ts: thread }),
        ...withinLimits(message, log),
      }),
    );
}

const SORRY = 'The answer is too long to show here.';

/** The message, or in place of one that Slack would refuse, a plain sentence; the log gets the limits it breaks. */
export function withinLimits(message: SlackMessage, log: Desk['log']): SlackMessage {
  const violations = findViolations(message);
  if (violations.length === 0) return message;
  log.error({ violations }, 'a message is over the limits of Slack');
  return {
    text: escapeMrkdwn(SORRY),
    blocks: [{ type: 'rich_text', elements: [plainLine(SORRY)] }],
  };
}

/** The view, or where Slack would refuse it, one with its fields and a plain sentence; the log gets the limits. */
export function viewWithinLimits<V extends SlackView>(view: V, log: Desk['log']): V {
  const violations = findViewViolations(view);
  if (violations.length === 0) return view;
  log.error({ violations }, 'a view is over the limits of Slack');
  const fields = view.blocks.filter(({ type }) => type === 'input');
  return {
    ...view,
    blocks: [...fields, { type: 'rich_text', elements: [plainLine(SORRY)] }],
  };
}
