import type UPlot from 'uplot';
import { parseHtml } from './parse.js';

const { uPlot: Plot } = globalThis as unknown as { readonly uPlot: typeof UPlot };
const COLOURS = ['--c-answer', '--c-closest', '--c-none'] as const;
const HEIGHT = 190;
const HOUR_S = 3_600;

document.documentElement.classList.add('scripted');
drawAll();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
follow();
for (const select of document.querySelectorAll<HTMLSelectElement>('.filters select'))
  select.addEventListener('change', () => select.form?.requestSubmit());

/** Shows what was asked or taught meanwhile, wherever it was. */
function follow(): void {
  const sign = document.querySelector<HTMLElement>('#live');
  const events = new EventSource('/operator/events');
  events.addEventListener('ready', () => sign?.removeAttribute('hidden'));
  events.addEventListener('error', () => sign?.setAttribute('hidden', ''));
  let isLoading = false;
  let isStale = false;
  const refresh = async () => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    try {
      while (isStale) {
        isStale = false;
        const response = await fetch(location.href);
        if (response.ok) replace(parseHtml(await response.text()));
      }
    } catch {
      // The stream tells when the server is there again.
      sign?.setAttribute('hidden', '');
    } finally {
      isLoading = false;
    }
  };
  events.addEventListener('changed', refresh);
}

/** Puts the live parts of a newer page in the place of ours, but not under somebody's hands. */
function replace(newer: Document): void {
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = newer.getElementById(part.id);
    const isInUse =
      part.contains(document.activeElement) || part.querySelector('details[open]') !== null;
    if (next && !isInUse && next.innerHTML !== part.innerHTML) part.replaceWith(next);
  }
  drawAll();
}

function drawAll(): void {
  for (const chart of document.querySelectorAll<HTMLElement>('.chart[data-series]')) draw(chart);
}

function draw(chart: HTMLElement): void {
  const place = chart.querySelector<HTMLElement>('.plot');
  const { series, names } = chart.dataset;
  if (!place || series === undefined || names === undefined) return;
  const data: UPlot.AlignedData = JSON.parse(series);
  const labels: readonly string[] = JSON.parse(names);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 } };
  place.replaceChildren();
  new Plot(
    {
      width: Math.max(260, place.clientWidth),
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      legend: { live: false },
      scales: {
        // One stretch alone has no width.
        x: { range: (_, from, to) => (from === to ? [from - HOUR_S, to + HOUR_S] : [from, to]) },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
      },
      axes: [axis, { ...axis, size: 44 }],
      series: [
        {},
        ...labels.map((label, index) => {
          const stroke = colour(labels.length === 1 ? '--accent' : (COLOURS[index] ?? '--accent'));
          return { label, stroke, width: 2, points: { show: data[0].length < 60 }, spanGaps: true };
        }),
      ],
    },
    data,
    place,
  );
}
