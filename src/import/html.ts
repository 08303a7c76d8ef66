import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import { type DomDocument, type DomElement, type DomNode, isElement, tidy } from './dom.js';
import { blocksOf } from './dom-blocks.js';
import { type Draft, type Facts, usableFacts } from './draft.js';
import { rememberPage } from './html-left-out.js';
import { clearPage, placeOf } from './html-places.js';
import type { Limits } from './limits.js';
import { Refusal } from './refusal.js';
import { withTitle } from './sections.js';
import { writeMarkdown } from './write-markdown.js';

/** A page with fewer characters of text than this, and one that is mostly links, has no article. */
const MIN_ARTICLE = 100;
const MAX_LINK_SHARE = 0.6;
const NO_ARTICLE = 'Save the text itself as Markdown or text and import that.';

/** The article of a web page; throws a {@link Refusal} for a page without one. */
export function readHtml(html: string, url: string | undefined, limits: Limits): Draft {
  const document = parsePage(html, limits);
  const facts = factsOf(document, url);
  const leftOutOf = rememberPage(document);
  clearPage(document);

  // An address may be relative to the page's, which Readability asks the document for.
  const article = new Readability<DomElement>(document as never, {
    charThreshold: MIN_ARTICLE,
    serializer: (node) => node as unknown as DomElement,
  }).parse();
  if (!article?.content) throw new Refusal('no article was found on the page', NO_ARTICLE);
  const text = tidy(article.content.textContent ?? '');
  const linked = [...article.content.querySelectorAll('a')]
    .map((link) => tidy(link.textContent ?? '').length)
    .reduce((sum, length) => sum + length, 0);
  if (text.length < MIN_ARTICLE || linked > text.length * MAX_LINK_SHARE) {
    throw new Refusal(
      `no article was found on the page, only ${text.length} characters of text, ${linked} of them links`,
      NO_ARTICLE,
    );
  }
  for (const figure of article.content.querySelectorAll('figure'))
    if (figure.querySelector('img, picture, svg, video') && !figure.querySelector('table'))
      figure.remove();

  const title = facts.title ?? tidy(article.title ?? '');
  const blocks = withTitle(blocksOf(article.content), title);
  return {
    facts: {
      ...usableFacts({
        title,
        source: article.siteName ?? article.byline,
        url: undefined,
        published: article.publishedTime,
        language: article.lang,
      }),
      ...facts,
    },
    body: writeMarkdown(blocks),
    leftOut: leftOutOf(textsOf(blocks)),
  };
}

/** A page parsed, after it is known to be of a size and depth that can be handled. */
export function parsePage(html: string, limits: Limits): DomDocument {
  let elements = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    if (/[a-z]/i.test(html.charAt(at + 1))) elements += 1;
  }
  if (elements > limits.elements) {
    throw new Refusal(
      `the page has ${elements} elements, more than ${limits.elements}`,
      'Save only its article, or import it in parts.',
    );
  }
  const { document } = parseHTML(html) as unknown as { readonly document: DomDocument };
  const depth = depthOf(document);
  if (depth > limits.nesting) {
    throw new Refusal(
      `the page nests its elements ${depth} deep, more than ${limits.nesting}`,
      'Save only its article, as text.',
    );
  }
  return document;
}

/** How deep the nodes below one stand; a loop, since recursion is what deep nesting breaks. */
function depthOf(root: DomNode): number {
  let deepest = 0;
  let depth = 0;
  for (let node: DomNode | null = root.firstChild; node !== null; ) {
    deepest = Math.max(deepest, depth + 1);
    if (node.firstChild !== null) {
      depth += 1;
      node = node.firstChild;
      continue;
    }
    let up: DomNode | null = node;
    while (up !== null && up !== root && up.nextSibling === null) {
      up = up.parentNode;
      depth -= 1;
    }
    node = up === null || up === root ? null : up.nextSibling;
  }
  return deepest;
}

/** What the head of a page and its first heading say for certain; Readability guesses at the rest. */
function factsOf(document: DomDocument, url: string | undefined): Facts {
  const read = (selector: string, attribute: string) =>
    document.querySelector(selector)?.getAttribute(attribute);
  const headings = [...document.querySelectorAll('article h1, main h1')];
  const heading = headings.length === 1 ? headings : [...document.querySelectorAll('h1')];
  const canonical =
    read('link[rel="canonical"]', 'href') ?? read('meta[property="og:url"]', 'content');
  return usableFacts({
    title: heading.length === 1 ? heading[0]?.textContent : undefined,
    source: read('meta[property="og:site_name"]', 'content'),
    url: url ?? canonical,
    published:
      read('meta[property="article:published_time"]', 'content') ??
      [...document.querySelectorAll('time[datetime]')]
        .find((time) => !isInComment(time))
        ?.getAttribute('datetime'),
    language: read('html', 'lang'),
  });
}

function isInComment(element: DomElement): boolean {
  for (let node: DomNode | null = element; node !== null; node = node.parentNode)
    if (isElement(node) && placeOf(node) === 'comments') return true;
  return false;
}

/** Every text of the blocks that may stand on the page as one. */
function textsOf(blocks: readonly RootContent[]): readonly string[] {
  return blocks.flatMap((block): readonly string[] => {
    if (block.type === 'list' || block.type === 'blockquote' || block.type === 'listItem')
      return textsOf(block.children);
    if (block.type === 'table')
      return block.children.flatMap(({ children }) => children.map((cell) => wordsOf(cell)));
    return [wordsOf(block)];
  });
}
