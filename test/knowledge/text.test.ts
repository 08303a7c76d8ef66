import { describe, expect, test } from 'vitest';
import { readAnnouncement } from '../../src/knowledge/read.js';

const passages = (text: string) => {
  const result = readAnnouncement({ id: 'launch', file: 'launch.txt', extension: '.txt' }, text);
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.announcement.passages.map((passage) => passage.text);
};

describe('the passages of plain text', () => {
  test('are its lines, with or without empty ones between them', () => {
    expect(passages('First paragraph.\nSecond paragraph.\n\nThird paragraph.\n')).toEqual([
      'First paragraph.',
      'Second paragraph.',
      'Third paragraph.',
    ]);
  });

  test('are its lines when they are longer than anybody wraps', () => {
    const long = 'word '.repeat(30).trim();
    expect(passages(`${long}\n${long}`)).toEqual([long, long]);
  });

  test('are its blocks where lines were broken off in mid-sentence', () => {
    expect(
      passages('The company announced\na new partnership\ntoday.\n\nIt begins\nin spring.'),
    ).toEqual(['The company announced\na new partnership\ntoday.', 'It begins\nin spring.']);
  });

  test('begin and end without white space, whatever the line ends', () => {
    expect(passages('\uFEFF  One.  \r\n\t\r\nTwo.\t\r\n')).toEqual(['One.', 'Two.']);
  });

  test('are text, not Markdown', () => {
    expect(passages('# One.\n- Two.\n<b>Three.</b>')).toEqual([
      '# One.',
      '- Two.',
      '<b>Three.</b>',
    ]);
  });

  test('come after front matter', () => {
    expect(passages('---\ntitle: A\n---\nOne.')).toEqual(['One.']);
  });
});
