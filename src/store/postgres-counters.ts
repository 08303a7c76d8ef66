import postgres from 'postgres';
import type { RateLimiterPostgres as Counter } from 'rate-limiter-flexible';
import RateLimiterPostgres from 'rate-limiter-flexible/lib/RateLimiterPostgres.js';
import { readAddress } from './postgres.js';

/** Counters that all processes on a database share. */
export interface PostgresCounters {
  /** A counter of `points` in every `duration` seconds for each key; the tables are those of the store. */
  makeCounter(options: {
    readonly keyPrefix: string;
    readonly points: number;
    readonly duration: number;
  }): Pick<Counter, 'consume'>;
  close(): Promise<void>;
}

const CONNECTIONS = 2;
const CONNECT_SECONDS = 5;

/** Opens counters in a database whose store was opened before. */
export function openPostgresCounters(url: string): PostgresCounters {
  const { href, schema } = readAddress(url);
  const sql = postgres(href, {
    max: CONNECTIONS,
    connect_timeout: CONNECT_SECONDS,
    connection: { search_path: schema, application_name: 'herald' },
    onnotice: () => undefined,
  });
  // The limiter speaks to a client of another driver: of that it uses this one call.
  const client = {
    query: async ({ text, values = [] }: { text: string; values?: (string | number | null)[] }) => {
      const rows = await sql.unsafe(text, values);
      return { rows: [...rows], rowCount: rows.count };
    },
  };
  return {
    makeCounter: (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: client,
        storeType: 'client',
        schemaName: schema,
        tableName: 'limits',
        tableCreated: true,
      }),
    close: () => sql.end({ timeout: CONNECT_SECONDS }),
  };
}
