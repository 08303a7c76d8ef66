import { Refusal } from './refusal.js';

/** How much of a page is searched for the encoding it names, as in HTML's own algorithm. */
const PRESCAN_BYTES = 1_024;
const SAMPLE_BYTES = 2_048;
/** What Windows-1252 has in the place of Latin-1's control characters; Node 20 decodes it as Latin-1. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * The text of a document: by its byte order mark, else by the encoding that its server or its first
 * kilobyte names, else UTF-16 by its zero bytes, else UTF-8, and Windows-1252 (which holds Latin-1) for
 * what is not UTF-8. Line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array, mediaType = ''): string {
  const label =
    markedEncoding(bytes) ??
    /charset\s*=\s*"?([\w.:-]+)/i.exec(mediaType)?.[1] ??
    namedInside(bytes) ??
    zeroPattern(bytes);
  const text =
    (label === undefined ? undefined : decodeAs(label, bytes)) ??
    decodeAs('utf-8', bytes) ??
    decodeAs('windows-1252', bytes) ??
    '';
  if (text.includes('\0')) {
    throw new Refusal(
      'it holds NUL characters, so it is not text',
      'Save it as text in UTF-8, HTML, Markdown, PDF or Word (.docx).',
    );
  }
  return text.replace(/\r\n?/g, '\n');
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function namedInside(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, PRESCAN_BYTES));
  return /<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1];
}

/** UTF-16 without a mark: in most scripts of Europe every other byte is zero. */
function zeroPattern(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return undefined;
}

/** The text, or nothing where the bytes are not in that encoding or it has no such name. */
function decodeAs(label: string, bytes: Uint8Array): string | undefined {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const text = decoder.decode(bytes);
    if (decoder.encoding !== 'windows-1252') return text;
    return text.replace(/[\u0080-\u009F]/g, (control) => C1.charAt(control.charCodeAt(0) - 0x80));
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}
