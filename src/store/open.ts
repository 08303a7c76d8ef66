import type { Store } from './store.js';

/** Where a store is kept. */
export interface StorePlace {
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** A Postgres database, in the place of the embedded one. */
  readonly databaseUrl?: string;
}

/** A store cannot be opened; the message says what is wrong and `fix` what the operator can do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    message: string,
    readonly fix: string,
    /** Whether Herald can serve all the same, with its memory only. */
    readonly canDoWithout: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Opens the store of this configuration. `holder` says who serves from it, so that a second process on the same
 * folder is refused by name; without it, a guest beside that process. Throws {@link StoreError}.
 */
export async function openStore(
  { dataDir, databaseUrl }: StorePlace,
  holder?: string,
): Promise<Store> {
  if (databaseUrl !== undefined) {
    const { openPostgresStore } = await import('./postgres.js');
    return openPostgresStore({ url: databaseUrl }).catch((error: unknown) => {
      throw new StoreError(
        `the database of DATABASE_URL cannot be used (${reasonOf(error)})`,
        'Check that it runs, that the address is right and that its user may create tables.',
        false,
        { cause: error },
      );
    });
  }
  const { openLibsqlStore } = await import('./libsql.js');
  try {
    return openLibsqlStore({ folder: dataDir, ...(holder === undefined ? {} : { holder }) });
  } catch (error) {
    throw toStoreError(error, dataDir);
  }
}

function toStoreError(error: unknown, folder: string): StoreError {
  const reason = reasonOf(error);
  if (error instanceof Error && error.name === 'FolderInUse')
    return new StoreError(
      reason,
      'Stop that process, or give this one a DATA_DIR of its own; several share a database by DATABASE_URL.',
      false,
      { cause: error },
    );
  const cannotWrite = isUnwritable(error);
  return new StoreError(
    `${folder} cannot hold the database (${reason})`,
    cannotWrite
      ? 'Make it a folder that Herald may write to, or name another with DATA_DIR.'
      : 'Put a copy that is whole in its place, or name another folder with DATA_DIR.',
    cannotWrite,
    { cause: error },
  );
}

/** A folder that nothing can be kept in; a database that is there and cannot be read is another matter. */
const UNWRITABLE = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'ENOENT'],
  ...['SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_FULL', 'SQLITE_PERM'],
]);

function isUnwritable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const code = String(error.code);
  // SQLite's extended codes begin with the plain one.
  return UNWRITABLE.has(code) || UNWRITABLE.has(code.split('_', 2).join('_'));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
