import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const found = PLACES.find((place) => place !== undefined && existsSync(place));
const isRequired = process.env.CI === 'true' || process.env.HERALD_REQUIRE_BROWSER === '1';

/** Whether tests in a browser can run; without one they are left out, but where one is required they fail. */
export const hasBrowser = found !== undefined || isRequired;
if (!hasBrowser)
  process.stderr.write(
    'No Chromium found: set CHROMIUM to its path to run the tests in a browser.\n',
  );

let running: Promise<Browser> | undefined;

/** A page of its own in the one browser of a test file, closed when the test is over; what goes wrong in it fails the test. */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  running ??= chromium.launch({
    ...(found === undefined ? {} : { executablePath: found }),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  const context = await (await running).newContext({ reducedMotion: 'reduce', ...options });
  const faults: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    // A page that asks for a token says 401, and the browser that it does.
    if (message.type() === 'error' && !message.text().includes('401 (Unauthorized)'))
      faults.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    if (faults.length > 0) throw new Error(`the page had errors:\n${faults.join('\n')}`);
  });
  return page;
}

/** Ends the browser; for `afterAll`. */
export async function closeBrowser(): Promise<void> {
  await (await running)?.close();
  running = undefined;
}
