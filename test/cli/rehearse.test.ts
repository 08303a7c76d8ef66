import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { herald } from './herald.js';

const FAIR = '# The fair\n\nThe Riverside Fair opens on 3 May 2027.\n';

describe('herald rehearse', () => {
  test('writes a draft beside the announcement, which herald check then runs', async () => {
    const folder = await createFolder({ 'fair.md': FAIR });
    const drafted = await herald(['rehearse', 'fair', '-k', folder]);
    expect(drafted).toMatchObject({ code: 0, stderr: '' });
    expect(drafted.stdout).toMatch(/fair\.rehearsal\.jsonl: \d+ questions drafted\. /);
    const [first] = (await readFile(`${folder}/fair.rehearsal.jsonl`, 'utf8')).split('\n');
    expect(JSON.parse(first ?? '')).toEqual({
      id: 'p1-1',
      question: 'Who or what opens on 3 May 2027?',
      gold: [1],
    });
    const checked = await herald(['check', '-k', folder]);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toMatch(/\nRehearsal of fair:\n {2}\d+ answerable questions: P@1 /);
  });

  test('leaves an existing file alone unless told', async () => {
    const folder = await createFolder({ 'fair.md': FAIR, 'fair.rehearsal.jsonl': '' });
    const refused = await herald(['rehearse', 'fair', '-k', folder]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /fair\.rehearsal\.jsonl was left as it is; --yes replaces it\.\n$/,
    );
    expect(await readFile(`${folder}/fair.rehearsal.jsonl`, 'utf8')).toBe('');
    expect((await herald(['rehearse', 'fair', '-k', folder, '--yes'])).code).toBe(0);
    expect(await readFile(`${folder}/fair.rehearsal.jsonl`, 'utf8')).not.toBe('');
  });

  test('names the announcements there are when asked for another', async () => {
    const folder = await createFolder({ 'fair.md': FAIR });
    const { code, stderr } = await herald(['rehearse', 'fare', '-k', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no announcement "fare" in .*\. Use one of: fair\.\n$/);
  });
});

describe('herald check', () => {
  test('fails a gated announcement whose rehearsal falls short, and shows what misses', async () => {
    const folder = await createFolder({
      'fair.md': `---\npublish: gated\n---\n${FAIR}\nTickets cost ten euros.\n`,
      'fair.rehearsal.jsonl': '{"id": "wrong", "question": "What do tickets cost?", "gold": [1]}\n',
    });
    const { code, stdout, stderr } = await herald(['check', '-k', folder]);
    expect(code).toBe(1);
    expect(stdout).toContain('wrong: What do tickets cost?\n');
    expect(stderr.replaceAll(folder, 'knowledge')).toBe(
      'knowledge/fair.md:1: it is gated, and its rehearsal falls short: P@1 0.0% is below 70.0%. See what misses with herald check; improve the text, its aliases or the rehearsal.\n',
    );
  });
});
