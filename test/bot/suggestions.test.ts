import { describe, expect, test } from 'vitest';
import { loadBot } from '../../src/app.js';
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
