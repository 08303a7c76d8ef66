import { type DomDocument, type DomElement, type DomNode, INLINE, isElement, tidy } from './dom.js';
import type { LeftOut } from './draft.js';
import { placeOf } from './html-places.js';

/** Elements whose text is the page's machinery rather than something written for its readers. */
const MACHINERY: ReadonlySet<string> = new Set(
  'script style noscript template svg head'.split(' '),
);
const ELSEWHERE = 'elsewhere on the page';
/** A shorter text may well stand in the article by chance. */
const MIN_TELLING = 24;

interface Piece {
  readonly what: string;
  readonly text: string;
}

/**
 * Remembers what stands where on a page, before the search for the article takes the page apart; the
 * function that it gives tells which of it is not among the texts that were kept.
 */
export function rememberPage(
  document: DomDocument,
): (kept: readonly string[]) => readonly LeftOut[] {
  const pieces: Piece[] = [];
  if (document.body) collect(document.body, ELSEWHERE, pieces);
  return (kept) => {
    const lines = new Set(kept.flatMap((text) => [text, ...text.split('\n')]).map(unspaced));
    const whole = kept.map(unspaced).join('');
    const byPlace = new Map<string, string[]>();
    for (const { what, text } of pieces) {
      const bare = unspaced(text);
      if (lines.has(bare) || (bare.length >= MIN_TELLING && whole.includes(bare))) continue;
      const found = byPlace.get(what);
      if (found) found.push(text);
      else byPlace.set(what, [text]);
    }
    return [...byPlace].map(([what, texts]) => ({ what, texts }));
  };
}

function unspaced(text: string): string {
  return tidy(text).replaceAll(' ', '');
}

function collect(element: DomElement, inherited: string, pieces: Piece[]): void {
  const what = placeOf(element) ?? inherited;
  let line = '';
  const close = () => {
    const text = tidy(line);
    if (text !== '') pieces.push({ what, text });
    line = '';
  };
  for (const node of element.childNodes) {
    if (isElement(node) && MACHINERY.has(node.localName)) continue;
    if (isLine(node)) {
      line += isElement(node) ? ` ${node.textContent ?? ''} ` : (node.textContent ?? '');
    } else if (isElement(node)) {
      close();
      collect(node, what, pieces);
    }
  }
  close();
}

function isLine(node: DomNode): boolean {
  if (node.nodeType === 3) return true;
  if (!isElement(node) || (node.localName !== 'button' && !INLINE.has(node.localName)))
    return false;
  for (const child of node.childNodes) if (child.nodeType !== 3 && !isLine(child)) return false;
  return true;
}
