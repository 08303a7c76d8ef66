import type { BlockContent, List, ListItem, PhrasingContent } from 'mdast';
import { type DomElement, type DomNode, INLINE, isElement, SILENT } from './dom.js';
import { tableBlocks } from './dom-table.js';
import { oneLine, paragraphs } from './phrases.js';

/**
 * The content of an element as Markdown blocks. Only what carries words stays: emphasis and the addresses
 * of links would show as marks in a quotation.
 */
export function blocksOf(parent: DomNode): BlockContent[] {
  const blocks: BlockContent[] = [];
  let line: PhrasingContent[] = [];
  const closeParagraph = () => {
    blocks.push(...paragraphs(line));
    line = [];
  };
  for (const node of parent.childNodes) {
    if (isInline(node)) {
      line.push(...phrasesOf(node));
      continue;
    }
    if (!isElement(node) || SILENT.has(node.localName)) continue;
    closeParagraph();
    blocks.push(...elementBlocks(node));
  }
  closeParagraph();
  return blocks;
}

function elementBlocks(element: DomElement): BlockContent[] {
  const name = element.localName;
  if (/^h[1-6]$/.test(name)) {
    const children = oneLine(phrasesOf(element));
    const depth = Number(name.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6;
    return children.length === 0 ? [] : [{ type: 'heading', depth, children }];
  }
  switch (name) {
    case 'ul':
    case 'ol':
      return listBlocks(element);
    case 'dl':
      return definitionBlocks(element);
    case 'table':
      return tableBlocks(element, blocksOf, (cell) => oneLine(phrasesOf(cell)));
    case 'details':
      return detailsBlocks(element);
    case 'pre': {
      const value = (element.textContent ?? '').replace(/^\n+|\s+$/g, '');
      return value === '' ? [] : [{ type: 'code', value }];
    }
    case 'blockquote': {
      const children = blocksOf(element);
      return children.length === 0 ? [] : [{ type: 'blockquote', children }];
    }
    default:
      return blocksOf(element);
  }
}

function listBlocks(list: DomElement): BlockContent[] {
  const items: ListItem[] = [];
  for (const node of list.childNodes) {
    if (!isElement(node)) continue;
    const children = node.localName === 'li' ? blocksOf(node) : elementBlocks(node);
    const above = items.at(-1);
    // Word and old pages put a nested list beside its item instead of into it.
    if (node.localName !== 'li' && above) above.children.push(...children);
    else if (children.length > 0) items.push({ type: 'listItem', spread: false, children });
  }
  if (items.length === 0) return [];
  const ordered = list.localName === 'ol';
  const start = Number(list.getAttribute('start') ?? 1);
  const numbering = ordered ? { start: Number.isSafeInteger(start) && start >= 0 ? start : 1 } : {};
  const block: List = { type: 'list', ordered, ...numbering, spread: false, children: items };
  return [block];
}

/** A summary and what it opens, which is hard to understand without it: their first paragraphs as one. */
function detailsBlocks(details: DomElement): BlockContent[] {
  const [summary, first, ...others] = blocksOf(details);
  if (summary?.type !== 'paragraph' || first?.type !== 'paragraph')
    return [summary, first, ...others].filter((block) => block !== undefined);
  const children = [...summary.children, LINE_BREAK, ...first.children];
  return [...paragraphs(children), ...others];
}

/** A term and what is said of it, as one paragraph of two lines. */
function definitionBlocks(list: DomElement): BlockContent[] {
  const blocks: BlockContent[] = [];
  let term: PhrasingContent[] = [];
  for (const node of list.querySelectorAll('dt, dd')) {
    const words = oneLine(phrasesOf(node));
    if (node.localName === 'dt') {
      if (term.length > 0) words.unshift(...term, { type: 'text', value: ', ' });
      term = words;
      continue;
    }
    blocks.push(...paragraphs([...term, ...(term.length > 0 ? [LINE_BREAK] : []), ...words]));
    term = [];
  }
  return [...blocks, ...paragraphs(term)];
}

const LINE_BREAK: PhrasingContent = { type: 'break' };

function isInline(node: DomNode): boolean {
  if (node.nodeType === 3) return true;
  if (!isElement(node) || !INLINE.has(node.localName)) return false;
  for (const child of node.childNodes) {
    if (isElement(child) && !SILENT.has(child.localName) && !isInline(child)) return false;
  }
  return true;
}

/** The words of a node; a block within is parted from what is around it by a space. */
function phrasesOf(node: DomNode): PhrasingContent[] {
  if (node.nodeType === 3) {
    const value = (node.textContent ?? '')
      .replace(/[\u00AD\u200B\u2060\uFEFF]/g, '')
      .replace(/\s+/g, ' ');
    return [{ type: 'text', value }];
  }
  if (!isElement(node) || SILENT.has(node.localName)) return [];
  if (node.localName === 'br') return [LINE_BREAK];
  if (node.localName === 'code') {
    const value = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
    return value === '' ? [] : [{ type: 'inlineCode', value }];
  }
  const inside = [...node.childNodes].flatMap(phrasesOf);
  const space: PhrasingContent = { type: 'text', value: ' ' };
  return INLINE.has(node.localName) ? inside : [space, ...inside, space];
}
