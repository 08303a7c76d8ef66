import type { Bot } from '../../src/bot/bot.js';
import { connect } from '../adapters/slack/connect.js';
import type { Block } from '../servers/slack/blocks.js';
import { click, submitView } from '../servers/slack/interactions.js';
import { type Message, parseContent } from '../servers/slack/message.js';
import * as payloads from '../servers/slack/payloads.js';
import type { Envelope } from '../servers/slack/socket-mode.js';
import {
  type Outcome,
  type Platform,
  type Press,
  type Reply,
  type ShownExcerpt,
  wordsOf,
} from './platform.js';

type RichText = Extract<Block, { type: 'rich_text' }>;
type Element = RichText['elements'][number];

/** Mentions in a channel, further questions in their threads, clicks on what is shown. */
export async function startSlack(bot: Bot, reason: string): Promise<Platform> {
  const at = await connect({ bot });
  const { slack } = at;
  slack.scopes = [...slack.scopes, 'channels:history'];
  const { messages, ephemerals, views } = slack.workspace;
  let asked = 0;
  let thread = '';
  let last: Message | undefined;
  /** The reply that comes of something, for all or for the clicker alone. */
  const next = async (envelope: Envelope): Promise<Outcome> => {
    const before = [messages.length, ephemerals.length] as const;
    const come = () => [...messages.slice(before[0]), ...ephemerals.slice(before[1])];
    await at.deliver(envelope);
    // What is delivered is settled, but for clicks.
    if (envelope.type === 'interactive') await slack.until(() => come().length > 0);
    if (come().length === 0) return 'no reply';
    last = come().at(-1);
    return readReply(come().flatMap((message) => parseContent(message).blocks));
  };
  const press = async (button: Press): Promise<Outcome> => {
    const action = button === 'try' ? 'herald_try_0' : `herald_${button}`;
    const message = last;
    if (message === undefined || !hasAction(message.blocks, action)) return 'no button';
    return next(click(slack, message, action));
  };
  const vote = async (verdict: 'helpful' | 'not-helpful'): Promise<Outcome> => {
    const message = last;
    const way = verdict === 'helpful' ? 'up' : 'down';
    const [, value] = JSON.stringify(message?.blocks).match(`"(${way} [\\w-]+)"`) ?? [];
    if (message === undefined || value === undefined) return 'no button';
    const opened = views.length;
    await at.deliver(click(slack, message, 'herald_feedback', { value }));
    if (verdict === 'helpful') return 'no reply';
    await slack.until(() => views.length > opened);
    const modal = views.at(-1);
    if (modal) await at.deliver(submitView(slack, modal, { herald_reason_text: reason }));
    return 'no reply';
  };
  return {
    name: 'Slack',
    store: at.store,
    loop: at.loop,
    lacks: [],
    run: async (step) => {
      if ('ask' in step) {
        asked += 1;
        thread = `1780000000.${String(asked).padStart(6, '0')}`;
        const text = `<@U0HERALD> ${escapeText(step.ask)}`;
        return next(payloads.mention(slack, { text, ts: thread }));
      }
      if ('follow' in step) {
        const text = escapeText(step.follow);
        return next(payloads.channelMessage(slack, { text, thread }));
      }
      const { press: button } = step;
      return button === 'helpful' || button === 'not-helpful' ? vote(button) : press(button);
    },
    close: at.close,
  };
}

/** Text as Slack sends it. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function buttonsOf(blocks: readonly Block[]) {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}

function hasAction(blocks: readonly Block[], action: string): boolean {
  return buttonsOf(blocks).some((element) => element.action_id === action);
}

/** Reads a reply: rich text that quotes is an excerpt, and the context below it says where it stands. */
function readReply(blocks: readonly Block[]): Reply {
  const texts = blocks.filter((block): block is RichText => block.type === 'rich_text');
  const [top, ...below] = texts;
  const statement = below.find((block) => !isQuotation(block));
  const buttons = buttonsOf(blocks).flatMap((element) =>
    element.type === 'button' ? [element] : [],
  );
  const offered = buttons.filter(({ action_id }) => action_id?.startsWith('herald_try_'));
  const contact = buttons.find(({ action_id }) => action_id === 'herald_contact')?.url;
  return {
    // Above Herald's own words stands what was asked, where others have not seen it.
    lead: textOf(top?.elements.at(-1)).trim(),
    ...(statement && { statement: statement.elements.map(textOf).join('') }),
    excerpts: blocks.flatMap((block, index) =>
      block.type === 'rich_text' && isQuotation(block)
        ? [readExcerpt(block, blocks[index + 1])]
        : [],
    ),
    offered: offered.map(({ text }) => text.text),
    ...(contact && { contact }),
    hasMore: hasAction(blocks, 'herald_more'),
  };
}

function isQuotation({ elements }: RichText): boolean {
  return elements.some(({ type }) => type === 'rich_text_quote');
}

function readExcerpt({ elements }: RichText, below: Block | undefined): ShownExcerpt {
  const quotes = elements.filter(({ type }) => type === 'rich_text_quote');
  const [place] = below?.type === 'context' ? below.elements : [];
  const words = place?.type === 'plain_text' ? place.text : '';
  const isCut = (element: Element | undefined) =>
    element?.type === 'rich_text_section' && textOf(element) === '[…]';
  return {
    // The title of the announcement stands first.
    place: words.split(' · ').slice(1).join(' · '),
    text: quotes.map(textOf).join(''),
    bold: wordsOf(quotes.map(boldIn)),
    cut: { before: isCut(elements[0]), after: isCut(elements.at(-1)) },
  };
}

function textOf(element: Element | undefined): string {
  return inlineIn(element)
    .map((inline) => (inline.type === 'text' ? inline.text : `<${inline.type}>`))
    .join('');
}

/** What is bold, apart: a long piece is several elements. */
function boldIn(element: Element): string {
  return inlineIn(element)
    .map((inline) => (inline.type === 'text' && inline.style?.bold ? inline.text : '\n'))
    .join('');
}

function inlineIn(element: Element | undefined) {
  return element === undefined || element.type === 'rich_text_list' ? [] : element.elements;
}
