import type { QuestionGroup, Report } from '../loop/report.js';
import { summaryOf } from './report-text.js';

const MAX_GROUPS = 500;
const MAX_PLACES = 20;
const CHART = { width: 720, height: 160, foot: 18 } as const;

const STYLE = `
:root { color-scheme: light dark; --bar: #4a6fa5; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td:first-child, th:first-child { text-align: right; font-variant-numeric: tabular-nums; }
small { opacity: .75; } svg { max-width: 100%; height: auto; } rect { fill: var(--bar); }
text { font-size: 11px; fill: currentColor; }
`;

/** A report as one page that fetches nothing, with charts; `since` and `now` are its time. */
export function reportHtml(
  report: Report,
  { since, now }: { readonly since?: number; readonly now: Date },
): string {
  const { groups, neverAsked, places, hours } = report;
  const isMissing = ({ outcome }: QuestionGroup) => outcome === 'not-covered';
  const isUnhelpful = (group: QuestionGroup) => !isMissing(group) && group.notHelpful > 0;
  const from = since === undefined ? 'the beginning' : dayOf(new Date(since));
  const announcements = [...new Set(hours.map(({ announcement }) => announcement))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>What people asked</title>
<style>${STYLE}</style>
</head>
<body>
<h1>What people asked, from ${from} to ${dayOf(now)}</h1>
<p>${summaryOf(report).map(escapeHtml).join('<br>')}</p>
${table('Not in the announcement', groups.filter(isMissing))}
${table('Not helpful', groups.filter(isUnhelpful))}
${table(
  'Answered, by passage',
  groups.filter((group) => !isMissing(group) && !isUnhelpful(group)),
)}
<h2>Never shown</h2>
<table>
<tr><th>¶</th><th>Passage</th></tr>
${neverAsked.map(({ announcement, passage, text }) => `<tr><td>${passage}</td><td>${escapeHtml(text)}<br><small>${escapeHtml(announcement)}</small></td></tr>`).join('\n')}
</table>
<h2>By channel</h2>
${chart(places.slice(0, MAX_PLACES).map(({ place, questions }) => ({ label: place.split(' ').at(-1) ?? '', title: place, value: questions })))}
${announcements
  .map(
    (id) => `<h2>By hour since publication: ${escapeHtml(id)}</h2>
${chart(hours.flatMap(({ announcement, hour, questions }) => (announcement === id ? [{ label: `${hour}`, title: `hour ${hour}`, value: questions }] : [])))}`,
  )
  .join('\n')}
</body>
</html>`;
}

function table(title: string, groups: readonly QuestionGroup[]): string {
  if (groups.length === 0) return '';
  const rows = groups
    .slice(0, MAX_GROUPS)
    .map(({ count, sample, others, best, helpful, notHelpful, now }) => {
      const also =
        others.length === 0 ? '' : `<br><small>${others.map(escapeHtml).join('<br>')}</small>`;
      const passage =
        best === undefined
          ? ''
          : `¶ ${best.passage} <small>${escapeHtml(best.announcement)}</small>`;
      return `<tr><td>${count}</td><td>${escapeHtml(sample)}${also}</td><td>${passage}</td><td>${helpful}</td><td>${notHelpful}</td><td>${now ?? ''}</td></tr>`;
    });
  return `<h2>${title}</h2>
<table>
<tr><th>Asked</th><th>Question</th><th>Passage</th><th>Helpful</th><th>Not helpful</th><th>Now</th></tr>
${rows.join('\n')}
</table>`;
}

interface Bar {
  readonly label: string;
  readonly title: string;
  readonly value: number;
}

function chart(bars: readonly Bar[]): string {
  if (bars.length === 0) return '';
  const { width, height, foot } = CHART;
  const most = Math.max(...bars.map(({ value }) => value));
  const step = width / bars.length;
  // Labels that would overlap are left out; the title of each bar tells.
  const every = Math.ceil((bars.length * 60) / width);
  const drawn = bars.map(({ label, title, value }, index) => {
    const tall = ((height - foot - 14) * value) / most;
    const x = index * step;
    const top = height - foot - tall;
    const text =
      index % every === 0
        ? `<text x="${fixed(x + step / 2)}" y="${height - 4}" text-anchor="middle">${escapeHtml(label)}</text>`
        : '';
    return `<g><title>${escapeHtml(title)}: ${value}</title><rect x="${fixed(x + 1)}" y="${fixed(top)}" width="${fixed(Math.max(1, step - 2))}" height="${fixed(tall)}"/>${text}<text x="${fixed(x + step / 2)}" y="${fixed(top - 3)}" text-anchor="middle">${bars.length > 40 ? '' : value}</text></g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img">${drawn.join('')}</svg>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
