import type { BlockContent, Heading } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';

/** The heading of footnotes, which no format gives one. */
export const FOOTNOTES = 'Footnotes';

/**
 * Blocks below their title: a heading that only repeats it goes, so does one with nothing below, and the
 * outermost of the rest become level 2.
 */
export function withTitle(
  blocks: readonly BlockContent[],
  title: string | undefined,
): BlockContent[] {
  const below = belowTitle(blocks, title);
  if (title === undefined || title === '') return below;
  return [{ type: 'heading', depth: 1, children: [{ type: 'text', value: title }] }, ...below];
}

function belowTitle(blocks: readonly BlockContent[], title: string | undefined): BlockContent[] {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const own = plain(title ?? '');
  let seen = false;
  const untitled = blocks.filter((block) => {
    if (seen || block.type !== 'heading' || plain(wordsOf(block)) !== own) return true;
    seen = true;
    return false;
  });
  const filled = untitled.filter(
    (block, index) => block.type !== 'heading' || isFilled(untitled, index, block.depth),
  );
  const outermost = Math.min(
    ...filled.filter((block) => block.type === 'heading').map(({ depth }) => depth),
  );
  return filled.map((block) =>
    block.type === 'heading'
      ? { ...block, depth: Math.min(6, block.depth - outermost + 2) as Heading['depth'] }
      : block,
  );
}

function isFilled(blocks: readonly BlockContent[], at: number, depth: number): boolean {
  for (const block of blocks.slice(at + 1)) {
    if (block.type !== 'heading') return true;
    if (block.depth <= depth) return false;
  }
  return false;
}
