import { describe, expect, test } from 'vitest';
import type { Outcome, Reply, ShownExcerpt } from './platform.js';
import { findDifferences } from './play.js';

describe('A difference between two platforms', () => {
  const [step] = [{ ask: 'Who?' }] as const;
  const quote = (text: string, passage: number, after = false): ShownExcerpt => ({
    place: `¶ ${passage}`,
    text,
    bold: text,
    cut: { before: false, after },
  });
  const excerpts = [quote('One.', 1), quote('Two.', 2)];
  const reply: Reply = { lead: 'It says:', excerpts, offered: [], hasMore: true };
  const compare = (other: Outcome, room = 8) =>
    findDifferences(
      [step],
      { name: 'Slack', lacks: [], outcomes: [[reply]] },
      { name: 'Discord', lacks: [], outcomes: [[other]], room },
    ).map((difference) => difference.split('\n')[0]);
  const at = 'Step 1, {"ask":"Who?"}';

  test.each<readonly [string, Outcome, readonly string[]]>([
    ['none', { ...reply }, []],
    ['the order', { ...reply, excerpts: excerpts.toReversed() }, ['excerpt 1', 'excerpt 2']],
    ['a missing excerpt', { ...reply, excerpts: excerpts.slice(0, 1) }, ['excerpt 2']],
    [
      'a mark',
      { ...reply, excerpts: excerpts.map((one) => ({ ...one, bold: 'One.' })) },
      ['excerpt 2'],
    ],
    ['a button', { ...reply, hasMore: false }, ['hasMore']],
    ['an offered question', { ...reply, offered: ['What?'] }, ['offered']],
  ])('is found, and where: %s', (_, other, parts) => {
    expect(compare(other)).toEqual(parts.map((part) => `${at}: ${part}`));
  });

  test('is none where the room ends, but for a cut that is not marked', () => {
    const shown = (isMarked: boolean): Reply => ({
      ...reply,
      excerpts: [quote('One.', 1), quote('Tw', 2, isMarked)],
    });
    expect(compare(shown(true), 6)).toEqual([]);
    expect(compare(shown(false), 6)).toEqual([`${at}: excerpt 2`]);
    expect(compare(shown(true), 8)).toEqual([`${at}: excerpt 2`]);
  });

  test('is found where nothing is shown', () => {
    expect(compare('no button')).toContain(`${at}: outcome`);
  });
});
