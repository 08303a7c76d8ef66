import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBot } from '../../src/load-bot.js';
import { createFolder } from '../folder.js';

const thresholds = { answer: 0.35, closest: 0.15 };
const gated = (text: string) => `---\npublish: gated\n---\n${text}\n\nTickets cost ten euros.\n`;
const GOOD = '{"question": "What do tickets cost?", "gold": [2]}\n';
const BAD = '{"question": "What do tickets cost?", "gold": [1]}\n';

const load = async (rehearsal: string) => {
  const folder = await createFolder({
    'fair.md': gated('The fair opens in May.'),
    'fair.rehearsal.jsonl': rehearsal,
    'other.md': 'Tea is at noon.',
  });
  const live = await loadBot({ knowledgeDir: folder, thresholds, enforceGates: true });
  const ids = () => live.announcements.map(({ id }) => id);
  return { folder, live, ids };
};

describe('a gated announcement', () => {
  test('is live when its rehearsal reaches the marks', async () => {
    const { live, ids } = await load(GOOD);
    expect(ids()).toEqual(['fair', 'other']);
    expect(live.faults).toEqual([]);
  });

  test('below them is not, says why, and goes live as soon as it reaches them', async () => {
    const { folder, live, ids } = await load(BAD);
    expect(ids()).toEqual(['other']);
    expect(live.bot.suggestions()).not.toContain('What do tickets cost?');
    expect(live.faults.map(({ message }) => message)).toEqual([
      'it is gated, and its rehearsal falls short: P@1 0.0% is below 70.0%',
    ]);
    expect((await live.reload()).faults).toHaveLength(1);
    await writeFile(join(folder, 'fair.rehearsal.jsonl'), GOOD);
    expect(await live.reload()).toMatchObject({ changed: ['fair'], faults: [] });
    expect(ids()).toEqual(['fair', 'other']);
  });

  test('stays as it was when a new revision falls short', async () => {
    const { folder, live } = await load(GOOD);
    await writeFile(join(folder, 'fair.md'), gated('Tickets cost ten euros? No, twelve.'));
    await writeFile(join(folder, 'fair.rehearsal.jsonl'), BAD.replace('[1]', '[3]'));
    const { changed, faults } = await live.reload();
    expect(changed).toEqual([]);
    expect(faults).toHaveLength(2);
    expect(live.bot.ask({ text: 'When does the fair open?' }).excerpts[0]?.text).toBe(
      'The fair opens in May.',
    );
  });
});
