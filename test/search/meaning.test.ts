import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { directionOf, dot, entriesOf, sumOf } from '../../src/search/meaning.js';
import { ENGLISH_MEANING, readMeaning } from '../../src/search/meaning-table.js';

/** What the table's maker reads from it, so that both readers agree. */
const check = v.parse(
  v.object({
    words: v.array(
      v.object({
        word: v.string(),
        row: v.number(),
        first: v.array(v.number()),
        length: v.number(),
        zipf: v.number(),
      }),
    ),
    pairs: v.array(v.object({ a: v.string(), b: v.string(), cosine: v.number() })),
    sentences: v.array(v.object({ a: v.string(), b: v.string(), cosine: v.number() })),
  }),
  JSON.parse(readFileSync(new URL('../../training/check.json', import.meta.url), 'utf8')),
);
const meaning = readMeaning(ENGLISH_MEANING);
const indexOf = (word: string) => meaning.indexOf(word) ?? -1;
const wordsOf = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];

describe('the table of meanings', () => {
  test.each(check.words)(
    'has "$word" with its vector and frequency',
    ({ word, row, first, length, zipf }) => {
      expect(indexOf(word)).toBe(row);
      const vector = sumOf(meaning, [row]);
      for (const [at, value] of first.entries()) expect(vector[at]).toBeCloseTo(value, 5);
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(length, 4);
      expect(meaning.zipf(word)).toBeCloseTo(zipf, 3);
    },
  );

  test.each(check.pairs)('holds "$a" as near to "$b" as its maker does', ({ a, b, cosine }) => {
    expect(meaning.cosine(indexOf(a), indexOf(b))).toBeCloseTo(cosine, 4);
  });

  test.each(check.sentences)('holds "$a" as near to "$b" as its maker does', ({ a, b, cosine }) => {
    const [left, right] = [a, b].map((text) =>
      directionOf(meaning, entriesOf(meaning, wordsOf(text))),
    );
    expect(left && right && dot(left, right)).toBeCloseTo(cosine, 2);
  });

  test('does not have what is no word', () => {
    expect(meaning.indexOf('qwertzuiopü')).toBeUndefined();
    expect(meaning.zipf('qwertzuiopü')).toBe(0);
  });

  test('lists its words from the most frequent', () => {
    const words = meaning.wordsFrom(6.5);
    expect(words.slice(0, 3)).toEqual(['the', 'to', 'and']);
    expect(words.every((word) => meaning.zipf(word) >= 6.5)).toBe(true);
  });

  test('is read in less than 150 ms', () => {
    const times = [1, 2, 3].map(() => {
      const begin = performance.now();
      readMeaning(ENGLISH_MEANING);
      return performance.now() - begin;
    });
    expect(Math.min(...times)).toBeLessThan(150);
  });

  test('is refused when the file is something else', () => {
    const file = new URL('../../package.json', import.meta.url);
    expect(() => readMeaning(file)).toThrow('package.json is not a table of word vectors');
  });
});
