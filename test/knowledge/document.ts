import fc from 'fast-check';

const words = fc.constantFrom(
  ...['Microsoft', 'invests', 'ten billion', 'dollars.', 'Azure', 'grows', 'again.', 'It', 'is'],
  ...[
    'Dr. Lee',
    'e.g. this',
    '“quoted.”',
    'İstanbul',
    'straße',
    'ﬁne',
    '東京で発表。',
    'שלום',
    '🔥',
  ],
  ...['A.', '…', '1,000', 'x'],
);
const inline = fc.constantFrom(
  ...[
    '**bold**',
    '*a',
    '`code`',
    '``',
    '[label](https://example.com "t")',
    '[ref][r]',
    '![alt](p)',
  ],
  ...[
    '![',
    '![a]b](c)',
    '<b>',
    '</b>',
    '<!-- no -->',
    '<!--',
    '<',
    '&amp;',
    '&#0;',
    '\\*',
    '\\',
    '|',
  ],
  ...['https://example.com', '@everyone', '<!channel>', '\u200b', '\u202e', '\ud800', '\t', '  '],
);
const opening = fc.constantFrom(
  ...['', '', '', '# ', '## ', '###### ', '- ', '* ', '1. ', '   - ', '> ', '> > ', '> - ', '    '],
  ...['| ', '\t', '- [ ] ', '[r]: https://example.com ', '<div>', '<script>', '\uFEFF', '\0'],
);
const wholeLine = fc.constantFrom(
  ...[
    '',
    '',
    '',
    '',
    '---',
    '===',
    '```',
    '~~~js',
    '> ```',
    '- ```',
    '|---|:-:|',
    '***',
    '<!--',
    '-->',
  ],
  ...['---\ntitle: A\n---', '<div>\n', '    ', '>', '-'],
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\n\n', '\r\n', '\r', '\u2028');

const written = fc
  .tuple(opening, fc.array(fc.oneof(words, words, words, inline), { maxLength: 12 }))
  .map(([mark, parts]) => mark + parts.join(' '));
const line = fc.oneof(
  { weight: 5, arbitrary: written },
  { weight: 3, arbitrary: wholeLine },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);

/** Texts as a knowledge folder may hold them: words, Markdown whole and broken, and anything else. */
export const document: fc.Arbitrary<string> = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 25 })
  .map((lines) => lines.flat().join(''));
