import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPassages } from '../../src/knowledge/diff.js';

const numbered = (texts: readonly string[]) =>
  texts.map((text, index) => ({ number: index + 1, text }));

/** The changes, each as what it is and the numbers it joins. */
const changes = (before: readonly string[], after: readonly string[]) =>
  diffPassages(numbered(before), numbered(after)).map((change) => [
    change.kind,
    'before' in change ? change.before.number : 0,
    'after' in change ? change.after.number : 0,
  ]);

const RIVALS = 'The rivals are Google, Anthropic and Meta, each with models of its own.';
const MONEY = 'Microsoft has invested more than ten billion dollars since 2019.';
const CLOUD = 'Azure stays the first cloud, and others may be used from now on.';
const POWER = 'Electricity is what everybody is short of.';

describe('the passages of two revisions', () => {
  test('are kept where nothing changed', () => {
    expect(changes([RIVALS, MONEY], [RIVALS, MONEY])).toEqual([
      ['kept', 1, 1],
      ['kept', 2, 2],
    ]);
  });

  test('are edited where most words stayed, wherever the passage stands now', () => {
    const corrected = 'Microsoft has invested more than thirteen billion dollars since 2019.';
    expect(changes([RIVALS, MONEY, CLOUD], [corrected, RIVALS, CLOUD])).toEqual([
      ['edited', 2, 1],
      ['kept', 1, 2],
      ['kept', 3, 3],
    ]);
  });

  test('are moved, removed and added', () => {
    expect(
      changes([RIVALS, MONEY, CLOUD, POWER], [POWER, RIVALS, CLOUD, 'A wholly new thought.']),
    ).toEqual([
      ['moved', 4, 1],
      ['kept', 1, 2],
      ['kept', 3, 3],
      ['added', 0, 4],
      ['removed', 2, 0],
    ]);
  });

  test('are matched once each where the same text stands twice', () => {
    expect(changes([RIVALS, RIVALS], [RIVALS])).toEqual([
      ['kept', 1, 1],
      ['removed', 2, 0],
    ]);
  });

  test('each stand in exactly one change, and kept and moved ones have the same text', () => {
    const text = fc.array(fc.constantFrom('a b c', 'a b d', 'x y z', RIVALS, MONEY), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = diffPassages(numbered(before), numbered(after));
        const numbersOf = (side: 'before' | 'after') =>
          found
            .flatMap((change) => (side in change ? [(change as never)[side]] : []))
            .map(({ number }: { readonly number: number }) => number)
            .sort((a, b) => a - b);
        expect(numbersOf('before')).toEqual(before.map((_, index) => index + 1));
        expect(numbersOf('after')).toEqual(after.map((_, index) => index + 1));
        for (const change of found) {
          if (change.kind === 'kept' || change.kind === 'moved')
            expect(change.after.text).toBe(change.before.text);
        }
      }),
    );
  });

  test('of a hundred thousand take little time, whether few or all have changed', () => {
    const before = Array.from(
      { length: 100_000 },
      (_, index) => `passage number ${index} says ${index * 7}`,
    );
    const few = before.map((text, index) => (index % 10_000 === 0 ? `${text} again` : text));
    const all = before.map((text) => `wholly other ${text.length} ${text.slice(-5)}`);
    const begin = performance.now();
    const edited = diffPassages(numbered(before), numbered(few)).filter(
      ({ kind }) => kind === 'edited',
    );
    expect(edited.length).toBe(10);
    expect(diffPassages(numbered(before), numbered(all)).length).toBeGreaterThanOrEqual(100_000);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
