import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../src/store/open.js';
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
  const admin = new Pool({ connectionString: url, max: 1 });
  const schemas: string[] = [];
  afterAll(async () => {
    for (const schema of schemas) await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await admin.end();
  });
  const newSchema = () => {
    const schema = `test_${randomUUID().replaceAll('-', '')}`;
    schemas.push(schema);
    const address = new URL(url);
    address.searchParams.set('schema', schema);
    return { schema, url: address.href };
  };
  const open = async (address: string) => {
    const store = await openPostgresStore({ url: address });
    onTestFinished(() => store.close());
    return store;
  };
  /** Two replicas of Herald on one database. */
  const openTwo = async () => {
    const { url: address, schema } = newSchema();
    const [one, other] = await Promise.all([open(address), open(address)]);
    return { one, other, schema };
  };

  describeStore('postgres', (now) => openPostgresStore({ url: newSchema().url, now }));

  describe('replicas on one database', () => {
    test('win each claim once between them', async () => {
      const { one, other } = await openTwo();
      const ids = Array.from({ length: 200 }, (_, index) => `event ${index}`);
      const won = await Promise.all(
        ids.flatMap((id) => [one, other, one, other].map((store) => store.accept(id, 'work'))),
      );
      expect(won.filter((isMine) => isMine)).toHaveLength(200);
    });

    test('hear of each other’s changes, through connections that break', async () => {
      const { one, other, schema } = await openTwo();
      let heard = 0;
      one.watch('curated', () => {
        heard += 1;
      });
      await vi.waitFor(() => expect(heard).toBe(1));
      await other.put('curated', 'a', 'taught');
      await vi.waitFor(() => expect(heard).toBe(2));
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1', [
        `LISTEN herald_${schema}`,
      ]);
      // It looks again once it listens again, for what it may have missed.
      await vi.waitFor(() => expect(heard).toBe(3), 10_000);
      await other.put('curated', 'a', 'taught anew');
      await vi.waitFor(() => expect(heard).toBe(4));
    });
  });

  test('work that a replica holds is nobody else’s until its lease is over', async () => {
    const { url: address } = newSchema();
    let time = 0;
    const now = () => time;
    const stores = await Promise.all([1, 2].map(() => openPostgresStore({ url: address, now })));
    const ids = Array.from({ length: 100 }, (_, index) => `event ${index}`);
    await Promise.all(ids.map((id) => stores[0]?.accept(id, 'work')));
    time += 60_000;
    const leased = await Promise.all(stores.map((store) => store.unsettled(1_000)));
    expect(
      leased
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    await Promise.all(stores.map((store) => store.close()));
  });

  test('writes go on after the database has dropped its connections', async () => {
    // A database of its own: other tests use this one meanwhile.
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`CREATE DATABASE ${name}`);
    onTestFinished(async () => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });
    const address = new URL(url);
    address.pathname = name;
    const store = await open(address.href);
    await store.put('setting', 'a', 'before');
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
    await vi.waitFor(async () => expect(await store.get('setting', 'a')).toBe('before'), 10_000);
    await store.put('setting', 'a', 'after');
    expect(await store.get('setting', 'a')).toBe('after');
  });

  test('a database that is not there, or of a later release, is refused with what to do', async () => {
    const nowhere = new URL(url);
    nowhere.port = '1';
    const fix =
      'Check that it runs, that the address is right and that its user may create tables.';
    const openAt = (databaseUrl: string) => openStore({ dataDir: '', databaseUrl }, 'this test');
    await expect(openAt(nowhere.href)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^the database of DATABASE_URL cannot be used \(.*ECONNREFUSED/,
      ),
      fix,
      canDoWithout: false,
    });
    const { url: address, schema } = newSchema();
    await (await openPostgresStore({ url: address })).close();
    await admin.query(`INSERT INTO ${schema}.migrations VALUES (1000, now())`);
    await expect(openAt(address)).rejects.toMatchObject({
      message: expect.stringContaining(`${schema} was written by a later release of Herald`),
      canDoWithout: false,
    });
    nowhere.searchParams.set('schema', 'x"; DROP');
    await expect(openAt(nowhere.href)).rejects.toMatchObject({
      message: expect.stringContaining('is not one of small letters, digits and _'),
    });
  });
}
