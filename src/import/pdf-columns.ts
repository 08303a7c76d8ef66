import { type Piece, type Row, toRow } from './pdf-lines.js';

/** White space between columns is at least this wide, in letter sizes. */
const GUTTER = 1;
/** A column has at least this many rows, whose text fills at least this share of its width. */
const MIN_ROWS = 3;
const MIN_FILL = 0.55;

/** White space across all columns that is higher than this, in letter sizes, ends them. */
const BAND = 3;

/** A part of a page in which lines follow each other. */
export type Column = readonly Row[];

/**
 * The columns of a page in the order of reading. Rows are taken together from the top as long as one strip
 * of white space runs through all of them; where both of its sides look like running text rather than the
 * cells of a table, the left one is read before the right one.
 */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const columns: Column[] = [];
  let single: Row[] = [];
  for (let from = 0; from < rows.length; ) {
    const found = splitFrom(rows, from);
    if (found === undefined) {
      const row = rows[from];
      if (row) single.push(row);
      from += 1;
      continue;
    }
    if (single.length > 0) columns.push(single);
    single = [];
    columns.push(...columnsOf(found.left), ...columnsOf(found.right));
    from = found.end;
  }
  return single.length > 0 ? [...columns, single] : columns;
}

interface Split {
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  /** Index of the first row below both. */
  readonly end: number;
}

function splitFrom(rows: readonly Row[], from: number): Split | undefined {
  const first = rows[from];
  if (first === undefined) return undefined;
  // The strip that separates most rows, tried at each place where one of the next rows has a gap.
  let best: (Split & { readonly count: number }) | undefined;
  for (const gutter of gaps(rows.slice(from, from + MIN_ROWS * 2))) {
    let strip = gutter;
    let end = from;
    for (; end < rows.length; end += 1) {
      const row = rows[end];
      const above = end === from ? row : rows[end - 1];
      if (!row || !above || row.baseline - above.baseline > row.size * BAND) break;
      const next = narrow(strip, row);
      if (next === undefined) break;
      strip = next;
    }
    const middle = (strip.left + strip.right) / 2;
    const taken = rows.slice(from, end);
    const left = sideOf(taken, ({ right }) => right <= middle);
    const right = sideOf(taken, (piece) => piece.left >= middle);
    if (end - from > (best?.count ?? 0) && isProse(left) && isProse(right))
      best = { left, right, end, count: end - from };
  }
  return best;
}

interface Strip {
  readonly left: number;
  readonly right: number;
}

function* gaps(rows: readonly Row[]): Generator<Strip> {
  for (const { pieces } of rows) {
    for (const [index, piece] of pieces.entries()) {
      const next = pieces[index + 1];
      if (next) yield { left: piece.right, right: next.left };
    }
  }
}

/** What a row leaves of a strip of white space, or nothing where it stands in the way. */
function narrow(strip: Strip, { pieces, size }: Row): Strip | undefined {
  let { left, right } = strip;
  for (const piece of pieces) {
    if (piece.right <= left || piece.left >= right) continue;
    const before = piece.left - left;
    const after = right - piece.right;
    if (before >= after) right = piece.left;
    else left = piece.right;
  }
  return right - left >= Math.min(size, 14) * GUTTER ? { left, right } : undefined;
}

function sideOf(rows: readonly Row[], isInside: (piece: Piece) => boolean): Row[] {
  return rows
    .map(({ pieces }) => pieces.filter(isInside))
    .filter((pieces) => pieces.length > 0)
    .map(toRow);
}

function isProse(rows: readonly Row[]): boolean {
  if (rows.length < MIN_ROWS) return false;
  const left = Math.min(...rows.flatMap(({ pieces }) => pieces.map((piece) => piece.left)));
  const right = Math.max(...rows.flatMap(({ pieces }) => pieces.map((piece) => piece.right)));
  const full = rows.filter(
    ({ pieces }) =>
      pieces.reduce((sum, piece) => sum + piece.right - piece.left, 0) >=
        (right - left) * MIN_FILL && pieces.reduce((sum, { text }) => sum + text.length, 0) >= 18,
  );
  return full.length * 2 >= rows.length;
}
