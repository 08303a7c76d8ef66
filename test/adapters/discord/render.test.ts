import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPress, writePress } from '../../../src/adapters/discord/custom-ids.js';
import { renderAnswer, renderAround, renderWords } from '../../../src/adapters/discord/render.js';
import type { Reply } from '../../../src/adapters/discord/reply.js';
import { LOCALES, wordsFor } from '../../../src/adapters/discord/words/locales.js';
import type { Answer, Excerpt } from '../../../src/bot/answer.js';
import { readQuotations } from '../../servers/discord/markdown.js';
import { checkMessage, type Json, textOf } from '../../servers/discord/message-rules.js';

const ferry: Excerpt = {
  announcement: 'ferries',
  title: 'Electric ferries',
  revision: 'r1',
  language: 'en',
  source: 'Harbour Office',
  url: 'https://harbour.example/news(1)',
  passage: 3,
  section: 'Plans › 2027',
  text: 'The fleet sails on *batteries* from May.\n- Two ferries at first.',
  start: 100,
  end: 163,
  highlights: [[0, 40]],
  score: 0.9,
  cut: { before: false, after: true },
};
const { source: _, url: __, ...unsourced } = ferry;
const plain: Excerpt = {
  ...unsourced,
  section: '',
  passage: 9,
  highlights: [],
  text: 'Fares stay.',
};
const found: Answer = {
  id: 'AbCdEfGh12345_-x',
  question: 'When?',
  outcome: 'answer',
  lead: 'The announcement says:',
  excerpts: [ferry],
  further: 2,
  missing: [],
  suggestions: [],
};
const setting = { words: wordsFor(), page: 0, shareable: true };
const QUOTED =
  '> **The fleet sails on \\*batteries\\* from May.**\n> \\- Two ferries at first.\n\\[…\\]\n-# Plans › 2027 · ¶ 3 · [Harbour Office](https://harbour.example/news%281%29)';

const button = (label: string, custom_id: string) => ({ type: 2, style: 2, label, custom_id });

describe('An answer', () => {
  it('that is an official statement is no quotation, and names who answers for it and the day', () => {
    const statement = {
      text: 'Nobody *did*.\nReally.',
      approver: 'Press office',
      date: '2026-03-05',
    };
    const lead = 'An official statement, not from the announcement:';
    const { rich, plain: words } = renderAnswer(
      { ...found, lead, excerpts: [], further: 0, statement },
      setting,
    );
    expect(words.content).toBe(`${lead}\nNobody \\*did\\*. Really.\n-# Press office, 2026-03-05`);
    expect(checkMessage(rich as Json)).toBeUndefined();
    expect(readQuotations(words.content ?? '').quoted).toBe('');
  });

  it('is a quotation with where it stands, and buttons named in words', () => {
    expect(renderAnswer(found, setting)).toEqual({
      rich: {
        flags: 32768,
        components: [
          {
            type: 17,
            components: [
              { type: 10, content: 'The announcement says:' },
              { type: 10, content: QUOTED },
            ],
          },
          {
            type: 1,
            components: [
              button('More (2)', 'more:1:AbCdEfGh12345_-x:1'),
              button('Show in context', 'around:1:AbCdEfGh12345_-x:0:0:1'),
              button('Share here', 'share:1:AbCdEfGh12345_-x:0'),
            ],
          },
          {
            type: 1,
            components: [
              button('Helpful', 'helpful:1:AbCdEfGh12345_-x'),
              button('Not helpful', 'not-helpful:1:AbCdEfGh12345_-x'),
            ],
          },
        ],
      },
      plain: { content: `The announcement says:\n${QUOTED}` },
    });
  });

  it('of several excerpts has a button beside each', () => {
    const closest: Answer = {
      ...found,
      outcome: 'closest',
      lead: 'The closest passages:',
      excerpts: [ferry, plain],
      further: 0,
    };
    const second = '> Fares stay.\n\\[…\\]\n-# ¶ 9 · Electric ferries';
    expect(renderAnswer(closest, { ...setting, shareable: false })).toEqual({
      rich: {
        flags: 32768,
        components: [
          {
            type: 17,
            components: [
              { type: 10, content: 'The closest passages:' },
              {
                type: 9,
                components: [{ type: 10, content: QUOTED }],
                accessory: button('Show in context', 'around:1:AbCdEfGh12345_-x:0:0:1'),
              },
              {
                type: 9,
                components: [{ type: 10, content: second }],
                accessory: button('Show in context', 'around:1:AbCdEfGh12345_-x:0:1:1'),
              },
            ],
          },
          {
            type: 1,
            components: [
              button('Helpful', 'helpful:1:AbCdEfGh12345_-x'),
              button('Not helpful', 'not-helpful:1:AbCdEfGh12345_-x'),
            ],
          },
        ],
      },
      plain: { content: `The closest passages:\n${QUOTED}\n${second}` },
    });
  });

  it('that the announcement does not give offers questions it does answer', () => {
    const refused: Answer = {
      ...found,
      outcome: 'not-covered',
      lead: 'Not in the announcement. It does not mention “<@1> pizza”.',
      excerpts: [],
      further: 0,
      suggestions: ['When do the ferries sail?', 'x'.repeat(100)],
    };
    const lead = 'Not in the announcement. It does not mention “\\<\\@1\\> pizza”.';
    expect(renderAnswer(refused, setting)).toEqual({
      rich: {
        flags: 32768,
        components: [
          { type: 17, components: [{ type: 10, content: lead }] },
          {
            type: 1,
            components: [
              button('When do the ferries sail?', 'try:1:AbCdEfGh12345_-x:0'),
              button(`${'x'.repeat(79)}…`, 'try:1:AbCdEfGh12345_-x:1'),
            ],
          },
          {
            type: 1,
            components: [button('Tell me when it is answered', 'follow:1:AbCdEfGh12345_-x')],
          },
          {
            type: 1,
            components: [
              button('Helpful', 'helpful:1:AbCdEfGh12345_-x'),
              button('Not helpful', 'not-helpful:1:AbCdEfGh12345_-x'),
            ],
          },
        ],
      },
      plain: { content: lead },
    });
  });

  it('that is shared names asker and question, as quoted words', () => {
    const asked = { name: 'Ana @here', question: '# When\ndo **they** sail?' };
    const { plain } = renderAnswer(found, { ...setting, shareable: false, asked });
    expect(plain.content).toBe(
      `Ana \\@here asked:\n> \\# When do \\*\\*they\\*\\* sail?\nThe announcement says:\n${QUOTED}`,
    );
  });

  it('in context can be widened further, until there is no more', () => {
    const place = { words: wordsFor('de'), page: 1, index: 2, steps: 1, shareable: false };
    const more = renderAround(found.id, ferry, { ...place, widest: false });
    const most = renderAround(found.id, ferry, { ...place, widest: true });
    expect(more.rich.components?.slice(1)).toEqual([
      {
        type: 1,
        components: [button('Im Zusammenhang zeigen', 'around:1:AbCdEfGh12345_-x:1:2:2')],
      },
    ]);
    const shareable = renderAround(found.id, ferry, { ...place, shareable: true, widest: true });
    expect(shareable.rich.components?.slice(1)).toEqual([
      {
        type: 1,
        components: [button('Hier teilen', 'share:1:AbCdEfGh12345_-x:1:2:1')],
      },
    ]);
    expect(more.plain.content).toBe(`Im Zusammenhang:\n${QUOTED} · Englisch`);
    expect(most.rich.components).toHaveLength(1);
    expect(most.plain.content).toBe(`Darum herum steht kein weiterer Text.\n${QUOTED} · Englisch`);
  });
});

describe('Any answer', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc
      .tuple(
        fc.constantFrom('word ', '*_~|', '語', '👩‍👩‍👧', 'line\n', '<@1>', 'https://a.b/ '),
        fc.integer({ min: 1, max: 4_000 }),
      )
      .map(([piece, times]) => piece.repeat(times)),
  );
  const excerpt = fc
    .record({
      text: text.map((one) => one.trim() || 'x'),
      section: fc.oneof(fc.constant(''), text),
      title: text,
      url: fc.constantFrom('https://a.b/c', `https://a.b/${'(x)'.repeat(200)}`, 'javascript:1'),
      from: fc.nat(),
      length: fc.nat(),
    })
    .map(({ from, length, ...rest }): Excerpt => {
      const start = from % rest.text.length;
      const end = start + (length % (rest.text.length - start)) + 1;
      return { ...unsourced, ...rest, start: 0, end: rest.text.length, highlights: [[start, end]] };
    });
  const answer = fc
    .record({
      outcome: fc.constantFrom('answer' as const, 'closest' as const, 'not-covered' as const),
      lead: text.map((one) => `It says: ${one}`),
      excerpts: fc.array(excerpt, { maxLength: 12 }),
      further: fc.nat({ max: 99 }),
      suggestions: fc.array(text, { maxLength: 8 }),
    })
    .map((parts): Answer => ({ ...found, ...parts }));

  const checked = ({ rich, plain }: Reply) => {
    for (const body of [rich, plain]) checkMessage(body as Json);
    return [...textOf(rich.components), plain.content ?? ''];
  };

  it('is within the limits of Discord, and its quotations are of the announcement, with nothing live', () => {
    fc.assert(
      fc.property(
        answer,
        fc.boolean(),
        fc.constantFrom(...Object.keys(LOCALES)),
        (made, shareable, locale) => {
          const asked = { name: 'Ana', question: made.lead };
          const shown = renderAnswer(made, {
            words: wordsFor(locale),
            page: 0,
            shareable,
            ...(shareable ? {} : { asked }),
          });
          for (const content of checked(shown)) expect(readQuotations(content).live).toEqual([]);
          const quotations = textOf(shown.rich.components)
            .slice(1)
            .filter((content) => content.startsWith('> ') || content.startsWith('\\[…\\]\n> '));
          quotations.forEach((content, index) => {
            const whole = made.excerpts[index]?.text ?? '';
            const { quoted } = readQuotations(content);
            expect(quoted).not.toBe('');
            expect(whole).toContain(quoted);
            if (quoted !== whole) expect(content).toContain('\\[…\\]');
          });
          expect(quotations).toHaveLength(Math.min(made.excerpts.length, quotations.length));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('shows of a passage that is too long the part with the first highlight', () => {
    const before = 'Before it. '.repeat(600);
    const long: Excerpt = {
      ...ferry,
      text: `${before}Here it is.${' After it.'.repeat(600)}`,
      highlights: [[before.length, before.length + 11]],
    };
    const [, content = ''] = textOf(
      renderAnswer({ ...found, excerpts: [long] }, setting).rich.components,
    );
    expect(content.startsWith('\\[…\\]\n> **Here it is.** After it.')).toBe(true);
    expect(content).toMatch(/After( it\.)?\n\\\[…\\\]\n-# Plans › 2027/);
    expect(content.length).toBeGreaterThan(3_700);
  });
});

describe('Words alone', () => {
  it('are a line each, escaped', () => {
    expect(renderWords('One *two*.', 'Three.').plain).toEqual({
      content: 'One \\*two\\*.\nThree.',
    });
  });
});

describe('A custom id', () => {
  it.each([
    { press: 'more', answer: 'a_-1', page: 3 },
    { press: 'share', answer: 'a_-1', page: 0 },
    { press: 'share', answer: 'a_-1', page: 1, around: { index: 2, steps: 3 } },
    { press: 'try', answer: 'a_-1', index: 2 },
    { press: 'around', answer: 'a_-1', page: 1, index: 2, steps: 3 },
    { press: 'helpful', answer: 'a_-1' },
    { press: 'not-helpful', answer: 'a_-1' },
    { press: 'reason', answer: 'a_-1' },
  ] as const)('says what %j means', (press) => {
    expect(readPress(writePress(press))).toEqual(press);
  });

  it.each([
    '',
    'more:1:x',
    'more:2:x:1',
    'more:1:a b:1',
    'more:1:x:y',
    'toString:1:x',
    'around:1:x:1',
  ])('%j means nothing', (customId) => {
    expect(readPress(customId)).toBeUndefined();
  });
});
