import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Io } from './io.js';

/** Asks for a yes on the terminal; no where there is no terminal to ask on. */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  if (stdin.isTTY !== true) return false;
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `).catch(noAnswer);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

/** Ctrl-C and Ctrl-D end the question without an answer. */
function noAnswer(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return '';
  throw error;
}

/** Puts a whole file in the place of another at once: whoever reads meanwhile sees the one or the other. */
export async function replaceFile(file: string, text: string): Promise<void> {
  // A leading dot: knowledge folders pass over hidden files.
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  try {
    // Never through a link that somebody has put there.
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
