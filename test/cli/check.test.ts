import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { herald, SHIPPED } from './herald.js';

const check = (folder: string, ...args: readonly string[]) =>
  herald(['check', '--knowledge', folder, ...args]);

describe('herald check', () => {
  test('says what the folder holds', async () => {
    const { code, stdout, stderr } = await check(SHIPPED);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'openai-microsoft-next-phase: "OpenAI and Microsoft enter the next phase of their partnership", 16 passages, revision e5bcd7757e28',
        'Rehearsal of openai-microsoft-next-phase:',
        expect.stringMatching(/^ {2}30 answerable questions: P@1 /),
        '1 announcement, 0 faults',
      ]),
    );
  });

  test('prints the passages with their numbers and offsets', async () => {
    const folder = await createFolder({
      'fair.md': '# The fair\n\nIt opens.\n\n## Tickets\n\nTen\neuros.\n\nChildren half.\n',
    });
    const { code, stdout, stderr } = await check(folder, '--print');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/revision \w+/, 'revision …')).toBe(
      [
        'fair: "The fair", 3 passages, revision …',
        '',
        '  (no section)',
        '  ¶ 1 [12, 21)  It opens.',
        '',
        '  Tickets',
        '  ¶ 2 [35, 45)  Ten euros.',
        '  ¶ 3 [47, 61)  Children half.',
        '',
        '1 announcement, 0 faults',
        '',
      ].join('\n'),
    );
  });

  test('reports every fault with its line and fix, and fails', async () => {
    const folder = await createFolder({
      'a.md': 'Good.',
      'b.md': '---\ntitle: B\nautor: C\n---\nText.',
      'c.txt': new Uint8Array([0x61, 0x0a, 0xff]),
    });
    const { code, stdout, stderr } = await check(folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^a: "a", 1 passage, revision \w{12}\n1 announcement, 2 faults\n$/);
    expect(stderr.replaceAll(folder, 'knowledge')).toBe(
      [
        'knowledge/b.md:3: unknown front matter key "autor". Remove it or use one of: title, source, url, published, language, kind, supersedes, publish_at, expires_at, publish, min_p1, min_p3, max_wrong_refusals, max_wrong_answers, aliases.',
        'knowledge/c.txt:2: the file is not UTF-8 here. Save it as UTF-8 (in most editors: Save As, encoding UTF-8).',
        '',
      ].join('\n'),
    );
  });

  test('says what is not published yet, what expires, and what supersedes what', async () => {
    const folder = await createFolder({
      'a.md': '---\nexpires_at: 2001-01-01T00:00Z\n---\nOne.',
      'b.md': '---\npublish_at: 2999-07-01T09:00 Europe/Berlin\nsupersedes: [a, c]\n---\nTwo.',
      'c.md': '---\nexpires_at: 2999-01-01T00:00+01:00\n---\nThree.',
      'd.md': '---\ntitle: D\npublish_at: 2026-03-29T02:30 Europe/Berlin\n---\nFour.',
      'e.md': '---\npublish_at: 2026-03-02T00:00Z\nexpires_at: 2026-03-01T00:00Z\n---\nFive.',
    });
    const { stdout, stderr } = await check(folder);
    expect(stdout.replace(/revision \w+/g, 'revision …').split('\n')).toEqual([
      'a: "a", 1 passage, revision …, expired since 2001-01-01T00:00:00Z',
      'b: "b", 1 passage, revision …, not published before 2999-07-01T07:00:00Z, supersedes a, c',
      'c: "c", 1 passage, revision …, expires at 2998-12-31T23:00:00Z',
      '3 announcements, 2 faults',
      '',
    ]);
    expect(stderr.replaceAll(folder, 'knowledge').split('\n')).toEqual([
      'knowledge/d.md:3: front matter key "publish_at": names a time that the clocks of its zone skip: choose another, or give an offset. Correct the value or remove the line.',
      'knowledge/e.md:3: the announcement expires before it is published. Correct publish_at or expires_at.',
      '',
    ]);
  });

  test('fails where there is no folder', async () => {
    const { code, stdout, stderr } = await herald(['check'], { cwd: await createFolder() });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '0 announcements, 1 fault\n',
      stderr:
        'knowledge:1: there is no such knowledge folder. Create it and put a .md or .txt file into it, or name another with --knowledge or KNOWLEDGE_DIR.\n',
    });
  });

  test('finds the folder by KNOWLEDGE_DIR, from the environment or .env', async () => {
    const cwd = await createFolder({
      '.env': 'KNOWLEDGE_DIR=from-file\n',
      'from-file/file.md': 'One.',
      'from-environment/environment.md': 'One.',
    });
    const byFile = await herald(['check'], { cwd });
    const byEnvironment = await herald(['check'], {
      cwd,
      env: { KNOWLEDGE_DIR: 'from-environment' },
    });
    expect(byFile.stdout).toMatch(/^file: /);
    expect(byEnvironment.stdout).toMatch(/^environment: /);
  });
});
