import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { loadKnowledge } from '../../src/knowledge/load.js';
import { fromOutline, toOutline } from '../../src/knowledge/outline.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import { openIndexCache } from '../../src/live/index-cache.js';
import { loadBot } from '../../src/load-bot.js';
import { createIndexer } from '../../src/search/search.js';
import { createFolder } from '../folder.js';
import { document } from '../knowledge/document.js';

const thresholds = { answer: 0.35, closest: 0.15 };
const QUESTIONS = ['Where did ship 17 land?', 'wher did shpi 4999 lnad', 'Who sings?', 'hello', ''];
/** Enough passages that they are worth keeping. */
const files = {
  'ships.txt': Array.from({ length: 5_000 }, (_, n) => `Ship ${n} landed at pier ${n % 7}.`).join(
    '\n\n',
  ),
  'choir.md':
    '---\ntitle: The choir\nsource: Example Press\nurl: https://example.com/choir\npublished: 2026-05-01\n' +
    'publish_at: 2026-05-01T09:00Z\nexpires_at: 2999-01-01T00:00Z\nsupersedes: ships\nlanguage: en-GB\n' +
    'publish: gated\nmin_p1: 0.5\naliases:\n  choir: [singers, band]\n---\n\n' +
    '# The choir\n\nThe choir sings. It sings *well*.\n\n## When\n\n- On Monday\n- On [Friday](https://example.com)\n',
};
const find = (announcements: readonly Announcement[], id: string) => {
  const found = announcements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found;
};
const sourceOf = ({ id, file }: Announcement) => ({
  id,
  file,
  extension: file.endsWith('.md') ? ('.md' as const) : ('.txt' as const),
});

async function store() {
  const folder = await createFolder(files);
  const cacheDir = await createFolder();
  const { announcements } = await loadKnowledge(folder);
  const cache = await openIndexCache(cacheDir, folder);
  const search = await createIndexer({ shelf: cache.shelf }).index(announcements);
  await cache.store(announcements);
  const [name = ''] = await readdir(cacheDir);
  return { folder, cacheDir, announcements, search, file: join(cacheDir, name) };
}

describe('what is kept of announcements for the next start', () => {
  test('is what was read of the same text, to the last offset', async () => {
    const { folder, cacheDir, announcements } = await store();
    const cache = await openIndexCache(cacheDir, folder);
    for (const announcement of announcements)
      expect(cache.recall(sourceOf(announcement), announcement.text)).toEqual(announcement);
    const choir = find(announcements, 'choir');
    expect(cache.recall(sourceOf(choir), `${choir.text} `)).toBeUndefined();
    expect(cache.recall({ ...sourceOf(choir), id: 'other' }, choir.text)).toBeUndefined();
  });

  test('gives the same results, also beside what is new', async () => {
    const { folder, cacheDir, announcements, search } = await store();
    const cache = await openIndexCache(cacheDir, folder);
    const recalled = announcements.map(
      (one) => cache.recall(sourceOf(one), one.text) ?? expect.unreachable(),
    );
    const again = await createIndexer({ shelf: cache.shelf }).index(recalled);
    for (const question of QUESTIONS)
      expect(again.search(question)).toEqual(search.search(question));

    const extra = readAnnouncement(
      { id: 'extra', file: 'extra.md', extension: '.md' },
      'A new ship is launched; the singers and wherries land.',
    );
    if (!extra.ok) throw new Error('it cannot be read');
    const withExtra = [extra.announcement, ...announcements];
    const fresh = await createIndexer().index(withExtra);
    const mixed = await createIndexer({ shelf: cache.shelf }).index([
      extra.announcement,
      ...recalled,
    ]);
    for (const question of QUESTIONS)
      expect(mixed.search(question)).toEqual(fresh.search(question));
  });

  test.each([
    ['is cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['has a byte that was changed', (bytes: Buffer) => bytes.fill(0x20, 5_000, 5_001)],
    ['is empty', () => Buffer.alloc(0)],
    ['is something else', () => Buffer.from('HERALDIX and then nothing that makes sense')],
    [
      'is of another program',
      (bytes: Buffer) =>
        Buffer.from(
          bytes.toString('latin1').replace(/"fingerprint":"./, '"fingerprint":"x'),
          'latin1',
        ),
    ],
  ])('is passed over when it %s, and made anew', async (_, spoil) => {
    const { folder, cacheDir, announcements, file } = await store();
    const good = await readFile(file);
    await writeFile(file, spoil(Buffer.from(good)));
    const cache = await openIndexCache(cacheDir, folder);
    const choir = find(announcements, 'choir');
    expect(cache.recall(sourceOf(choir), choir.text)).toBeUndefined();
    await createIndexer({ shelf: cache.shelf }).index(announcements);
    await cache.store(announcements);
    expect(await readFile(file)).toEqual(good);
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  test('is nothing of a small folder', async () => {
    const cacheDir = await createFolder();
    const cache = await openIndexCache(cacheDir, 'knowledge');
    await cache.store((await loadKnowledge('knowledge')).announcements);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('changes no answer of a bot, and a folder where nothing can be kept is a fault', async () => {
    const { folder } = await store();
    const dataDir = await createFolder({ 'a-file': '' });
    const load = (data: string) => loadBot({ knowledgeDir: folder, thresholds, dataDir: data });
    const first = await load(dataDir);
    const second = await load(dataDir);
    const nowhere = await load(join(dataDir, 'a-file'));
    for (const text of QUESTIONS) {
      expect(second.bot.ask({ text })).toEqual(first.bot.ask({ text }));
      expect(nowhere.bot.ask({ text })).toEqual(first.bot.ask({ text }));
    }
    expect(nowhere.faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^what is indexed cannot be kept there: ENOTDIR/),
    ]);
  });
});

test('an outline gives back whatever announcement it was made of', () => {
  fc.assert(
    fc.property(document, fc.constantFrom('.md' as const, '.txt' as const), (text, extension) => {
      const read = readAnnouncement({ id: 'a', file: `a${extension}`, extension }, text);
      if (!read.ok) return;
      const { meta, numbers } = toOutline(read.announcement);
      const stored = { meta: JSON.parse(JSON.stringify(meta)), numbers };
      expect(fromOutline(stored, read.announcement)).toEqual(read.announcement);
    }),
  );
});
