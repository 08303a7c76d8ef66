import type { BlockContent, PhrasingContent } from 'mdast';
import type { Draft } from './draft.js';
import { withTitle } from './sections.js';
import { writeMarkdown } from './write-markdown.js';

/** Lines longer than this are paragraphs: people and editors wrap below it. */
const WRAP_COLUMNS = 100;
const MAX_HEADING = 60;
/** What stands below a heading is at least this long. */
const MIN_TEXT = 30;
const BULLET = /^[-*•–][ \t]+/u;
const UNDERLINE = /^[=-]{3,}$/;

interface Paragraph {
  readonly kind: 'heading' | 'item' | 'text';
  readonly text: string;
}

/**
 * Plain text: paragraphs with their lines joined where they were wrapped by hand, lines with a bullet as a
 * list, short lines above a text as headings, the first of them as the title.
 */
export function readPlainText(text: string): Draft {
  const blocks = text
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((block) =>
      block
        .split('\n')
        .map((line) => line.replace(/\s+/g, ' ').trim())
        .filter((line) => line !== ''),
    )
    .filter((lines) => lines.length > 0);
  const wordless = blocks.filter((lines) => !hasWords(lines.join('')));
  const kept = blocks.filter((lines) => hasWords(lines.join('')));
  const paragraphs = kept.flatMap((lines, index) => paragraphsOf(lines, kept[index + 1]));

  const [first] = paragraphs;
  const title = first?.kind === 'heading' ? first.text : undefined;
  return {
    facts: title === undefined ? {} : { title },
    body: writeMarkdown(withTitle(toBlocks(paragraphs), title)),
    leftOut:
      wordless.length === 0
        ? []
        : [{ what: 'lines without words', texts: wordless.map((lines) => lines.join(' ')) }],
  };
}

function paragraphsOf(lines: readonly string[], next: readonly string[] | undefined): Paragraph[] {
  const longest = Math.max(...lines.map((line) => line.length));
  const paragraphs: Paragraph[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const open = paragraphs.at(-1);
    if (UNDERLINE.test(line) && before !== undefined && open) {
      paragraphs[paragraphs.length - 1] = { kind: 'heading', text: open.text };
      continue;
    }
    const isItem = BULLET.test(line);
    const isContinued =
      open !== undefined && open.kind !== 'heading' && !isItem && isWrapped(before, line, longest);
    if (isContinued) {
      paragraphs[paragraphs.length - 1] = { ...open, text: `${open.text}\n${line}` };
      continue;
    }
    const below = lines[index + 1] ?? (lines.length === 1 ? next?.join(' ') : undefined);
    const isHeading = index === 0 && !isItem && looksLikeHeading(line, below);
    paragraphs.push({
      kind: isItem ? 'item' : isHeading ? 'heading' : 'text',
      text: line.replace(BULLET, ''),
    });
  }
  return paragraphs;
}

/** Whether a line goes on in the next: its first word would not have fitted into it. */
function isWrapped(before: string | undefined, line: string, longest: number): boolean {
  if (before === undefined || longest > WRAP_COLUMNS) return false;
  const word = line.split(' ', 1)[0] ?? '';
  return before.length + 1 + word.length > longest;
}

function looksLikeHeading(line: string, below: string | undefined): boolean {
  return (
    line.length <= MAX_HEADING &&
    !/[.!?:;,…]$/u.test(line) &&
    below !== undefined &&
    below.length >= MIN_TEXT &&
    !isWrapped(line, below, Math.min(below.length, WRAP_COLUMNS)) &&
    !UNDERLINE.test(below)
  );
}

function toBlocks(paragraphs: readonly Paragraph[]): BlockContent[] {
  const blocks: BlockContent[] = [];
  for (const { kind, text } of paragraphs) {
    const children: PhrasingContent[] = [{ type: 'text', value: text }];
    if (kind === 'heading') {
      blocks.push({ type: 'heading', depth: 2, children });
      continue;
    }
    if (kind === 'text') {
      blocks.push({ type: 'paragraph', children });
      continue;
    }
    const item = {
      type: 'listItem' as const,
      children: [{ type: 'paragraph' as const, children }],
    };
    const before = blocks.at(-1);
    if (before?.type === 'list') before.children.push(item);
    else blocks.push({ type: 'list', ordered: false, spread: false, children: [item] });
  }
  return blocks;
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
