import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackedDirections, readDirections, writeDirections } from './directions.js';
import type { ModelFile } from './model.js';

/** Directions of announcements' texts on disk, so that a start need not encode them again. */
export interface DirectionCache {
  readonly read: (texts: readonly string[]) => Promise<PackedDirections | undefined>;
  readonly write: (texts: readonly string[], directions: PackedDirections) => Promise<void>;
}

/** How many announcements' revisions are kept; the oldest go. */
const KEPT = 200;
const EXTENSION = '.dir';

/** A cache in a folder, for one model. A file is named by the texts and the model, so a changed text has another. */
export function createDirectionCache(
  folder: string,
  weights: ModelFile,
  dims: number,
): DirectionCache {
  const fileFor = (texts: readonly string[]) => {
    const hash = createHash('sha256').update(weights.sha256);
    for (const text of texts) hash.update(`\0${text}`);
    return join(folder, `${hash.digest('hex').slice(0, 32)}${EXTENSION}`);
  };
  return {
    read: async (texts) => {
      const bytes = await readFile(fileFor(texts)).catch(ifMissing);
      return bytes && readDirections(bytes, texts.length, dims);
    },
    write: async (texts, directions) => {
      await mkdir(folder, { recursive: true });
      const file = fileFor(texts);
      const unfinished = `${file}.${randomUUID()}`;
      await writeFile(unfinished, writeDirections(directions));
      await rename(unfinished, file);
      await removeOldest(folder);
    },
  };
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(EXTENSION));
  if (names.length <= KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, modified: (await stat(path).catch(ifMissing))?.mtimeMs ?? 0 };
    }),
  );
  files.sort((a, b) => a.modified - b.modified);
  await Promise.all(files.slice(0, -KEPT).map(({ path }) => rm(path, { force: true })));
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
