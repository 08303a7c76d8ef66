import Database from 'libsql';
import * as v from 'valibot';
import { LIBSQL_MIGRATIONS } from './libsql-schema.js';

const BUSY_TIMEOUT_MS = 5_000;
/** In KiB; the rest is left to the operating system's cache. */
const CACHE_KIB = 1_024;

const versionRow = v.object({ user_version: v.number() });

/** Opens a database file with the tables of this release, made or brought up to date where they are not. */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'secure_delete = ON',
      `cache_size = -${CACHE_KIB}`,
    ])
      database.pragma(pragma);
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Takes the steps that a database has not taken, each whole or not at all. */
function migrate(database: Database.Database, file: string): void {
  const version = () =>
    v.parse(versionRow, database.prepare('PRAGMA user_version').get()).user_version;
  if (version() > LIBSQL_MIGRATIONS.length)
    throw new Error(
      `${file} was written by a later release of Herald; use that release, or another DATA_DIR`,
    );
  for (const [index, step] of LIBSQL_MIGRATIONS.entries()) {
    if (index < version()) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have come first.
      if (version() === index) database.exec(`${step}; PRAGMA user_version = ${index + 1};`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
