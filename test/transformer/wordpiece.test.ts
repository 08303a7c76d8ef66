import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createTokenizer } from '../../src/transformer/wordpiece.js';

const PIECES =
  '<s> </s> [UNK] the lab wants it ##s own roof cafe 10 $ , ? ’ un ##want ##ed 東 京'.split(' ');
const MODEL_DIR = process.env.HERALD_TEST_MODEL_DIR;

describe('the word-piece tokenizer', () => {
  const tokenize = createTokenizer(PIECES.join('\n'), 12);
  const piecesOf = (text: string) => tokenize(text).map((number) => PIECES[number]);

  test.each([
    ['The lab, its own roof?', 'the lab , it ##s own roof ?'],
    ['unwanted', 'un ##want ##ed'],
    ['unwantedly', '[UNK]'],
    ['Café\u00ad  CAFE\n10$', 'cafe cafe 10 $'],
    ['東京', '東 京'],
    ['<s>', '[UNK] [UNK] [UNK]'],
    ['', ''],
  ])('reads "%s"', (text, pieces) => {
    expect(piecesOf(text).join(' ')).toBe(`<s> ${pieces} </s>`.replace('  ', ' '));
  });

  test('cuts a long text and keeps its end marked', () => {
    const pieces = piecesOf('the '.repeat(50));
    expect(pieces).toHaveLength(12);
    expect(pieces.at(-1)).toBe('</s>');
  });

  test('refuses a vocabulary without the marks', () => {
    expect(() => createTokenizer('the\nlab', 12)).toThrow('the vocabulary has no [UNK]');
  });

  test.skipIf(MODEL_DIR === undefined)(
    'reads as the library that the model was trained with (HERALD_TEST_MODEL_DIR names the model)',
    () => {
      const check = v.parse(
        v.array(v.object({ text: v.string(), pieces: v.array(v.number()) })),
        JSON.parse(
          readFileSync(new URL('../../training/check-pieces.json', import.meta.url), 'utf8'),
        ),
      );
      const read = createTokenizer(readFileSync(join(MODEL_DIR ?? '', 'vocab.txt'), 'utf8'), 256);
      expect(check.length).toBeGreaterThan(100);
      for (const { text, pieces } of check) expect(read(text), text).toEqual(pieces);
    },
  );
});
