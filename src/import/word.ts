import { strFromU8, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { type DomDocument, type DomElement, tidy } from './dom.js';
import { blocksOf } from './dom-blocks.js';
import { type Draft, type LeftOut, usableFacts } from './draft.js';
import { parsePage } from './html.js';
import type { Limits } from './limits.js';
import { describeBytes, Refusal } from './refusal.js';
import { FOOTNOTES, withTitle } from './sections.js';
import { writeMarkdown } from './write-markdown.js';

const STYLES = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Subtitle'] => p:fresh"];
const DOCUMENT = 'word/document.xml';
/** The parts that carry words or say how they stand; pictures and fonts are never unpacked. */
const PART =
  /^(?:\[Content_Types\]\.xml|docProps\/core\.xml|(?:word\/)?(?:_rels\/)?[\w.-]+\.(?:xml|rels))$/;
/** What programs write where nobody has given a title. */
const NO_TITLE = /^(?:(?:document|dokument)\s*\d*|untitled.*|microsoft word\b.*|)$/i;

/** A Word file (.docx): headings, lists, tables, footnotes; its zip archive unpacked within limits. */
export async function readWord(bytes: Uint8Array, limits: Limits): Promise<Draft> {
  const { parts, pictures } = unpack(bytes, limits);
  const html = await toHtml(parts);
  const document = parsePage(`<!doctype html><html><body>${html}</body></html>`, limits);
  if (!document.body) throw new Refusal('it holds no text', 'Check that it opens in Word.');
  titleFootnotes(document);

  const blocks = blocksOf(document.body);
  const core = xmlOf(parts['docProps/core.xml']);
  const title = titleOf(document) ?? textsIn(core, 'dc:title').find((text) => !NO_TITLE.test(text));
  const styles = xmlOf(parts['word/styles.xml']);
  return {
    facts: usableFacts({
      title,
      source: undefined,
      url: undefined,
      published: undefined,
      language:
        textsIn(core, 'dc:language')[0] ?? /<w:lang\b[^>]*?w:val="([^"]+)"/.exec(styles)?.[1],
    }),
    body: writeMarkdown(withTitle(blocks, title)),
    leftOut: leftOutOf(parts, pictures),
  };
}

async function toHtml(parts: Unpacked['parts']): Promise<string> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(zipSync(parts, { level: 0 })) },
      {
        styleMap: STYLES,
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        externalFileAccess: false,
      },
    );
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Refusal('it is a damaged Word file', 'Open it in Word and save it anew as .docx.', {
      cause: error,
    });
  }
}

/** What is set as the title, or the one outermost heading where the document begins with it. */
function titleOf(document: DomDocument): string | undefined {
  const headings = [...document.querySelectorAll('h1')];
  const set = headings.find(({ className }) => className === 'title');
  const isFirst = headings.length === 1 && document.body?.firstChild === headings[0];
  return tidy((set ?? (isFirst ? headings[0] : undefined))?.textContent ?? '') || undefined;
}

interface Unpacked {
  readonly parts: Record<string, Uint8Array>;
  readonly pictures: number;
}

function unpack(bytes: Uint8Array, limits: Limits): Unpacked {
  let entries = 0;
  let unpackedBytes = 0;
  let pictures = 0;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        if (entries > limits.entries) {
          throw new Refusal(
            `its archive has more than ${limits.entries} entries`,
            'Open it in Word and save it anew as .docx.',
          );
        }
        if (name.startsWith('word/media/')) pictures += 1;
        if (!PART.test(name)) return false;
        unpackedBytes += originalSize;
        if (unpackedBytes > limits.unpackedBytes) {
          throw new Refusal(
            `its text unpacks to more than ${describeBytes(limits.unpackedBytes)}`,
            'Split it, or save its text as Markdown or text.',
          );
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('it is a damaged zip archive', 'Open it in Word and save it anew as .docx.', {
      cause: error,
    });
  }
  if (parts[DOCUMENT] === undefined) {
    throw new Refusal(
      'it is a zip archive but no Word file: it has no word/document.xml',
      'Save the document as .docx, and unpack an archive of documents first.',
    );
  }
  return { parts, pictures };
}

/** Puts the footnotes, which come as a list at the end, below a heading of their own. */
function titleFootnotes(document: DomElement): void {
  for (const back of document.querySelectorAll('a[href^="#footnote-ref"], a[href^="#endnote-ref"]'))
    back.remove();
  const note = document.querySelector('li[id^="footnote-"], li[id^="endnote-"]');
  if (note?.parentNode) {
    const list = note.parentNode as unknown as {
      insertAdjacentHTML(at: string, html: string): void;
    };
    list.insertAdjacentHTML('beforebegin', `<h1>${FOOTNOTES}</h1>`);
  }
}

function leftOutOf(parts: Unpacked['parts'], pictures: number): readonly LeftOut[] {
  const named = (pattern: RegExp) =>
    Object.keys(parts)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => tidy(textsIn(xmlOf(parts[name]), 'w:t').join('')))
      .filter((text) => text !== '');
  const found: readonly LeftOut[] = [
    { what: 'page header', texts: named(/^word\/header\d*\.xml$/) },
    { what: 'page footer', texts: named(/^word\/footer\d*\.xml$/) },
    { what: 'comments', texts: named(/^word\/comments\.xml$/) },
  ];
  return [
    ...found.filter(({ texts }) => texts.length > 0),
    ...(pictures > 0
      ? [{ what: `${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`, texts: [] }]
      : []),
  ];
}

function xmlOf(part: Uint8Array | undefined): string {
  return part === undefined ? '' : strFromU8(part);
}

function textsIn(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([^<]*)</${tag}>`, 'g'))].map(
    ([, text]) =>
      (text ?? '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll('&amp;', '&'),
  );
}
