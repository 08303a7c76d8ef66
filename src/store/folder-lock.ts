import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/** A process holds a folder; the message names it. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Keeps a folder for this process until the returned function is called or the process ends, however it ends:
 * the lock is the operating system's, on a database that is never committed. `holder` says who it is, for others.
 */
export function lockFolder(folder: string, holder: string): () => void {
  const note = join(folder, 'herald.lock.txt');
  const database = new Database(join(folder, 'herald.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new FolderInUse(`${folder} is in use by ${readNote(note)}`, { cause: error });
  }
  writeFileSync(note, holder);
  return () => database.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // The other process may not have come to writing it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return 'another process';
    throw error;
  }
}
