import { constants, inflateSync } from 'node:zlib';
import { getDocumentProxy } from 'unpdf';
import { tidy } from './dom.js';
import { type Draft, usableFacts } from './draft.js';
import type { Limits } from './limits.js';
import { blocksOfGroups } from './pdf-blocks.js';
import { columnsOf } from './pdf-columns.js';
import { type Piece, rowsOf } from './pdf-lines.js';
import { dropMargins, type Page } from './pdf-margins.js';
import { groupsOf } from './pdf-paragraphs.js';
import { describeBytes, Refusal } from './refusal.js';
import { withTitle } from './sections.js';
import { writeMarkdown } from './write-markdown.js';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A PDF with fewer characters than this has no text, only pictures of it. */
const MIN_TEXT = 20;

/** The running text of a PDF, column by column, without what its pages repeat. */
export async function readPdf(bytes: Uint8Array, limits: Limits): Promise<Draft> {
  checkStreams(bytes, limits);
  const pdf = await open(bytes);
  if (pdf.numPages > limits.pages) {
    throw new Refusal(
      `it says that it has ${pdf.numPages} pages, more than ${limits.pages}`,
      'Split it, or import the original text.',
    );
  }
  const read: Page[] = [];
  const rotated: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { page, others } = await readPage(pdf, number);
    read.push(page);
    rotated.push(...others);
  }
  const { pages, leftOut } = dropMargins(read);
  const { blocks, title } = blocksOfGroups(groupsOf(pages.flatMap(({ rows }) => columnsOf(rows))));
  const characters = pages
    .flatMap(({ rows }) => rows.flatMap(({ pieces }) => pieces.map(({ text }) => text.length)))
    .reduce((sum, length) => sum + length, 0);
  if (characters < MIN_TEXT) {
    throw new Refusal(
      `its ${pdf.numPages === 1 ? 'page holds' : `${pdf.numPages} pages hold`} no text, only pictures`,
      'Run text recognition (OCR) over it first, or import the original.',
    );
  }
  const { info } = await pdf.getMetadata();
  const said = info as Readonly<Record<string, unknown>>;
  const facts = usableFacts({
    title: title ?? wordsOf(said.Title),
    source: undefined,
    url: undefined,
    published: undefined,
    language: wordsOf(said.Language),
  });
  return {
    facts,
    body: writeMarkdown(withTitle(blocks, facts.title)),
    leftOut:
      rotated.length === 0 ? leftOut : [...leftOut, { what: 'rotated text', texts: rotated }],
  };
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new Refusal(
        'it is encrypted with a password',
        'Open it with its password and print it to a new PDF, or import the original.',
        { cause: error },
      );
    }
    throw new Refusal(
      `it is a damaged PDF (${error instanceof Error ? error.message : String(error)})`,
      'Check that it opens, and save it anew.',
      { cause: error },
    );
  }
}

async function readPage(
  pdf: Pdf,
  number: number,
): Promise<{ readonly page: Page; readonly others: readonly string[] }> {
  const page = await pdf.getPage(number);
  const { transform, height } = page.getViewport({ scale: 1 });
  const [a = 1, b = 0, c = 0, d = -1, e = 0, f = 0] = transform as number[];
  const { items, styles } = await page.getTextContent();
  const pieces: Piece[] = [];
  const others: string[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [ia = 1, ib = 0, ic = 0, id = 1, x = 0, y = 0] = item.transform as number[];
    const alongX = a * ia + c * ib;
    const alongY = b * ia + d * ib;
    if (alongX <= 0 || Math.abs(alongY) > alongX * 0.05) {
      others.push(tidy(item.str));
      continue;
    }
    const left = a * x + c * y + e;
    pieces.push({
      text: item.str,
      left,
      right: left + item.width,
      baseline: b * x + d * y + f,
      size: Math.hypot(ic, id) || 1,
      font: item.fontName,
      isMono: styles[item.fontName]?.fontFamily === 'monospace',
    });
  }
  page.cleanup();
  return { page: { rows: rowsOf(pieces), height }, others };
}

/** Refuses a PDF with a part that unpacks to more than the limit, before its reader meets it. */
function checkStreams(bytes: Uint8Array, limits: Limits): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf('stream'); at !== -1; at = buffer.indexOf('stream', at + 6)) {
    const head = buffer.toString('latin1', Math.max(0, at - 512), at);
    const dictionary = head.slice(head.lastIndexOf(' obj'));
    if (!dictionary.includes('/FlateDecode') && !dictionary.includes('/Fl ')) continue;
    const isImage = /\/Subtype\s*\/Image/.test(dictionary);
    let start = at + 'stream'.length;
    if (buffer[start] === 0x0d) start += 1;
    if (buffer[start] === 0x0a) start += 1;
    if (!isImage && isBomb(buffer.subarray(start), limits.unpackedBytes)) {
      throw new Refusal(
        `a part of it unpacks to more than ${describeBytes(limits.unpackedBytes)}`,
        'Save it anew from its program, or import the original text.',
      );
    }
  }
}

function isBomb(packed: Uint8Array, maxOutputLength: number): boolean {
  try {
    inflateSync(packed, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
    return false;
  } catch (error) {
    // Anything else that is wrong with it the PDF's reader can tell better.
    return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  }
}

function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
