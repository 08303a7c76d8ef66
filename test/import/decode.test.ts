import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/import/decode.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the text of a document is found in its bytes', () => {
  test.each([
    ['UTF-8', Buffer.from('Größe'), undefined],
    ['UTF-8 with a mark', Buffer.from('\uFEFFGröße'), undefined],
    ['UTF-16 with a mark', Buffer.from('\uFEFFGröße', 'utf16le'), undefined],
    ['UTF-16, big end first, with a mark', utf16be('\uFEFFGröße'), undefined],
    ['UTF-16 without a mark', Buffer.from('Größe', 'utf16le'), undefined],
    ['UTF-16, big end first, without a mark', utf16be('Größe'), undefined],
    ['Latin-1', latin1('Größe'), undefined],
    ['what its server says', latin1('Größe'), 'text/plain; charset=ISO-8859-1'],
    [
      'UTF-8 where its server names what is no encoding',
      Buffer.from('Größe'),
      'text/plain; charset=x',
    ],
    ['Latin-1 where its server says UTF-8 wrongly', latin1('Größe'), 'text/plain; charset=utf-8'],
  ])('%s', (_, bytes, mediaType) => {
    expect(decodeText(bytes, mediaType)).toBe('Größe');
  });

  test('the encoding that a page names', () => {
    const page = Buffer.concat([
      Buffer.from('<meta charset="shift_jis"><p>'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ]);
    expect(decodeText(page)).toBe('<meta charset="shift_jis"><p>日本');
  });

  test('the quotes and euro sign of Windows-1252', () => {
    expect(decodeText(Buffer.from([0x93, 0x35, 0x80, 0x94]))).toBe('“5€”');
  });

  test('line ends become newlines', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\n'))).toBe('a\nb\nc\n');
  });

  test('bytes with NUL characters are no text', () => {
    expect(() => decodeText(Buffer.from('a\0b'))).toThrow('it holds NUL characters');
  });
});
