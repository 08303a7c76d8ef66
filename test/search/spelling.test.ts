import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignmentDistance, createSpeller } from '../../src/search/spelling.js';

const speller = await createSpeller([
  'microsoft',
  'azure',
  'gemini',
  'anthropic',
  'infrastructure',
  'cloud',
  'go',
]);
const best = (typed: string) => speller(typed)[0]?.word;

describe('spelling', () => {
  test.each([
    ['microsft', 'microsoft'],
    ['azzure', 'azure'],
    ['gemni', 'gemini'],
    ['antropic', 'anthropic'],
    ['infastructre', 'infrastructure'],
    ['clowd', 'cloud'],
    ['cluod', 'cloud'],
  ])('takes "%s" for "%s"', (typed, meant) => {
    expect(best(typed)).toBe(meant);
  });

  test.each(['mongolia', 'xyz', 'og', 'clear', '12345', ''])('takes "%s" for nothing', (typed) => {
    expect(speller(typed)).toEqual([]);
  });

  test('counts a swap of neighbours as one edit', () => {
    expect(alignmentDistance('cluod', 'cloud')).toBe(1);
    expect(alignmentDistance('abc', '')).toBe(3);
  });

  test('measures a distance: nothing to itself, the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(alignmentDistance(a, a)).toBe(0);
        expect(alignmentDistance(a, b)).toBe(alignmentDistance(b, a));
        expect(alignmentDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
