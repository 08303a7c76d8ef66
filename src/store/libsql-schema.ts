/**
 * The steps that make the tables, oldest first; `PRAGMA user_version` counts those that were taken. A step that
 * was released is never changed. Times are in milliseconds since the epoch; no expiry means for good.
 */
export const LIBSQL_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE claims (id TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX claims_expires ON claims (expires);

  CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    leased_until INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE items (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    asker TEXT,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL;
  CREATE INDEX items_asker ON items (asker) WHERE asker IS NOT NULL;

  CREATE TABLE questions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    answer TEXT NOT NULL,
    text TEXT,
    text_expires INTEGER,
    outcome TEXT NOT NULL,
    shown TEXT NOT NULL,
    announcement TEXT,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    asker TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    latency_ms REAL NOT NULL
  );
  CREATE INDEX questions_asked_at ON questions (asked_at, number);
  CREATE INDEX questions_place ON questions (place);
  CREATE INDEX questions_asker ON questions (asker);
  CREATE INDEX questions_text_expires ON questions (text_expires) WHERE text_expires IS NOT NULL;

  CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    answer TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    reason TEXT,
    asker TEXT,
    UNIQUE (answer, asker)
  );
  CREATE INDEX feedback_asker ON feedback (asker) WHERE asker IS NOT NULL;
  `,
];
