import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Names the program that reads announcements and makes indexes: any change to it, or to the versions of what it
 * depends on, gives another name, so that nothing stored by another program is taken for its own.
 */
export async function fingerprintOf(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['../knowledge/', '../search/']) {
    const path = new URL(folder, import.meta.url);
    for (const name of (await readdir(path)).sort())
      if (/\.[jt]s$/.test(name)) hash.update(name).update(await readFile(new URL(name, path)));
  }
  return hash
    .update(await readFile(fileURLToPath(new URL('../../package.json', import.meta.url))))
    .digest('hex');
}
