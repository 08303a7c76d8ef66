/**
 * Makes the pictures of README from the real payloads: asks the shipped announcement, renders the reply as
 * Slack and as Discord get it, and takes a picture of each in a real browser.
 *
 *   npm run build && node docs/pictures/make.mjs [--browser /usr/bin/chromium]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderAnswer as renderForDiscord } from '../../dist/adapters/discord/render.js';
import { wordsFor } from '../../dist/adapters/discord/words/locales.js';
import { renderAnswer as renderForSlack } from '../../dist/adapters/slack/render.js';
import { loadBot } from '../../dist/app.js';
import { discordMessage } from './discord-html.mjs';
import { page } from './page.mjs';
import { slackMessage } from './slack-html.mjs';

const QUESTION = 'is azzure stil the clowd partner??';
const { values: options } = parseArgs({ options: { browser: { type: 'string', default: '/usr/bin/chromium' } } });
const root = fileURLToPath(new URL('../../', import.meta.url));
const { bot } = await loadBot({ knowledgeDir: join(root, 'knowledge'), thresholds: { answer: 0.35, closest: 0.15 } });
const answer = bot.ask({ text: QUESTION });

const [slack] = renderForSlack(answer, 0, { ephemeral: false });
const { rich } = renderForDiscord(answer, { words: wordsFor('en-US'), page: 0, shareable: false });
const folder = mkdtempSync(join(tmpdir(), 'herald-pictures-'));
try {
  takePicture('slack', page('slack', QUESTION, slackMessage(slack)));
  takePicture('discord', page('discord', QUESTION, discordMessage(rich)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function takePicture(name, html) {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  const shot = join(root, 'docs', `${name}.png`);
  execFileSync(options.browser, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--hide-scrollbars',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--window-size=1280,410',
    `--screenshot=${shot}`,
    `file://${file}`,
  ]);
}
