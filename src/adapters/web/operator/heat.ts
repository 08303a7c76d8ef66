import type { AnnouncementText } from '../../../bot/bot.js';
import { type Html, html } from '../html.js';
import { type Passage, wordsOf } from '../read/runs.js';
import { renderSections } from '../read/text.js';
import type { Heat, Insights } from './insights.js';

const WARMEST = 4;
const COLD: Heat = { asked: 0, helped: 0, notHelped: 0 };
const BAR = { width: 56, height: 6 } as const;

/** The announcement with, beside each passage, how it fared; `linkTo` leads to a passage's questions. */
export function renderHeat(
  announcement: AnnouncementText,
  { passages, sentences }: Pick<Insights, 'passages' | 'sentences'>,
  linkTo: (passage: number) => string,
  chosen: number | undefined,
): Html {
  const most = Math.max(1, ...[...passages.values()].map(({ asked }) => asked));
  const mostInOne = Math.max(1, ...sentences.values());
  return renderSections(announcement, (passage) => {
    const heat = passages.get(passage.number) ?? COLD;
    const { asked, helped, notHelped } = heat;
    const { number } = passage;
    const isChosen = number === chosen;
    return html`<div class="p heat${asked === 0 && ' cold'}${isChosen && ' chosen'}" id="p${number}"><a class="margin" href="${linkTo(number)}"${isChosen && html` aria-current="true"`}><span class="number">¶&nbsp;${number}</span> <span class="asked-times">${asked === 0 ? 'never asked' : `${asked}\u00a0asked`}</span>${bar(asked / most)}${
      helped + notHelped > 0 &&
      html`<span class="votes">${helped > 0 && html`<span class="good">${helped}\u00a0helped</span> `}${notHelped > 0 && html`<span class="bad">${notHelped}\u00a0did\u00a0not</span>`}</span>`
    }</a><p>${sentencesOf(passage, sentences, mostInOne)}</p></div>`;
  });
}

function sentencesOf(passage: Passage, counts: ReadonlyMap<number, number>, most: number): Html {
  return html`${passage.sentences.map((sentence, index) => {
    const times = counts.get(sentence.start) ?? 0;
    const words = wordsOf(passage, sentence, []);
    const level = times === 0 ? 0 : Math.ceil((times / most) * WARMEST);
    return html`${index > 0 && ' '}${
      level === 0
        ? words
        : html`<span class="s h${level}" title="answered ${times}×">${words}</span>`
    }`;
  })}`;
}

/** A bar as long as a share, from 0 to 1; a picture of what stands beside it. */
export function bar(share: number): Html {
  const { width, height } = BAR;
  return html`<svg class="bar" width="${width}" height="${height}" aria-hidden="true"><rect class="track" width="${width}" height="${height}" rx="3"/><rect width="${Math.round(share * width)}" height="${height}" rx="3"/></svg>`;
}
