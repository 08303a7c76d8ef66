import { type DomDocument, type DomElement, type DomNode, INLINE, isElement, tidy } from './dom.js';

/** What a place of a page is called whose class or id says that it is none of the article. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/\bcomments?\b|\bdisqus\b|\breplies\b/i, 'comments'],
  [/\bad(?:s|vert\w*)?\b|\bsponsor\w*\b|\bpromo\w*\b/i, 'advertisements'],
  [/\bcookies?\b|\bconsent\b/i, 'cookie notice'],
  [/\brelated\b|\brecommend\w*\b|\bmore-stories\b|\bread-?next\b/i, 'related pages'],
  [/\bshar(?:e|ing)\b|\bsocial\b/i, 'sharing'],
  [/\bnewsletter\b|\bsubscribe\b|\bsign-?up\b/i, 'newsletter'],
];
const LANDMARKS: Readonly<Record<string, string>> = {
  nav: 'navigation',
  footer: 'page footer',
  header: 'page header',
  aside: 'asides',
  figure: 'pictures and captions',
  form: 'forms',
  dialog: 'dialogs',
};
/** A place that holds more than this share of the page's text may be the article, whatever it is called. */
const MAX_SHARE = 0.25;
const MAX_LINK = 30;
const MIN_MAIN = 200;

/** What the place of a page is called that an element makes, where it makes one. */
export function placeOf(element: DomElement): string | undefined {
  return namedPlace(element) ?? LANDMARKS[element.localName];
}

/**
 * Takes from a page what stands within an article on many pages but is none of it: advertisements, sharing,
 * newsletters, related pages, menus in cells, a date that stands alone.
 */
export function clearPage(document: DomDocument): void {
  const most = tidy(document.body?.textContent ?? '').length * MAX_SHARE;
  for (const element of [...document.querySelectorAll('body [class], body [id]')]) {
    if (
      namedPlace(element) !== undefined &&
      !/^(?:main|article)$/.test(element.localName) &&
      element.querySelector('h1, main, article') === null &&
      tidy(element.textContent ?? '').length <= most
    )
      element.remove();
  }
  keepMain(document);
  for (const element of [...document.querySelectorAll('td, div, p')])
    if (isMenu(element)) element.remove();
  for (const time of [...document.querySelectorAll('time')]) if (isAlone(time)) time.remove();
}

/** Where a page says which of its parts is the main one, and that holds text, the others go. */
function keepMain(document: DomDocument): void {
  const { body } = document;
  const [main, ...others] = [...document.querySelectorAll('main, [role="main"]')];
  if (body === null || main === undefined || others.length > 0) return;
  if (tidy(main.textContent ?? '').length < MIN_MAIN) return;
  for (let node: DomNode = main; node !== body && node.parentNode !== null; node = node.parentNode)
    for (const beside of [...node.parentNode.childNodes])
      if (beside !== node && isElement(beside)) beside.remove();
}

function namedPlace({ className, id }: DomElement): string | undefined {
  const names = `${className} ${id}`.replaceAll('_', '-');
  return PLACES.find(([pattern]) => pattern.test(names))?.[1];
}

/** Whether an element holds several short links and no other words. */
function isMenu(element: DomElement): boolean {
  const links = [...element.querySelectorAll('a[href]')].map((link) =>
    tidy(link.textContent ?? ''),
  );
  if (links.length < 2 || links.some((text) => text.length > MAX_LINK)) return false;
  const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
  return words(links.join('')) === words(element.textContent ?? '');
}

function isAlone(element: DomElement): boolean {
  const { parentNode } = element;
  if (parentNode === null) return false;
  for (const node of parentNode.childNodes) {
    if (node !== element && isInText(node)) return false;
  }
  return true;
}

function isInText(node: DomNode): boolean {
  if (isElement(node)) return INLINE.has(node.localName) && tidy(node.textContent ?? '') !== '';
  return node.nodeType === 3 && tidy(node.textContent ?? '') !== '';
}
