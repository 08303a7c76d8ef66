import { decodeText } from './decode.js';
import type { Draft, Original } from './draft.js';
import { formatOf } from './format.js';
import type { Limits } from './limits.js';

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
      return (await import('./markdown.js')).readMarkdownFile(decodeText(bytes, mediaType));
    case 'text':
      return (await import('./plain-text.js')).readPlainText(decodeText(bytes, mediaType));
  }
}
