import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLimiter } from '../../src/loop/limiter.js';
import { openPostgresStore } from '../../src/store/postgres.js';
import { openPostgresCounters } from '../../src/store/postgres-counters.js';

const url = process.env.TEST_DATABASE_URL;

if (url === undefined) {
  describe.skip('postgres (set TEST_DATABASE_URL to an empty database to run these)', () => {
    test('counts for all replicas together', () => undefined);
  });
} else {
  test('replicas on one database count together, and each question once', async () => {
    const schema = `test_${randomUUID().replaceAll('-', '')}`;
    const admin = new Pool({ connectionString: url, max: 1 });
    const address = new URL(url);
    address.searchParams.set('schema', schema);
    const store = await openPostgresStore({ url: address.href });
    const replicas = [1, 2].map(() => openPostgresCounters(address.href));
    onTestFinished(async () => {
      await Promise.all(replicas.map((replica) => replica.close()));
      await store.close();
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await admin.end();
    });
    const limiters = replicas.map(({ makeCounter }) =>
      createLimiter({ perPerson: 5, perChannel: 0 }, makeCounter),
    );
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => limiters[index % 2]?.('ana', 'slack T1 C1')),
    );
    expect(asked.filter((isAllowed) => isAllowed)).toHaveLength(5);
    expect(await limiters[0]?.('ben', 'slack T1 C1')).toBe(true);
  });
}
