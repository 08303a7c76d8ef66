import { describe, expect, test } from 'vitest';
import { shipped } from './shipped-bot.js';

const { bot } = shipped;
const TITLE = '“OpenAI and Microsoft enter the next phase of their partnership”';
const GREETING = `Hello! Ask me about ${TITLE}, and I will quote what it says.`;
const THANKS = 'You are welcome.';
const BYE = 'Goodbye.';
const WHO = `I am Herald, a bot. I answer questions about ${TITLE} by quoting it, word for word. I write nothing of my own about it.`;
const HELP = `Ask a question about ${TITLE} in your own words. I reply with the passages that answer, word for word, and tell you when it does not say.`;
const CHAT = `I only know ${TITLE}. Ask me about that.`;

describe('a message that asks nothing', () => {
  test.each([
    ['hi', GREETING],
    ['Hello!', GREETING],
    ['heyyyy', GREETING],
    ['good morning team', GREETING],
    ['hi herald', GREETING],
    ['anyone there?', GREETING],
    ['thanks', THANKS],
    ['Thank you so much!!', THANKS],
    ['thx, that helped', THANKS],
    ['good bot', THANKS],
    ['bye', BYE],
    ['see you later!', BYE],
    ['who are you?', WHO],
    ['Are you a bot?', WHO],
    ['what’s your name', WHO],
    ['help', HELP],
    ['how does this work?', HELP],
    ['what can you do', HELP],
    ['lol', CHAT],
    ['ok cool', CHAT],
    ['tell me a joke', CHAT],
  ])('"%s" is answered in Herald’s own words, without an excerpt', (text, lead) => {
    expect(bot.ask({ text })).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      question: text,
      outcome: 'small-talk',
      lead,
      excerpts: [],
      further: 0,
      missing: [],
      suggestions: [GREETING, WHO, HELP].includes(lead) ? bot.suggestions(3) : [],
    });
  });

  test.each([
    'hi, who are the rivals?',
    'thanks, and who are the rivals?',
    'who is investing?',
    'are you sure Azure stays the cloud partner?',
    'help me find the rivals',
    'Microsoft',
    'what do the agents do',
    'is this about Windows',
  ])('"%s" asks something, so it is searched for', (text) => {
    expect(['answer', 'closest', 'not-covered']).toContain(bot.ask({ text }).outcome);
  });
});

describe('a message without a word', () => {
  test.each(['', '   ', '\n', '?!…', '👍', '\u200b\u200b', '\u202e\u2066', '***', '-----'])(
    '%j is asked for a question',
    (text) => {
      expect(bot.ask({ text })).toMatchObject({
        question: text,
        outcome: 'empty',
        lead: `Ask me a question about ${TITLE}.`,
        excerpts: [],
        further: 0,
        missing: [],
        suggestions: bot.suggestions(3),
      });
    },
  );
});

describe('Herald’s own words', () => {
  test.each([
    ['de', 'Gern geschehen.'],
    ['de-AT', 'Gern geschehen.'],
    ['es-419', 'De nada.'],
    ['fr', 'Avec plaisir.'],
    ['ja', 'どういたしまして。'],
    ['en-GB', 'You are welcome.'],
    ['tlh', 'You are welcome.'],
    ['', 'You are welcome.'],
  ])('are in the asker’s language where it speaks it: %s', (locale, lead) => {
    expect(bot.ask({ text: 'thanks', locale }).lead).toBe(lead);
  });
});
