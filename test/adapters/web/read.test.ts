import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseHTML } from 'linkedom';
import { describe, expect, test, vi } from 'vitest';
import { StartError } from '../../../src/adapters/adapter.js';
import { createWebAdapter } from '../../../src/adapters/web/adapter.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { shipped } from '../../bot/shipped-bot.js';
import { createContext } from '../../loop/context.js';
import { recordLog } from '../slack/connect.js';
import { botOf, SHIPPED_ID, serve } from './serve.js';

const documentOf = (markup: string) => parseHTML(markup).document;
const textsOf = (document: ReturnType<typeof documentOf>, selector: string) =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const asking = (question: string) => `/a/${SHIPPED_ID}?${new URLSearchParams({ q: question })}`;

describe('an announcement on its page', () => {
  test('stands there whole, word for word, with its headings and numbers', async () => {
    const { text } = await serve();
    const page = documentOf(await text(`/a/${SHIPPED_ID}`));
    const passages = shipped.bot.read(SHIPPED_ID)?.passages ?? [];
    expect(textsOf(page, '#text p')).toEqual(passages.map((passage) => passage.text));
    expect(textsOf(page, '#text h2')).toEqual([...new Set(passages.map(({ section }) => section))]);
    expect(textsOf(page, '#text .n')).toEqual(passages.map(({ number }) => `¶\u00a0${number}`));
    expect(textsOf(page, 'h1')).toEqual([
      'OpenAI and Microsoft enter the next phase of their partnership',
    ]);
    expect(textsOf(page, '.tries a')).toEqual(
      shipped.bot.ask({ text: '', announcement: SHIPPED_ID }).suggestions,
    );
  });

  test('is shown without the marks of Markdown, its words unchanged', async () => {
    const bot = await botOf({
      'fair.md': [
        '# The fair',
        'It opens **in May**, see [the plan](https://example.com/plan).',
        '| place | day |\n|---|---|\n| north | Monday |',
        '## Getting there\n\n### By train\n\n- Take *line* 4.',
        '## Prices\n\nNothing.',
      ].join('\n\n'),
    });
    const { text } = await serve({}, { bot });
    const page = documentOf(await text('/a/fair'));
    expect(textsOf(page, '#text p')).toEqual([
      'It opens in May, see the plan.',
      'north | Monday',
      'Take line 4.',
      'Nothing.',
    ]);
    expect(
      [...page.querySelectorAll('#text h2, #text h3')].map(
        ({ tagName, textContent }) => `${tagName} ${textContent}`,
      ),
    ).toEqual(['H2 place | day', 'H2 Getting there', 'H3 By train', 'H2 Prices']);
  });

  test('is where one is led who names none; several are listed and asked together', async () => {
    const one = await serve();
    expect((await one.get('/?q=why')).headers.get('location')).toBe(`/a/${SHIPPED_ID}?q=why`);
    const bot = await botOf({ 'a.md': 'The fair is in May.', 'b.md': 'The market is in June.' });
    const two = await serve({}, { bot });
    const list = documentOf(await two.text('/?q=When+is+the+market'));
    expect(textsOf(list, '.cards a')).toEqual(['a', 'b']);
    expect(textsOf(list, '#answer blockquote')).toEqual(['The market is in June.']);
    expect(list.querySelector('#answer figcaption a')?.getAttribute('href')).toBe('/a/b#p1');
  });
});

describe('a question by a plain form', () => {
  test('is answered with the quotation, marked in the text as well', async () => {
    const { text } = await serve();
    const page = documentOf(await text(asking('who are teh rivals')));
    const answer = shipped.bot.ask({ text: 'who are teh rivals', announcement: SHIPPED_ID });
    const [excerpt] = answer.excerpts;
    const sentence = excerpt?.highlights.map(([from, to]) => excerpt.text.slice(from, to));
    expect(textsOf(page, '#answer-title, #answer .asked, #answer .lead')).toEqual([
      'Answer',
      'who are teh rivals',
      'The announcement says:',
    ]);
    expect(textsOf(page, '#answer blockquote p')).toEqual([excerpt?.text]);
    expect(textsOf(page, '#answer mark')).toEqual(sentence);
    expect(textsOf(page, '#text mark')).toEqual(sentence);
    expect(page.querySelector('#text mark')?.closest('.p')?.id).toBe('p14');
    expect(page.querySelector('#answer figcaption a')?.getAttribute('href')).toBe('#p14');
    expect(page.querySelector('title')?.textContent).toMatch(/^who are teh rivals – OpenAI/);
  });

  test('leads to further passages and back', async () => {
    const { text } = await serve();
    const page = documentOf(await text(asking('rivals')));
    const more = page.querySelector('.further a')?.getAttribute('href') ?? '';
    const next = documentOf(await text(more));
    expect(textsOf(next, '#answer .lead')).toEqual(['Further passages:']);
    expect(textsOf(next, '#answer blockquote')).toEqual(
      shipped.bot
        .more({ text: 'rivals', announcement: SHIPPED_ID }, 1)
        .excerpts.map(
          ({ text, cut }) => `${cut.before ? '[…] ' : ''}${text}${cut.after ? ' […]' : ''}`,
        )
        // Where passages meet, the page begins a paragraph.
        .map((text) => text.replaceAll('\n', '')),
    );
    expect(next.querySelector('.further a')?.getAttribute('href')).toBe(asking('rivals'));
  });

  test('is told where the announcement does not say', async () => {
    const { text } = await serve();
    const page = documentOf(await text(asking('recipe for banana bread')));
    expect(textsOf(page, '#answer-title')).toEqual(['Not in the announcement']);
    expect(textsOf(page, '#answer .lead')[0]).toContain('“recipe”, “banana” or “bread”');
    expect(textsOf(page, '.tries a').length).toBeGreaterThan(0);
  });

  test('is spoken to in the language that the browser asks for', async () => {
    const { text } = await serve();
    const headers = { 'accept-language': 'nl;q=0.9, de-AT;q=0.8, en;q=0.7' };
    const page = documentOf(await text(asking('rivals'), { headers }));
    expect(page.documentElement.lang).toBe('de');
    expect(page.querySelector('#text .text')?.getAttribute('lang')).toBe('en');
    expect(textsOf(page, '#answer-title, #answer .lead')).toEqual([
      'Antwort',
      'In der Mitteilung steht:',
    ]);
  });

  test('is recorded, and so is whether it helped', async () => {
    const { text, store } = await serve();
    const page = documentOf(await text(asking('rivals')));
    const answer = page.querySelector('input[name=answer]')?.getAttribute('value') ?? '';
    const fields = { answer, helpful: 'no', back: '//elsewhere.example' };
    const said = documentOf(
      await text('/feedback', { method: 'POST', body: new URLSearchParams(fields) }),
    );
    expect(textsOf(said, 'h1')).toEqual(['Thank you.']);
    expect(said.querySelector('main a')?.getAttribute('href')).toBe('/');
    await vi.waitFor(async () => {
      expect(await collect(store.questions())).toMatchObject([
        { text: 'rivals', outcome: 'answer', platform: 'web', place: 'web page' },
      ]);
      expect(await collect(store.feedbacks())).toMatchObject([{ answer, helpful: false }]);
    });
  });
});

describe('the server of the page', () => {
  test('says what is not there, and what cannot be taken', async () => {
    const { get } = await serve();
    for (const path of [
      '/a/none',
      '/none',
      '/assets/none',
      '/assets/constructor',
      '/answer?announcement=x',
    ])
      expect((await get(path)).status).toBe(404);
    const other = { 'sec-fetch-site': 'cross-site' };
    expect((await get('/feedback', { method: 'POST', headers: other })).status).toBe(403);
    expect((await get('/feedback', { method: 'POST' })).status).toBe(400);
    const long = new URLSearchParams({ answer: 'x'.repeat(70_000) });
    expect((await get('/feedback', { method: 'POST', body: long })).status).toBe(413);
  });

  test('lets nobody ask too much', async () => {
    const { get } = await serve({ perMinute: 2 });
    const statuses = [];
    for (let round = 0; round < 3; round += 1) statuses.push((await get(asking('rivals'))).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await get(`/a/${SHIPPED_ID}`)).status).toBe(200);
  });

  test('sends no cookie, and pages that load nothing from elsewhere and cannot be framed', async () => {
    const { get } = await serve();
    for (const path of [asking('rivals'), '/assets/page.css', '/none']) {
      const { headers } = await get(path);
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('content-security-policy')).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      );
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('says that its port is taken, and how to go on', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as AddressInfo;
    const page = createWebAdapter(
      { host: '127.0.0.1', port, corsOrigins: [], perMinute: 0 },
      createContext({ bot: shipped.bot, store: createMemoryStore(), log: recordLog() }),
    );
    const error: unknown = await page.start().catch((reason: unknown) => reason);
    taken.close();
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      message: `the page cannot listen on port ${port}: EADDRINUSE`,
      fix: 'Set PORT to a free one, or WEB=off to go without the page.',
    });
    await page.stop();
  });
});

test('answers link to the page where the announcement names no address', async () => {
  const { loadBot } = await import('../../../src/load-bot.js');
  const { bot } = await loadBot({
    knowledgeDir: 'knowledge',
    thresholds: { answer: 0.35, closest: 0.15 },
    web: { publicUrl: 'https://herald.example' },
  });
  expect(bot.ask({ text: 'rivals' }).excerpts[0]?.url).toBe(
    `https://herald.example/a/${SHIPPED_ID}#p14`,
  );
});
