import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../folder.js';
import { directMessage, mention, slashCommand } from '../servers/slack/payloads.js';
import { startSlackServer } from '../servers/slack/server.js';
import { deliver, serve } from './serving.js';

const url = process.env.TEST_DATABASE_URL;
const ASKED = 'How much has Microsoft poured into OpenAI, zebra?';
const ASKED_ALONE = 'Who are the rivals, quagga?';
const TRACES = ['U0FORGOTTEN', 'D0FORGOTTEN', 'zebra', 'quagga'];

/** Somebody asks Herald in a channel and alone, then `/ask forget-me`; `everything` reads all that is kept. */
async function askAndForget(
  env: Readonly<Record<string, string>>,
  everything: () => Promise<string>,
): Promise<void> {
  const slack = await startSlackServer();
  onTestFinished(() => slack.close());
  const { child, port } = await serve(slack, env);
  const user = 'U0FORGOTTEN';
  await deliver(slack, port, mention(slack, { text: `<@U0HERALD> ${ASKED}`, user }));
  await deliver(
    slack,
    port,
    directMessage(slack, { text: ASKED_ALONE, user, channel: 'D0FORGOTTEN' }),
  );
  await deliver(
    slack,
    port,
    mention(slack, { text: '<@U0HERALD> Azure, okapi?', user: 'U0OTHER' }),
  );
  await slack.until(() => slack.workspace.messages.length === 3);
  await expect.poll(everything, { timeout: 10_000 }).toContain('okapi');
  const before = await everything();
  expect(TRACES.filter((trace) => before.includes(trace))).toContain('zebra');

  expect(await deliver(slack, port, slashCommand(slack, { text: 'forget-me', user }))).toBe(true);
  const traces = async () => {
    const kept = await everything();
    return TRACES.filter((trace) => kept.includes(trace));
  };
  await expect.poll(traces, { timeout: 10_000 }).toEqual([]);
  const stopped = once(child, 'exit');
  child.kill('SIGTERM');
  await stopped;
  expect(await traces()).toEqual([]);
  // Others are as they were.
  expect(await everything()).toContain('okapi');
}

test('of somebody who asks to be forgotten, no file of DATA_DIR holds a trace', async () => {
  const folder = await createFolder();
  await askAndForget({ DATA_DIR: folder }, async () => {
    const names = await readdir(folder);
    const files = names.map((name) => readFile(join(folder, name), 'latin1').catch(() => ''));
    return (await Promise.all(files)).join('');
  });
}, 60_000);

test.skipIf(url === undefined)(
  'of somebody who asks to be forgotten, no table of Postgres holds a trace',
  async () => {
    const schema = `forget_${randomUUID().replaceAll('-', '')}`;
    const admin = new Pool({ connectionString: url, max: 1 });
    onTestFinished(async () => {
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await admin.end();
    });
    const address = new URL(url ?? '');
    address.searchParams.set('schema', schema);
    await askAndForget({ DATABASE_URL: address.href }, async () => {
      const { rows } = await admin.query<{ dump: string }>(
        `SELECT schema_to_xml($1, true, false, '')::text AS dump`,
        [schema],
      );
      return rows.map(({ dump }) => dump).join('');
    });
  },
  60_000,
);
