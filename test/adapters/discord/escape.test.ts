import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeWords, quoteVerbatim } from '../../../src/adapters/discord/escape.js';
import { readQuotations } from '../../servers/discord/markdown.js';

/** Pieces from which live markup could come together. */
const PIECES = [
  ...'\\`*_~|<>[]()@#+-.:/!&"\' \n1a',
  ...['**', '__', '~~', '||', '```', '> ', '>>> ', '# ', '-# ', '- ', '+ ', '1. ', '\n\n', '  '],
  ...['@everyone', '@here', '<@1>', '<@!1>', '<@&1>', '<#1>', '<:a:1>', '<a:a:1>', '<t:1:R>'],
  ...['</ask:1>', '<id:guide>', ':smile:', 'https://a.b/c', '[a](https://b.c)', 'discord.gg/abc'],
  ...[
    'word',
    '10:30',
    '3.5 billion',
    'ß',
    'İ',
    '語',
    '👩‍👩‍👧',
    '¯\\_(ツ)_/¯',
    '\u200b',
    '\u202e',
    '\t',
    '\r',
  ],
];
const hostile = fc.oneof(
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 40 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
);

describe('A quotation', () => {
  it('shows every character of any text, and nothing of it is live', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { quoted, live } = readQuotations(quoteVerbatim(text));
        expect(quoted).toBe(text);
        expect(live).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('shows every character of any text with any highlights, each in bold', () => {
    const highlighted = hostile.chain((text) =>
      fc.record({
        text: fc.constant(text),
        cuts: fc.uniqueArray(fc.nat({ max: text.length }), { maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(highlighted, ({ text, cuts }) => {
        const sorted = cuts
          .filter((cut) => !/^[\uDC00-\uDFFF]/.test(text.slice(cut)))
          .sort((a, b) => a - b);
        const ranges = sorted
          .flatMap((start, at) =>
            at % 2 === 0 ? [[start, sorted[at + 1] ?? text.length] as const] : [],
          )
          .filter(([start, end]) => start < end);
        const { quoted, live, bold } = readQuotations(quoteVerbatim(text, ranges));
        expect(quoted).toBe(text);
        expect(live).toEqual([]);
        const emphasized = ranges.map(([start, end]) => text.slice(start, end)).join('');
        expect(bold.join('').replace(/\s/g, '').length).toBe(emphasized.replace(/\s/g, '').length);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['one line', '> one line'],
    ['two\nlines\n\nand more', '> two\n> lines\n> \n> and more'],
    ['# no heading', '> \\# no heading'],
    ['2. second', '> 2\\. second'],
    ['- item, well-known', '> \\- item, well-known'],
    ['<@1> @everyone <t:1>', '> \\<\\@1\\> \\@everyone \\<t\\:1\\>'],
    ['see https://a.b/c_d', '> see https\\:\\/\\/a.b\\/c\\_d'],
    ['[a](b) and 10:30: so', '> \\[a\\](b) and 10\\:30: so'],
  ])('of %j is written as %j', (text, quotation) => {
    expect(quoteVerbatim(text)).toBe(quotation);
  });

  it('has its highlights in bold, line by line, those that touch as one', () => {
    expect(
      quoteVerbatim('first *line*\nsecond line', [
        [6, 12],
        [12, 19],
        [20, 24],
      ]),
    ).toBe('> first **\\*line\\***\n> **second** **line**');
  });
});

describe("Herald's own words", () => {
  it('are on one line, without what hides or reorders text, and nothing in them is live', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const words = escapeWords(text);
        expect(words).not.toMatch(/[\n\r\u200b\u202e]/);
        expect(readQuotations(`> ${words}`).live).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('survive lone surrogates', () => {
    expect(escapeWords('a\ud800b\udc00')).toBe('a\ufffdb\ufffd');
  });
});
