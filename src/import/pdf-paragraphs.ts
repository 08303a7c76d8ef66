import type { Column } from './pdf-columns.js';
import type { Piece, Row } from './pdf-lines.js';

/** A line of running text, and the edges of the column it stands in. */
export interface Line extends Piece {
  readonly columnLeft: number;
  readonly columnRight: number;
}

/** Lines that belong together, or the rows of a table. */
export type Group =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** What a list's item begins with. */
export const BULLET = /^[•●▪■◦‣∙·–*-]\s+/u;
/** What a numbered item begins with. */
export const NUMBER = /^(\d{1,2})[.)]\s+/;
const BARE_MARK = /^(?:[•●▪■◦‣∙·–*-]|\d{1,2}[.)])$/u;
/** A shorter line that stands alone at the end of a column is rather a heading than a paragraph's beginning. */
const MIN_LAST_LINE = 40;
const ENDS_A_SENTENCE = /[.!?:…]["”’»)\]]*$/u;

/** The paragraphs and tables of the columns of all pages, in the order of reading. */
export function groupsOf(columns: readonly Column[]): readonly Group[] {
  const leading = leadingOf(columns);
  const groups: Group[] = [];
  let open: Line[] = [];
  const close = () => {
    if (open.length > 0) groups.push({ kind: 'lines', lines: open });
    open = [];
  };
  for (const column of columns) {
    const pieces = column.flatMap((row) => row.pieces);
    const columnLeft = Math.min(...pieces.map(({ left }) => left));
    const columnRight = Math.max(...pieces.map(({ right }) => right));
    let isFirst = true;
    for (const part of partsOf(column)) {
      if ('rows' in part) {
        close();
        groups.push({ kind: 'table', rows: part.rows });
        isFirst = false;
        continue;
      }
      const line: Line = { ...part, columnLeft, columnRight };
      const before = open.at(-1);
      if (
        before &&
        (isFirst ? !continues(open, before, line) : isBreak(open, before, line, leading))
      )
        close();
      open.push(line);
      isFirst = false;
    }
  }
  close();
  return groups;
}

/** The usual distance of lines, in letter sizes. */
function leadingOf(columns: readonly Column[]): number {
  const distances = columns
    .flatMap((rows) =>
      rows.slice(1).map((row, index) => {
        const before = rows[index];
        return before && Math.abs(before.size - row.size) < 0.5
          ? (row.baseline - before.baseline) / row.size
          : 0;
      }),
    )
    .filter((distance) => distance > 0.8 && distance < 3)
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 1.2;
}

interface Cells {
  readonly rows: readonly (readonly string[])[];
}

/** The rows of a column as lines, and as tables where rows next to each other have as many cells. */
function partsOf(column: Column): readonly (Piece | Cells)[] {
  const parts: (Piece | Cells)[] = [];
  const rows = column.map(withMark);
  for (let from = 0; from < rows.length; ) {
    const cells = rows[from]?.pieces.length ?? 0;
    let end = from + 1;
    while (cells > 1 && rows[end]?.pieces.length === cells) end += 1;
    if (end - from >= 2)
      parts.push({
        rows: rows.slice(from, end).map(({ pieces }) => pieces.map(({ text }) => text.trim())),
      });
    else {
      const row = rows[from];
      const [first] = row?.pieces ?? [];
      if (row && first)
        parts.push({
          ...first,
          text: row.pieces.map(({ text }) => text.trim()).join(' '),
          right: row.pieces.at(-1)?.right ?? first.right,
        });
    }
    from = end;
  }
  return parts;
}

/** A bullet or number that stands apart from its item belongs to it. */
function withMark(row: Row): Row {
  const [mark, first, ...others] = row.pieces;
  if (!mark || !first || !BARE_MARK.test(mark.text.trim())) return row;
  const text = `${mark.text.trim()} ${first.text.trimStart()}`;
  return { ...row, pieces: [{ ...first, text, left: mark.left }, ...others] };
}

/** Whether a paragraph goes on at the top of the next column or page. */
function continues(open: readonly Line[], before: Line, line: Line): boolean {
  return (
    (open.length > 1 || before.text.length > MIN_LAST_LINE) &&
    Math.abs(before.size - line.size) < 0.5 &&
    !ENDS_A_SENTENCE.test(before.text) &&
    !isItem(line) &&
    /^[\p{Ll}\p{N}"“‘(]|^\p{Lu}/u.test(line.text) &&
    before.right > before.columnLeft + (before.columnRight - before.columnLeft) * 0.6
  );
}

function isBreak(open: readonly Line[], before: Line, line: Line, leading: number): boolean {
  const size = Math.max(before.size, line.size);
  if (Math.abs(before.size - line.size) > size * 0.08) return true;
  if (line.baseline - before.baseline > size * leading * 1.25) return true;
  if (isItem(line)) return true;
  const width = line.columnRight - line.columnLeft;
  const isShort = before.columnRight - before.right > width * 0.25;
  if (isShort && ENDS_A_SENTENCE.test(before.text)) return true;
  const [first] = open;
  if (first && open.length === 1 && first.font !== line.font && isShort) return true;
  const isIndented = line.left > before.left + line.size * 0.8;
  return isIndented && !(first && open.length === 1 && isItem(first));
}

function isItem({ text }: Line): boolean {
  return BULLET.test(text) || NUMBER.test(text);
}
