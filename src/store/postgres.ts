import * as v from 'valibot';
import { type Listener, listenOn } from './postgres-listener.js';
import { openPool, type Query } from './postgres-pool.js';
import { integer, isAbout, readFeedbackRow, readQuestionRow, storable, teamOf } from './rows.js';
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

const CLAIM = `
  INSERT INTO claims (id, expires) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET expires = excluded.expires WHERE claims.expires <= $3
  RETURNING id`;

const workRow = v.object({ id: v.string(), work: v.string(), accepted_at: integer });
const valueRow = v.object({ value: v.string() });
const placeRow = v.object({ place: v.string() });
const itemRow = v.object({ key: v.string(), value: v.string() });

/**
 * A store in Postgres, shared by any number of processes: a claim is one insert, work is leased with
 * `FOR UPDATE SKIP LOCKED`, and changes are told by `NOTIFY`. Connections that break are made anew.
 */
export async function openPostgresStore({ url, now = Date.now }: PostgresOptions): Promise<Store> {
  const pool = await openPool(url);
  const { query, transaction } = pool;
  const all = async <T extends v.GenericSchema>(
    schema: T,
    ...statement: Parameters<Query>
  ): Promise<readonly v.InferOutput<T>[]> =>
    (await query(...statement)).rows.map((row) => v.parse(schema, row));

  const watchers = new Map<string, Set<() => void>>();
  const channel = `herald_${pool.schema}`;
  const tell = (kind: string) => {
    for (const onChange of watchers.get(kind) ?? []) onChange();
  };
  let listener: Listener | undefined;
  /** Told when the transaction is committed, and only then. */
  const changed = async (within: Query, ...kinds: readonly WatchedKind[]) => {
    for (const kind of kinds) await within('SELECT pg_notify($1, $2)', channel, kind);
  };
  /** Makes a change of a kind, told to whoever watches that kind. */
  const change = (kind: Kind, ...statement: Parameters<Query>): Promise<unknown> =>
    isWatched(kind)
      ? transaction(async (within) => {
          await within(...statement);
          await changed(within, kind);
        })
      : query(...statement);

  const sweeping = setInterval(() => {
    const time = now();
    Promise.all([
      query('DELETE FROM claims WHERE expires <= $1', time),
      query('DELETE FROM items WHERE expires <= $1', time),
      query('UPDATE questions SET text = NULL, text_expires = NULL WHERE text_expires <= $1', time),
      // What fails here is tried again in a minute, and whatever writes next reports it.
    ]).catch(() => undefined);
  }, SWEEP_EVERY_MS).unref();

  return {
    claim: async (id, ttlMs = DAY_MS) =>
      (await query(CLAIM, storable(id), now() + ttlMs, now())).rowCount === 1,
    accept: async (id, work, ttlMs = DAY_MS) => {
      const { rowCount } = await query(
        `WITH claimed AS (${CLAIM})
         INSERT INTO inbox (id, work, accepted_at, leased_until)
         SELECT id, $4, $3, $5 FROM claimed
         ON CONFLICT (id) DO UPDATE SET work = excluded.work, accepted_at = excluded.accepted_at,
           leased_until = excluded.leased_until`,
        ...[storable(id), now() + ttlMs, now(), storable(work), now() + FIRST_LEASE_MS],
      );
      return rowCount === 1;
    },
    settle: async (id) => {
      await query('DELETE FROM inbox WHERE id = $1', storable(id));
    },
    unsettled: async (leaseMs, prefix = '') => {
      const rows = await all(
        workRow,
        `UPDATE inbox SET leased_until = $1
         WHERE id IN (
           SELECT id FROM inbox WHERE leased_until <= $2 AND starts_with(id, $3)
           FOR UPDATE SKIP LOCKED
         )
         RETURNING id, work, accepted_at`,
        ...[now() + leaseMs, now(), storable(prefix)],
      );
      return rows
        .map(({ id, work, accepted_at }) => ({ id, work, acceptedAt: accepted_at }))
        .sort((a, b) => a.acceptedAt - b.acceptedAt);
    },

    get: async (kind, key) => {
      const [row] = await all(
        valueRow,
        `SELECT value FROM items
         WHERE kind = $1 AND key = $2 AND (expires IS NULL OR expires > $3)`,
        ...[kind, storable(key), now()],
      );
      return row?.value;
    },
    put: async (kind, key, value, { ttlMs, asker } = {}) => {
      await change(
        kind,
        `INSERT INTO items (kind, key, value, expires, asker) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, key) DO UPDATE
         SET value = excluded.value, expires = excluded.expires, asker = excluded.asker`,
        ...[kind, storable(key), storable(value)],
        ...[ttlMs === undefined ? null : now() + ttlMs, asker ?? null],
      );
    },
    remove: async (kind, key) => {
      await change(kind, 'DELETE FROM items WHERE kind = $1 AND key = $2', kind, storable(key));
    },
    list: (kind, prefix = '') =>
      all(
        itemRow,
        `SELECT key, value FROM items
         WHERE kind = $1 AND key >= $2 AND starts_with(key, $2) AND (expires IS NULL OR expires > $3)
         ORDER BY key`,
        ...[kind, storable(prefix), now()],
      ),
    watch: (kind, onChange) => {
      const watching = watchers.get(kind) ?? new Set<() => void>();
      watchers.set(kind, watching.add(onChange));
      listener ??= listenOn(channel, pool.client, tell, () => WATCHED_KINDS.forEach(tell));
      return () => watching.delete(onChange);
    },

    record: async (question, textTtlMs) => {
      const { id, answer, text, outcome, shown, announcement } = question;
      const { platform, place, asker, askedAt, latencyMs } = question;
      await query(
        `INSERT INTO questions (id, answer, text, text_expires, outcome, shown, announcement, platform, place,
           asker, asked_at, latency_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        ...[id, answer, text === undefined ? null : storable(text)],
        ...[textTtlMs === undefined ? null : now() + textTtlMs, outcome, JSON.stringify(shown)],
        ...[announcement ?? null, platform, storable(place), asker, askedAt, latencyMs],
      );
    },
    questions: async function* (filter = {}) {
      const { since = 0, until = Number.MAX_SAFE_INTEGER, place = '', asker } = filter;
      let after = { askedAt: since, number: -1 };
      for (;;) {
        const found = await query(
          `SELECT number, id, answer, outcome, shown, announcement, platform, place, asker, asked_at, latency_ms,
             CASE WHEN text_expires <= $1 THEN NULL ELSE text END AS text
           FROM questions
           WHERE (asked_at, number) > ($2, $3) AND asked_at < $4 AND starts_with(place, $5)
             AND ($6::text IS NULL OR asker = $6)
           ORDER BY asked_at, number LIMIT ${ROWS_AT_ONCE}`,
          ...[now(), after.askedAt, after.number, until, storable(place), asker ?? null],
        );
        const rows = found.rows.map(readQuestionRow);
        for (const { question } of rows) if (isAbout(question, filter)) yield question;
        const last = rows.at(-1);
        if (last === undefined || rows.length < ROWS_AT_ONCE) return;
        after = { askedAt: last.question.askedAt, number: last.number };
      }
    },
    feedback: ({ answer, helpful, reason, asker }) =>
      transaction(async (within) => {
        if (asker !== undefined)
          await within('DELETE FROM feedback WHERE answer = $1 AND asker = $2', answer, asker);
        await within(
          `INSERT INTO feedback (answer, helpful, reason, asker) VALUES ($1, $2, $3, $4)
           ON CONFLICT (answer, asker) DO UPDATE SET helpful = excluded.helpful, reason = excluded.reason`,
          ...[answer, helpful, reason === undefined ? null : storable(reason), asker ?? null],
        );
      }),
    feedbacks: async function* () {
      let after = -1;
      for (;;) {
        const found = await query(
          `SELECT number, answer, helpful, reason, asker FROM feedback WHERE number > $1
           ORDER BY number LIMIT ${ROWS_AT_ONCE}`,
          after,
        );
        const rows = found.rows.map(readFeedbackRow);
        for (const { feedback } of rows) yield feedback;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.number;
      }
    },

    forgetAsker: (asker) =>
      transaction(async (within) => {
        await within('DELETE FROM items WHERE asker = $1', asker);
        await within('DELETE FROM claims WHERE position($1 in id) > 0', asker);
        const asked = 'SELECT DISTINCT place FROM questions WHERE asker = $1';
        for (const row of (await within(asked, asker)).rows) {
          const { place } = v.parse(placeRow, row);
          await within(
            `UPDATE questions SET text = NULL, text_expires = NULL, asker = '', place = $1
             WHERE asker = $2 AND place = $3`,
            ...[teamOf(place), asker, place],
          );
        }
        await within('UPDATE feedback SET reason = NULL, asker = NULL WHERE asker = $1', asker);
        await changed(within, ...WATCHED_KINDS);
      }),
    forgetPlace: (place) =>
      transaction(async (within) => {
        await within('DELETE FROM items WHERE starts_with(key, $1)', storable(place));
        await within('DELETE FROM questions WHERE starts_with(place, $1)', storable(place));
        await changed(within, ...WATCHED_KINDS);
      }),
    close: async () => {
      clearInterval(sweeping);
      await listener?.stop();
      await pool.close();
    },
  };
}

function isWatched(kind: Kind): kind is WatchedKind {
  return WATCHED_KINDS.some((watched) => watched === kind);
}
