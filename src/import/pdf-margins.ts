import type { LeftOut } from './draft.js';
import type { Row } from './pdf-lines.js';

/** A page of a PDF: its rows from top to bottom. */
export interface Page {
  readonly rows: readonly Row[];
  /** In points. */
  readonly height: number;
}

/** Running heads and feet stand in this share of the page at its top and bottom. */
const MARGIN = 0.12;
const PAGE_NUMBER =
  /^(?:[-–—|·\s]*(?:page|p\.|seite|página|pagina)?\s*)(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:\/|of|von|de|di|sur)\s*\d{1,4})?[-–—|·\s]*$/i;

/** The dots and page number that a line of a table of contents ends with. */
const LEADERS = /(?:\s?\.){5,}\s*[\divxlc]*$/i;

/** The pages without their numbers and without what most of them repeat at top or bottom, and what that was. */
export function dropMargins(pages: readonly Page[]): {
  readonly pages: readonly Page[];
  readonly leftOut: readonly LeftOut[];
} {
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const key of new Set(page.rows.filter((row) => isAtEdge(row, page)).map(keyOf)))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const numbered = countNumbers(pages);
  const numbers: string[] = [];
  const contents: string[] = [];
  const repeated = new Set<string>();
  const most = Math.max(1, pages.length / 3);
  const kept = pages.map((page, index) => ({
    ...page,
    rows: page.rows.filter((row) => {
      const text = textOf(row);
      if (LEADERS.test(text)) {
        contents.push(text.replace(LEADERS, ''));
        return false;
      }
      if (!isAtEdge(row, page)) return true;
      if (PAGE_NUMBER.test(text)) {
        numbers.push(text);
        return false;
      }
      const isRepeated =
        (counts.get(keyOf(row)) ?? 0) > most ||
        numberKeys(row, index).some((key) => (numbered.get(key) ?? 0) > most);
      if (isRepeated) repeated.add(text);
      return !isRepeated;
    }),
  }));
  const leftOut: readonly LeftOut[] = [
    { what: 'page headers and footers', texts: [...repeated] },
    { what: 'page numbers', texts: numbers },
    { what: 'table of contents', texts: contents },
  ];
  return { pages: kept, leftOut: leftOut.filter(({ texts }) => texts.length > 0) };
}

/** How often rows at one height have a number at one end that runs ahead of the page by as much, as page numbers do. */
function countNumbers(pages: readonly Page[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [index, page] of pages.entries()) {
    const rows = page.rows.filter((row) => isAtEdge(row, page));
    for (const key of new Set(rows.flatMap((row) => numberKeys(row, index))))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function numberKeys(row: Row, index: number): readonly string[] {
  const text = textOf(row);
  const height = Math.round(row.baseline / 4);
  const first = /^(\d{1,4})\s/.exec(text)?.[1];
  const last = /\s(\d{1,4})$/.exec(text)?.[1];
  return [
    ...(first === undefined ? [] : [`first ${Number(first) - index} ${height}`]),
    ...(last === undefined ? [] : [`last ${Number(last) - index} ${height}`]),
  ];
}

function isAtEdge({ baseline }: Row, { height }: Page): boolean {
  return baseline < height * MARGIN || baseline > height * (1 - MARGIN);
}

/** What is the same of a running head on every page: its words and height, not its numbers. */
function keyOf(row: Row): string {
  return `${Math.round(row.baseline / 4)} ${textOf(row).replace(/\d+/g, '#')}`;
}

function textOf({ pieces }: Row): string {
  return pieces
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
