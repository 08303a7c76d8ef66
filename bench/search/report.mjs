import { cpus } from 'node:os';
import { describeCorpus } from './corpus.mjs';
import { SYSTEMS } from './systems.mjs';

/** Below this many questions a 99th percentile is the slowest question, and is marked so. */
const ENOUGH_FOR_P99 = 100;

/** The results as a Markdown page. */
export function writeReport({ quality, sizes, options }) {
  const largest = sizes.at(-1);
  return `${[
    '# Search side by side',
    'Written by `npm run bench:search`; figures are of one run, in which the systems take turns question by question, so that noise hits all alike.',
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}.`,
    '![Milliseconds a question against passages, and how often the first passage is right](bench-search.svg)',
    '## Quality',
    'P@1: the first passage is an accepted one. P@3: one of the first three is. Questions without an accepted passage are left out. SQuAD questions are asked of their own article, validation articles only; the misspelt copy has 30% of the longer words mistyped.',
    qualityTable(quality),
    '## Milliseconds a question, p50 / p99',
    `Each system is asked until it has used ${options.seconds} s or answered 1,000 questions, after a warm-up; short-lived garbage is collected between questions, so that no system pays for another's. ${slowNote(sizes)}`,
    speedTable(sizes),
    '## Build and memory',
    'Time to build the index from passages already in memory, and megabytes that it then holds beyond those passages (heap and buffers, after garbage collection and a few questions), each system in a process of its own. Herald includes reading its models: about 12 MB on disk.',
    buildTable(sizes),
    `While Herald's index of ${format(largest.size)} passages was built, the event loop was held for at most ${heldText(largest.builds.herald)} at a time.`,
    '## Passages and questions',
    `${describeCorpus(options.squad, largest.real)} Distinct words: ${sizes.map(({ size, words }) => `${format(words)} at ${format(size)} passages`).join(', ')}.`,
    '## Settings',
    SYSTEMS.map(({ name, settings }) => `- ${name}: ${settings}`).join('\n'),
  ].join('\n\n')}\n`;
}

function qualityTable(quality) {
  const headings = quality.map(
    ({ name, asked }) => `${name}, ${format(asked)} questions: P@1 / P@3`,
  );
  return table(
    ['', ...headings],
    SYSTEMS.map(({ id, name }) => [
      name,
      ...quality.map(({ asked, found }) => {
        const { first, firstThree } = found[id];
        return `${percent(first, asked)} / ${percent(firstThree, asked)}`;
      }),
    ]),
  );
}

function speedTable(sizes) {
  return sizeTable(sizes, ({ speeds, builds }, id) => {
    const speed = speeds[id];
    if (speed === undefined) return builds[id].fault;
    const { p50, p99, asked } = speed;
    const note = asked < ENOUGH_FOR_P99 ? ` (${asked} asked)` : '';
    return `${significant(p50)} / ${significant(p99)}${note}`;
  });
}

function buildTable(sizes) {
  return sizeTable(sizes, ({ builds }, id) => {
    const { fault, buildMs, heapBytes } = builds[id];
    return fault ?? `${duration(buildMs)} / ${significant(Math.max(0, heapBytes / 1e6))} MB`;
  });
}

function slowNote(sizes) {
  const isSlow = sizes.some(({ speeds }) =>
    Object.values(speeds).some(({ asked }) => asked < ENOUGH_FOR_P99),
  );
  return isSlow
    ? `Where a system answered fewer than ${ENOUGH_FOR_P99} in that time, their number is given and the p99 is its slowest.`
    : '';
}

function heldText(build) {
  return build.fault === undefined ? `${significant(build.heldMs)} ms` : `(${build.fault})`;
}

function sizeTable(sizes, cell) {
  return table(
    ['', ...sizes.map(({ size }) => `${format(size)} passages`)],
    SYSTEMS.map(({ id, name }) => [name, ...sizes.map((one) => cell(one, id))]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, column) => (column ? '--:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

function percent(part, whole) {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`;
}

function duration(ms) {
  return ms < 1000 ? `${significant(ms)} ms` : `${significant(ms / 1000)} s`;
}

/** A number with the digits that a reader can use: 0.31, 4.2, 93, 32,578. */
export function significant(value) {
  if (value >= 10) return format(Math.round(value));
  return value.toFixed(value >= 1 ? 1 : 2);
}

function format(number) {
  return number.toLocaleString('en');
}
