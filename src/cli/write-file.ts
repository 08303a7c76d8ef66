import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Io } from './io.js';

/** Asks for a yes on the terminal; no where there is no terminal to ask on. */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  if (stdin.isTTY !== true) return false;
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Puts a whole file in the place of another at once: whoever reads meanwhile sees the one or the other. */
export async function replaceFile(file: string, text: string): Promise<void> {
  // A leading dot: knowledge folders pass over hidden files.
  const temporary = file.replace(/[^/\\]+$/, (name) => `.${name}.new`);
  try {
    const handle = await open(temporary, 'w');
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
