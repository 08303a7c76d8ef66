import { describe, expect, test } from 'vitest';
import { tokenize } from '../../src/search/tokens.js';

const words = (text: string) => tokenize(text).map(({ word }) => word);

describe('the words of a text', () => {
  test('are lower case, without possessives, apostrophes and diacritics', () => {
    expect(words('Microsoft’s café doesn’t open in Zürich')).toEqual([
      'microsoft',
      'cafe',
      'doesnt',
      'open',
      'in',
      'zurich',
    ]);
  });

  test('put numbers, their names, signs and units into one form', () => {
    expect(words('$10 billion')).toEqual(['dollar', '10', 'billion']);
    expect(words('ten billion, 10bn')).toEqual(['10', 'billion', '10', 'billion']);
    expect(words('1,000,000 and 3.5%')).toEqual(['1000000', 'and', '3.5', 'percent']);
  });

  test('are the parts of a hyphenated word', () => {
    expect(words('open-source GPT-4')).toEqual(['open', 'source', 'gpt', '4']);
  });

  test('are overlapping pairs of characters where a script has no spaces', () => {
    expect(words('東京大学 ab')).toEqual(['東京', '京大', '大学', 'ab']);
  });

  test('stand where their offsets say, also after characters whose lower case is longer', () => {
    const text = 'İstanbul ß ﬁne “Größe”';
    expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'İstanbul',
      'ß',
      'ﬁne',
      'Größe',
    ]);
  });

  test('are only those within the given spans', () => {
    expect(tokenize('[label](https://example.com) end', [{ start: 1, end: 6 }])).toEqual([
      { start: 1, end: 6, word: 'label' },
    ]);
  });

  test('are none in text without letters or digits, lone surrogates included', () => {
    expect(words('\u200b\ud800 🔥 ***')).toEqual([]);
  });
});
