import * as v from 'valibot';
import { type Block, parse, parseBlocks } from './blocks.js';
import { Refusal } from './refusal.js';

/** A message as a workspace holds it. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The only one who sees it. */
  readonly user?: string;
}

const contentSchema = v.object({
  text: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => !/\p{Surrogate}/u.test(text)),
    ),
    '',
  ),
  blocks: v.optional(v.unknown()),
});

/** Narrows a message's text and blocks as Slack does; throws what Slack would refuse it with. */
export function parseContent(input: unknown): Pick<Message, 'text' | 'blocks'> {
  const content = parse(contentSchema, input, 'invalid_arguments');
  const blocks = content.blocks === undefined ? [] : parseBlocks(content.blocks);
  if (content.text === '' && blocks.length === 0) throw new Refusal('no_text');
  if (content.text.length > 40_000) throw new Refusal('msg_too_long');
  return { text: content.text, blocks };
}

/** Everything in a message that would notify somebody or be fetched: mentions, broadcasts, channel links. */
export function findLive({ text, blocks }: Pick<Message, 'text' | 'blocks'>): readonly string[] {
  return [...liveIn(text), ...liveParts(blocks)];
}

/** The text of every quotation in a message, joined: what a reader sees as quoted. */
export function quotedText({ blocks }: Pick<Message, 'blocks'>): string {
  return blocks
    .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
    .flatMap((element) => (element.type === 'rich_text_quote' ? element.elements : []))
    .map((element) => (element.type === 'text' ? element.text : `<${element.type}>`))
    .join('');
}

const MENTION = /<(?:@[UWB]|!(?:here|channel|everyone|subteam|date)|#[CG])[^>]*>/g;
const PINGING = new Set(['user', 'usergroup', 'broadcast', 'channel', 'team']);

function liveIn(mrkdwn: string): readonly string[] {
  return mrkdwn.match(MENTION) ?? [];
}

function liveParts(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(liveParts);
  if (typeof part !== 'object' || part === null) return [];
  const { type, text } = part as { readonly type?: unknown; readonly text?: unknown };
  if (typeof type === 'string' && PINGING.has(type)) return [type];
  if (type === 'mrkdwn' && typeof text === 'string') return liveIn(text);
  return Object.values(part).flatMap(liveParts);
}
