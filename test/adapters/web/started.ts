import { startHerald } from '../../cli/herald.js';
import { createFolder } from '../../folder.js';

/** The built program with its page on a port of its own choosing. */
export interface Started {
  readonly address: string;
  /** Everything that it logged so far. */
  readonly log: () => string;
}

/** Starts the built program and resolves when it serves the page; it ends with the test. */
export async function startPage(env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const dataDir = await createFolder();
  const child = startHerald(['serve'], {
    env: { KNOWLEDGE_DIR: 'knowledge', WEB: 'alone', PORT: '0', DATA_DIR: dataDir, ...env },
    cwd: process.cwd(),
  });
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      const [, found] = /"adapter":"web","address":"([^"]+)"/.exec(log) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on('exit', (code) => reject(new Error(`Herald ended with ${code}:\n${log}`)));
  });
  return { address, log: () => log };
}
