import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, describe, test } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres.js';
import { describeStore } from './contract.js';

const url = process.env.TEST_DATABASE_URL;

if (url === undefined) {
  if (process.env.HERALD_REQUIRE_POSTGRES)
    throw new Error('TEST_DATABASE_URL is missing, and these tests are required here.');
  describe.skip('postgres (set TEST_DATABASE_URL to an empty database to run these)', () => {
    test('keeps the contract of a store', () => undefined);
  });
} else {
  const schemas: string[] = [];
  afterAll(async () => {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    for (const schema of schemas) await sql`DROP SCHEMA IF EXISTS ${sql(schema)} CASCADE`;
    await sql.end();
  });
  describeStore('postgres', (now) => {
    const schema = `test_${randomUUID().replaceAll('-', '')}`;
    schemas.push(schema);
    const address = new URL(url);
    address.searchParams.set('schema', schema);
    return openPostgresStore({ url: address.href, now });
  });
}
