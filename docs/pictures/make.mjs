/**
 * Makes the pictures of README from the real payloads: asks the shipped announcement, renders the reply as
 * Slack and as Discord get it, and takes a picture of each in a real browser, light and dark side by side.
 *
 *   npm run build && node docs/pictures/make.mjs [--browser /usr/bin/chromium]
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { renderAnswer as renderForDiscord } from '../../dist/adapters/discord/render.js';
import { wordsFor } from '../../dist/adapters/discord/words/locales.js';
import { renderAnswer as renderForSlack } from '../../dist/adapters/slack/render.js';
import { drawChat } from '../../dist/adapters/web/preview/page.js';
import { PAGE_STYLE } from '../../dist/adapters/web/style/page.js';
import { PREVIEW_STYLE } from '../../dist/adapters/web/style/preview.js';
import { loadBot } from '../../dist/load-bot.js';
import { picturePage } from './page-picture.mjs';

const QUESTION = 'is azzure stil the clowd partner??';
const { values: options } = parseArgs({ options: { browser: { type: 'string', default: '/usr/bin/chromium' } } });
const root = fileURLToPath(new URL('../../', import.meta.url));
const { bot } = await loadBot({ knowledgeDir: join(root, 'knowledge'), thresholds: { answer: 0.35, closest: 0.15 } });
const answer = bot.ask({ text: QUESTION });

const payloads = {
  slack: renderForSlack(answer, 0, { ephemeral: false })[0],
  discord: renderForDiscord(answer, { words: wordsFor('en-US'), page: 0, shareable: false }).rich,
};
const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox'] });
const pictureOf = (platform, colorScheme) =>
  browser.newPage({ viewport: { width: 640, height: 440 }, colorScheme }).then(async (page) => {
    const style = `${PAGE_STYLE}${PREVIEW_STYLE} .chat { border: 0; border-radius: 0; min-height: 100vh }`;
    const { html } = drawChat(platform, QUESTION, payloads[platform]);
    await page.setContent(`<!doctype html><style>${style}</style>${html}`);
    const picture = await page.screenshot();
    await page.close();
    return picture;
  });
for (const platform of Object.keys(payloads)) {
  const sides = [await pictureOf(platform, 'light'), await pictureOf(platform, 'dark')];
  await beside(sides, { width: 640, height: 440 }, join(root, 'docs', `${platform}.png`));
}
await picturePage(browser, root, (name, sides, size) =>
  beside(sides, size, join(root, 'docs', `${name}.png`)),
);
await browser.close();

/** Two pictures of one size as one. */
async function beside(pictures, { width, height }, path) {
  const page = await browser.newPage({ viewport: { width: width * pictures.length, height } });
  const images = pictures.map((png) => `<img width="${width}" src="data:image/png;base64,${png.toString('base64')}">`);
  await page.setContent(`<!doctype html><style>body { margin: 0; display: flex }</style>${images.join('')}`);
  await page.screenshot({ path });
  await page.close();
}
