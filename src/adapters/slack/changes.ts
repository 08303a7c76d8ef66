import type { types } from '@slack/bolt';
import type { ChangedPassage, Changes } from '../../bot/bot.js';
import { toWellFormed } from './escape.js';
import { split } from './limits.js';
import { plainLine, plainText } from './quote.js';

/** How many changed passages are quoted, and how much of each, in UTF-16 code units. */
const MAX_QUOTED = 5;
const MAX_QUOTE = 300;

/** What changed in an announcement, for the Home tab: how much, and the first changes word for word. */
export function renderChanges(
  { added, edited, removed }: Changes,
  day: string,
): types.KnownBlock[] {
  const counts = [
    counted(added.length, 'added'),
    counted(edited.length, 'changed'),
    counted(removed.length, 'removed'),
  ].filter((count) => count !== '');
  if (counts.length === 0) return [];
  const quoted = [
    ...edited.map(({ before, after }) => [
      plainLine(`¶ ${after.number} now says:`),
      quote(after),
      plainLine('It said:'),
      quote(before, true),
    ]),
    ...added.map((passage) => [plainLine(`¶ ${passage.number} is new:`), quote(passage)]),
    ...removed.map((passage) => [plainLine('No longer there:'), quote(passage, true)]),
  ];
  return [
    { type: 'context', elements: [plainText(`Changed on ${day}: ${counts.join(', ')}.`)] },
    { type: 'rich_text', elements: quoted.slice(0, MAX_QUOTED).flat() },
  ];
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? 'passage' : 'passages'} ${what}`;
}

function quote({ text }: ChangedPassage, gone = false): types.RichTextQuote {
  const [start = '', more] = split(toWellFormed(text), MAX_QUOTE);
  return {
    type: 'rich_text_quote',
    elements: [
      { type: 'text', text: start, ...(gone ? { style: { strike: true } } : {}) },
      ...(more === undefined ? [] : [{ type: 'text' as const, text: ' […]' }]),
    ],
  };
}
