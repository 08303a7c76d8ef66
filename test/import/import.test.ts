import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.js';
import { herald } from '../cli/herald.js';
import { createFolder } from '../folder.js';
import { runImport } from './import.js';

const corpus = (name: string) => fileURLToPath(new URL(`corpus/${name}`, import.meta.url));

const NOTICE = 'Notice\n\nThe pool is closed on Monday because of the repairs.\n';

describe('herald import', () => {
  test('writes an announcement and shows its passages and what was left out', async () => {
    const from = corpus('hugo.md');
    const { code, stdout, stderr, files, folder } = await runImport([from, '--name', 'water']);
    expect({ code, stderr, files }).toEqual({ code: 0, stderr: '', files: ['water.md'] });
    expect(stdout).toBe(
      [
        `water: "Water supply on 5 May", 2 passages from ${from}`,
        '',
        '  (no section)',
        '  ¶ 1  The water is turned off in Mill Lane on 5 May from 9 to 13.',
        '',
        '  Why',
        '  ¶ 2  A valve from 1974 is replaced. Please fill a bucket the evening before.',
        '',
        '  Left out',
        '  - front matter: draft: false',
        '',
        'wrote knowledge/water.md',
        '',
      ].join('\n'),
    );
    expect(await readFile(join(folder, 'water.md'), 'utf8')).toBe(
      [
        '---',
        'title: Water supply on 5 May',
        'published: 2026-05-02',
        '---',
        '',
        '# Water supply on 5 May',
        '',
        'The water is turned off in Mill Lane on 5 May from 9 to 13.',
        '',
        '## Why',
        '',
        'A valve from 1974 is replaced. Please fill a bucket the evening before.',
        '',
      ].join('\n'),
    );
  });

  test('takes many documents at once, each of which loads without a fault', async () => {
    const names = ['news.html', 'two-columns.pdf', 'minutes.docx', 'everything.md', 'wrapped.txt'];
    const { code, stderr, folder } = await runImport(names.map(corpus));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { announcements, faults } = await loadKnowledge(folder);
    expect(faults).toEqual([]);
    expect(announcements.map(({ id, title, passages }) => [id, title, passages.length])).toEqual([
      ['everything', 'Release notes of Kestrel 2.4', 19],
      ['minutes', 'Minutes of the housing board', 15],
      ['news', 'City opens tram line to the harbour', 6],
      ['two-columns', 'A charter for the river', 6],
      ['wrapped', 'TO ALL MEMBERS OF THE CHOIR', 7],
    ]);
  });

  test('goes on with the others when one is refused, and fails', async () => {
    const { code, stdout, stderr, files } = await runImport(['gone.pdf', corpus('hugo.md')]);
    expect({ code, files }).toEqual({ code: 1, files: ['hugo.md'] });
    expect(stderr).toBe(
      'herald import: gone.pdf: there is no such file. Check the path, and that you may read it.\n',
    );
    expect(stdout).toMatch(/wrote knowledge\/hugo\.md\n$/);
  });

  test('reads standard input, and names the announcement by its title', async () => {
    const { code, stdout, files } = await runImport(['-'], { stdin: NOTICE });
    expect({ code, files }).toEqual({ code: 0, files: ['notice.md'] });
    expect(stdout).toMatch(/^notice: "Notice", 1 passage from -\n/);
  });

  test('writes nothing with --dry-run', async () => {
    const { code, stdout, files } = await runImport(['--dry-run', '-'], { stdin: NOTICE });
    expect({ code, files }).toEqual({ code: 0, files: [] });
    expect(stdout).toMatch(/\nwould write knowledge\/notice\.md\n$/);
  });

  test('does not replace a file unasked', async () => {
    const knowledge = { 'notice.md': 'As it was.\n' };
    const { code, stderr, files, folder } = await runImport(['-'], { stdin: NOTICE, knowledge });
    expect({ code, files }).toEqual({ code: 1, files: ['notice.md'] });
    expect(stderr).toBe(
      'herald import: -: knowledge/notice.md exists. Replace it with --yes, or give another name with --name.\n',
    );
    expect(await readFile(join(folder, 'notice.md'), 'utf8')).toBe('As it was.\n');
  });

  test('replaces a file with --yes, and keeps the front matter that was added to it', async () => {
    const knowledge = {
      'notice.md': '---\ntitle: Old\nkind: notice\naliases:\n  pool: [baths]\n---\n\nAs it was.\n',
    };
    const { code, stdout, files, folder } = await runImport(['--yes', '-'], {
      stdin: NOTICE,
      knowledge,
    });
    expect({ code, files }).toEqual({ code: 0, files: ['notice.md'] });
    expect(stdout).toMatch(/\nreplaced knowledge\/notice\.md\n$/);
    expect(await readFile(join(folder, 'notice.md'), 'utf8')).toBe(
      '---\ntitle: Notice\nkind: notice\naliases:\n  pool:\n    - baths\n---\n\n# Notice\n\nThe pool is closed on Monday because of the repairs.\n',
    );
    const { announcements, faults } = await loadKnowledge(folder);
    expect(faults).toEqual([]);
    expect(announcements[0]?.aliases).toEqual(new Map([['pool', ['baths']]]));
  });

  test.each(['../notice', 'a/b', '..', '.hidden', 'a\\b', '', 'x'.repeat(81), 'a\nb'])(
    'refuses the name %j',
    async (name) => {
      const { code, stdout, stderr, files } = await runImport(['-', '--name', name], {
        stdin: NOTICE,
      });
      expect({ code, stdout, files }).toEqual({ code: 1, stdout: '', files: [] });
      expect(stderr).toContain('cannot be the name of an announcement. Use at most 80 letters');
    },
  );

  test('refuses a name that differs from a file’s only in case or extension', async () => {
    const knowledge = { 'Notice.txt': 'As it was.\n' };
    const { code, stderr, files } = await runImport(['--yes', '-'], { stdin: NOTICE, knowledge });
    expect({ code, files }).toEqual({ code: 1, files: ['Notice.txt'] });
    expect(stderr).toBe(
      'herald import: -: the id "notice" is taken by knowledge/Notice.txt. Give another with --name, or remove that file.\n',
    );
  });

  test('does not write through a link', async () => {
    const outside = await createFolder({ 'secret.md': 'Untouched.\n' });
    const folder = await createFolder();
    await symlink(join(outside, 'secret.md'), join(folder, 'notice.md'));
    const { code, stderr } = await herald(['import', '--yes', '-k', folder, '-'], {
      stdin: NOTICE,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/notice\.md is a link, which an import does not replace\. Remove it/);
    expect(await readFile(join(outside, 'secret.md'), 'utf8')).toBe('Untouched.\n');
  });

  test('refuses addresses that are not public, and says how to allow them', async () => {
    const { code, stderr, files } = await runImport(['http://127.0.0.1:9/page']);
    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(stderr).toBe(
      'herald import: http://127.0.0.1:9/page: the host 127.0.0.1 is at 127.0.0.1, an address that is not public. Give a public address, or allow this one with --allow-private if you trust it.\n',
    );
  });

  test('refuses a folder in the place of a file', async () => {
    const folder = await createFolder();
    const { code, stderr } = await runImport([folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/: it is not a file\. Name a file, an address, or -\.\n$/);
  });

  test('takes one name for one document only', async () => {
    const { code, stderr } = await runImport(['a.md', 'b.md', '--name', 'c']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'herald import: --name names one announcement; import the documents one at a time.\n',
    );
  });

  test('makes the knowledge folder where there is none yet', async () => {
    const cwd = await createFolder({ 'notice.txt': NOTICE });
    const { code, stdout } = await herald(['import', 'notice.txt'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nwrote knowledge\/notice\.md\n$/);
    const asked = await herald(['ask', 'When is the pool closed?'], { cwd });
    expect(asked.stdout).toContain('The pool is closed on Monday because of the repairs.');
  });

  test('an import imported again is the same', async () => {
    const { folder } = await runImport([corpus('everything.md')]);
    const first = await readFile(join(folder, 'everything.md'), 'utf8');
    const again = await runImport([join(folder, 'everything.md')]);
    expect(await readFile(join(again.folder, 'everything.md'), 'utf8')).toBe(first);
  });
});
