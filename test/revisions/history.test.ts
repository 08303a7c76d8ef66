import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import { createHistory } from '../../src/revisions/history.js';
import { createMemoryStore } from '../../src/store/memory.js';

function read(id: string, text: string): Announcement {
  const result = readAnnouncement({ id, file: `knowledge/${id}.txt`, extension: '.txt' }, text);
  if (!result.ok) throw new Error(result.faults[0]?.message);
  return result.announcement;
}

describe('the history of an announcement', () => {
  test('holds each revision that was live, the oldest first, with its whole text', async () => {
    let time = Date.UTC(2026, 0, 1);
    const history = createHistory(createMemoryStore(), () => time);
    const [first, second] = [read('news', 'It is red.'), read('news', 'It is blue.')];
    expect(await history.remember(first)).toBe(true);
    expect(await history.remember(first)).toBe(false);
    await history.remember(read('news 2', 'Another announcement.'));
    time += 1_000;
    expect(await history.remember(second)).toBe(true);
    time += 1_000;
    expect(await history.remember(first)).toBe(true);
    expect(await history.of('news')).toEqual([
      { revision: first.revision, since: Date.UTC(2026, 0, 1), announcement: first },
      { revision: second.revision, since: Date.UTC(2026, 0, 1) + 1_000, announcement: second },
      { revision: first.revision, since: Date.UTC(2026, 0, 1) + 2_000, announcement: first },
    ]);
  });

  test('of nothing is empty', async () => {
    expect(await createHistory(createMemoryStore()).of('news')).toEqual([]);
  });
});
