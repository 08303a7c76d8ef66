import type { Code, Html, Node, Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Span } from './announcement.js';
import type { Block, Body } from './block.js';
import { trimSpan } from './sentences.js';

const SECTION_SEPARATOR = ' › ';

/**
 * The passages of a Markdown text from `bodyStart` on (CommonMark with tables). Paragraphs are passages,
 * in list items and quotations too; so are the rows of a table, with its header in their section, and
 * code without its fences. Headings are sections; the first of level 1 is the title.
 */
export function readMarkdown(text: string, bodyStart: number): Body {
  // Blanking what comes before the body keeps every offset true to the file.
  const source =
    text.slice(0, bodyStart).replace(/[^\r\n]/g, ' ') +
    text.slice(bodyStart).replace(/^\uFEFF/, ' ');
  const tree = fromMarkdown(source, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });

  const blocks: Block[] = [];
  const headings: { readonly depth: number; readonly words: string }[] = [];
  let title: string | undefined;
  const section = (...inner: string[]) =>
    [...headings.map(({ words }) => words), ...inner]
      .filter((words) => words !== '')
      .join(SECTION_SEPARATOR);
  const add = (span: Span, prose: readonly Span[], where: string) => {
    if (span.start < span.end && prose.length > 0) blocks.push({ ...span, section: where, prose });
  };

  const visit = (node: Nodes): void => {
    switch (node.type) {
      case 'heading': {
        const words = wordsOf(source, node);
        if (node.depth === 1 && title === undefined) {
          title = words;
          return;
        }
        while ((headings.at(-1)?.depth ?? 0) >= node.depth) headings.pop();
        headings.push({ depth: node.depth, words });
        return;
      }
      case 'paragraph':
        add(spanOf(node), proseOf(source, node), section());
        return;
      case 'table':
        for (const row of tableRows(source, node)) add(row.span, row.prose, section(row.header));
        return;
      case 'code': {
        const span = codeSpan(source, node);
        add(span, [span], section());
        return;
      }
      case 'html':
        add(spanOf(node), proseOfHtml(source, node), section());
        return;
      default:
        if ('children' in node) for (const child of node.children) visit(child);
    }
  };
  visit(tree);
  return title === undefined ? { blocks } : { title, blocks };
}

function spanOf(node: Node): Span {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined)
    throw new Error(`Markdown node ${node.type} has no position`);
  return { start, end };
}

function proseOf(source: string, node: Nodes): readonly Span[] {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'image') {
    const span = node.type === 'image' ? altSpan(source, node) : spanOf(node);
    const trimmed = trimSpan(source, span);
    return trimmed.start < trimmed.end ? [trimmed] : [];
  }
  if (node.type === 'html') return proseOfHtml(source, node);
  return 'children' in node
    ? (node as Parents).children.flatMap((child) => proseOf(source, child))
    : [];
}

function altSpan(source: string, image: Node): Span {
  const { start, end } = spanOf(image);
  const close = source.indexOf(']', start);
  return { start: start + 2, end: close === -1 || close > end ? start + 2 : close };
}

function proseOfHtml(source: string, node: Html): readonly Span[] {
  const { start, end } = spanOf(node);
  const spans: Span[] = [];
  let from = start;
  for (const tag of source.slice(start, end).matchAll(/<!--.*?(?:-->|$)|<[^>]*>?/gs)) {
    spans.push(trimSpan(source, { start: from, end: start + tag.index }));
    from = start + tag.index + tag[0].length;
  }
  spans.push(trimSpan(source, { start: from, end }));
  return spans.filter((span) => span.start < span.end);
}

function wordsOf(source: string, node: Nodes): string {
  return proseOf(source, node)
    .map(({ start, end }) => source.slice(start, end))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function tableRows(source: string, table: Table) {
  const [header, ...rows] = table.children;
  const names =
    header?.children.map((cell) => wordsOf(source, cell)).filter((words) => words !== '') ?? [];
  return rows.map((row) => ({
    span: spanOf(row),
    prose: proseOf(source, row),
    header: names.join(' | '),
  }));
}

function codeSpan(source: string, node: Code): Span {
  const span = spanOf(node);
  const raw = source.slice(span.start, span.end);
  const fence = /^(?:`{3,}|~{3,})[^\r\n]*(?:\r?\n|$)/.exec(raw);
  if (fence === null) return trimSpan(source, span);
  const closing = /(?:^|\r?\n)[ \t>]*(?:`{3,}|~{3,})[ \t]*$/.exec(raw.slice(fence[0].length));
  const start = span.start + fence[0].length;
  return trimSpan(source, { start, end: closing === null ? span.end : start + closing.index });
}
