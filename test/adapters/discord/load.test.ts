import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACE } from '../../../src/adapters/discord/pace.js';
import { renderAnswer } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import { readQuotations } from '../../servers/discord/markdown.js';
import { checkMessage, type Json, pingsOf, textOf } from '../../servers/discord/message-rules.js';
import { askCommand, guildMessage } from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTIONS = [
  'How much has Microsoft invested in OpenAI?',
  'Who are the rivals?',
  'What will it take?',
  'What about Azure?',
];
const questionOf = (index: number) => QUESTIONS[index % QUESTIONS.length] ?? '';

let at: Connected;
beforeEach(async () => {
  at = await connect({ pace: PACE });
});
afterEach(() => at.close());

describe('Under load', () => {
  it('500 interactions, each delivered twice, get 500 replies', async () => {
    const { discord } = at;
    for (let wave = 0; wave < 5; wave += 1) {
      const asked = Array.from({ length: 100 }, (_, index) =>
        discord.interact(askCommand(questionOf(index)), 2),
      );
      await discord.until(() => asked.every(({ message }) => message !== undefined));
    }
    const to = (name: string) =>
      discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));
    expect(to('POST /interactions')).toHaveLength(500);
    expect(to('PATCH /webhooks')).toHaveLength(500);
    expect(discord.calls.every(({ status }) => status === undefined || status < 300)).toBe(true);
  });

  it('200 interactions at 50 a second get their first response within 200 ms, but for one in a hundred', async () => {
    const { discord } = at;
    const asked: ReturnType<typeof discord.interact>[] = [];
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        asked.push(discord.interact(askCommand(questionOf(asked.length))));
        if (asked.length < 200) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
    await discord.until(() => asked.every(({ message }) => message !== undefined));
    const waits = asked
      .map(({ sentAt, respondedAt = Number.POSITIVE_INFINITY }) => respondedAt - sentAt)
      .sort((a, b) => a - b);
    expect(waits[Math.floor(waits.length * 0.99)]).toBeLessThan(200);
  });

  it('20 forced disconnects leave no question unanswered and answer none twice', async () => {
    const { discord } = at;
    const { gateway } = discord;
    let count = 0;
    const interactions: ReturnType<typeof discord.interact>[] = [];
    const askSome = () => {
      for (let more = 0; more < 5; more += 1) {
        count += 1;
        interactions.push(discord.interact(askCommand(questionOf(count))));
        gateway.dispatch(
          'MESSAGE_CREATE',
          guildMessage(discord, { content: `<@${discord.self}> ${questionOf(count)}` }),
        );
      }
    };
    for (let drop = 1; drop <= 20; drop += 1) {
      askSome();
      gateway.drop(drop % 2 === 0 ? 4000 : undefined);
      askSome();
      await discord.until(() => gateway.counts.resumed === drop);
    }
    await discord.until(
      () =>
        interactions.every(({ message }) => message !== undefined) &&
        discord.messages.length >= count,
    );
    expect(gateway.counts).toEqual({ identified: 1, resumed: 20 });
    expect(new Set(discord.messages.map(({ body }) => body.nonce)).size).toBe(count);
    expect(discord.messages).toHaveLength(count);
  }, 60_000);
});

describe('10,000 questions of any kind', () => {
  it('get replies that Discord takes, and in none of them anything is live or pings', () => {
    const pieces = [
      ...[
        '@everyone',
        '@here',
        '<@1>',
        '<@&1>',
        '<#1>',
        '<t:1:R>',
        '<a:b:1>',
        ':smile:',
        '||',
        '```',
      ],
      ...[
        '[a](https://b.c)',
        'https://evil.example',
        'discord.gg/abc',
        '# ',
        '> ',
        '-# ',
        '\n',
        '**',
      ],
      ...['Microsoft', 'OpenAI', 'invest', 'infrastructure', 'rivals', 'Azure', ' ', '?', '\u202e'],
      ...['\u200b', '\ud800', '\udc00', '語', '👩‍👩‍👧', 'x'.repeat(300)],
    ];
    const question = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    const locales = ['en-US', 'de', 'es-ES', 'fr', 'ja'];
    fc.assert(
      fc.property(question, fc.constantFrom(...locales), (text, locale) => {
        const { rich, plain } = renderAnswer(shipped.bot.ask({ text, locale }), {
          words: wordsFor(locale),
          page: 0,
          shareable: false,
          asked: { name: text.slice(0, 32), question: text },
        });
        for (const body of [rich, plain]) {
          checkMessage(body as Json);
          expect(pingsOf({ ...body, allowed_mentions: { parse: [] } })).toEqual([]);
        }
        for (const content of [...textOf(rich.components), plain.content ?? '']) {
          const all = content
            .split('\n')
            .map((line) => (line.startsWith('> ') ? line : `> ${line.replace(/^-# /, '')}`));
          expect(readQuotations(all.join('\n')).live).toEqual([]);
        }
      }),
      { numRuns: 10_000 },
    );
  }, 180_000);
});
