import type { RateLimiterPostgres as Counter } from 'rate-limiter-flexible';
import RateLimiterPostgres from 'rate-limiter-flexible/lib/RateLimiterPostgres.js';
import { createPool } from './postgres-pool.js';

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

/** Opens counters in a database whose store was opened before. */
export function openPostgresCounters(url: string): PostgresCounters {
  const { pool, schema } = createPool(url, CONNECTIONS);
  return {
    makeCounter: (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: pool,
        storeType: 'pool',
        schemaName: schema,
        tableName: 'limits',
        tableCreated: true,
      }),
    close: () => pool.end(),
  };
}
