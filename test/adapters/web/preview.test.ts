import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { shipped } from '../../bot/shipped-bot.js';
import { botOf, SHIPPED_ID, serve } from './serve.js';

const previewOf = (question: string) => `/preview?${new URLSearchParams({ q: question })}`;

describe('the preview', () => {
  test('shows the reply as Slack and as Discord draw what they get', async () => {
    const { text, store } = await serve();
    const { document } = parseHTML(await text(previewOf('who are teh rivals')));
    const [excerpt] = shipped.bot.ask({ text: 'who are teh rivals' }).excerpts;
    for (const platform of ['slack', 'discord']) {
      const chat = document.querySelector(`.chat.${platform}`);
      expect(chat?.querySelector('.message')?.textContent).toContain('who are teh rivals');
      expect(chat?.querySelector('blockquote')?.textContent).toBe(excerpt?.text);
      expect(chat?.querySelector('blockquote b')?.textContent).toMatch(/^Competitors .* agents\.$/);
      expect([...(chat?.querySelectorAll('.button') ?? [])].map((one) => one.textContent)).toEqual(
        expect.arrayContaining(['Helpful', 'Not helpful']),
      );
    }
    expect(document.querySelector('#discord ~ details pre')?.textContent).toContain('"type": 17');
    for await (const _ of store.questions()) throw new Error('a preview was recorded');
  });

  test('draws whatever the rehearsal asks, with its words unescaped', async () => {
    const { text } = await serve();
    const lines = readFileSync(`knowledge/${SHIPPED_ID}.rehearsal.jsonl`, 'utf8')
      .trim()
      .split('\n');
    for (const line of lines.filter((_, index) => index % 7 === 0)) {
      const { question } = JSON.parse(line) as { readonly question: string };
      const { document } = parseHTML(await text(previewOf(question)));
      const { excerpts } = shipped.bot.ask({ text: question });
      for (const platform of ['slack', 'discord'])
        expect(
          [...document.querySelectorAll(`.chat.${platform} blockquote`)].map(
            (one) => one.textContent,
          ),
        ).toEqual(excerpts.map((excerpt) => excerpt.text));
    }
  });

  test('draws a hostile announcement as words', async () => {
    const hostile =
      'The *fair* _opens_ at <b>noon</b> & ends `late` ~soon~ || <script>alert(1)</script> [x](y) \\*.';
    const bot = await botOf({ 'fair.txt': hostile });
    const { text } = await serve({}, { bot });
    const { document } = parseHTML(await text(previewOf('when does the fair open')));
    for (const platform of ['slack', 'discord'])
      expect(document.querySelector(`.chat.${platform} blockquote`)?.textContent).toBe(hostile);
    expect(document.querySelectorAll('script')).toHaveLength(0);
  });

  test('is for operators', async () => {
    const { get } = await serve({ operatorToken: 'a-token-of-some-length' });
    expect((await get('/preview')).status).toBe(401);
  });
});
