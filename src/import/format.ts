import { extname } from 'node:path';
import type { Original } from './draft.js';
import { Refusal } from './refusal.js';

/** The formats that Herald imports. */
export type Format = 'html' | 'pdf' | 'word' | 'markdown' | 'text';

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.txt': 'text',
  '.text': 'text',
};
const BY_MEDIA_TYPE: Readonly<Record<string, Format>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'markdown',
};
const KNOWN = 'Give a web page (HTML), PDF, Word (.docx), Markdown or text file.';
const LOOK = 1_024;

/** The format of a document: by what its bytes begin with, else by its name or its server's word, else text. */
export function formatOf({ bytes, from, url, mediaType = '' }: Original): Format {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, LOOK));
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('PK\x03\x04')) return 'word';
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    throw new Refusal(
      'it is a Word file of the old kind (.doc) or one protected with a password',
      'Open it in Word and save it as .docx without a password.',
    );
  }
  if (head.startsWith('{\\rtf')) throw new Refusal('it is rich text (RTF)', 'Save it as .docx.');
  const path = url === undefined ? from : new URL(url).pathname;
  const named =
    BY_MEDIA_TYPE[mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ??
    BY_EXTENSION[extname(path).toLowerCase()];
  if (named !== undefined && named !== 'text') return named;
  if (/^(?:image|audio|video|font)\//i.test(mediaType)) {
    throw new Refusal(`it is ${mediaType.split(';', 1)[0]}, not a document`, KNOWN);
  }
  if (
    named === undefined &&
    /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b/i.test(head.replaceAll('\0', ''))
  )
    return 'html';
  return 'text';
}
