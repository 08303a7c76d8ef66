import type {
  BlockContent,
  DefinitionContent,
  ListItem,
  PhrasingContent,
  RootContent,
  TableRow,
} from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString as wordsOf } from 'mdast-util-to-string';
import { gfmTable } from 'micromark-extension-gfm-table';
import { type Draft, type LeftOut, usableFacts } from './draft.js';
import { splitFrontMatter } from './foreign-front-matter.js';
import { paragraphs, trimmed } from './phrases.js';
import { FOOTNOTES, withTitle } from './sections.js';
import { writeMarkdown } from './write-markdown.js';

/**
 * Markdown without what would show as marks in a quotation: emphasis, the addresses of links, HTML tags. Its
 * pictures, comments and tables of contents are left out; front matter of other programs is understood.
 */
export function readMarkdownFile(text: string): Draft {
  const { source, values, facts: said, leftOut } = splitFrontMatter(text);
  const { children } = fromMarkdown(source, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const dropped = new Map<string, string[]>();
  const drop = (what: string, words: string) => {
    dropped.set(what, [...(dropped.get(what) ?? []), words]);
  };
  const blocks = children.flatMap((node) => cleanBlock(node, drop));
  const first = blocks.find((block) => block.type === 'heading' && block.depth === 1);
  const facts = usableFacts({
    source: undefined,
    url: undefined,
    published: undefined,
    language: undefined,
    ...said,
    title: said.title ?? (first && wordsOf(first)),
  });
  const found: readonly LeftOut[] = [...dropped].map(([what, texts]) => ({ what, texts }));
  return {
    facts,
    frontMatter: values,
    body: writeMarkdown(withTitle(gatherFootnotes(blocks), facts.title)),
    leftOut: [...leftOut, ...found],
  };
}

type Drop = (what: string, words: string) => void;

function cleanBlock(node: RootContent, drop: Drop): BlockContent[] {
  switch (node.type) {
    case 'heading': {
      const children = trimmed(cleanPhrases(node.children, drop));
      return children.length === 0 ? [] : [{ type: 'heading', depth: node.depth, children }];
    }
    case 'paragraph': {
      if (/^\[(?:toc|\[_?toc_?\])\]$/i.test(wordsOf(node))) {
        drop('table of contents', wordsOf(node));
        return [];
      }
      return paragraphs(cleanPhrases(node.children, drop));
    }
    case 'blockquote': {
      const children = cleanBlocks(node.children, drop);
      return children.length === 0 ? [] : [{ type: 'blockquote', children }];
    }
    case 'list': {
      const children = node.children.flatMap((item): ListItem[] => {
        const inside = cleanBlocks(item.children, drop);
        return inside.length === 0 ? [] : [{ type: 'listItem', spread: false, children: inside }];
      });
      return children.length === 0 ? [] : [{ ...node, position: undefined, children }];
    }
    case 'table': {
      const children = node.children.map(
        (row): TableRow => ({
          type: 'tableRow',
          children: row.children.map((cell) => ({
            type: 'tableCell',
            children: trimmed(cleanPhrases(cell.children, drop)),
          })),
        }),
      );
      return [{ type: 'table', children }];
    }
    case 'code':
      return [{ type: 'code', value: node.value, ...(node.lang ? { lang: node.lang } : {}) }];
    case 'html': {
      const words = withoutTags(node.value);
      if (words.trim() === '') drop('HTML without words', node.value);
      return paragraphs([{ type: 'text', value: words }]);
    }
    default:
      return [];
  }
}

function cleanBlocks(
  nodes: readonly (BlockContent | DefinitionContent)[],
  drop: Drop,
): BlockContent[] {
  return nodes.flatMap((node) => cleanBlock(node, drop));
}

function cleanPhrases(nodes: readonly PhrasingContent[], drop: Drop): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        return [{ type: 'text', value: node.value.replace(/\[\^([^\]\s]+)\]/g, '[$1]') }];
      case 'inlineCode':
        return [{ type: 'inlineCode', value: node.value }];
      case 'break':
        return [{ type: 'text', value: '\n' }];
      case 'image':
      case 'imageReference':
        drop('pictures', node.alt ?? '');
        return [];
      case 'html':
        return [];
      default:
        return 'children' in node ? cleanPhrases(node.children, drop) : [];
    }
  });
}

function withoutTags(html: string): string {
  return html.replace(/<!--.*?(?:-->|$)|<[^>]*>?/gs, ' ').replace(/[ \t]+/g, ' ');
}

/** Footnotes, which CommonMark reads as paragraphs, below a heading of their own at the end. */
function gatherFootnotes(blocks: readonly BlockContent[]): readonly BlockContent[] {
  const isNote = (block: BlockContent) =>
    block.type === 'paragraph' && /^\[[^\]\s]+\]: /.test(wordsOf(block));
  const notes = blocks.filter(isNote);
  if (notes.length === 0) return blocks;
  const title = blocks.find((block) => block.type === 'heading');
  const depths = blocks.flatMap((block) =>
    block.type === 'heading' && block !== title ? [block.depth] : [],
  );
  const depth = depths.sort()[0] ?? 2;
  return [
    ...blocks.filter((block) => !isNote(block)),
    { type: 'heading', depth, children: [{ type: 'text', value: FOOTNOTES }] },
    ...notes,
  ];
}
