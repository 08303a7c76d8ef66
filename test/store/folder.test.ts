import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { openLibsqlStore } from '../../src/store/libsql.js';
import { openStore } from '../../src/store/open.js';
import { createFolder } from '../folder.js';

test('what was acknowledged is there when the folder is opened again', async () => {
  const folder = await createFolder();
  const first = openLibsqlStore({ folder, holder: 'one' });
  await first.claim('event');
  await first.accept('work', 'to do');
  await first.put('setting', 'a', 'value');
  await first.close();
  const second = openLibsqlStore({ folder, holder: 'two', now: () => Date.now() + 60_001 });
  expect(await second.claim('event')).toBe(false);
  expect(await second.get('setting', 'a')).toBe('value');
  expect((await second.unsettled(1_000)).map(({ work }) => work)).toEqual(['to do']);
  await second.close();
});

test('a second that would serve from a folder is refused, with the name of the first', async () => {
  const folder = await createFolder();
  const first = await openStore({ dataDir: folder }, 'process 17');
  await expect(openStore({ dataDir: folder }, 'process 18')).rejects.toMatchObject({
    message: `${folder} is in use by process 17`,
    fix: 'Stop that process, or give this one a DATA_DIR of its own; several share a database by DATABASE_URL.',
    canDoWithout: false,
  });
  await first.close();
  await (await openStore({ dataDir: folder }, 'process 18')).close();
});

test('a folder that cannot be written is no database', async () => {
  const folder = await createFolder({ file: '' });
  await expect(openStore({ dataDir: join(folder, 'file') }, 'process 17')).rejects.toMatchObject({
    message: expect.stringMatching(/cannot hold the database \(EEXIST/),
    canDoWithout: true,
  });
});

test('a database that cannot be read is not passed over for an empty one', async () => {
  const folder = await createFolder({ 'herald.db': 'x'.repeat(4_096) });
  await expect(openStore({ dataDir: folder }, 'process 17')).rejects.toMatchObject({
    message: expect.stringMatching(/cannot hold the database \(file is not a database/),
    fix: 'Put a copy that is whole in its place, or name another folder with DATA_DIR.',
    canDoWithout: false,
  });
  const later = await createFolder();
  const database = new Database(join(later, 'herald.db'));
  database.pragma('user_version = 1000');
  database.close();
  await expect(openStore({ dataDir: later }, 'process 17')).rejects.toMatchObject({
    message: expect.stringContaining('was written by a later release of Herald'),
    canDoWithout: false,
  });
});

test('a guest works beside the process that serves, and each hears of the other’s changes', async () => {
  const folder = await createFolder();
  const serving = openLibsqlStore({ folder, holder: 'one' });
  const guest = openLibsqlStore({ folder });
  const heard = new Promise<void>((resolve) => {
    serving.watch('curated', resolve);
  });
  await guest.put('curated', 'a', 'taught');
  expect(await serving.get('curated', 'a')).toBe('taught');
  await heard;
  expect(await serving.claim('event')).toBe(true);
  expect(await guest.claim('event')).toBe(false);
  await guest.close();
  await serving.close();
});

test('of a person who is forgotten, no file of the folder holds a trace', async () => {
  const folder = await createFolder();
  const store = openLibsqlStore({ folder, holder: 'one' });
  const [asker, text, reason] = ['pseudonym-of-ann', 'a-secret-question', 'a-private-reason'];
  const question = {
    ...{ id: '1', answer: 'answer', text, outcome: 'answer', shown: [], platform: 'slack' },
    ...{ place: 'slack T1 C1', asker, askedAt: 1, latencyMs: 1 },
  };
  const traces = () =>
    readdirSync(folder).filter((name) => {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      return [asker, text, reason].some((trace) => bytes.includes(trace));
    });
  await store.record(question);
  await store.put('asked', 'answer', text, { asker });
  await store.feedback({ answer: 'answer', helpful: false, reason, asker });
  await store.accept('work', text);
  await store.settle('work');
  expect(traces()).not.toEqual([]);
  await store.forgetAsker(asker);
  expect(traces()).toEqual([]);
  await store.close();
  expect(traces()).toEqual([]);
});
