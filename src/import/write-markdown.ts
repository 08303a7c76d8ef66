import type { Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { gfmTable } from 'micromark-extension-gfm-table';

const ESCAPED: Options = {
  bullet: '-',
  emphasis: '_',
  fences: true,
  listItemIndent: 'one',
  rule: '-',
  extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
};
const BARE: Options = { ...ESCAPED, handlers: { text: ({ value }: { value: string }) => value } };

/** Beyond these the search for needless escapes in one block would take too long. */
const MAX_TRIED = 4_000;
const MAX_ESCAPES = 40;

/**
 * The document as Markdown, with no more escapes than it takes: passages are quoted as they stand in the
 * file, so that a backslash there would be seen. Each block is written bare and read back, and escaped only
 * where and as far as that gives something else. Text must have no white space at the ends of its lines.
 */
export function writeMarkdown(blocks: readonly RootContent[]): string {
  return blocks.map(writeBlock).join('\n');
}

function writeBlock(block: RootContent): string {
  const root: Root = { type: 'root', children: [block] };
  const shape = shapeOf(root);
  const bare = toMarkdown(root, BARE);
  if (shapeOf(parse(bare)) === shape) return bare;
  const escaped = toMarkdown(root, ESCAPED);
  return escaped.length > MAX_TRIED ? escaped : dropEscapes(escaped, shape);
}

/** Drops one after the other the escapes without which a block still reads as the same. */
function dropEscapes(escaped: string, shape: string): string {
  let kept = escaped;
  const places = [...escaped.matchAll(/\\[!-/:-@[-`{-~]/g)].map(({ index }) => index).reverse();
  for (const at of places.slice(-MAX_ESCAPES)) {
    const fewer = kept.slice(0, at) + kept.slice(at + 1);
    if (shapeOf(parse(fewer)) === shape) kept = fewer;
  }
  return kept;
}

function parse(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
}

/** What a tree says, without its positions and what Markdown has defaults for. */
function shapeOf(node: Nodes): string {
  const { position: _, ...rest } = node;
  const own = 'children' in rest ? { ...rest, children: [] } : rest;
  const kept = Object.entries(own)
    .filter(([, value]) => value !== null && value !== undefined)
    .filter(([key]) => !['spread', 'align', 'checked'].includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const inside = 'children' in node ? node.children.map(shapeOf).join(',') : '';
  return `${JSON.stringify(kept)}[${inside}]`;
}
