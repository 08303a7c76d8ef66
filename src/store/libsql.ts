import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import * as v from 'valibot';
import { lockFolder } from './folder-lock.js';
import { createGroupCommit } from './group-commit.js';
import { openDatabase } from './libsql-database.js';
import { isAbout, readFeedbackRow, readQuestionRow, storable, teamOf } from './rows.js';
import { KINDS, type Kind, type Store } from './store.js';

/** How to open an embedded store. */
export interface LibsqlOptions {
  /** Folder of the database; made when it is missing. */
  readonly folder: string;
  /**
   * Who opens it to serve from it, for whoever finds it in use; absent for a guest, who may read and write beside
   * the process that serves.
   */
  readonly holder?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const DAY_MS = 86_400_000;
const FIRST_LEASE_MS = 60_000;
const SWEEP_EVERY_MS = 60_000;
const POLL_EVERY_MS = 1_000;
const ROWS_AT_ONCE = 1_000;

const idRow = v.object({ id: v.string(), work: v.string(), accepted_at: v.number() });
const valueRow = v.object({ value: v.string() });
const itemRow = v.object({ key: v.string(), value: v.string() });
const placeRow = v.object({ place: v.string() });
const dataVersionRow = v.object({ data_version: v.number() });

/**
 * A store in a folder, by libsql (SQLite): WAL with an fsync for each commit, and one commit for all writes of a
 * turn of the event loop. Throws {@link FolderInUse} when another process serves from the folder.
 */
export function openLibsqlStore({ folder, holder, now = Date.now }: LibsqlOptions): Store {
  // It holds tokens of workspaces and words of people.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = holder === undefined ? () => undefined : lockFolder(folder, holder);
  const database = openUnlessFailing(join(folder, 'herald.db'), unlock);
  const watchers = new Map<Kind, Set<() => void>>();

  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const run = (sql: string, ...values: readonly (string | number | null)[]): number =>
    prepare(sql).run(...values).changes;
  const all = <T extends v.GenericSchema>(
    schema: T,
    sql: string,
    ...values: readonly (string | number | null)[]
  ): readonly v.InferOutput<T>[] =>
    prepare(sql)
      .all(...values)
      .map((row) => v.parse(schema, row));

  const { write, flush } = createGroupCommit((group) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      group();
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  });
  const changed = (kind: Kind) => {
    for (const onChange of watchers.get(kind) ?? []) onChange();
  };
  /**
   * Overwrites what was deleted: `secure_delete` does so in the database, this in its log. What a process that
   * reads just now holds up is done with the next sweep.
   */
  const wipe = () => database.pragma('wal_checkpoint(TRUNCATE)');

  const claim = (id: string, ttlMs: number): boolean =>
    run(
      `INSERT INTO claims (id, expires) VALUES (?, ?)
       ON CONFLICT (id) DO UPDATE SET expires = excluded.expires WHERE claims.expires <= ?`,
      storable(id),
      now() + ttlMs,
      now(),
    ) === 1;
  const sweep = () => {
    const time = now();
    run('DELETE FROM claims WHERE expires <= ?', time);
    run('DELETE FROM items WHERE expires <= ?', time);
    run('UPDATE questions SET text = NULL, text_expires = NULL WHERE text_expires <= ?', time);
  };
  const sweeping = setInterval(() => {
    // What fails here is tried again in a minute, and whatever writes next reports it.
    write(sweep)
      .then(wipe)
      .catch(() => undefined);
  }, SWEEP_EVERY_MS).unref();

  // Whoever held these leases is gone: nobody else serves from the folder.
  if (holder !== undefined) run('UPDATE inbox SET leased_until = 0');

  const dataVersion = () =>
    v.parse(dataVersionRow, prepare('PRAGMA data_version').get()).data_version;
  let seenVersion = dataVersion();
  let polling: NodeJS.Timeout | undefined;
  const poll = () => {
    let version = seenVersion;
    try {
      version = dataVersion();
    } catch {
      // Looked at again in a second; whatever reads or writes next reports it.
    }
    if (version === seenVersion) return;
    seenVersion = version;
    for (const kind of watchers.keys()) changed(kind);
  };

  return {
    claim: (id, ttlMs = DAY_MS) => write(() => claim(id, ttlMs)),
    accept: (id, work, ttlMs = DAY_MS) =>
      write(() => {
        if (!claim(id, ttlMs)) return false;
        run(
          `INSERT INTO inbox (id, work, accepted_at, leased_until) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET work = excluded.work, accepted_at = excluded.accepted_at,
             leased_until = excluded.leased_until`,
          storable(id),
          storable(work),
          now(),
          now() + FIRST_LEASE_MS,
        );
        return true;
      }),
    settle: (id) => write(() => void run('DELETE FROM inbox WHERE id = ?', storable(id))),
    unsettled: (leaseMs, prefix = '') =>
      write(() => {
        const free = all(
          idRow,
          `SELECT id, work, accepted_at FROM inbox
           WHERE leased_until <= ? AND substr(id, 1, length(?)) = ? ORDER BY accepted_at, id`,
          now(),
          storable(prefix),
          storable(prefix),
        );
        for (const { id } of free)
          run('UPDATE inbox SET leased_until = ? WHERE id = ?', now() + leaseMs, id);
        return free.map(({ id, work, accepted_at }) => ({ id, work, acceptedAt: accepted_at }));
      }),

    get: async (kind, key) =>
      all(
        valueRow,
        'SELECT value FROM items WHERE kind = ? AND key = ? AND (expires IS NULL OR expires > ?)',
        kind,
        storable(key),
        now(),
      )[0]?.value,
    put: async (kind, key, value, { ttlMs, asker } = {}) => {
      await write(() =>
        run(
          `INSERT INTO items (kind, key, value, expires, asker) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (kind, key) DO UPDATE
           SET value = excluded.value, expires = excluded.expires, asker = excluded.asker`,
          kind,
          storable(key),
          storable(value),
          ttlMs === undefined ? null : now() + ttlMs,
          asker ?? null,
        ),
      );
      changed(kind);
    },
    remove: async (kind, key) => {
      await write(() => run('DELETE FROM items WHERE kind = ? AND key = ?', kind, storable(key)));
      changed(kind);
    },
    list: async (kind, prefix = '') =>
      all(
        itemRow,
        `SELECT key, value FROM items
         WHERE kind = ? AND key >= ? AND substr(key, 1, length(?)) = ? AND (expires IS NULL OR expires > ?)
         ORDER BY key`,
        kind,
        storable(prefix),
        storable(prefix),
        storable(prefix),
        now(),
      ),
    watch: (kind, onChange) => {
      const watching = watchers.get(kind) ?? new Set<() => void>();
      watchers.set(kind, watching.add(onChange));
      polling ??= setInterval(poll, POLL_EVERY_MS).unref();
      return () => watching.delete(onChange);
    },

    record: (question, textTtlMs) =>
      write(() => {
        const { id, answer, text, outcome, shown, announcement } = question;
        const { platform, place, asker, askedAt, latencyMs } = question;
        run(
          `INSERT INTO questions (id, answer, text, text_expires, outcome, shown, announcement, platform,
             place, asker, asked_at, latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          answer,
          text === undefined ? null : storable(text),
          textTtlMs === undefined ? null : now() + textTtlMs,
          outcome,
          JSON.stringify(shown),
          announcement ?? null,
          platform,
          storable(place),
          asker,
          askedAt,
          latencyMs,
        );
      }),
    questions: async function* (filter = {}) {
      const { since = 0, until = Number.MAX_SAFE_INTEGER, place = '', asker } = filter;
      let after = { askedAt: since, number: -1 };
      for (;;) {
        const rows = prepare(
          `SELECT number, id, answer, outcome, shown, announcement, platform, place, asker, asked_at, latency_ms,
             CASE WHEN text_expires <= ? THEN NULL ELSE text END AS text
           FROM questions
           WHERE (asked_at, number) > (?, ?) AND asked_at < ? AND substr(place, 1, length(?)) = ?
             AND (? IS NULL OR asker = ?)
           ORDER BY asked_at, number LIMIT ${ROWS_AT_ONCE}`,
        )
          .all(
            now(),
            after.askedAt,
            after.number,
            until,
            storable(place),
            storable(place),
            asker ?? null,
            asker ?? null,
          )
          .map(readQuestionRow);
        for (const { question } of rows) if (isAbout(question, filter)) yield question;
        const last = rows.at(-1);
        if (last === undefined || rows.length < ROWS_AT_ONCE) return;
        after = { askedAt: last.question.askedAt, number: last.number };
      }
    },
    feedback: ({ answer, helpful, reason, asker }) =>
      write(() => {
        if (asker !== undefined)
          run('DELETE FROM feedback WHERE answer = ? AND asker = ?', answer, asker);
        run(
          'INSERT INTO feedback (answer, helpful, reason, asker) VALUES (?, ?, ?, ?)',
          answer,
          helpful ? 1 : 0,
          reason === undefined ? null : storable(reason),
          asker ?? null,
        );
      }),
    feedbacks: async function* () {
      let after = -1;
      for (;;) {
        const rows = prepare(
          `SELECT number, answer, helpful, reason, asker FROM feedback WHERE number > ?
           ORDER BY number LIMIT ${ROWS_AT_ONCE}`,
        )
          .all(after)
          .map(readFeedbackRow);
        for (const { feedback } of rows) yield feedback;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.number;
      }
    },

    forgetAsker: async (asker) => {
      await write(() => {
        run('DELETE FROM items WHERE asker = ?', asker);
        run('DELETE FROM claims WHERE instr(id, ?) > 0', asker);
        for (const { place } of all(
          placeRow,
          'SELECT DISTINCT place FROM questions WHERE asker = ?',
          asker,
        ))
          run(
            `UPDATE questions SET text = NULL, text_expires = NULL, asker = '', place = ?
             WHERE asker = ? AND place = ?`,
            teamOf(place),
            asker,
            place,
          );
        run('UPDATE feedback SET reason = NULL, asker = NULL WHERE asker = ?', asker);
      });
      wipe();
      for (const kind of KINDS) changed(kind);
    },
    forgetPlace: async (place) => {
      const beginsSo = storable(place);
      await write(() => {
        run('DELETE FROM items WHERE substr(key, 1, length(?)) = ?', beginsSo, beginsSo);
        run('DELETE FROM questions WHERE substr(place, 1, length(?)) = ?', beginsSo, beginsSo);
      });
      wipe();
      for (const kind of KINDS) changed(kind);
    },
    close: async () => {
      clearInterval(sweeping);
      clearInterval(polling);
      flush();
      database.close();
      unlock();
    },
  };
}

function openUnlessFailing(file: string, unlock: () => void): Database.Database {
  try {
    return openDatabase(file);
  } catch (error) {
    unlock();
    throw error;
  }
}
