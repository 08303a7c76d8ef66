import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = { width: 1120, height: 800 };

/** Takes pictures, light and dark, of the page with a question answered, and of the operator's page. */
export async function picturePage(browser, root, save) {
  const dataDir = mkdtempSync(join(tmpdir(), 'herald-pictures-'));
  const env = { PATH: process.env.PATH, WEB: 'alone', PORT: '0', WEB_LIMIT: '0', DATA_DIR: dataDir, KNOWLEDGE_DIR: join(root, 'knowledge') };
  const herald = spawn(process.execPath, [join(root, 'dist/main.js'), 'serve'], { env, cwd: dataDir });
  try {
    const address = await new Promise((resolve) => {
      let log = '';
      herald.stderr.on('data', (chunk) => {
        log += chunk;
        const [, found] = /"address":"([^"]+)"/.exec(log) ?? [];
        if (found) resolve(found);
      });
    });
    const takeBoth = async (name, prepare) => {
      const sides = [];
      for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
        await prepare(page);
        sides.push(await page.screenshot());
        await page.close();
      }
      await save(name, sides, SIZE);
    };
    await takeBoth('page', async (page) => {
      await page.goto(address);
      await page.fill('#q', 'who are teh rivals');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#text mark');
    });
    await askMuch(address, root);
    await takeBoth('operator', async (page) => {
      await page.goto(`${address}operator`);
      await page.waitForSelector('.plot canvas');
    });
  } finally {
    herald.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Asks what the rehearsal asks, some of it often, and says of some answers whether they helped. */
async function askMuch(address, root) {
  const file = join(root, 'knowledge/openai-microsoft-next-phase.rehearsal.jsonl');
  const questions = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line).question);
  for (const [index, question] of questions.entries())
    for (let time = 0; time < 1 + ((index * 7) % 11) * (index % 3 === 0 ? 2 : 0); time += 1) {
      const page = await fetch(`${address}?${new URLSearchParams({ q: question })}`);
      const [, answer] = /name="answer" value="([^"]+)"/.exec(await page.text()) ?? [];
      if (answer === undefined || time > 0 || index % 3 === 2) continue;
      const helpful = index % 4 === 1 ? 'no' : 'yes';
      await fetch(`${address}feedback`, { method: 'POST', body: new URLSearchParams({ answer, helpful }) });
    }
}
