import type { BlockContent, PhrasingContent, TableRow } from 'mdast';
import { type DomElement, isElement, tidy } from './dom.js';

const MAX_SPAN = 50;

interface Row {
  readonly cells: readonly (readonly PhrasingContent[])[];
  readonly isHeader: boolean;
}

/**
 * A table as a Markdown table, its caption before it. A cell over several columns or rows stands in each of
 * those rows, so that a row can be read alone. A table that only lays out a page gives its cells' blocks.
 */
export function tableBlocks(
  table: DomElement,
  blocksOf: (parent: DomElement) => BlockContent[],
  wordsOf: (cell: DomElement) => readonly PhrasingContent[],
): BlockContent[] {
  const rows = ownRows(table);
  const isLayout =
    table.getAttribute('role') === 'presentation' ||
    table.querySelector('table') !== null ||
    rows.every((row) => cellsOf(row).length < 2);
  if (isLayout) return rows.flatMap((row) => cellsOf(row).flatMap((cell) => blocksOf(cell)));

  const filled = fillRows(rows, wordsOf).filter(({ cells }) =>
    cells.some((cell) => cell.length > 0),
  );
  const width = Math.max(0, ...filled.map(({ cells }) => cells.length));
  const [first, ...others] = filled;
  if (first === undefined) return [];
  const header = first.isHeader || isTitled(first, others, rows[0]) ? first : { cells: [] };
  const body = header === first ? others : filled;
  const toRow = ({ cells }: Pick<Row, 'cells'>): TableRow => ({
    type: 'tableRow',
    children: Array.from({ length: width }, (_, column) => ({
      type: 'tableCell',
      children: [...(cells[column] ?? [])],
    })),
  });
  const caption = tidy(table.querySelector('caption')?.textContent ?? '');
  const blocks: BlockContent[] = [];
  if (caption !== '')
    blocks.push({ type: 'paragraph', children: [{ type: 'text', value: caption }] });
  blocks.push({ type: 'table', children: [header, ...body].map(toRow) });
  return blocks;
}

/** Whether a first row without header cells names the columns all the same: each of its cells is set in bold. */
function isTitled(first: Row, others: readonly Row[], row: DomElement | undefined): boolean {
  if (row === undefined || others.length === 0 || first.cells.some((cell) => cell.length === 0))
    return false;
  return cellsOf(row).every((cell) => {
    const bold = [...cell.querySelectorAll('b, strong')].map(({ textContent }) => textContent);
    return tidy(bold.join(' ')) === tidy(cell.textContent ?? '');
  });
}

function ownRows(table: DomElement): DomElement[] {
  const rows: DomElement[] = [];
  for (const node of table.childNodes) {
    if (!isElement(node)) continue;
    if (node.localName === 'tr') rows.push(node);
    else if (/^t(?:head|body|foot)$/.test(node.localName))
      for (const row of node.childNodes)
        if (isElement(row) && row.localName === 'tr') rows.push(row);
  }
  return rows;
}

function cellsOf(row: DomElement): DomElement[] {
  const cells: DomElement[] = [];
  for (const node of row.childNodes)
    if (isElement(node) && /^t[dh]$/.test(node.localName)) cells.push(node);
  return cells;
}

function fillRows(
  rows: readonly DomElement[],
  wordsOf: (cell: DomElement) => readonly PhrasingContent[],
): Row[] {
  let hanging: { readonly words: readonly PhrasingContent[]; readonly rows: number }[] = [];
  return rows.map((row) => {
    const cells: (readonly PhrasingContent[])[] = [];
    const next: typeof hanging = [];
    const put = (words: readonly PhrasingContent[], more: number) => {
      if (more > 0) next[cells.length] = { words, rows: more };
      cells.push(words);
    };
    const putHanging = () => {
      for (let above = hanging[cells.length]; above; above = hanging[cells.length])
        put(above.words, above.rows - 1);
    };
    for (const cell of cellsOf(row)) {
      putHanging();
      const words = wordsOf(cell);
      for (let column = 0; column < spanOf(cell, 'colspan'); column += 1)
        put(column === 0 ? words : [], spanOf(cell, 'rowspan') - 1);
    }
    putHanging();
    hanging = next;
    const isHeader =
      (row.parentNode !== null &&
        isElement(row.parentNode) &&
        row.parentNode.localName === 'thead') ||
      cellsOf(row).every(({ localName }) => localName === 'th');
    return { cells, isHeader };
  });
}

function spanOf(cell: DomElement, attribute: 'colspan' | 'rowspan'): number {
  const span = Number(cell.getAttribute(attribute) ?? 1);
  return Number.isSafeInteger(span) && span >= 1 ? Math.min(span, MAX_SPAN) : 1;
}
