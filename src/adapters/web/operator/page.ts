import { renderDocument } from '../document.js';
import { type Html, html } from '../html.js';
import { renderCharts } from './charts.js';
import { renderGaps, renderLessons } from './gaps.js';
import { renderHeat } from './heat.js';
import type { Asked } from './insights.js';
import { operatorNav } from './nav.js';
import { OUTCOMES } from './outcomes.js';
import { linkToChoice, type OperatorView, PERIODS_MS, type Period } from './view.js';

const PERIOD_NAMES: Readonly<Record<Period, string>> = {
  all: 'Since publication',
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
};
const MAX_LISTED = 50;

/** The operator's page: where the questions fall, and what to teach. */
export function renderOperatorPage(view: OperatorView): string {
  const { announcement, choice, insights, said } = view;
  const linkTo = (passage: number) => `${linkToChoice(choice, { passage })}#asked`;
  return renderDocument({
    language: 'en',
    title: `What people ask – ${announcement.title}`,
    styles: ['uplot.css', 'operator.css'],
    libraries: ['uplot.js'],
    scripts: ['operator.js'],
    hidden: true,
    body: html`<a class="skip" href="#text">Skip to the announcement</a>${operatorNav('questions')}
<main class="wide operator">
<header class="masthead"><h1 lang="${announcement.language}">${announcement.title}</h1></header>
${said !== undefined && html`<p class="said" role="status">${said}</p>`}
${renderFilters(view)}
${renderTiles(view)}
<div class="columns">
<section id="text" data-live aria-label="Where the questions fall" tabindex="-1">${renderHeat(announcement, insights, linkTo, choice.passage)}${
      insights.earlier > 0 &&
      html`<p class="note">${insights.earlier} more ${insights.earlier === 1 ? 'question was' : 'questions were'} answered from an earlier revision.</p>`
    }</section>
<div class="aside">${renderAsked(view)}${renderGaps(view)}</div>
</div>
${renderCharts(view)}
${renderLessons(view)}
</main>`,
  });
}

function renderFilters({ cards, choice, insights }: OperatorView): Html {
  const option = (value: string, name: string, current: string) =>
    html`<option value="${value}"${value === current && html` selected`}>${name}</option>`;
  const places = [...insights.platforms.keys(), ...insights.places.map(([place]) => place)];
  const listed = [...new Set([...(choice.place === '' ? [] : [choice.place]), ...places])];
  return html`<form class="filters" method="get" action="/operator">
<label>Announcement <select name="announcement">${cards.map(({ id, title }) => option(id, title, choice.announcement))}</select></label>
<label>Time <select name="period">${(Object.keys(PERIODS_MS) as Period[]).map((period) => option(period, PERIOD_NAMES[period], choice.period))}</select></label>
<label>Where <select name="place">${option('', 'Everywhere', choice.place)}${listed.map((place) => option(place, place, choice.place))}</select></label>
<button>Show</button>
<a href="${linkToChoice(choice, {}, '/operator/questions.csv')}" download>CSV</a>
<span id="live" class="live" hidden>Live</span>
</form>`;
}

function renderTiles({ insights }: OperatorView): Html {
  const { questions, people, outcomes, votes, latencyMs } = insights;
  const share = (count: number) =>
    questions === 0 ? '–' : `${Math.round((100 * count) / questions)}%`;
  const tiles = [
    [String(questions), questions === 1 ? 'question' : 'questions'],
    [String(people), people === 1 ? 'person' : 'people'],
    [share(outcomes.get('answer') ?? 0), 'answered'],
    [share(outcomes.get('not-covered') ?? 0), 'not covered'],
    [`${votes.helped} / ${votes.notHelped}`, 'helped / did not'],
    [latencyMs === undefined ? '–' : `${round(latencyMs.median)} ms`, 'median answer'],
  ] as const;
  return html`<dl class="tiles" id="tiles" data-live>${tiles.map(([value, name]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The questions of the chosen passage, or all. */
function renderAsked({ choice, insights }: OperatorView): Html {
  const { passage } = choice;
  const listed = insights.asked.filter((one) => passage === undefined || one.passage === passage);
  const title = passage === undefined ? 'Asked most' : `Asked of ¶ ${passage}`;
  return html`<section class="card" id="asked" data-live aria-labelledby="asked-title"><h2 id="asked-title">${title}</h2>${
    passage !== undefined &&
    html`<p><a href="${linkToChoice(withoutPassage(choice))}">All passages</a></p>`
  }${
    listed.length === 0
      ? html`<p class="note">${passage === undefined ? 'Nothing yet. Ask something, on any platform.' : 'Nobody has asked for this passage.'}</p>`
      : html`<ul class="asked-list">${listed.slice(0, passage === undefined ? 8 : MAX_LISTED).map(renderQuestion)}</ul>`
  }</section>`;
}

function renderQuestion({ text, asked, outcome, helped, notHelped }: Asked): Html {
  return html`<li><span class="question">${text ?? 'a question that is no longer kept'}</span> <span class="facts"><span class="outcome ${outcome}">${OUTCOMES[outcome] ?? outcome}</span>${asked > 1 && ` · ${asked}×`}${helped > 0 && html` · <span class="good">${helped} helped</span>`}${notHelped > 0 && html` · <span class="bad">${notHelped} did not</span>`}</span></li>`;
}

function withoutPassage({ announcement, period, place }: OperatorView['choice']) {
  return { announcement, period, place };
}

function round(ms: number): string {
  if (ms < 0.1) return '<\u00a00.1';
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
