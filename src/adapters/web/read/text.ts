import type { Excerpt } from '../../../bot/answer.js';
import type { AnnouncementText } from '../../../bot/bot.js';
import { type Html, html } from '../html.js';
import type { Words } from '../words/words.js';
import { type Passage, type Range, wordsOf } from './runs.js';

const SEPARATOR = ' › ';
const DEEPEST = 6;

/** The marks that excerpts set in the text of an announcement. */
export function marksOf(excerpts: readonly Excerpt[], announcement: string): readonly Range[] {
  return excerpts
    .filter((excerpt) => excerpt.announcement === announcement)
    .flatMap(({ start, end, highlights }) =>
      highlights.length === 0
        ? [{ start, end }]
        : highlights.map(([from, to]) => ({ start: start + from, end: start + to })),
    );
}

/** An announcement set as a text: its sections as headings, its passages numbered, `marks` marked. */
export function renderText(
  announcement: AnnouncementText,
  marks: readonly Range[],
  words: Words,
): Html {
  return renderSections(announcement, (passage) => renderPassage(passage, marks, words));
}

/** An announcement's sections as headings, with its passages below them as `render` has them. */
export function renderSections(
  { passages, language }: AnnouncementText,
  render: (passage: Passage) => Html,
): Html {
  let before: readonly string[] = [];
  return html`<div class="text" lang="${language}">${passages.map((passage) => {
    const section = passage.section === '' ? [] : passage.section.split(SEPARATOR);
    const opened = headings(before, section);
    before = section;
    return html`${opened}${render(passage)}
`;
  })}</div>`;
}

/** A passage with its number, which links to it. */
export function renderPassage(passage: Passage, marks: readonly Range[], words: Words): Html {
  const { number } = passage;
  return html`<div class="p" id="p${number}"><a class="n" href="#p${number}" aria-label="${words.passage(number)}" lang="${words.language}">¶&nbsp;${number}</a><p>${wordsOf(passage, passage, marks)}</p></div>`;
}

/** The headings that a passage opens, of the levels below the title's. */
function headings(before: readonly string[], section: readonly string[]): readonly Html[] {
  const same = section.findIndex((name, level) => name !== before[level]);
  if (same === -1) return [];
  return section.slice(same).map((name, index) => {
    const level = Math.min(same + index + 2, DEEPEST);
    return { html: html`<h${level}>${name}</h${level}>`.html };
  });
}
