import { type Html, html } from '../html.js';
import { bar } from './heat.js';
import type { Bucket } from './insights.js';
import { OUTCOMES } from './outcomes.js';
import type { OperatorView } from './view.js';

const MAX_ROWS = 12;
const DRAWN = ['answer', 'closest', 'not-covered'] as const;

/** Charts over time, which the page's script draws, and shares; each is there as a table, too. */
export function renderCharts({ insights }: OperatorView): Html {
  const { buckets, outcomes, platforms, places, questions } = insights;
  const at = buckets.map(({ startsAt }) => startsAt / 1_000);
  return html`<section class="charts" id="charts" data-live aria-labelledby="charts-title"><h2 id="charts-title">Over time</h2>
<div class="chart-row">
${renderChart('Questions', [at, ...DRAWN.map((name) => buckets.map((bucket) => bucket.outcomes[name] ?? 0))], DRAWN.map(nameOf), buckets)}
${renderChart('Median answer, ms', [at, buckets.map(({ latencyMs }) => latencyMs ?? null)], ['median'], buckets)}
</div>
<div class="chart-row">
${renderShares(
  'Outcomes',
  [...outcomes].map(([name, count]) => [nameOf(name), count]),
  questions,
)}
${renderShares('Platforms', [...platforms], questions)}
${renderShares('Channels', places, questions)}
</div></section>`;
}

/** `series` as uPlot takes it: seconds since the epoch, then a list for each of `names`. */
function renderChart(
  title: string,
  series: readonly (readonly (number | null)[])[],
  names: readonly string[],
  buckets: readonly Bucket[],
): Html {
  if (buckets.length === 0)
    return html`<figure class="chart"><figcaption>${title}</figcaption><p class="note">Nothing yet.</p></figure>`;
  const [, ...lists] = series;
  return html`<figure class="chart" data-series="${JSON.stringify(series)}" data-names="${JSON.stringify(names)}"><figcaption>${title}</figcaption><div class="plot" aria-hidden="true"></div><details><summary>${title} as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${title} as a table"><table><thead><tr><th scope="col">From</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${buckets.map(
    ({ startsAt }, index) =>
      html`<tr><th scope="row">${new Date(startsAt).toISOString().slice(0, 16).replace('T', ' ')}</th>${lists.map((list) => html`<td>${show(list[index])}</td>`)}</tr>`,
  )}</tbody></table></div></details></figure>`;
}

function renderShares(
  title: string,
  counts: readonly (readonly [name: string, count: number])[],
  total: number,
): Html {
  const rows = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_ROWS);
  return html`<table class="shares"><caption>${title}</caption><tbody>${rows.map(
    ([name, count]) =>
      html`<tr><th scope="row">${name}</th><td>${bar(count / total)}</td><td>${count}</td><td>${Math.round((100 * count) / total)}%</td></tr>`,
  )}</tbody></table>`;
}

function nameOf(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}

function show(value: number | null | undefined): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : '–';
}
