import { significant } from './report.mjs';
import { SYSTEMS } from './systems.mjs';

const WIDTH = 860;
const PLOT = { left: 64, right: 690, top: 48, bottom: 360 };
const LABEL_GAP = 15;
const BAR = { top: 430, height: 12, pitch: 19, left: 130 };
/** Middle tones, readable on white and on dark. */
const TEXT = '#7d8590';
const GRID = '#7d859055';
const COLORS = ['#e5484d', '#b07d1e', '#8a8f2c', '#2f9e6e', '#2a8fbd', '#6f7be0', '#b65fc0'];

/** The results as a picture: p50 against passages, both logarithmic, and P@1 below. */
export function drawChart({ quality, sizes }) {
  const height = BAR.top + SYSTEMS.length * BAR.pitch + 24;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${TEXT}">`,
    '<title>Search side by side: milliseconds a question against passages, and how often the first passage is right</title>',
    ...drawLines(sizes),
    ...drawBars(quality),
    '</svg>',
    '',
  ].join('\n');
}

function drawLines(sizes) {
  const lines = SYSTEMS.map(({ id, name }, index) => ({
    name,
    color: COLORS[index],
    width: index === 0 ? 3 : 1.75,
    points: sizes.flatMap(({ size, speeds }) => (speeds[id] ? [{ size, ms: speeds[id].p50 }] : [])),
  })).filter(({ points }) => points.length > 0);
  const times = lines.flatMap(({ points }) => points.map(({ ms }) => ms));
  const x = createScale(sizes[0].size, sizes.at(-1).size, PLOT.left, PLOT.right);
  const low = 10 ** Math.floor(Math.log10(Math.min(...times)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...times)));
  const y = createScale(low, high, PLOT.bottom, PLOT.top);

  const parts = [heading(PLOT.left, 24, 'Milliseconds a question (p50) against passages')];
  for (let ms = low; ms <= high * 1.001; ms *= 10) {
    parts.push(`<path d="M${PLOT.left} ${y(ms)}H${PLOT.right}" stroke="${GRID}"/>`);
    parts.push(
      label(PLOT.left - 8, y(ms) + 4, Number(ms.toPrecision(1)).toLocaleString('en'), 'end'),
    );
  }
  for (const { size } of sizes) {
    parts.push(label(x(size), PLOT.bottom + 18, size.toLocaleString('en'), 'middle'));
  }
  for (const { points, color, width } of lines) {
    const path = points.map(({ size, ms }) => `${x(size)} ${y(ms)}`).join('L');
    parts.push(`<path d="M${path}" fill="none" stroke="${color}" stroke-width="${width}"/>`);
    for (const { size, ms } of points) {
      parts.push(`<circle cx="${x(size)}" cy="${y(ms)}" r="3" fill="${color}"/>`);
    }
  }
  return [...parts, ...drawEndLabels(lines, x, y)];
}

/** Each line's name at its end, moved apart where lines end close together. */
function drawEndLabels(lines, x, y) {
  const ends = lines
    .map(({ points, ...line }) => {
      const { size, ms } = points.at(-1);
      return { ...line, ms, x: x(size), y: y(ms) };
    })
    .sort((a, b) => a.y - b.y);
  const last = PLOT.bottom - (ends.length - 1) * LABEL_GAP;
  let free = PLOT.top;
  return ends.flatMap((end, index) => {
    const at = Math.min(Math.max(end.y, free), last + index * LABEL_GAP);
    free = at + LABEL_GAP;
    const text = `${end.name} ${significant(end.ms)}`;
    return [
      `<path d="M${end.x + 5} ${end.y}L${PLOT.right + 16} ${round(at)}" stroke="${end.color}" stroke-opacity="0.5"/>`,
      label(PLOT.right + 20, at + 4, text, 'start', end.color),
    ];
  });
}

function drawBars(quality) {
  const pitch = (WIDTH - BAR.left - 10) / quality.length;
  const full = Math.min(pitch - 60, 260);
  const rowAt = (row) => BAR.top + row * BAR.pitch;
  const parts = SYSTEMS.map(({ name }, row) =>
    label(BAR.left - 10, rowAt(row) + 10, name, 'end', COLORS[row]),
  );
  for (const [column, { name, asked, found }] of quality.entries()) {
    const left = BAR.left + column * pitch;
    parts.push(heading(left, BAR.top - 14, `P@1, ${name} (${asked.toLocaleString('en')})`));
    for (const [row, { id }] of SYSTEMS.entries()) {
      const share = asked === 0 ? 0 : found[id].first / asked;
      const width = round(share * full);
      parts.push(
        `<path d="M${round(left)} ${rowAt(row)}h${round(full)}v${BAR.height}h${-round(full)}z" fill="${TEXT}" fill-opacity="0.15"/>`,
        `<path d="M${round(left)} ${rowAt(row)}h${width}v${BAR.height}h${-width}z" fill="${COLORS[row]}"/>`,
        label(left + full + 6, rowAt(row) + 10, `${Math.round(100 * share)}%`, 'start'),
      );
    }
  }
  return parts;
}

/** A logarithmic scale from values to pixels; a single value stands at the start. */
function createScale(low, high, from, to) {
  const span = Math.log(high / low) || 1;
  return (value) => round(from + ((to - from) * Math.log(value / low)) / span);
}

function heading(x, y, text) {
  return `<text x="${round(x)}" y="${y}" font-weight="600">${text}</text>`;
}

function label(x, y, text, anchor, color = TEXT) {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${color}">${text}</text>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
