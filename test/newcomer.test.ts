import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './adapters/slack/connect.js';
import { closeBrowser, hasBrowser, openPage } from './servers/browser/chromium.js';

const LIMIT_S = 60;
// What a newcomer's shell has: no token, and how npm reaches its registry here.
const theirs = Object.entries(process.env).filter(([name]) =>
  /^(PATH|HOME|NODE_EXTRA_CA_CERTS|npm_config_(registry|cache|userconfig)|https?_proxy|no_proxy)$/i.test(
    name,
  ),
);
// A clone and an installation are for the machine that checks, as its cache is warm.
const isHere =
  process.env.HERALD_REQUIRE_BROWSER === '1' &&
  hasBrowser &&
  spawnSync('script', ['--version']).status === 0 &&
  spawnSync('git', ['rev-parse']).status === 0;

test.skipIf(!isHere)(
  `a newcomer clones, installs, starts and has an answer on the page within ${LIMIT_S} s`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'herald-newcomer-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const port = await freePort();
    const begin = performance.now();
    // A terminal of its own: that is where the chat, and with it the page, opens.
    const command = `git clone -q "${process.cwd()}" herald && cd herald && npm ci --ignore-scripts --prefer-offline && PORT=${port} exec npm start`;
    const shell = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: folder,
      detached: true,
      env: { ...Object.fromEntries(theirs), TERM: 'dumb' },
    });
    onTestFinished(() => {
      if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL');
    });
    let heard = '';
    const address = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        heard += chunk;
        const [, found] = /in a browser: (http:\S+)/.exec(heard) ?? [];
        if (found !== undefined) resolve(found);
      };
      shell.stdout.on('data', hear);
      shell.stderr.on('data', hear);
      shell.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${heard}`)));
    });
    const page = await openPage();
    await page.goto(address);
    await page.fill('#q', 'who are teh rivals');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#text mark');
    const elapsedS = (performance.now() - begin) / 1_000;
    process.stdout.write(`a newcomer has an answer after ${elapsedS.toFixed(1)} s\n`);
    await closeBrowser();
    shell.stdin.write('quit\n');
    expect(elapsedS).toBeLessThan(LIMIT_S);
  },
  180_000,
);
