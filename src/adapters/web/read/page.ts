import type { Answer } from '../../../bot/answer.js';
import type { AnnouncementCard, AnnouncementText } from '../../../bot/bot.js';
import { renderDocument } from '../document.js';
import { type Html, html } from '../html.js';
import { linkToAnnouncement, webAddress } from '../links.js';
import type { Words } from '../words/words.js';
import { type AnswerView, renderAnswer, renderSuggestions } from './answer.js';
import { marksOf, renderPassage, renderText } from './text.js';

/** What a readers' page shows. */
export interface ReadView {
  readonly words: Words;
  readonly read: AnswerView['read'];
  /** What was asked, if anything, and the page of its excerpts. */
  readonly asked?: { readonly answer: Answer; readonly page: number };
  /** Questions to begin with. */
  readonly suggestions: readonly string[];
  readonly cards: readonly AnnouncementCard[];
}

/** An announcement to read and to ask. */
export function renderReadPage(announcement: AnnouncementText, view: ReadView): string {
  const { words, asked, cards } = view;
  const { id, title, source, published, url } = announcement;
  const original = webAddress(url);
  const marks = marksOf(asked?.answer.excerpts ?? [], id);
  return renderDocument({
    language: words.language,
    title: asked === undefined ? title : `${asked.answer.question.slice(0, 100)} – ${title}`,
    scripts: ['reader.js'],
    body: html`<a class="skip" href="#text">${words.skip}</a>
<header class="top"><a class="brand" href="/">Herald</a>${cards.length > 1 && html` <a href="/">${words.announcements}</a>`}</header>
<main class="reading">
<header class="masthead">
${(source !== undefined || published !== undefined) && html`<p class="source">${source !== undefined && html`<span>${original === undefined ? source : html`<a href="${original}" rel="noreferrer">${source}</a>`}</span>`}${published !== undefined && html` <time datetime="${published}">${published.slice(0, 10)}</time>`}</p>`}
<h1 lang="${announcement.language}">${title}</h1>
</header>
${renderAside(view, id)}
<article id="text" aria-label="${title}" tabindex="-1">
${renderText(announcement, marks, words)}
</article>
</main>
<footer class="foot"><p>${words.about}</p></footer>`,
  });
}

/** What the page's script puts in the place of the answer and of the passages that it marks. */
export function renderAnswerPart(
  announcement: AnnouncementText | undefined,
  view: ReadView,
): string {
  const { words, asked } = view;
  if (asked === undefined) return '';
  const excerpts = announcement === undefined ? [] : asked.answer.excerpts;
  const marks = announcement === undefined ? [] : marksOf(excerpts, announcement.id);
  const marked = (announcement?.passages ?? []).filter((passage) =>
    marks.some(({ start, end }) => passage.start < end && start < passage.end),
  );
  return html`${renderAsked(view, announcement?.id)}<div id="passages">${marked.map((passage) => renderPassage(passage, marks, words))}</div>`
    .html;
}

/** Every announcement, and the way to ask them all. */
export function renderListPage(view: ReadView): string {
  const { words, asked, cards } = view;
  return renderDocument({
    language: words.language,
    title: asked === undefined ? 'Herald' : `${asked.answer.question.slice(0, 100)} – Herald`,
    scripts: ['reader.js'],
    body: html`<header class="top"><a class="brand" href="/">Herald</a></header>
<main class="listing">
<header class="masthead"><h1>${words.askAll}</h1></header>
${renderAside(view, undefined)}
<section aria-labelledby="all"><h2 id="all">${words.announcements}</h2>
<ul class="cards">${cards.map(
      ({ id, title, source, published }) =>
        html`<li><a href="${linkToAnnouncement(id)}">${title}</a><p class="source">${source} ${published !== undefined && html`<time datetime="${published}">${published.slice(0, 10)}</time>`}</p></li>`,
    )}</ul></section>
</main>
<footer class="foot"><p>${words.about}</p></footer>`,
  });
}

function renderAside(view: ReadView, announcement: string | undefined): Html {
  const { words, asked } = view;
  const action = announcement === undefined ? '/' : linkToAnnouncement(announcement);
  return html`<div class="aside"><form class="ask" role="search" method="get" action="${action}">
<label for="q">${announcement === undefined ? words.askAll : words.ask}</label>
<div class="row"><input id="q" name="q" type="text" required maxlength="2000" autocomplete="off" enterkeyhint="search" placeholder="${words.placeholder}" value="${asked?.answer.question}" data-suggestions="${words.suggestions}"><button>${words.submit}</button></div>
</form>
<div id="answer-area" aria-live="polite">${renderAsked(view, announcement)}</div></div>`;
}

function renderAsked(
  { words, read, asked, suggestions }: ReadView,
  announcement: string | undefined,
) {
  return asked === undefined
    ? renderSuggestions(suggestions, { words, announcement })
    : renderAnswer(asked.answer, { words, read, announcement, page: asked.page });
}

/** A page of a few words, with a way back. */
export function renderNotice(words: Words, text: string, back: string): string {
  return renderDocument({
    language: words.language,
    title: 'Herald',
    hidden: true,
    body: html`<header class="top"><a class="brand" href="/">Herald</a></header>
<main class="notice"><h1>${text}</h1><p><a href="${back}">←&nbsp;Herald</a></p></main>`,
  });
}
