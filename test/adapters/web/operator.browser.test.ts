import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { violationsOf } from '../../servers/browser/accessibility.js';
import { closeBrowser, hasBrowser, openPage } from '../../servers/browser/chromium.js';
import { mention } from '../../servers/slack/payloads.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';
import { SHIPPED_ID } from './serve.js';
import { startPage } from './started.js';

const GAP = 'how many jobs will be cut';
const askingGap = (address: string) =>
  `${address}a/${SHIPPED_ID}?${new URLSearchParams({ q: GAP })}`;

afterAll(closeBrowser);

describe.skipIf(!hasBrowser)('the operator’s page in a browser', () => {
  test('teaches what was not answered, and takes it back', async () => {
    const { address } = await startPage();
    const page = await openPage();
    await page.goto(askingGap(address));
    expect(await page.textContent('#answer-title')).not.toBe('Answer');
    await page.goto(`${address}operator`);
    await page.waitForSelector('.plot canvas');
    await page.click('#gaps summary');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('A passage answers it').selectOption('9');
    await page.getByRole('button', { name: 'Teach' }).click();
    expect(await page.textContent('.said')).toBe('Taught. It holds at once, on every platform.');
    expect(await violationsOf(page)).toEqual([]);
    const reader = await openPage();
    await reader.goto(askingGap(address));
    expect(await reader.textContent('#answer-title')).toBe('Answer');
    expect(await reader.locator('#p9 mark').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: `Undo: ${GAP}` }).click();
    expect(await page.textContent('.said')).toBe('Taken back.');
    await reader.goto(askingGap(address));
    expect(await reader.textContent('#answer-title')).not.toBe('Answer');
  });

  test.each([
    { colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
    { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  ] as const)('is complete in $colorScheme at $viewport.width', async (options) => {
    const { address } = await startPage();
    const page = await openPage(options);
    for (const question of ['who are the rivals', GAP])
      await page.goto(`${address}a/${SHIPPED_ID}?${new URLSearchParams({ q: question })}`);
    for (const path of ['operator', 'operator?passage=14', 'preview', 'preview?q=rivals']) {
      await page.goto(`${address}${path}`);
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });

  test('lets in by the token', async () => {
    const { address } = await startPage({ OPERATOR_TOKEN: 'a-token-of-some-length' });
    const page = await openPage();
    const response = await page.goto(`${address}operator`);
    expect(response?.status()).toBe(401);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('OPERATOR_TOKEN').fill('a-token-of-some-length');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.waitForSelector('#live:not([hidden])');
    expect(await page.textContent('#gaps-title')).toBe('Gaps');
  }, 30_000);

  describe('with Slack', () => {
    let slack: SlackServer;
    beforeEach(async () => {
      slack = await startSlackServer();
    });
    afterEach(() => slack.close());

    test('shows a question that arrives there, as it arrives', async () => {
      const { address } = await startPage({
        WEB: 'beside',
        SLACK_BOT_TOKEN: slack.tokens.bot,
        SLACK_APP_TOKEN: slack.tokens.app,
        SLACK_API_URL: slack.apiUrl,
      });
      await slack.until(() => slack.sockets.open.length === 2);
      const page = await openPage();
      await page.goto(`${address}operator`);
      await page.waitForSelector('#live:not([hidden])');
      expect(await page.textContent('#p14 .asked-times')).toBe('never asked');
      await slack.sockets.deliver(mention(slack, { text: '<@U0HERALD> who are teh rivals' }));
      await page.getByText('1 asked').waitFor();
      expect(await page.textContent('#p14 .asked-times')).toBe('1\u00a0asked');
      expect(await page.textContent('#asked .question')).toBe('who are teh rivals');
      expect(await page.locator('.shares').nth(1).textContent()).toContain('slack');
    });
  });
});
