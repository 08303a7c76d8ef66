import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
if (!existsSync(MAIN))
  throw new Error(`${MAIN} is missing; run "npm run build" before these tests.`);

/** The folder of the announcement that Herald ships. */
export const SHIPPED = fileURLToPath(new URL('../../knowledge', import.meta.url));

/** How to start Herald; by default with an empty environment, in a folder without .env. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a process left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built program; a test that ends kills what it left running. */
export function startHerald(
  args: readonly string[],
  { env = {}, cwd = tmpdir() }: StartOptions = {},
): ChildProcessWithoutNullStreams {
  const data = mkdtempSync(join(tmpdir(), 'herald-data-'));
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH, DATA_DIR: data, ...env },
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(data, { recursive: true, force: true });
  });
  return child;
}

/** Runs the built program to its end, with `stdin` as its whole input. */
export async function herald(
  args: readonly string[],
  { stdin = '', ...options }: StartOptions & { readonly stdin?: string } = {},
): Promise<Finished> {
  const child = startHerald(args, options);
  const finished = finish(child);
  // A program that ends without reading closes the pipe; that is no fault of the test.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  child.stdin.end(stdin);
  return finished;
}

/** What a started program writes until it ends. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
