import postgres from 'postgres';
import { POSTGRES_MIGRATIONS } from './postgres-schema.js';
import { isAbout, readFeedbackRow, readQuestionRow, storable } from './rows.js';
import { type Kind, type Store, WATCHED_KINDS, type WatchedKind } from './store.js';

/** How to open a store in Postgres. */
export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`; with `?schema=NAME` for a schema other than `herald`. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const DAY_MS = 86_400_000;
const FIRST_LEASE_MS = 60_000;
const SWEEP_EVERY_MS = 60_000;
const ROWS_AT_ONCE = 1_000;
const CONNECTIONS = 10;
const CONNECT_SECONDS = 10;
const SCHEMA = /^[a-z_][a-z0-9_]{0,49}$/;
/** Any number: who migrates holds the advisory lock of this one. */
const MIGRATION_LOCK = 48_151_623;

/**
 * A store in Postgres, shared by any number of processes: a claim is one insert, work is leased with
 * `FOR UPDATE SKIP LOCKED`, and changes are told by `NOTIFY`. Connections that break are made anew.
 */
export async function openPostgresStore({ url, now = Date.now }: PostgresOptions): Promise<Store> {
  const { href, schema } = readAddress(url);
  const sql = postgres(href, {
    max: CONNECTIONS,
    connect_timeout: CONNECT_SECONDS,
    connection: {
      search_path: schema,
      application_name: 'herald',
      // What is acknowledged is on disk, whatever the database is set to.
      synchronous_commit: 'on',
    },
    onnotice: () => undefined,
  });
  try {
    await migrate(sql, schema);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }

  const watchers = new Map<string, Set<() => void>>();
  const channel = `herald_${schema}`;
  const tell = (kind: string) => {
    for (const onChange of watchers.get(kind) ?? []) onChange();
  };
  let listening: Promise<{ unlisten: () => Promise<void> }> | undefined;
  const listen = () => {
    // Whatever changed while there was no connection is looked at again.
    listening ??= sql.listen(channel, tell, () => WATCHED_KINDS.forEach(tell));
    return listening;
  };
  /** Told when the transaction is committed, and only then. */
  const changed = async (query: postgres.TransactionSql, ...kinds: readonly WatchedKind[]) => {
    for (const kind of kinds) await query`SELECT pg_notify(${channel}, ${kind})`;
  };
  /** Makes a change of a kind, told to whoever watches that kind. */
  const change = async (
    kind: Kind,
    make: (query: postgres.ISql) => Promise<unknown>,
  ): Promise<void> => {
    if (isWatched(kind))
      await sql.begin(async (query) => {
        await make(query);
        await changed(query, kind);
      });
    else await make(sql);
  };

  const claim = (id: string, ttlMs: number) => sql`
    INSERT INTO claims (id, expires) VALUES (${storable(id)}, ${now() + ttlMs})
    ON CONFLICT (id) DO UPDATE SET expires = excluded.expires WHERE claims.expires <= ${now()}
    RETURNING id`;
  const sweeping = setInterval(() => {
    const time = now();
    Promise.all([
      sql`DELETE FROM claims WHERE expires <= ${time}`,
      sql`DELETE FROM items WHERE expires <= ${time}`,
      sql`UPDATE questions SET text = NULL, text_expires = NULL WHERE text_expires <= ${time}`,
      // What fails here is tried again in a minute, and whatever writes next reports it.
    ]).catch(() => undefined);
  }, SWEEP_EVERY_MS).unref();

  return {
    claim: async (id, ttlMs = DAY_MS) => (await claim(id, ttlMs)).count === 1,
    accept: async (id, work, ttlMs = DAY_MS) => {
      const { count } = await sql`
        WITH claimed AS (${claim(id, ttlMs)})
        INSERT INTO inbox (id, work, accepted_at, leased_until)
        SELECT id, ${storable(work)}, ${now()}, ${now() + FIRST_LEASE_MS} FROM claimed
        ON CONFLICT (id) DO UPDATE SET work = excluded.work, accepted_at = excluded.accepted_at,
          leased_until = excluded.leased_until`;
      return count === 1;
    },
    settle: async (id) => {
      await sql`DELETE FROM inbox WHERE id = ${storable(id)}`;
    },
    unsettled: async (leaseMs, prefix = '') => {
      const rows = await sql<{ id: string; work: string; accepted_at: string }[]>`
        UPDATE inbox SET leased_until = ${now() + leaseMs}
        WHERE id IN (
          SELECT id FROM inbox
          WHERE leased_until <= ${now()} AND starts_with(id, ${storable(prefix)})
          FOR UPDATE SKIP LOCKED
        )
        RETURNING id, work, accepted_at`;
      return rows
        .map(({ id, work, accepted_at }) => ({ id, work, acceptedAt: Number(accepted_at) }))
        .sort((a, b) => a.acceptedAt - b.acceptedAt);
    },

    get: async (kind, key) => {
      const [row] = await sql<{ value: string }[]>`
        SELECT value FROM items
        WHERE kind = ${kind} AND key = ${storable(key)} AND (expires IS NULL OR expires > ${now()})`;
      return row?.value;
    },
    put: async (kind, key, value, { ttlMs, asker } = {}) => {
      await change(
        kind,
        (query) => query`
          INSERT INTO items (kind, key, value, expires, asker)
          VALUES (${kind}, ${storable(key)}, ${storable(value)},
            ${ttlMs === undefined ? null : now() + ttlMs}, ${asker ?? null})
          ON CONFLICT (kind, key) DO UPDATE
          SET value = excluded.value, expires = excluded.expires, asker = excluded.asker`,
      );
    },
    remove: (kind, key) =>
      change(
        kind,
        (query) => query`DELETE FROM items WHERE kind = ${kind} AND key = ${storable(key)}`,
      ),
    list: async (kind, prefix = '') => {
      const rows = await sql<{ key: string; value: string }[]>`
        SELECT key, value FROM items
        WHERE kind = ${kind} AND key >= ${storable(prefix)} AND starts_with(key, ${storable(prefix)})
          AND (expires IS NULL OR expires > ${now()})
        ORDER BY key`;
      return rows.map(({ key, value }) => ({ key, value }));
    },
    watch: (kind, onChange) => {
      const watching = watchers.get(kind) ?? new Set<() => void>();
      watchers.set(kind, watching.add(onChange));
      // A connection that breaks is made anew; until then, nothing is heard.
      listen().catch(() => {
        listening = undefined;
      });
      return () => watching.delete(onChange);
    },

    record: async (question, textTtlMs) => {
      const { id, answer, text, outcome, shown, announcement } = question;
      const { platform, place, asker, askedAt, latencyMs } = question;
      await sql`
        INSERT INTO questions (id, answer, text, text_expires, outcome, shown, announcement, platform, place,
          asker, asked_at, latency_ms)
        VALUES (${id}, ${answer}, ${text === undefined ? null : storable(text)},
          ${textTtlMs === undefined ? null : now() + textTtlMs}, ${outcome}, ${JSON.stringify(shown)},
          ${announcement ?? null}, ${platform}, ${storable(place)}, ${asker}, ${askedAt}, ${latencyMs})`;
    },
    questions: async function* (filter = {}) {
      const { since = 0, until = Number.MAX_SAFE_INTEGER, place = '', asker } = filter;
      let after = { askedAt: since, number: -1 };
      for (;;) {
        const found = await sql`
          SELECT number, id, answer, outcome, shown, announcement, platform, place, asker, asked_at, latency_ms,
            CASE WHEN text_expires <= ${now()} THEN NULL ELSE text END AS text
          FROM questions
          WHERE (asked_at, number) > (${after.askedAt}::bigint, ${after.number}::bigint)
            AND asked_at < ${until} AND starts_with(place, ${storable(place)})
            ${asker === undefined ? sql`` : sql`AND asker = ${asker}`}
          ORDER BY asked_at, number LIMIT ${ROWS_AT_ONCE}`;
        const rows = found.map(readQuestionRow);
        for (const { question } of rows) if (isAbout(question, filter)) yield question;
        const last = rows.at(-1);
        if (last === undefined || rows.length < ROWS_AT_ONCE) return;
        after = { askedAt: last.question.askedAt, number: last.number };
      }
    },
    feedback: ({ answer, helpful, reason, asker }) =>
      sql.begin(async (query) => {
        if (asker !== undefined)
          await query`DELETE FROM feedback WHERE answer = ${answer} AND asker = ${asker}`;
        await query`
          INSERT INTO feedback (answer, helpful, reason, asker)
          VALUES (${answer}, ${helpful}, ${reason === undefined ? null : storable(reason)}, ${asker ?? null})
          ON CONFLICT (answer, asker) DO UPDATE SET helpful = excluded.helpful, reason = excluded.reason`;
      }),
    feedbacks: async function* () {
      let after = -1;
      for (;;) {
        const found = await sql`
          SELECT number, answer, helpful, reason, asker FROM feedback WHERE number > ${after}
          ORDER BY number LIMIT ${ROWS_AT_ONCE}`;
        const rows = found.map(readFeedbackRow);
        for (const { feedback } of rows) yield feedback;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.number;
      }
    },

    forgetAsker: async (asker) => {
      await sql.begin(async (query) => {
        await query`DELETE FROM items WHERE asker = ${asker}`;
        await query`DELETE FROM claims WHERE position(${asker} in id) > 0`;
        await query`
          UPDATE questions SET text = NULL, text_expires = NULL, asker = '' WHERE asker = ${asker}`;
        await query`UPDATE feedback SET reason = NULL, asker = NULL WHERE asker = ${asker}`;
        await changed(query, ...WATCHED_KINDS);
      });
    },
    forgetPlace: async (place) => {
      await sql.begin(async (query) => {
        await query`DELETE FROM items WHERE starts_with(key, ${storable(place)})`;
        await query`DELETE FROM questions WHERE starts_with(place, ${storable(place)})`;
        await changed(query, ...WATCHED_KINDS);
      });
    },
    close: async () => {
      clearInterval(sweeping);
      await sql.end({ timeout: 5 });
    },
  };
}

function isWatched(kind: Kind): kind is WatchedKind {
  return WATCHED_KINDS.some((watched) => watched === kind);
}

/** The address of a database for its driver, and the schema of Herald's tables there; throws when it cannot be a name. */
export function readAddress(url: string): { readonly href: string; readonly schema: string } {
  const address = new URL(url);
  const schema = address.searchParams.get('schema') ?? 'herald';
  address.searchParams.delete('schema');
  if (!SCHEMA.test(schema))
    throw new Error(`the schema ${schema} is not one of small letters, digits and _`);
  return { href: address.href, schema };
}

/** Takes the steps that a schema has not taken; one process at a time, all of them or none. */
async function migrate(sql: postgres.Sql, schema: string): Promise<void> {
  await sql.begin(async (query) => {
    await query`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    // Postgres refuses "if not exists" to a user who may not create one, though it exists.
    const [{ exists } = { exists: false }] = await query<
      { exists: boolean }[]
    >`SELECT to_regnamespace(${schema}) IS NOT NULL AS exists`;
    if (!exists) await query`CREATE SCHEMA ${query(schema)}`;
    await query`CREATE TABLE IF NOT EXISTS migrations (step integer PRIMARY KEY, taken timestamptz NOT NULL)`;
    const [row] = await query<
      { count: number }[]
    >`SELECT count(*)::integer AS count FROM migrations`;
    const taken = row?.count ?? 0;
    if (taken > POSTGRES_MIGRATIONS.length)
      throw new Error(
        `the schema ${schema} was written by a later release of Herald; use that release`,
      );
    for (const [index, step] of POSTGRES_MIGRATIONS.entries()) {
      if (index < taken) continue;
      await query.unsafe(step);
      await query`INSERT INTO migrations (step, taken) VALUES (${index + 1}, now())`;
    }
  });
}
