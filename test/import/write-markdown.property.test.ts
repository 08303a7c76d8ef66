import fc from 'fast-check';
import type { BlockContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as wordsOf } from 'mdast-util-to-string';
import { describe, expect, test } from 'vitest';
import { paragraphs } from '../../src/import/phrases.js';
import { writeMarkdown } from '../../src/import/write-markdown.js';
import { readAnnouncement } from '../../src/knowledge/read.js';

const mark = fc.constantFrom(...'*_`#>-+|[]()!<>&\\~=:.1 \n^$"\'/{}'.split(''));
const text = fc
  .array(
    fc.oneof(
      mark,
      fc.constantFrom('word', 'https://x.example/a_b', '1.', '- ', '&amp;', '---', '[a]: b', 'Ünï'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('a text written as Markdown', () => {
  test('reads back as itself, whatever it holds', () => {
    fc.assert(
      fc.property(text, (value) => {
        const blocks = paragraphs([{ type: 'text', value: value.replace(/\s*\n\s*/g, '\n') }]);
        const read = fromMarkdown(writeMarkdown(blocks));
        expect(read.children.map((node) => [node.type, wordsOf(node)])).toEqual(
          blocks.map((node) => [node.type, wordsOf(node)]),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('stands in an announcement as many passages as it has paragraphs', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (values) => {
        const blocks = values.flatMap((value): BlockContent[] =>
          paragraphs([{ type: 'text', value: `x ${value.replace(/\s+/g, ' ')}` }]),
        );
        const source = { id: 'x', file: 'x.md', extension: '.md' as const };
        const result = readAnnouncement(source, `---\ntitle: x\n---\n\n${writeMarkdown(blocks)}`);
        expect(result.ok && result.announcement.passages.length).toBe(blocks.length);
      }),
      { numRuns: 200 },
    );
  });

  test('is escaped only where it would read as something else', () => {
    const written = (value: string) =>
      writeMarkdown([{ type: 'paragraph', children: [{ type: 'text', value }] }]);
    expect(written('AT&T, snake_case, [1], 5 * 3, C#, <3 and a_b @ x.example')).toBe(
      'AT&T, snake_case, [1], 5 * 3, C#, <3 and a_b @ x.example\n',
    );
    expect(written('1986. That was a year')).toBe('1986\\. That was a year\n');
    expect(written('*not emphasis*')).toBe('\\*not emphasis*\n');
  });
});
