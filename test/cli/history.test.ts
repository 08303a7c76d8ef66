import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.js';
import { createHistory } from '../../src/revisions/history.js';
import { openStore } from '../../src/store/open.js';
import { createFolder } from '../folder.js';
import { herald } from './herald.js';

const MAY = '# Launch\n\nThe launch is on the third of May in Oslo.\n\nTickets cost ten euros.\n';
const JUNE = MAY.replace('third of May', 'fourth of June').replace(
  '\nTickets cost ten euros.\n',
  '',
);

/** A folder whose announcement was served as it was in May and then as it was in June. */
async function served() {
  const [folder, data] = [await createFolder({ 'launch.md': MAY }), await createFolder()];
  const store = await openStore({ dataDir: data });
  const remember = async () => {
    const { announcements } = await loadKnowledge(folder);
    for (const announcement of announcements) await createHistory(store).remember(announcement);
  };
  await remember();
  await writeFile(join(folder, 'launch.md'), JUNE);
  await remember();
  await store.close();
  const run = (...args: readonly string[]) =>
    herald([...args, '-k', folder], { env: { DATA_DIR: data } });
  const present = () => readFile(join(folder, 'launch.md'), 'utf8');
  return { run, present, folder };
}

describe('herald history', () => {
  test('shows each revision and what it changed, word by word', async () => {
    const { run } = await served();
    const { code, stdout, stderr } = await run('history', 'launch');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/^\w{12} {2}\S+Z/gm, 'revision  time')).toBe(
      [
        'revision  time  2 passages',
        'revision  time  1 passages',
        '  edited  ¶ 1  The launch is on the [-third-]{+fourth+} of [-May-]{+June+} in Oslo.',
        '  removed ¶ 2  Tickets cost ten euros.',
        '',
      ].join('\n'),
    );
  });

  test('says when there is none', async () => {
    const { run } = await served();
    expect(await run('history', 'other')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^herald history: nothing is known of an announcement "other"/),
    });
  });
});

describe('herald rollback', () => {
  test('puts the revision before back, byte for byte, and the one after that again', async () => {
    const { run, present } = await served();
    expect((await run('rollback', 'launch', '--yes')).code).toBe(0);
    expect(await present()).toBe(MAY);
    expect((await run('rollback', 'launch', '--yes')).code).toBe(0);
    expect(await present()).toBe(JUNE);
  });

  test('keeps what stood in the folder, though it was never served', async () => {
    const { run, present, folder } = await served();
    const draft = JUNE.replace('Oslo', 'Bergen');
    await writeFile(join(folder, 'launch.md'), draft);
    await run('rollback', 'launch', '--yes');
    expect(await present()).toBe(JUNE);
    await run('rollback', 'launch', '--yes');
    expect(await present()).toBe(draft);
  });

  test('asks before it writes, and names the revisions there are', async () => {
    const { run, present } = await served();
    const asked = await run('rollback', 'launch');
    expect(asked.code).toBe(1);
    expect(asked.stderr).toMatch(/launch\.md was left as it is; --yes writes it\.\n$/);
    const unknown = await run('rollback', 'launch', 'ffff', '--yes');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(
      /there is no earlier revision ffff of "launch"\. Known: \w{12}\.\n$/,
    );
    expect(await present()).toBe(JUNE);
  });
});

test('herald corrections lists nothing where nothing was posted', async () => {
  const { run } = await served();
  expect(await run('corrections')).toMatchObject({
    code: 0,
    stdout: 'No posted answer quotes what its announcement no longer says.\n',
  });
});
