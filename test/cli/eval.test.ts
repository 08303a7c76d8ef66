import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { herald } from './herald.js';

const FAIR = {
  'fair.md': '# The fair\n\nThe fair opens on 3 May.\n\nTickets cost ten euros.\n',
};
const evaluate = async (rehearsal: string, ...args: readonly string[]) => {
  const folder = await createFolder({ ...FAIR, 'fair.rehearsal.jsonl': rehearsal });
  const file = `${folder}/fair.rehearsal.jsonl`;
  const { code, stdout, stderr } = await herald(['eval', file, '-k', folder, ...args]);
  return { code, stdout, stderr: stderr.replaceAll(folder, 'knowledge') };
};
const EASY = '{"question": "What do tickets cost?", "gold": [2]}\n';
const WRONG = '{"id": "w", "question": "What do tickets cost?", "gold": [1]}\n';

describe('herald eval', () => {
  test('says how well the questions of a file went', async () => {
    const { code, stdout, stderr } = await evaluate(EASY);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^1 answerable questions: P@1 100\.0%, P@3 100\.0%, MRR 1\.000, /);
  });

  test('fails below what is asked of it, and names each miss', async () => {
    const { code, stdout, stderr } = await evaluate(EASY + WRONG, '--min-p1', '0.9');
    expect(code).toBe(1);
    expect(stderr).toBe('herald eval: P@1 50.0% is below 90.0%\n');
    expect(stdout).toContain('\nw: What do tickets cost?\n  wanted ¶ 1 (found at 2); ');
  });

  test('prints one JSON object with --json', async () => {
    const { stdout } = await evaluate(EASY + WRONG, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      answerable: 2,
      p1: 0.5,
      p3: 1,
      mrr: 0.75,
      misses: [{ id: 'w', gold: [1], rank: 2, answered: [2, 1] }],
    });
  });

  test('reports the bad lines of a file, and fails', async () => {
    const { code, stderr } = await evaluate(`${EASY}not JSON\n{"gold": [1]}\n`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^knowledge\/fair\.rehearsal\.jsonl:2: .*\. Write \{"question": /);
    expect(stderr).toMatch(/^knowledge\/fair\.rehearsal\.jsonl:3: question: /m);
  });

  test('refuses a file that is not there with exit code 2', async () => {
    const folder = await createFolder(FAIR);
    const { code, stderr } = await herald(['eval', 'nothing.jsonl', '-k', folder]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'herald eval: nothing.jsonl cannot be read (ENOENT); name a JSON Lines file.\n',
    });
  });
});
