import type { Answer, Excerpt } from '../../../bot/answer.js';
import type { AnnouncementText } from '../../../bot/bot.js';
import { type Html, html } from '../html.js';
import { linkToAnnouncement, linkToPassage, webAddress } from '../links.js';
import type { Words } from '../words/words.js';
import { wordsOf } from './runs.js';

/** How an answer is shown besides its content. */
export interface AnswerView {
  readonly words: Words;
  /** Page of the excerpts, from 0. */
  readonly page: number;
  /** The one announcement that is shown below or beside; `undefined` where all were asked. */
  readonly announcement: string | undefined;
  readonly read: (announcement: string) => AnnouncementText | undefined;
}

/** Outcomes under which a reader may say whether it helped. */
const JUDGED: ReadonlySet<Answer['outcome']> = new Set(['answer', 'closest', 'not-covered']);

/** An answer as a section of the page; its links work without a script. */
export function renderAnswer(answer: Answer, view: AnswerView): Html {
  const { words, page, announcement } = view;
  const to = (asked: Parameters<typeof linkToAnnouncement>[1]) => linkFor(announcement, asked);
  const { question, outcome, excerpts, statement, suggestions, further } = answer;
  const contact = webAddress(answer.contact);
  const isAsked = outcome !== 'empty';
  return html`<section class="answer outcome-${outcome}" id="answer" aria-labelledby="answer-title">
<h2 id="answer-title">${words.outcomes[outcome]}</h2>
${isAsked && html`<p class="asked"><q>${question}</q></p>`}
<p class="lead">${answer.lead}</p>
${
  statement &&
  html`<div class="statement"><p>${statement.text}</p><p class="place">${statement.approver}, <time datetime="${statement.date}">${statement.date}</time></p></div>`
}
${excerpts.map((excerpt) => renderExcerpt(excerpt, view))}
${renderSuggestions(suggestions, view)}
${
  (further > 0 || page > 0) &&
  html`<p class="further">${page > 0 && html`<a href="${to({ question })}" data-ask>${words.back}</a> `}${
    further > 0 &&
    html`<a href="${to({ question, page: page + 1 })}" data-ask>${words.more(further)}</a>`
  }</p>`
}
${contact !== undefined && html`<p><a href="${contact}" rel="noreferrer">${words.askPerson}</a></p>`}
${
  page === 0 &&
  JUDGED.has(outcome) &&
  html`<form class="vote" method="post" action="/feedback"><input type="hidden" name="answer" value="${answer.id}"><input type="hidden" name="back" value="${to({ question })}"><fieldset><legend>${words.helped}</legend><button name="helpful" value="yes">${words.yes}</button> <button name="helpful" value="no">${words.no}</button></fieldset></form>`
}
${isAsked && html`<p class="permanent"><a href="${to({ question, page })}">${words.permanent}</a></p>`}
</section>`;
}

/** Questions that are answered, each a link that asks it. */
export function renderSuggestions(
  suggestions: readonly string[],
  { words, announcement }: Pick<AnswerView, 'words' | 'announcement'>,
): Html | undefined {
  if (suggestions.length === 0) return undefined;
  return html`<div class="tries"><p id="tries">${words.tries}</p><ul aria-labelledby="tries">${suggestions.map(
    (question) =>
      html`<li><a href="${linkFor(announcement, { question })}" data-ask>${question}</a></li>`,
  )}</ul></div>`;
}

function renderExcerpt(excerpt: Excerpt, { words, announcement, read }: AnswerView): Html {
  const { start, end, cut, passage, section, language, title, source } = excerpt;
  const marks = excerpt.highlights.map(([from, to]) => ({ start: start + from, end: start + to }));
  const paragraphs = (read(excerpt.announcement)?.passages ?? [])
    .filter((one) => one.start < end && start < one.end)
    .map((one) => wordsOf(one, { start, end }, marks));
  const here = excerpt.announcement === announcement;
  const original = webAddress(excerpt.url);
  return html`<figure><blockquote lang="${language}">${paragraphs.map(
    (text, index) =>
      html`<p>${index === 0 && cut.before && '[…] '}${text}${index === paragraphs.length - 1 && cut.after && ' […]'}</p>`,
  )}</blockquote><figcaption class="place">${!here && `${title} · `}${section !== '' && `${section} · `}<a href="${
    here ? `#p${passage}` : linkToPassage(excerpt.announcement, passage)
  }">${words.inTheText(passage)}</a>${original !== undefined && html` · <a href="${original}" rel="noreferrer">${source ?? words.original}</a>`}</figcaption></figure>`;
}

function linkFor(
  announcement: string | undefined,
  asked: Parameters<typeof linkToAnnouncement>[1] = {},
): string {
  if (announcement !== undefined) return linkToAnnouncement(announcement, asked);
  const { question = '', page = 0 } = asked;
  return `/?${new URLSearchParams({ q: question, ...(page > 0 ? { page: String(page) } : {}) })}`;
}
