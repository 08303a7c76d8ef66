import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import { createFolder } from '../../folder.js';
import { findPostgres, startPostgres } from '../../servers/postgres.js';
import { killRepeatedly } from './kill.js';

const kills = Number(process.env.KILLS ?? 10);
const url = process.env.TEST_DATABASE_URL;
const NONE = { claim: 0, inbox: 0, feedback: 0 };

test(
  `nothing that libsql acknowledged is lost by ${kills} kills`,
  async () => {
    const folder = await createFolder();
    const dataDir = join(folder, 'data');
    const report = await killRepeatedly({ dataDir }, join(folder, 'witness'), kills);
    console.log(JSON.stringify(report));
    expect(report.lost).toEqual(NONE);
    expect(report.acknowledged.claim).toBeGreaterThan(kills);
    expect(report.reopenMs.longest).toBeLessThan(500);
    const database = new Database(join(dataDir, 'herald.db'));
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();

    const store = await openStore({ dataDir }, 'this test');
    const waiting = await store.unsettled(1_000);
    expect(waiting.length).toBeGreaterThanOrEqual(report.acknowledged.inbox);
    expect(waiting.every(({ id, work }) => work === `work of ${id}`)).toBe(true);
    await store.close();
  },
  kills * 2_000 + 20_000,
);

test.skipIf(url === undefined)(
  `nothing that Postgres acknowledged is lost by ${kills} kills`,
  async () => {
    const folder = await createFolder();
    const databaseUrl = withSchema(url ?? '', `kill_${randomUUID().replaceAll('-', '')}`);
    const place = { dataDir: folder, databaseUrl };
    const report = await killRepeatedly(place, join(folder, 'witness'), kills);
    console.log(JSON.stringify(report));
    expect(report.lost).toEqual(NONE);
    expect(report.acknowledged.claim).toBeGreaterThan(kills);
    expect(report.reopenMs.longest).toBeLessThan(500);
  },
  kills * 2_000 + 20_000,
);

const bin = await findPostgres();
// Each takes seconds to recover from.
const crashes = Math.ceil(kills / 4);
test.skipIf(bin === undefined)(
  `nor by ${crashes} kills of Herald, each after a crash of Postgres`,
  async () => {
    const server = await startPostgres(bin ?? '');
    onTestFinished(() => server.stop());
    const folder = await createFolder();
    const place = { dataDir: folder, databaseUrl: server.url };
    const report = await killRepeatedly(place, join(folder, 'witness'), crashes, (kill) =>
      kill % 2 === 0 ? server.restart() : server.killBackend(),
    );
    console.log(JSON.stringify(report));
    expect(report.lost).toEqual(NONE);
    expect(report.acknowledged.claim).toBeGreaterThan(crashes);
  },
  crashes * 15_000 + 20_000,
);

function withSchema(address: string, schema: string): string {
  const at = new URL(address);
  at.searchParams.set('schema', schema);
  return at.href;
}
