/** A run of text on a page, in points, from the top left corner. */
export interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** The line that letters stand on. */
  readonly baseline: number;
  /** Size of its letters. */
  readonly size: number;
  readonly font: string;
  /** Whether all its letters are of one width, as in program text. */
  readonly isMono: boolean;
}

/** Pieces that stand beside each other on one baseline. */
export interface Row {
  readonly pieces: readonly Piece[];
  readonly baseline: number;
  readonly size: number;
}

/** Pieces further apart than this, in letter sizes, belong to different columns or cells. */
const GAP = 1.4;
/** Pieces closer than this are one word. */
const SPACE = 0.18;

/** The rows of a page from top to bottom, pieces that touch or stand a word's space apart joined. */
export function rowsOf(pieces: readonly Piece[]): readonly Row[] {
  const sorted = [...pieces].sort((a, b) => a.baseline - b.baseline || a.left - b.left);
  const rows: Piece[][] = [];
  for (const piece of sorted) {
    const row = rows.at(-1);
    const last = row?.[0];
    if (row && last && piece.baseline - last.baseline < Math.max(last.size, piece.size) * 0.45)
      row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => toRow(joinWords(row.sort((a, b) => a.left - b.left))));
}

/** A row of the given pieces, as high as its largest. */
export function toRow(pieces: readonly Piece[]): Row {
  const size = Math.max(...pieces.map((piece) => piece.size));
  const main = pieces.find((piece) => piece.size === size);
  return { pieces, baseline: main?.baseline ?? 0, size };
}

function joinWords(row: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of row) {
    const before = joined.at(-1);
    const gap = before === undefined ? Number.POSITIVE_INFINITY : piece.left - before.right;
    if (before === undefined || gap > Math.max(before.size, piece.size) * GAP) {
      joined.push(piece);
      continue;
    }
    const isApart =
      gap > before.size * SPACE && !/\s$/.test(before.text) && !/^\s/.test(piece.text);
    const isLonger = before.text.length >= piece.text.length;
    joined[joined.length - 1] = {
      text: before.text + (isApart ? ' ' : '') + piece.text,
      left: before.left,
      right: Math.max(before.right, piece.right),
      baseline: isLonger ? before.baseline : piece.baseline,
      size: isLonger ? before.size : piece.size,
      font: isLonger ? before.font : piece.font,
      isMono: isLonger ? before.isMono : piece.isMono,
    };
  }
  return joined;
}
