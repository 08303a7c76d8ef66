import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createFolder } from '../../folder.js';
import { violationsOf } from '../../servers/browser/accessibility.js';
import { closeBrowser, hasBrowser, openPage } from '../../servers/browser/chromium.js';
import { HOSTILE, HOSTILE_LINES, MARK } from './hostile.js';
import { SHIPPED_ID } from './serve.js';
import { startPage } from './started.js';

const SENTENCE = /^Competitors are speeding up as well: .* and intelligent agents\.$/;

afterAll(closeBrowser);

describe.skipIf(!hasBrowser)('in a browser', () => {
  test('a question is answered in place, marked in the text, and its address can be shared', async () => {
    const { address } = await startPage();
    const page = await openPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(address);
    expect(page.url()).toBe(`${address}a/${SHIPPED_ID}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('who are teh rivals');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#answer');
    expect(await page.textContent('#answer .lead')).toBe('The announcement says:');
    expect(await page.textContent('#answer mark')).toMatch(SENTENCE);
    const mark = page.locator('#text mark');
    expect(await mark.textContent()).toMatch(SENTENCE);
    await expectInView(page, '#text mark');
    expect(page.url()).toBe(`${address}a/${SHIPPED_ID}?q=who+are+teh+rivals`);
    expect(await violationsOf(page)).toEqual([]);

    await page.click('#answer .further a');
    await page.getByText('Further passages:').waitFor();
    await page.goBack();
    await page.getByText('The announcement says:').waitFor();
    expect(await mark.count()).toBe(1);
    await page.click('.vote button[value=yes]');
    await page.waitForSelector('p.vote');
    expect(await page.textContent('p.vote')).toBe('Thank you.');
    expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);

    const other = await openPage();
    await other.goto(page.url());
    expect(await other.textContent('#text mark')).toMatch(SENTENCE);
    await expectInView(other, '#text mark');
    await other.goto(`${address}a/${SHIPPED_ID}#p7`);
    await expectInView(other, '#p7');
  });

  test('what is answered is suggested while one types, by keyboard', async () => {
    const { address } = await startPage();
    const page = await openPage();
    await page.goto(address);
    await page.fill('#q', '');
    await page.locator('#q').pressSequentially('rivals');
    await page.waitForSelector('#options li');
    expect(await page.getAttribute('#q', 'aria-expanded')).toBe('true');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('#options [aria-selected=true]');
    expect(await page.getAttribute('#q', 'aria-activedescendant')).toBe(
      await chosen.getAttribute('id'),
    );
    const text = await chosen.textContent();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#answer');
    expect(await page.textContent('#answer .asked')).toBe(text);
    expect(await page.locator('#options').isHidden()).toBe(true);
  });

  test('everything works without a script', async () => {
    const { address } = await startPage();
    const page = await openPage({ javaScriptEnabled: false });
    await page.goto(address);
    await page.fill('#q', 'recipe for banana bread');
    await page.click('.ask button');
    expect(await page.textContent('#answer-title')).toBe('Not in the announcement');
    await page.locator('#answer .tries a').first().click();
    expect(await page.textContent('#answer-title')).toBe('Answer');
    expect(await page.locator('#text mark').count()).toBeGreaterThan(0);
    await page.click('#answer figcaption a');
    expect(page.url()).toMatch(/#p\d+$/);
    await page.click('.vote button[value=no]');
    expect(await page.textContent('h1')).toBe('Thank you.');
    await page.click('main a');
    expect(await page.textContent('#answer-title')).toBe('Answer');
  });

  test.each([
    { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
    { name: 'a phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
    { name: 'a dark phone', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
    { name: 'magnified four times', colorScheme: 'light', viewport: { width: 320, height: 256 } },
  ] as const)('$name is as complete', async ({ colorScheme, viewport }) => {
    const { address } = await startPage();
    const page = await openPage({ colorScheme, viewport });
    for (const question of ['who are teh rivals', 'is it expensive', 'banana bread', 'hello']) {
      await page.goto(`${address}a/${SHIPPED_ID}?q=${encodeURIComponent(question)}`);
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });

  test('the reader’s page is under 60 KB transferred, its first answer under 100 ms', async () => {
    const { address } = await startPage();
    const page = await openPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThan(60_000);
    const transferred = bytes;
    // The fastest of three, each the first of its page: other processes may hold up one.
    const elapsedMs: number[] = [];
    for (const question of ['who are teh rivals', 'how much money', 'data centers']) {
      await page.goto(address);
      const elapsed = await page.evaluate(`(async () => {
        const begin = performance.now();
        const answered = new Promise((resolve) =>
          new MutationObserver(() => document.querySelector('#answer') && resolve()).observe(
            document.querySelector('#answer-area'), { childList: true }));
        document.querySelector('#q').value = ${JSON.stringify(question)};
        document.querySelector('form.ask').requestSubmit();
        await answered;
        return performance.now() - begin;
      })()`);
      elapsedMs.push(Math.round(Number(elapsed)));
    }
    process.stdout.write(`reader’s page: ${transferred} bytes, first answers in ${elapsedMs} ms\n`);
    expect(Math.min(...elapsedMs)).toBeLessThan(100);
  });

  test('nothing that is asked or announced runs', async () => {
    const folder = await createFolder({ 'evil.txt': HOSTILE_LINES.join('\n\n') });
    const { address } = await startPage({ KNOWLEDGE_DIR: folder, WEB_LIMIT: '0' });
    const page = await openPage();
    const ran: string[] = [];
    page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      dialog.dismiss();
    });
    await page.exposeFunction('report', (what: string) => ran.push(what));
    await page.addInitScript(
      `Object.defineProperty(window, '${MARK}', { set() { report(location.href); } })`,
    );
    await page.goto(`${address}a/evil`);
    for (const question of HOSTILE) {
      await page.fill('#q', question);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.searchParams.get('q') === question);
      await page.waitForSelector('#answer-area:not([aria-busy])');
    }
    for (const question of HOSTILE.slice(0, 8))
      for (const path of ['a/evil', 'preview'])
        await page.goto(`${address}${path}?${new URLSearchParams({ q: question })}`);
    await page.goto(`${address}operator`);
    await page.waitForSelector('.plot canvas');
    expect(ran).toEqual([]);
  }, 60_000);

  test('another site’s page asks through the widget', async () => {
    let body = '';
    const site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(body);
    });
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      site.close();
    });
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const { address } = await startPage({ CORS_ORIGIN: origin });
    body = `<!doctype html><html lang="en"><title>News</title><link rel="icon" href="data:"><main><h1>News</h1>
      <script type="module" src="${address}widget.js" data-announcement="${SHIPPED_ID}"></script></main></html>`;
    const page = await openPage();
    await page.goto(origin);
    await page.getByLabel('Ask the announcement').fill('who are teh rivals');
    await page.keyboard.press('Enter');
    await page.waitForSelector('blockquote');
    expect(await page.textContent('blockquote mark')).toMatch(SENTENCE);
    expect(await page.getAttribute('small a', 'href')).toBe(`${address}a/${SHIPPED_ID}#p14`);
    expect(await violationsOf(page)).toEqual([]);
  });
});

async function expectInView(
  page: Awaited<ReturnType<typeof openPage>>,
  selector: string,
): Promise<void> {
  const inView = `(() => {
    const { top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  })()`;
  await vi.waitFor(async () => expect(await page.evaluate(inView)).toBe(true), 5_000);
}
