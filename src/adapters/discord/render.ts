import {
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { Answer, Excerpt } from '../../bot/answer.js';
import { type Press, writePress } from './custom-ids.js';
import { escapeWords, plainWords, quoteVerbatim } from './escape.js';
import { abridge, LIMITS } from './limits.js';
import { fitExcerpts, quoteExcerpt, type Room, roomAfter, whereIs } from './quote.js';
import type { Reply } from './reply.js';
import type { Words } from './words/words.js';

/** How an answer is shown besides its content. */
export interface Setting {
  readonly words: Words;
  /** Page of the answer's excerpts, from 0. */
  readonly page: number;
  /** Only the asker sees it, and may share it. */
  readonly shareable: boolean;
  /** The question, and who asked it, above the answer, for readers who have not seen it asked. */
  readonly asked?: { readonly name?: string; readonly question: string };
}

type Button = APIButtonComponentWithCustomId | APIButtonComponentWithURL;

/** Most excerpts in one message: each takes four components of {@link LIMITS.components}. */
const MAX_EXCERPTS = 8;
const MAX_LEAD = 300;
/** As sent, so that all fits a message of plain words too. */
const MAX_STATEMENT = 1_000;

/** A page of an answer. */
export function renderAnswer(answer: Answer, setting: Setting): Reply {
  const { words, page, shareable, asked } = setting;
  const head = [
    ...askedLines(asked, words),
    escapeWords(abridge(answer.lead, MAX_LEAD)),
    ...(answer.statement === undefined ? [] : statementLines(answer.statement)),
  ];
  const { id } = answer;
  const around = answer.excerpts.map((_, index) =>
    button(words.around, { press: 'around', answer: id, page, index, steps: 1 }),
  );
  const buttons: readonly Button[] = [
    ...(answer.further > 0
      ? [button(words.more(answer.further), { press: 'more', answer: id, page: page + 1 })]
      : []),
    ...(around.length === 1 ? around : []),
    ...(shareable && answer.excerpts.length > 0
      ? [button(words.share, { press: 'share', answer: id, page })]
      : []),
    ...(answer.contact === undefined ? [] : [link(words.askPerson, answer.contact)]),
    ...(page === 0 && answer.outcome === 'not-covered' && answer.statement === undefined
      ? [button(words.follow, { press: 'follow', answer: id })]
      : []),
  ];
  const suggestions = answer.suggestions
    .slice(0, LIMITS.rowButtons)
    .map((question, index) => button(question, { press: 'try', answer: id, index }))
    .filter(({ label }) => label !== '');
  const isJudged =
    page === 0 &&
    (answer.excerpts.length > 0 ||
      answer.outcome === 'not-covered' ||
      answer.statement !== undefined);
  const feedback = isJudged
    ? [
        button(words.helpful, { press: 'helpful', answer: id }),
        button(words.notHelpful, { press: 'not-helpful', answer: id }),
      ]
    : [];
  return layOut(head, answer.excerpts, words.tag, around.length > 1 ? around : [], [
    suggestions,
    buttons,
    feedback,
  ]);
}

function askedLines(asked: Setting['asked'], words: Words): readonly string[] {
  if (asked === undefined) return [];
  return [
    ...(asked.name === undefined ? [] : [escapeWords(words.asked(asked.name))]),
    quoteVerbatim(plainWords(abridge(asked.question, LIMITS.question))),
  ];
}

/** An official statement: no block quotation, which is for the announcement's words. */
function statementLines({
  text: words,
  approver,
  date,
}: NonNullable<Answer['statement']>): readonly string[] {
  return [abridge(escapeWords(words), MAX_STATEMENT), `-# ${escapeWords(`${approver}, ${date}`)}`];
}

/** Excerpt `index` of page `page`, widened `steps` times; with `widest` where it can be no wider. */
export function renderAround(
  answer: string,
  excerpt: Excerpt,
  setting: Setting & {
    readonly index: number;
    readonly steps: number;
    readonly widest: boolean;
  },
): Reply {
  const { words, page, shareable, asked, index, steps, widest } = setting;
  const buttons = [
    ...(widest
      ? []
      : [button(words.around, { press: 'around', answer, page, index, steps: steps + 1 })]),
    ...(shareable
      ? [button(words.share, { press: 'share', answer, page, around: { index, steps } })]
      : []),
  ];
  const lead = escapeWords(widest ? words.widest : words.inContext);
  return layOut([...askedLines(asked, words), lead], [excerpt], words.tag, [], [buttons]);
}

/** Herald's own words alone, a line each. */
export function renderWords(...lines: readonly string[]): Reply {
  const body = { content: abridge(lines.map(escapeWords).join('\n'), LIMITS.content) };
  return { rich: body, plain: body };
}

function layOut(
  head: readonly string[],
  excerpts: readonly Excerpt[],
  readerTag: string,
  accessories: readonly APIButtonComponentWithCustomId[],
  rows: readonly (readonly Button[])[],
): Reply {
  const shown = excerpts.slice(0, MAX_EXCERPTS);
  const top = head.filter((line) => line !== '').join('\n');
  const richExcerpts = blocksWithin(top, shown, readerTag, {
    length: LIMITS.textDisplays,
    bytes: LIMITS.textBytes,
  }).map((content, index): APIComponentInContainer => {
    const accessory = accessories[index];
    return accessory === undefined
      ? text(content)
      : { type: ComponentType.Section, components: [text(content)], accessory };
  });
  const components: APIMessageTopLevelComponent[] = [
    {
      type: ComponentType.Container,
      components: [...(top === '' ? [] : [text(top)]), ...richExcerpts],
    },
    ...rows
      .filter((buttons) => buttons.length > 0)
      .map((buttons) => ({ type: ComponentType.ActionRow as const, components: [...buttons] })),
  ];
  const plainExcerpts = blocksWithin(top, shown, readerTag, {
    length: LIMITS.content,
    bytes: LIMITS.textBytes,
  });
  return {
    rich: { flags: MessageFlags.IsComponentsV2, components },
    plain: { content: [...(top === '' ? [] : [top]), ...plainExcerpts].join('\n') },
  };
}

/** Each excerpt with where it stands, as many as leave half of the room to the excerpts, so that all of it fits. */
function blocksWithin(
  top: string,
  excerpts: readonly Excerpt[],
  readerTag: string,
  room: Room,
): readonly string[] {
  const feet = excerpts.map((excerpt) => `-# ${whereIs(excerpt, readerTag)}`);
  const fixed = (count: number) =>
    [top, ...feet.slice(0, count)].map((line) => `${line}\n\n`).join('');
  const fits = (count: number) =>
    count < 2 || roomAfter(room, fixed(count)).length >= room.length / 2;
  let count = excerpts.length;
  while (!fits(count)) count -= 1;
  return fitExcerpts(excerpts.slice(0, count), roomAfter(room, fixed(count))).map(
    (excerpt, index) => `${quoteExcerpt(excerpt)}\n${feet[index]}`,
  );
}

function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

function link(label: string, url: string): APIButtonComponentWithURL {
  return { type: ComponentType.Button, style: ButtonStyle.Link, label, url };
}

function button(label: string, press: Press): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: abridge(plainWords(label), LIMITS.buttonLabel),
    custom_id: writePress(press),
  };
}
