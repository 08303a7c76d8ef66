import { describe, expect, test } from 'vitest';
import { readAnnouncement } from '../../src/knowledge/read.js';

const read = (...lines: readonly string[]) => {
  const source = { id: 'launch', file: 'launch.md', extension: '.md' } as const;
  const result = readAnnouncement(source, lines.join('\n'));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.announcement;
};
const passages = (...lines: readonly string[]) => read(...lines).passages.map(({ text }) => text);
const placed = (...lines: readonly string[]) =>
  read(...lines).passages.map(({ section, text }) => [section, text]);
/** What a reader sees as words, one list a passage. */
const prose = (...lines: readonly string[]) => {
  const { text, passages: found } = read(...lines);
  return found.map((passage) => passage.prose.map(({ start, end }) => text.slice(start, end)));
};

describe('the passages of Markdown', () => {
  test('are its paragraphs, numbered from 1, without the headings', () => {
    const { passages: found } = read('# Title', '', 'One.', '', '## Part', '', 'Two,', 'wrapped.');
    expect(found.map(({ number, text }) => [number, text])).toEqual([
      [1, 'One.'],
      [2, 'Two,\nwrapped.'],
    ]);
  });

  test('stand in the sections of the headings above them', () => {
    expect(
      placed(
        ...['# Title', 'Zero.', '## A', 'One.', '### B', 'Two.', '#### C', 'Three.'],
        ...['### D', 'Four.', '## E', 'Five.', '# F', 'Six.'],
      ),
    ).toEqual([
      ['', 'Zero.'],
      ['A', 'One.'],
      ['A › B', 'Two.'],
      ['A › B › C', 'Three.'],
      ['A › D', 'Four.'],
      ['E', 'Five.'],
      ['F', 'Six.'],
    ]);
  });

  test('stand in sections named without markup', () => {
    expect(placed('## The *new* [plan](https://example.com) `v2`', 'One.')).toEqual([
      ['The new plan `v2`', 'One.'],
    ]);
  });

  test('know headings that are underlined', () => {
    const announcement = read('Title', '=====', '', 'One.', '', 'Part', '----', '', 'Two.');
    expect(announcement.title).toBe('Title');
    expect(announcement.passages.map(({ section, text }) => [section, text])).toEqual([
      ['', 'One.'],
      ['Part', 'Two.'],
    ]);
  });

  test('are the items of a list, inner lists too', () => {
    expect(
      passages(
        '- One.',
        '- Two.',
        '  - Inner one.',
        '    1. Innermost.',
        '- Three.',
        '',
        '  More.',
      ),
    ).toEqual(['One.', 'Two.', 'Inner one.', 'Innermost.', 'Three.', 'More.']);
  });

  test('are the paragraphs of a quotation, its marks between lines left where they stand', () => {
    expect(passages('> One', '> goes on.', '>', '> > Two.')).toEqual(['One\n> goes on.', 'Two.']);
    expect(prose('> One', '> goes on.')).toEqual([['One\n> goes on.']]);
  });

  test('are the rows of a table, with its header in their section', () => {
    expect(
      placed('## Prices', '', '| Plan | Price |', '|---|---:|', '| Free | 0 |', '| Team | 12 |'),
    ).toEqual([
      ['Prices › Plan | Price', '| Free | 0 |'],
      ['Prices › Plan | Price', '| Team | 12 |'],
    ]);
    expect(prose('| Plan | Price |', '|---|---|', '| **Free** | [0](#zero) |')).toEqual([
      ['Free', '0'],
    ]);
  });

  test('are code without its fences', () => {
    expect(passages('```js', 'start();', '```', '', 'Text.')).toEqual(['start();', 'Text.']);
    expect(passages('~~~', 'one', '', 'two', '~~~')).toEqual(['one\n\ntwo']);
    expect(passages('Text.', '', '    indented();')).toEqual(['Text.', 'indented();']);
    expect(passages('```', 'never closed')).toEqual(['never closed']);
  });

  test('are blocks of HTML, of which only the words count', () => {
    expect(passages('<div class="a">Hello <b>you</b></div>', '', 'Text.')).toEqual([
      '<div class="a">Hello <b>you</b></div>',
      'Text.',
    ]);
    expect(prose('<div class="a">Hello <b>you</b></div>')).toEqual([['Hello', 'you']]);
  });

  test('are not comments, link targets or rules between parts', () => {
    expect(
      passages('<!-- secret -->', '', 'Text.', '', '---', '', '[a]: https://example.com'),
    ).toEqual(['Text.']);
  });

  test('are the same with Windows line ends, and after a byte order mark', () => {
    expect(placed('\uFEFF# Title\r', '\r', '## Part\r', '\r', 'One\r', 'goes on.\r')).toEqual([
      ['Part', 'One\r\ngoes on.'],
    ]);
    expect(read('\uFEFF# Title', '', 'One.').title).toBe('Title');
  });

  test('keep markup as it was written', () => {
    expect(passages('A **bold** &amp; [linked](https://example.com) word\\!')).toEqual([
      'A **bold** &amp; [linked](https://example.com) word\\!',
    ]);
  });
});

describe('the words of a passage', () => {
  test('leave out link targets and markup', () => {
    expect(prose('See **the** [press release](https://example.com/a "b") today.')).toEqual([
      ['See', 'the', 'press release', 'today.'],
    ]);
  });

  test('keep what an image is said to show', () => {
    expect(prose('Before ![a chart of sales](chart.png) after.')).toEqual([
      ['Before', 'a chart of sales', 'after.'],
    ]);
    expect(prose('Text ![](chart.png)')).toEqual([['Text']]);
  });

  test('leave out tags', () => {
    expect(prose('Press <kbd>Ctrl</kbd> now.')).toEqual([['Press', 'Ctrl', 'now.']]);
  });
});
