import * as fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { HOSTILE, HOSTILE_LINES } from './hostile.js';
import { botOf, SHIPPED_ID, serve } from './serve.js';

const QUESTIONS = 10_000;
const SEED = 20_261_028;
const AT_ONCE = 16;
const pageOf = (id: string, question: string) => `/a/${id}?${new URLSearchParams({ q: question })}`;
/** The tags of a page with their attributes, values left out. */
const shapesOf = (markup: string): readonly string[] =>
  [...markup.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""'));
/** As a question arrives that was sent in an address. */
const arriving = (question: string) => Buffer.from(question).toString().slice(0, 2_000);

/** Words of the announcement, markup, and any characters, mixed. */
const questions = (): readonly string[] => {
  const piece = fc.oneof(
    fc.constantFrom('who', 'are', 'the', 'rivals', 'Azure', 'money', 'not', 'recipe', '?'),
    fc.constantFrom(...HOSTILE),
    fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '/', '</', '-->', '<!--', '&#', ';', '\\'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const question = fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
  return fc.sample(question, { numRuns: QUESTIONS, seed: SEED });
};

const inTurns = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) await work(item);
    }),
  );
};

describe('whatever is asked', () => {
  test(`is text and nothing else on the page and in the API, ${QUESTIONS} times`, async () => {
    const { text } = await serve();
    const known = new Set<string>();
    for (const plain of [
      'who are the rivals',
      'is it cheap',
      'banana bread',
      'hello',
      '?',
      'thanks',
    ])
      for (const shape of shapesOf(await text(pageOf(SHIPPED_ID, plain)))) known.add(shape);
    const strange = new Set<string>();
    const unlike: string[] = [];
    await inTurns(questions(), async (question) => {
      const page = await text(pageOf(SHIPPED_ID, question));
      for (const shape of shapesOf(page)) if (!known.has(shape)) strange.add(shape);
      const answer: unknown = JSON.parse(
        await text(
          `/api/ask?${new URLSearchParams({ q: question, announcement: SHIPPED_ID, locale: 'en' })}`,
        ),
      );
      if ((answer as { readonly question: string }).question !== arriving(question))
        unlike.push(question);
    });
    expect([...strange]).toEqual([]);
    expect(unlike).toEqual([]);
  }, 240_000);

  test.each(HOSTILE)('stands there as it was typed: %s', async (question) => {
    const { text } = await serve();
    const { document } = parseHTML(await text(pageOf(SHIPPED_ID, question)));
    // What a parser makes of a NUL is its own.
    const typed = arriving(question).replaceAll('\u0000', '');
    const shown = document.querySelector('#answer .asked')?.textContent ?? typed;
    expect(shown.replaceAll('\u0000', '').replaceAll('\ufffd', '')).toBe(typed);
    expect(document.querySelectorAll('script')).toHaveLength(1);
  });
});

describe('a hostile announcement', () => {
  const hostileBot = () =>
    botOf({
      'evil.txt': HOSTILE_LINES.join('\n\n'),
      'front.md': `---\ntitle: '${HOSTILE[0]}'\nsource: '"><img src=x onerror=alert(1)>'\nurl: 'https://example.com/"><script>'\n---\n\n## ${HOSTILE[4]}\n\nThe fair opens at noon.`,
    });

  test('is read as words, in every place where it is shown', async () => {
    const { text } = await serve({}, { bot: await hostileBot() });
    const { document } = parseHTML(await text(pageOf('evil', 'what is fair')));
    const passages = [...document.querySelectorAll('#text p')].map(
      ({ textContent }) => textContent,
    );
    expect(passages).toEqual(HOSTILE_LINES);
    for (const path of ['/', pageOf('front', 'when does the fair open'), '/?q=fair', '/operator'])
      for (const element of parseHTML(await text(path)).document.querySelectorAll('*')) {
        expect(['IMG', 'IFRAME', 'BASE', 'STYLE', 'MATH']).not.toContain(element.tagName);
        expect(element.getAttributeNames().filter((name: string) => name.startsWith('on'))).toEqual(
          [],
        );
        expect(element.getAttribute('href') ?? '').not.toMatch(/^\s*javascript:/i);
      }
    const page = parseHTML(await text('/a/front')).document;
    expect(page.querySelector('h1')?.textContent).toBe(HOSTILE[0]);
    expect(page.querySelector('.source a')?.getAttribute('href')).toBe(
      'https://example.com/%22%3E%3Cscript%3E',
    );
  });
});
