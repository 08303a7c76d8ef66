import type { BlockContent, Heading, List, ListItem, PhrasingContent, TableRow } from 'mdast';
import { BULLET, type Group, type Line, NUMBER } from './pdf-paragraphs.js';

/** Letters this much larger than the text's are a heading's. */
const LARGER = 1.12;
const MAX_HEADING = 200;
const MAX_BOLD_HEADING = 90;

type Lines = Extract<Group, { readonly kind: 'lines' }>;

/** Groups of lines as headings, paragraphs, lists and tables, and the title: the largest heading. */
export function blocksOfGroups(groups: readonly Group[]): {
  readonly blocks: readonly BlockContent[];
  readonly title?: string;
} {
  const paragraphs = groups.filter((group): group is Lines => group.kind === 'lines');
  const lines = paragraphs.flatMap((paragraph) => paragraph.lines);
  const bodySize = mostText(lines, ({ size }) => Math.round(size * 2) / 2) ?? 0;
  const bodyFont = mostText(lines, ({ font }) => font);
  const words = wordsIn(lines);
  const headings = paragraphs.filter(({ lines: own }) => isHeading(own, bodySize, bodyFont));
  const sizes = [...new Set(headings.map(sizeOf))].sort((a, b) => b - a);

  const blocks: BlockContent[] = [];
  for (const group of groups) {
    if (group.kind === 'table') {
      blocks.push({ type: 'table', children: group.rows.map(toRow) });
      continue;
    }
    const text = joinLines(group.lines, words);
    if (headings.includes(group)) {
      const depth = Math.min(6, sizes.indexOf(sizeOf(group)) + 1) as Heading['depth'];
      blocks.push({ type: 'heading', depth, children: phrases(text) });
    } else addParagraph(blocks, text);
  }
  const first = headings.find((heading) => sizeOf(heading) === sizes[0]);
  return first && sizeOf(first) >= bodySize * LARGER
    ? { blocks, title: joinLines(first.lines, words) }
    : { blocks };
}

function addParagraph(blocks: BlockContent[], text: string): void {
  const number = NUMBER.exec(text);
  const mark = BULLET.exec(text) ?? number;
  if (mark === null) {
    blocks.push({ type: 'paragraph', children: phrases(text) });
    return;
  }
  const ordered = number !== null;
  const item: ListItem = {
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: phrases(text.slice(mark[0].length)) }],
  };
  const before = blocks.at(-1);
  if (before?.type === 'list' && before.ordered === ordered) {
    before.children.push(item);
    return;
  }
  const start = ordered ? { start: Number(number[1]) } : {};
  const list: List = { type: 'list', ordered, ...start, spread: false, children: [item] };
  blocks.push(list);
}

function isHeading(
  lines: readonly Line[],
  bodySize: number,
  bodyFont: string | undefined,
): boolean {
  const [first] = lines;
  const length = lines.reduce((sum, { text }) => sum + text.length, 0);
  if (first === undefined || length > MAX_HEADING) return false;
  if (first.size >= bodySize * LARGER) return true;
  const last = lines.at(-1)?.text.trimEnd() ?? '';
  return (
    lines.every(({ font, isMono }) => font !== bodyFont && !isMono) &&
    first.size >= bodySize * 0.95 &&
    length <= MAX_BOLD_HEADING &&
    !/[.,;:…!]$/u.test(last) &&
    !BULLET.test(first.text)
  );
}

function sizeOf({ lines }: Lines): number {
  return Math.round((lines[0]?.size ?? 0) * 2) / 2;
}

/** Lines as one text: a word that was parted at a line's end is whole again. */
function joinLines(lines: readonly Line[], words: ReadonlySet<string>): string {
  let joined = '';
  for (const { text } of lines) joined = joinTwo(joined, text.trim(), words);
  return joined.replace(/\u00AD/g, '').replace(/\s+/g, ' ');
}

function joinTwo(before: string, after: string, words: ReadonlySet<string>): string {
  if (before === '' || /—$/u.test(before)) return before + after;
  if (before.endsWith('\u00AD')) return before.slice(0, -1) + after;
  const parted = /([\p{L}\p{N}]+)[-\u2010]$/u.exec(before);
  const rest = /^\p{L}+|^\p{N}+/u.exec(after);
  if (parted === null || rest === null) return `${before} ${after}`;
  const [head = '', tail = ''] = [parted[1]?.toLowerCase(), rest[0].toLowerCase()];
  const isParted =
    /^\p{Ll}/u.test(after) && (words.has(head + tail) || !words.has(`${head}-${tail}`));
  return (isParted ? before.slice(0, -1) : before) + after;
}

/** The words of the text in lower case, those with a hyphen inside as they are. */
function wordsIn(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+(?:[-\u2010]\p{L}+)*/gu) ?? []),
  );
}

/** The value that most of the text has. */
function mostText<Value>(lines: readonly Line[], keyOf: (line: Line) => Value): Value | undefined {
  const lengths = new Map<Value, number>();
  for (const line of lines)
    lengths.set(keyOf(line), (lengths.get(keyOf(line)) ?? 0) + line.text.length);
  return [...lengths].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function toRow(cells: readonly string[]): TableRow {
  return {
    type: 'tableRow',
    children: cells.map((text) => ({ type: 'tableCell', children: phrases(text) })),
  };
}

function phrases(text: string): PhrasingContent[] {
  return text === '' ? [] : [{ type: 'text', value: text }];
}
