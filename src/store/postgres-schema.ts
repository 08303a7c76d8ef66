/**
 * The steps that make the tables, oldest first, each of some statements; the table `migrations` counts those that were taken. A step that
 * was released is never changed. Times are in milliseconds since the epoch; no expiry means for good. Keys are
 * compared by their code points (`COLLATE "C"`), as the embedded database compares them.
 */
export const POSTGRES_MIGRATIONS: readonly (readonly string[])[] = [
  [
    'CREATE TABLE claims (id text COLLATE "C" PRIMARY KEY, expires bigint NOT NULL)',
    'CREATE INDEX claims_expires ON claims (expires)',
    `CREATE TABLE inbox (
      id text COLLATE "C" PRIMARY KEY,
      work text NOT NULL,
      accepted_at bigint NOT NULL,
      leased_until bigint NOT NULL
    )`,
    `CREATE TABLE items (
      kind text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      value text NOT NULL,
      expires bigint,
      asker text COLLATE "C",
      PRIMARY KEY (kind, key)
    )`,
    'CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL',
    'CREATE INDEX items_asker ON items (asker) WHERE asker IS NOT NULL',
    `CREATE TABLE questions (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      id text NOT NULL,
      answer text NOT NULL,
      text text,
      text_expires bigint,
      outcome text NOT NULL,
      shown text NOT NULL,
      announcement text,
      platform text NOT NULL,
      place text COLLATE "C" NOT NULL,
      asker text COLLATE "C" NOT NULL,
      asked_at bigint NOT NULL,
      latency_ms double precision NOT NULL
    )`,
    'CREATE INDEX questions_asked_at ON questions (asked_at, number)',
    'CREATE INDEX questions_place ON questions (place)',
    'CREATE INDEX questions_asker ON questions (asker)',
    'CREATE INDEX questions_text_expires ON questions (text_expires) WHERE text_expires IS NOT NULL',
    `CREATE TABLE feedback (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      answer text NOT NULL,
      helpful boolean NOT NULL,
      reason text,
      asker text COLLATE "C",
      UNIQUE (answer, asker)
    )`,
    'CREATE INDEX feedback_asker ON feedback (asker) WHERE asker IS NOT NULL',
  ],
  [
    // Of the last minutes: worth no log, and gone after a crash.
    `CREATE UNLOGGED TABLE limits (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    )`,
  ],
];
