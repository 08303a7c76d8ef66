import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bot/answer.js';
import type { Bot } from '../../src/bot/bot.js';
import { createBot } from '../../src/bot/create-bot.js';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import { createSearch } from '../../src/search/search.js';
import { document } from '../knowledge/document.js';
import { shipped } from './shipped-bot.js';

/** That excerpts are slices of their announcement, and that highlights are ordered ranges within them. */
function expectVerbatim({ excerpts }: Answer, announcements: readonly Announcement[]): void {
  for (const excerpt of excerpts) {
    const announcement = announcements.find(({ id }) => id === excerpt.announcement);
    const passage = announcement?.passages[excerpt.passage - 1];
    expect(excerpt.revision).toBe(announcement?.revision);
    expect(excerpt.text).toBe(announcement?.text.slice(excerpt.start, excerpt.end));
    expect(excerpt.text).not.toBe('');
    expect(excerpt.section).toBe(passage?.section);
    expect(excerpt.start).toBeLessThan(passage?.end ?? 0);
    expect(excerpt.end).toBeGreaterThan(passage?.start ?? 0);
    expect(excerpt.score).toBeGreaterThanOrEqual(0);
    expect(excerpt.score).toBeLessThanOrEqual(1);
    let last = 0;
    for (const [from, to] of excerpt.highlights) {
      expect(from).toBeGreaterThanOrEqual(last);
      expect(to).toBeGreaterThan(from);
      last = to;
    }
    expect(last).toBeLessThanOrEqual(excerpt.text.length);
  }
}

/** The answer to a question, and everything one can go on to from it. */
function askOn(bot: Bot, text: string): readonly Answer[] {
  const answer = bot.ask({ text });
  const [first] = answer.excerpts;
  const wider = first && bot.around(first);
  const around = wider ? [{ ...answer, excerpts: [wider] }] : [];
  return [answer, bot.more({ text }, 1), ...around];
}

const QUESTION_WORDS =
  `who what when where why how much is the are does did microsoft openai azure google rivals money invested
  billions agents models infrastructure next phase cloud partner data centers gpus products companies will
  mongolia recipe invstd rivls MSFT redmond and ? , ! 10 @everyone <@U1> * 🔥 \u202e`.split(/\s+/);
const question = fc.oneof(
  fc.array(fc.constantFrom(...QUESTION_WORDS), { maxLength: 12 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('whatever is asked', () => {
  test('every excerpt of the shipped announcement is verbatim, its highlights within it', () => {
    fc.assert(
      fc.property(question, (text) => {
        const { bot, announcements } = shipped;
        for (const answer of askOn(bot, text)) expectVerbatim(answer, announcements);
      }),
      { numRuns: 400 },
    );
  });

  test('of whatever files, every excerpt is verbatim', async () => {
    const files = fc.record({ markdown: document, plain: document, long: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(files, fc.array(question, { maxLength: 5 }), async (texts, questions) => {
        // One passage in ten is longer than what is shown of it at once.
        const markdown = texts.long ? `${texts.markdown} It grows. `.repeat(60) : texts.markdown;
        const announcements = [
          readAnnouncement({ id: 'a', file: 'a.md', extension: '.md' }, markdown),
          readAnnouncement({ id: 'b', file: 'b.txt', extension: '.txt' }, texts.plain),
        ].flatMap((result) => (result.ok ? [result.announcement] : []));
        const bot = createBot(announcements, await createSearch(announcements));
        for (const text of [...questions, 'Microsoft invests', texts.plain])
          for (const answer of askOn(bot, text)) expectVerbatim(answer, announcements);
      }),
      { numRuns: 40 },
    );
  });
});
