import { MAX_FILE_BYTES } from '../knowledge/file.js';
import { decodeText } from './decode.js';
import type { Draft, Original } from './draft.js';
import { formatOf } from './format.js';
import type { Limits } from './limits.js';
import { tooLarge } from './refusal.js';

/** Reads a document of any format that Herald imports; throws a {@link Refusal}. Each format's libraries are loaded when they are needed. */
export async function readOriginal(original: Original, limits: Limits): Promise<Draft> {
  const { bytes, mediaType, url } = original;
  switch (formatOf(original)) {
    case 'pdf':
      return (await import('./pdf.js')).readPdf(bytes, limits);
    case 'word':
      return (await import('./word.js')).readWord(bytes, limits);
    case 'html':
      return (await import('./html.js')).readHtml(decodeText(bytes, mediaType), url, limits);
    case 'markdown':
      return (await import('./markdown.js')).readMarkdownFile(textOf(bytes, mediaType));
    case 'text':
      return (await import('./plain-text.js')).readPlainText(textOf(bytes, mediaType));
  }
}

/** The text of a document that becomes an announcement nearly whole. */
function textOf(bytes: Uint8Array, mediaType: string | undefined): string {
  const text = decodeText(bytes, mediaType);
  if (text.length > MAX_FILE_BYTES) throw tooLarge(MAX_FILE_BYTES);
  return text;
}
