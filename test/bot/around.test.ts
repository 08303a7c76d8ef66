import { describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot/create-bot.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import { createSearch } from '../../src/search/search.js';

const TEXT = '# Fair\n\nOne. Two. Three. Four. Five.\n\nSix.\n\nSeven. Eight.\n';
const fair = readAnnouncement({ id: 'fair', file: 'fair.md', extension: '.md' }, TEXT);
if (!fair.ok) throw new Error('the text of this test cannot be read');
const { announcement } = fair;
const bot = createBot([announcement], await createSearch([announcement]));

/** What stands around a piece of the text: the wider excerpt and what of it is emphasised. */
function around(shown: string, passage: number, revision = announcement.revision) {
  const start = TEXT.indexOf(shown);
  const address = { announcement: 'fair', revision, passage, start, end: start + shown.length };
  const excerpt = bot.around(address);
  if (excerpt === undefined) return undefined;
  expect(excerpt.text).toBe(TEXT.slice(excerpt.start, excerpt.end));
  const { text, highlights, cut } = excerpt;
  return [text, highlights.map(([from, to]) => text.slice(from, to)), cut];
}

describe('what stands around an excerpt', () => {
  test('is a sentence more on each side', () => {
    expect(around('Three.', 1)).toEqual([
      'Two. Three. Four.',
      ['Three.'],
      { before: true, after: true },
    ]);
  });

  test('is a passage more on the side where its own ends', () => {
    expect(around('Four. Five.', 1)).toEqual([
      'Three. Four. Five.\n\nSix.',
      ['Four. Five.'],
      { before: true, after: false },
    ]);
    expect(around('Six.', 2)).toEqual([
      'One. Two. Three. Four. Five.\n\nSix.\n\nSeven. Eight.',
      ['Six.'],
      { before: false, after: false },
    ]);
  });

  test('is nothing more where the announcement begins and ends', () => {
    expect(around('One.', 1)).toEqual(['One. Two.', ['One.'], { before: false, after: true }]);
    expect(around('Eight.', 3)).toEqual([
      'Seven. Eight.',
      ['Eight.'],
      { before: false, after: false },
    ]);
  });

  test('can be asked for again and again until all is shown', () => {
    let address = { passage: 1, start: TEXT.indexOf('Three.'), end: TEXT.indexOf(' Four.') };
    for (let step = 0; step < 10; step += 1) {
      const wider = bot.around({
        ...address,
        announcement: 'fair',
        revision: announcement.revision,
      });
      if (wider === undefined) break;
      expect(wider.start).toBeLessThanOrEqual(address.start);
      expect(wider.end).toBeGreaterThanOrEqual(address.end);
      address = wider;
    }
    expect(TEXT.slice(address.start, address.end)).toBe(TEXT.slice(8).trim());
  });

  test('is not known once the announcement has changed, or for another', () => {
    expect(around('Three.', 1, '000000000000')).toBeUndefined();
    expect(around('Three.', 99)).toBeUndefined();
    const { revision } = announcement;
    expect(
      bot.around({ announcement: 'other', revision, passage: 1, start: 0, end: 1 }),
    ).toBeUndefined();
  });

  test.each([
    [-5, 3],
    [3, 1],
    [0, 1_000_000],
    [1.5, 2.5],
    [Number.NaN, 1],
  ])('is not known for offsets that nobody was given: %d to %d', (start, end) => {
    const { revision } = announcement;
    expect(bot.around({ announcement: 'fair', revision, passage: 1, start, end })).toBeUndefined();
  });
});
