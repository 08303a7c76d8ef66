import type { types } from '@slack/bolt';
import type { Answer, Excerpt } from '../../bot/answer.js';
import { buttons, feedback, offers, type Setting } from './controls.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { abridge, LIMITS, type SlackMessage, split } from './limits.js';
import { plainLine, plainText, quoteExcerpt, splitExcerpt } from './quote.js';
import type { Shown, ShownAround } from './shown.js';

/** Most messages that one reply may take; what does not fit is cut and marked. */
const MAX_MESSAGES = 3;
/** Text of the blocks of one message that is given to excerpts. */
const EXCERPTS_TEXT = 10_000;

/** Page `page` of an answer as messages, in order; one unless the excerpts are very long. */
export function renderAnswer(
  answer: Answer,
  page: number,
  setting: Setting,
): readonly [SlackMessage, ...SlackMessage[]] {
  const shown: Shown = { show: 'page', answer: answer.id, page };
  const { statement } = answer;
  const isJudged =
    answer.excerpts.length > 0 || answer.outcome === 'not-covered' || statement !== undefined;
  return layOut(
    answer.lead,
    answer.excerpts,
    setting,
    [
      ...offers(answer.suggestions),
      ...buttons(shown, setting, answer),
      ...(page === 0 && isJudged ? [feedback(answer.id)] : []),
    ],
    statement,
  );
}

/** The text around what `around` names as messages; `excerpt` is that text, no wider where there is no more. */
export function renderAround(
  around: ShownAround,
  excerpt: Excerpt,
  setting: Setting,
): readonly [SlackMessage, ...SlackMessage[]] {
  const isWidest = excerpt.start === around.start && excerpt.end === around.end;
  return layOut(
    isWidest ? 'There is no more text around it.' : 'In context:',
    [excerpt],
    setting,
    // Shared is what is shown: it is made again from the same.
    buttons(around, setting, { excerpts: [excerpt], isWidest }),
  );
}

/** A message of Herald's own words alone. */
export function renderWords(words: string): SlackMessage {
  return {
    text: escapeMrkdwn(words),
    blocks: [{ type: 'rich_text', elements: [plainLine(words)] }],
  };
}

function layOut(
  lead: string,
  excerpts: readonly Excerpt[],
  { question }: Setting,
  below: readonly types.KnownBlock[],
  statement?: Answer['statement'],
): readonly [SlackMessage, ...SlackMessage[]] {
  const [first = [], ...rest] = share(excerpts.flatMap(splitExcerpt));
  const words = toWellFormed(abridge(lead, LIMITS.richText));
  const asked =
    question === undefined ? undefined : `“${toWellFormed(abridge(question.trim(), 300))}”`;
  const intro = [...(asked === undefined ? [] : [asked]), words];
  const top: SlackMessage = {
    text: fallback([
      ...intro.map(escapeMrkdwn),
      ...(statement === undefined ? [] : [statementAsText(statement)]),
      ...first.map(quoteAsText),
    ]),
    blocks: [
      {
        type: 'rich_text',
        elements: intro.map((line, index) => plainLine(index === 0 ? line : `\n${line}`)),
      },
      ...(statement === undefined ? [] : stateBlocks(statement)),
      ...first.flatMap(quoteExcerpt),
    ],
  };
  const others = rest.map((group) => ({
    text: fallback(group.map(quoteAsText)),
    blocks: group.flatMap(quoteExcerpt),
  }));
  const last = others.at(-1) ?? top;
  last.blocks.push(...below);
  return [top, ...others];
}

/** Excerpts in groups that each fit one message; the last of at most {@link MAX_MESSAGES} says where more was left out. */
function share(excerpts: readonly Excerpt[]): readonly (readonly Excerpt[])[] {
  const groups: Excerpt[][] = [];
  let room = 0;
  for (const excerpt of excerpts) {
    const size = excerpt.text.length + excerpt.title.length + excerpt.section.length;
    if (size > room || groups.length === 0) {
      if (groups.length === MAX_MESSAGES) {
        const last = groups.at(-1)?.pop();
        if (last !== undefined) groups.at(-1)?.push({ ...last, cut: { ...last.cut, after: true } });
        break;
      }
      groups.push([]);
      room = EXCERPTS_TEXT;
    }
    groups.at(-1)?.push(excerpt);
    room -= size;
  }
  return groups;
}

/** A statement, without the bar that marks a quotation. */
function stateBlocks({
  text,
  approver,
  date,
}: NonNullable<Answer['statement']>): types.KnownBlock[] {
  const pieces = split(toWellFormed(text), LIMITS.richText);
  return [
    { type: 'rich_text', elements: pieces.map(plainLine) },
    {
      type: 'context',
      elements: [plainText(abridge(toWellFormed(`${approver}, ${date}`), LIMITS.contextText))],
    },
  ];
}

function statementAsText({ text, approver, date }: NonNullable<Answer['statement']>): string {
  return escapeMrkdwn(toWellFormed(`${text} (${approver}, ${date})`));
}

function quoteAsText({ text, title, passage }: Excerpt): string {
  return `“${escapeMrkdwn(text)}” (${escapeMrkdwn(toWellFormed(title))} ¶ ${passage})`;
}

function fallback(parts: readonly string[]): string {
  const text = parts.join('\n');
  if (text.length <= LIMITS.messageText) return text;
  return `${text.slice(0, LIMITS.messageText - 1).replace(/&[a-z]*$|[\uD800-\uDBFF]$/, '')}…`;
}
