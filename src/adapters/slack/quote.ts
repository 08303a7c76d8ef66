import type { types } from '@slack/bolt';
import type { Excerpt } from '../../bot/answer.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { abridge, LIMITS, split } from './limits.js';

/** Text of one excerpt in one message; what is left of {@link LIMITS.blockText} is for the words around it. */
const QUOTE_TEXT = 9_000;
const CUT = '[…]';

/**
 * An excerpt as blocks: the quotation, its highlights in bold, and a line that says where it stands.
 * The text of all `rich_text_quote` elements, joined, is the excerpt's text. A rich text element is shown
 * as it is: mentions, links and emoji are element types of their own there, never parsed from text.
 */
export function quoteExcerpt(excerpt: Excerpt): types.KnownBlock[] {
  return [...quotation(excerpt), place(excerpt)];
}

/** An excerpt in pieces that each fit one message, in order; almost always one. */
export function splitExcerpt(excerpt: Excerpt): readonly Excerpt[] {
  const pieces = split(excerpt.text, QUOTE_TEXT);
  let offset = 0;
  return pieces.map((text, index) => {
    const from = offset;
    offset += text.length;
    const inside = (position: number) => Math.min(Math.max(position - from, 0), text.length);
    return {
      ...excerpt,
      text,
      start: excerpt.start + from,
      end: excerpt.start + offset,
      highlights: excerpt.highlights
        .map(([start, end]) => [inside(start), inside(end)] as const)
        .filter(([start, end]) => start < end),
      cut: {
        before: index === 0 && excerpt.cut.before,
        after: index === pieces.length - 1 && excerpt.cut.after,
      },
    };
  });
}

function quotation({ text, highlights, cut }: Excerpt): types.KnownBlock[] {
  const elements = emphasize(text, highlights);
  if (elements.length === 0) return [];
  return [
    {
      type: 'rich_text',
      elements: [
        ...(cut.before ? [plainLine(CUT)] : []),
        { type: 'rich_text_quote', elements },
        ...(cut.after ? [plainLine(CUT)] : []),
      ],
    },
  ];
}

function emphasize(text: string, highlights: Excerpt['highlights']): types.RichTextElement[] {
  const elements: types.RichTextElement[] = [];
  const add = (from: number, to: number, bold: boolean) => {
    for (const piece of split(text.slice(from, to), LIMITS.richText))
      elements.push({
        type: 'text',
        text: piece,
        ...(bold ? { style: { bold: true } } : {}),
      });
  };
  let position = 0;
  for (const [from, to] of highlights) {
    add(position, from, false);
    add(from, to, true);
    position = to;
  }
  add(position, text.length, false);
  return elements;
}

function place({ title, section, passage, url, source }: Excerpt): types.ContextBlock {
  const words = [title, section, `¶ ${passage}`].filter((part) => part !== '').join(' · ');
  const link = url === undefined ? undefined : linkTo(url, source ?? new URL(url).hostname);
  return {
    type: 'context',
    elements: [
      plainText(abridge(toWellFormed(words), LIMITS.contextText)),
      ...(link === undefined ? [] : [{ type: 'mrkdwn' as const, text: link, verbatim: true }]),
    ],
  };
}

/** A link in mrkdwn, or `undefined` for an address that is none of the web's or too long to send. */
export function linkTo(address: string, label: string): string | undefined {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return undefined;
  const href = new URL(address).href.replaceAll('|', '%7C').replaceAll('>', '%3E');
  const link = `<${escapeMrkdwn(href)}|${escapeMrkdwn(toWellFormed(abridge(label, 200)))}>`;
  return link.length <= LIMITS.contextText ? link : undefined;
}

/** A text object that Slack shows as it is. */
export function plainText(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** A line of rich text that Slack shows as it is. */
export function plainLine(text: string): types.RichTextSection {
  return { type: 'rich_text_section', elements: [{ type: 'text', text }] };
}
