import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finished, herald } from '../cli/herald.js';
import { createFolder } from '../folder.js';

const REPORT_PEAK = fileURLToPath(new URL('report-peak.mjs', import.meta.url));

/** What an import printed and left behind, and the most memory that it took. */
export interface Imported extends Finished {
  /** The files of the knowledge folder, hidden ones too. */
  readonly files: readonly string[];
  readonly folder: string;
  /** In MB. */
  readonly peak: number;
}

/** Runs `herald import` with an empty knowledge folder, or one of the given files. */
export async function runImport(
  args: readonly string[],
  {
    stdin = '',
    knowledge = {},
  }: { readonly stdin?: string; readonly knowledge?: Readonly<Record<string, string>> } = {},
): Promise<Imported> {
  const folder = await createFolder(knowledge);
  const cwd = await createFolder();
  const peakFile = join(cwd, 'peak');
  const finished = await herald(['import', '--knowledge', folder, ...args], {
    stdin,
    cwd,
    env: { NODE_OPTIONS: `--import ${REPORT_PEAK}`, PEAK_FILE: peakFile },
  });
  return {
    ...finished,
    stderr: finished.stderr.replaceAll(folder, 'knowledge'),
    stdout: finished.stdout.replaceAll(folder, 'knowledge'),
    files: await readdir(folder),
    folder,
    peak: Number(await readFile(peakFile, 'utf8')),
  };
}
