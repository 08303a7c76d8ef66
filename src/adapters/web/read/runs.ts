import type { AnnouncementText } from '../../../bot/bot.js';
import { type Html, html } from '../html.js';

/** A half-open range of an announcement's file, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One passage of an announcement. */
export type Passage = AnnouncementText['passages'][number];

/** A piece of text that is marked as a whole or not at all. */
export interface Run {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * The words of a passage within a range, in runs. Markup and the targets of links are left out, as a reader
 * of the rendered announcement would have it; what stands between words there becomes white space.
 */
export function runsOf(passage: Passage, range: Range, marks: readonly Range[]): readonly Run[] {
  const runs: Run[] = [];
  const add = (text: string, marked: boolean) => {
    const last = runs.at(-1);
    if (last?.marked === marked) runs[runs.length - 1] = { text: last.text + text, marked };
    else if (text !== '') runs.push({ text, marked });
  };
  const textOf = (start: number, end: number) =>
    passage.text.slice(start - passage.start, end - passage.start);
  let position: number | undefined;
  for (const span of passage.prose) {
    const [from, to] = [Math.max(span.start, range.start), Math.min(span.end, range.end)];
    if (from >= to) continue;
    if (position !== undefined) {
      const gap = separator(textOf(position, from));
      add(gap, isWithin(marks, position, from));
    }
    for (const [start, end, marked] of pieces(from, to, marks)) add(textOf(start, end), marked);
    position = to;
  }
  return runs;
}

/** The words of a passage within a range as markup, marks as `mark` elements. */
export function wordsOf(passage: Passage, range: Range, marks: readonly Range[]): Html {
  return html`${runsOf(passage, range, marks).map(({ text, marked }) => (marked ? html`<mark>${text}</mark>` : text))}`;
}

function* pieces(from: number, to: number, marks: readonly Range[]) {
  const edges = marks
    .flatMap(({ start, end }) => [start, end])
    .filter((edge) => from < edge && edge < to);
  const all = [...new Set([from, ...edges, to])].sort((a, b) => a - b);
  for (const [index, end] of all.entries()) {
    const start = all[index - 1];
    if (start !== undefined) yield [start, end, isWithin(marks, start, end)] as const;
  }
}

function isWithin(marks: readonly Range[], from: number, to: number): boolean {
  return marks.some(({ start, end }) => start <= from && to <= end);
}

/** What is shown in the place of markup between words: the bar between a table's cells, else white space where there is any. */
function separator(markup: string): string {
  if (/^\s*\|\s*$/.test(markup)) return ' | ';
  return /\s/.test(markup) ? ' ' : '';
}
