import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../src/knowledge/sentences.js';

const sentences = (text: string, language = 'en') =>
  splitSentences(text, { start: 0, end: text.length }, language).map(({ start, end }) =>
    text.slice(start, end),
  );

describe('the sentences of a passage', () => {
  test('end where a reader ends them', () => {
    expect(sentences('It grows. Does it? It does! “So it is.” And on.')).toEqual([
      'It grows.',
      'Does it?',
      'It does!',
      '“So it is.”',
      'And on.',
    ]);
  });

  test.each([
    'Dr. Smith and Mr. Jones met Prof. Lee.',
    'It costs approx. Ten dollars vs. Twelve before.',
    'Example Inc. Chief Ann Lee spoke.',
    'The U.S. Senate voted on J. R. Smith.',
    'Some tools (e.g. Copilot) are built in.',
    'Version 3.5 costs $1.50 a day.',
    'See example.com/a.b for more.',
  ])('do not end at an abbreviation or within a number: %s', (text) => {
    expect(sentences(text)).toEqual([text]);
  });

  test('do not end where a line was wrapped', () => {
    expect(sentences('The company\nAnnounced it\r\ntoday. It begins.')).toEqual([
      'The company\nAnnounced it\r\ntoday.',
      'It begins.',
    ]);
  });

  test('are found in languages with other marks', () => {
    expect(sentences('今日は発表です。明日は休みです。', 'ja')).toEqual([
      '今日は発表です。',
      '明日は休みです。',
    ]);
  });

  test('are spans of the whole text', () => {
    expect(splitSentences('Zero. One. Two.', { start: 6, end: 15 }, 'en')).toEqual([
      { start: 6, end: 10 },
      { start: 11, end: 15 },
    ]);
  });

  test('are found in time that grows with the text, initials in a row included', () => {
    const began = performance.now();
    expect(sentences('It grows. '.repeat(50_000))).toHaveLength(50_000);
    expect(sentences('A. '.repeat(100_000))).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('are the same however much text stands around them', () => {
    const long = `So it went ${'and on '.repeat(2_000)}and ended.`;
    expect(sentences(`One. ${long} Two. ${'Three. '.repeat(1_000)}`)).toEqual([
      'One.',
      long,
      'Two.',
      ...Array.from({ length: 1_000 }, () => 'Three.'),
    ]);
  });
});
