import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bot/answer.js';
import { loadBot } from '../../src/load-bot.js';
import { createFolder } from '../folder.js';
import { shipped } from './shipped-bot.js';

const { bot, announcements } = shipped;
const [announcement] = announcements;
const RIVALS = 'Who are the rivals?';
const thresholds = { answer: 0.35, closest: 0.15 };

/** All excerpts for a question, page by page until there are no more. */
function pagesOf(text: string): readonly Answer[] {
  const pages = [bot.ask({ text })];
  while ((pages.at(-1)?.further ?? 0) > 0) pages.push(bot.more({ text }, pages.length));
  return pages;
}

describe('an answer', () => {
  test('quotes the announcement, says where, and gives the question back', () => {
    const { id, question, outcome, lead, excerpts } = bot.ask({ text: RIVALS });
    expect({ question, outcome, lead }).toEqual({
      question: RIVALS,
      outcome: 'answer',
      lead: 'The announcement says:',
    });
    expect(id).toMatch(/^[\w-]{16}$/);
    expect(excerpts[0]).toMatchObject({
      announcement: 'openai-microsoft-next-phase',
      title: 'OpenAI and Microsoft enter the next phase of their partnership',
      revision: announcement?.revision,
      source: 'OpenAI – Next Phase of the Microsoft Partnership',
      passage: 14,
      section: 'The rivals',
      text: announcement?.passages[13]?.text,
      start: 3561,
      end: 3893,
      cut: { before: false, after: false },
    });
  });

  test('is the same every time, whatever was asked in between', () => {
    const questions = [RIVALS, 'how much mony', 'Mars?', 'hi', '', 'two things, and why?'];
    const first = questions.map((text) => bot.ask({ text }));
    const again = questions.toReversed().map((text) => bot.ask({ text }));
    expect(again.toReversed()).toEqual(first);
  });

  test('is the same from another bot over the same files, and has another id over others', async () => {
    const folder = await createFolder({ 'a.md': 'The launch is in May.\n\nIt is in Oslo.' });
    const other = await createFolder({ 'a.md': 'The launch is in May.\n\nIt is in Rome.' });
    const ask = async (knowledgeDir: string) =>
      (await loadBot({ knowledgeDir, thresholds })).bot.ask({ text: 'When is the launch?' });
    const answer = await ask(folder);
    expect(await ask(folder)).toEqual(answer);
    expect((await ask(other)).id).not.toBe(answer.id);
  });

  test('has an id of its own for each question, announcement and language', () => {
    const ids = [
      { text: RIVALS },
      { text: `${RIVALS} ` },
      { text: RIVALS, locale: 'de' },
      { text: RIVALS, announcement: 'openai-microsoft-next-phase' },
    ].map((question) => bot.ask(question).id);
    expect(new Set(ids).size).toBe(4);
  });

  test('names the words that the announcement lacks, as they were typed', () => {
    expect(bot.ask({ text: 'Does Microsoft have ZEPPELINS in Mongolia?' }).missing).toEqual([
      'ZEPPELINS',
      'Mongolia',
    ]);
    expect(bot.ask({ text: `is ${'Xq'.repeat(40)} there` }).missing).toEqual([
      `${'Xq'.repeat(20)}…`,
    ]);
    expect(bot.ask({ text: RIVALS }).missing).toEqual([]);
  });
});

describe('the announcement that is asked', () => {
  const files = {
    'a.md': '# First\n\nThe launch is in May.',
    'b.md': '# Second\n\nThe launch is in June.',
  };
  const ask = async (announcementId: string | undefined, text = 'When is the launch?') =>
    (await loadBot({ knowledgeDir: await createFolder(files), thresholds })).bot.ask({
      text,
      ...(announcementId === undefined ? {} : { announcement: announcementId }),
    });

  test('is every one, or the one that was named', async () => {
    const found = ({ excerpts, further }: Answer) =>
      [...new Set(excerpts.map((excerpt) => excerpt.announcement))].length + further;
    expect(found(await ask(undefined))).toBe(2);
    expect((await ask('b')).excerpts.map((excerpt) => excerpt.announcement)).toEqual(['b']);
    expect((await ask('a')).excerpts.map((excerpt) => excerpt.announcement)).toEqual(['a']);
  });

  test('has nothing to say when there is none of that name', async () => {
    expect(await ask('c')).toMatchObject({
      outcome: 'not-covered',
      lead: 'Not in the announcement.',
      excerpts: [],
      further: 0,
    });
  });

  test('is named when a question is asked for', async () => {
    expect((await ask(undefined, '')).lead).toBe('Ask me a question about “First” (+1).');
    expect((await ask('b', '')).lead).toBe('Ask me a question about “Second”.');
  });
});

describe('further pages', () => {
  test('show each passage once, three at a time, and then none', () => {
    const pages = pagesOf(RIVALS);
    const passages = pages.flatMap(({ excerpts }) => excerpts.map(({ passage }) => passage));
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(passages).size).toBe(passages.length);
    for (const { lead, excerpts } of pages.slice(1)) {
      expect(lead).toBe('Further passages:');
      expect(excerpts.length).toBeLessThanOrEqual(3);
    }
    expect(bot.more({ text: RIVALS }, pages.length)).toMatchObject({
      lead: 'There are no further passages.',
      excerpts: [],
      further: 0,
    });
  });

  test('count down what is still to come', () => {
    const pages = pagesOf(RIVALS);
    for (const [index, { further }] of pages.entries()) {
      const rest = pages.slice(index + 1).reduce((sum, { excerpts }) => sum + excerpts.length, 0);
      expect(further).toBe(rest);
    }
  });

  test('begin with the answer itself', () => {
    expect(bot.more({ text: RIVALS }, 0)).toEqual(bot.ask({ text: RIVALS }));
  });
});

test('the announcements are listed with what a platform may show of them', () => {
  expect(bot.announcements()).toEqual([
    {
      id: 'openai-microsoft-next-phase',
      title: 'OpenAI and Microsoft enter the next phase of their partnership',
      source: 'OpenAI – Next Phase of the Microsoft Partnership',
      revision: announcement?.revision,
    },
  ]);
});
