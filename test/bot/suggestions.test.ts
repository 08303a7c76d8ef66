import { describe, expect, test } from 'vitest';
import { createOffers } from '../../src/bot/offers.js';
import { loadBot } from '../../src/load-bot.js';
import { createFolder } from '../folder.js';
import { shipped } from './shipped-bot.js';

const { bot } = shipped;
const thresholds = { answer: 0.35, closest: 0.15 };

describe('suggested questions', () => {
  test('are three, and each is really answered', () => {
    const suggestions = bot.suggestions();
    expect(suggestions).toHaveLength(3);
    for (const text of bot.suggestions(100)) {
      expect([text, bot.ask({ text }).outcome]).toEqual([text, 'answer']);
    }
  });

  test('are as many as were asked for at most, the same ones first', () => {
    expect(bot.suggestions(1)).toEqual(bot.suggestions().slice(0, 1));
    expect(bot.suggestions(0)).toEqual([]);
  });

  test('come from the rehearsed questions beside an announcement, where they are answered', async () => {
    const knowledgeDir = await createFolder({
      'fair.md': 'The fair opens in May.\n\nTickets cost ten euros.',
      'fair.rehearsal.jsonl': [
        '{"question": "When does the fair open?", "gold": [1]}',
        '{"question": "Who sings at the fair?", "gold": []}',
        '{"question": "When does the fair open in May?", "gold": [2]}',
      ].join('\n'),
    });
    const fair = await loadBot({ knowledgeDir, thresholds });
    expect(fair.faults).toEqual([]);
    expect(fair.bot.suggestions(1)).toEqual(['When does the fair open?']);
    const all = fair.bot.suggestions(100);
    expect(all).not.toContain('Who sings at the fair?');
    expect(all).not.toContain('When does the fair open in May?');
  });
});

describe('questions offered in place of an answer', () => {
  const NOT_COVERED = 'How do I bake sourdough bread?';
  const folder = () =>
    createFolder({
      'fair.md': 'The fair opens in May.\n\nTickets cost ten euros.\n\nDogs stay at the gate.',
      'fair.rehearsal.jsonl': [
        '{"question": "When does the fair open?", "gold": [1]}',
        '{"question": "What do tickets cost?", "gold": [2]}',
        '{"question": "Where do dogs stay?", "gold": [3]}',
      ].join('\n'),
      'race.md': 'The race begins at noon.',
      'race.rehearsal.jsonl': '{"question": "When does the race begin?", "gold": [1]}',
    });

  test('are up to three that are really answered', () => {
    const answer = bot.ask({ text: NOT_COVERED });
    expect(answer.outcome).toBe('not-covered');
    expect(answer.suggestions).toHaveLength(3);
    expect(new Set(answer.suggestions).size).toBe(3);
    for (const text of answer.suggestions) expect(bot.ask({ text }).outcome).toBe('answer');
  });

  test('are the same every time', () => {
    const first = bot.ask({ text: NOT_COVERED });
    bot.ask({ text: 'help' });
    expect(bot.ask({ text: NOT_COVERED })).toEqual(first);
  });

  test('begin with those about the nearest passages', async () => {
    const knowledgeDir = await folder();
    // Nothing is ever merely close: what is not answered is not covered.
    const strict = await loadBot({ knowledgeDir, thresholds: { answer: 0.5, closest: 1 } });
    const answer = strict.bot.ask({ text: 'is the fair in Peru' });
    expect(answer.outcome).toBe('not-covered');
    expect(answer.suggestions[0]).toBe('When does the fair open?');

    const { announcements } = await loadBot({ knowledgeDir, thresholds });
    const known = ['first', 'second', 'third'].map((question, index) => ({
      question,
      announcement: 'fair',
      passages: [index + 1],
    }));
    const { near } = createOffers(announcements, known, ({ question }) => question !== 'second');
    const passage = (number: number) => ({ announcement: 'fair', passage: number });
    expect(near([passage(3), passage(2)], 2)).toEqual(['third', 'first']);
    expect(near([passage(3), passage(2)], 1, 'race')).toEqual(['third']);
    expect(near([], 0)).toEqual([]);
  });

  test('are of the one announcement that was asked', async () => {
    const { bot } = await loadBot({ knowledgeDir: await folder(), thresholds });
    expect(bot.ask({ text: 'help', announcement: 'race' }).suggestions).toEqual([
      'When does the race begin?',
      'What does it say about race begins?',
    ]);
    expect(bot.ask({ text: 'help' }).suggestions).toEqual([
      'When does the fair open?',
      'What do tickets cost?',
      'Where do dogs stay?',
    ]);
  });

  test('are not offered beside an answer, on a further page, or for thanks', () => {
    expect(bot.ask({ text: 'Who are the rivals?' }).suggestions).toEqual([]);
    expect(bot.more({ text: NOT_COVERED }, 1).suggestions).toEqual([]);
    expect(bot.ask({ text: 'thanks' }).suggestions).toEqual([]);
  });
});

describe('type-ahead', () => {
  test('offers suggestions that fit what was typed, misspelled or not', () => {
    const [first = ''] = bot.suggestions(1);
    expect(bot.complete(first.slice(0, 12))).toContain(first);
    expect(bot.complete(first, 1)).toEqual([first]);
  });

  test('offers sections too', () => {
    expect(bot.complete('rivals')).toContain('The rivals');
    expect(bot.complete('rivls')).toContain('The rivals');
  });

  test('offers the suggestions where nothing fits', () => {
    expect(bot.complete('')).toEqual(bot.suggestions(25));
    expect(bot.complete('qqqqzzzz', 2)).toEqual(bot.suggestions(2));
  });

  test.each(['x'.repeat(100_000), '\ud800', '((((((a+)+)+)+$', '*'.repeat(500)])(
    'takes whatever was typed',
    (typed) => {
      expect(bot.complete(typed).length).toBeLessThanOrEqual(25);
    },
  );
});
