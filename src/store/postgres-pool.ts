import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  type ClientConfig,
  DatabaseError,
  Pool,
  type PoolClient,
  type QueryResult,
} from 'pg';
import { POSTGRES_MIGRATIONS } from './postgres-schema.js';

type Value = string | number | boolean | null;

/** Runs one statement; `$1` stands for the first value. */
export type Query = (text: string, ...values: readonly Value[]) => Promise<QueryResult>;

/** Connections to the tables of one schema; one that breaks is replaced when it is next needed. */
export interface PostgresPool {
  readonly schema: string;
  readonly query: Query;
  /** Commits what `run` did, or takes all of it back when it throws. */
  transaction<T>(run: (query: Query) => Promise<T>): Promise<T>;
  /** A connection beside the others, not yet made. */
  client(): Client;
  close(): Promise<void>;
}

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
const QUERY_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
const START_TIMEOUT_MS = 15_000;
const START_RETRY_MS = 100;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CANNOT_CONNECT_NOW = '57P03';
const SCHEMA = /^[a-z_][a-z0-9_]{0,49}$/;
/** Any number: who migrates holds the advisory lock of this one. */
const MIGRATION_LOCK = 48_151_623;

/** Connects to the database of an address and brings the tables of its schema up to date. */
export async function openPool(url: string): Promise<PostgresPool> {
  const { pool, schema, config } = createPool(url, CONNECTIONS);
  const names = new Map<string, string>();
  /** Statements are prepared once for each connection; their texts are few. */
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `herald_${names.size}`;
    names.set(text, name);
    return name;
  };
  const queryOn =
    (client: Pool | PoolClient): Query =>
    (text, ...values) =>
      client.query({ name: nameOf(text), text, values: [...values] });
  const transaction: PostgresPool['transaction'] = async (run) => {
    const client = await pool.connect();
    const query = queryOn(client);
    let broken: Error | undefined;
    try {
      await query('BEGIN');
      const result = await run(query);
      await query('COMMIT');
      return result;
    } catch (error) {
      await query('ROLLBACK').catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  try {
    await whenStarted(() => transaction((query) => migrate(query, schema)));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    schema,
    query: queryOn(pool),
    transaction,
    client: () => new Client(config),
    close: () => pool.end(),
  };
}

/** Connections, made when they are needed, to a database whose tables are up to date. */
export function createPool(url: string, max: number) {
  const { schema, ...config } = readAddress(url);
  const pool = new Pool({ ...config, max });
  // A connection that breaks fails its query, where there is one; between queries it is simply replaced.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { pool, schema, config };
}

/** Tries again while the server says that it is only just starting, or recovering from a crash. */
async function whenStarted(attempt: () => Promise<void>): Promise<void> {
  for (const end = performance.now() + START_TIMEOUT_MS; ; await wait(START_RETRY_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const isStarting = error instanceof DatabaseError && error.code === CANNOT_CONNECT_NOW;
      if (!isStarting || performance.now() > end) throw error;
    }
  }
}

/** The parameter `schema` is Herald's own; the others are those of the driver. */
function readAddress(url: string): ClientConfig & { readonly schema: string } {
  const address = new URL(url);
  const schema = address.searchParams.get('schema') ?? 'herald';
  if (!SCHEMA.test(schema))
    throw new Error(`the schema ${schema} is not one of small letters, digits and _`);
  address.searchParams.delete('schema');
  const options = address.searchParams.get('options') ?? '';
  // What is acknowledged is on disk, whatever the database is set to.
  const own = `-c search_path=${schema} -c synchronous_commit=on`;
  address.searchParams.set('options', `${options} ${own}`.trim());
  return {
    schema,
    connectionString: address.href,
    application_name: 'herald',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/** Takes the steps that a schema has not taken; one process at a time, all of them or none. */
async function migrate(query: Query, schema: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock($1)', MIGRATION_LOCK);
  // Postgres refuses "if not exists" to a user who may not create one, though it exists.
  const { rowCount: schemas } = await query('SELECT FROM pg_namespace WHERE nspname = $1', schema);
  if (schemas === 0) await query(`CREATE SCHEMA ${schema}`);
  await query(
    'CREATE TABLE IF NOT EXISTS migrations (step integer PRIMARY KEY, taken timestamptz NOT NULL)',
  );
  const { rowCount } = await query('SELECT FROM migrations');
  const taken = rowCount ?? 0;
  if (taken > POSTGRES_MIGRATIONS.length)
    throw new Error(
      `the schema ${schema} was written by a later release of Herald; use that release`,
    );
  for (const [index, steps] of POSTGRES_MIGRATIONS.entries()) {
    if (index < taken) continue;
    for (const step of steps) await query(step);
    await query('INSERT INTO migrations (step, taken) VALUES ($1, now())', index + 1);
  }
}
