import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = { width: 1120, height: 800 };

/** Takes pictures of the page with a question answered, light and dark. */
export async function picturePage(browser, root, save) {
  const dataDir = mkdtempSync(join(tmpdir(), 'herald-pictures-'));
  const env = { PATH: process.env.PATH, WEB: 'alone', PORT: '0', DATA_DIR: dataDir, KNOWLEDGE_DIR: join(root, 'knowledge') };
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
    const sides = [];
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
      await page.goto(address);
      await page.fill('#q', 'who are teh rivals');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#text mark');
      sides.push(await page.screenshot());
      await page.close();
    }
    await save(sides, SIZE);
  } finally {
    herald.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
