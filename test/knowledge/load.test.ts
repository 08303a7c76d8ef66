import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/knowledge/fault.js';
import { loadKnowledge } from '../../src/knowledge/load.js';
import { createFolder } from '../folder.js';

/** What a folder loads as: ids, and faults with the folder's path written as `knowledge`. */
async function load(folder: string) {
  const { announcements, faults } = await loadKnowledge(folder);
  return {
    ids: announcements.map(({ id }) => id),
    faults: faults.map((fault) => describeFault(fault).replaceAll(folder, 'knowledge')),
  };
}
const loadFiles = async (files: Readonly<Record<string, string | Uint8Array>>) =>
  load(await createFolder(files));

describe('a knowledge folder', () => {
  test('holds its .md and .txt files, in the order of their ids', async () => {
    expect(
      await loadFiles({ 'launch.md': 'One.', 'launch-party.txt': 'Two.', 'a.txt': 'Three.' }),
    ).toEqual({ ids: ['a', 'launch', 'launch-party'], faults: [] });
  });

  test('may hold other files, hidden ones and subfolders, which are passed over', async () => {
    expect(
      await loadFiles({
        'a.md': 'One.',
        'a.rehearsal.jsonl': '{}',
        'picture.png': new Uint8Array([0x89]),
        '.hidden.md': 'Two.',
        'drafts/b.md': 'Three.',
        'folder.md/c.md': 'Four.',
      }),
    ).toEqual({ ids: ['a'], faults: [] });
  });

  test('gives the same text the same revision and another text another', async () => {
    const folder = await createFolder({ 'a.md': 'One.', 'b.md': 'One.' });
    const [a, b] = (await loadKnowledge(folder)).announcements;
    expect(a?.revision).toMatch(/^[0-9a-f]{12}$/);
    expect(b?.revision).toBe(a?.revision);
    await writeFile(join(folder, 'a.md'), 'One!');
    expect((await loadKnowledge(folder)).announcements[0]?.revision).not.toBe(a?.revision);
  });
});

describe('a fault of the knowledge folder', () => {
  test('is that it does not exist', async () => {
    const folder = join(await createFolder(), 'none');
    expect(await load(folder)).toEqual({
      ids: [],
      faults: [
        'knowledge:1: there is no such knowledge folder. Create it and put a .md or .txt file into it, or name another with --knowledge or KNOWLEDGE_DIR.',
      ],
    });
  });

  test('is that it is a file', async () => {
    const folder = join(await createFolder({ 'a.md': 'One.' }), 'a.md');
    expect((await load(folder)).faults).toEqual([
      'knowledge:1: the knowledge folder cannot be read (ENOTDIR). Create it and put a .md or .txt file into it, or name another with --knowledge or KNOWLEDGE_DIR.',
    ]);
  });

  test('is that it is empty', async () => {
    expect(await loadFiles({})).toEqual({
      ids: [],
      faults: [
        'knowledge:1: the knowledge folder holds no announcement. Put a .md or .txt file into it.',
      ],
    });
  });
});

describe('a fault in one file', () => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
  const fix = 'Save it as UTF-8 (in most editors: Save As, encoding UTF-8).';

  test.each([
    [
      'no text at all',
      'empty.md',
      '',
      'knowledge/empty.md:1: no passage found. Write at least one paragraph below the headings.',
    ],
    [
      'headings only',
      'headings.md',
      '# Title\n\n## Part\n',
      'knowledge/headings.md:1: no passage found. Write at least one paragraph below the headings.',
    ],
    [
      'another encoding, with the first line that shows it',
      'latin1.txt',
      new Uint8Array(Buffer.from('One.\nTwo.\nCaf\u00e9.\nNa\u00efve.', 'latin1')),
      `knowledge/latin1.txt:3: the file is not UTF-8 here. ${fix}`,
    ],
    [
      'UTF-16 with a byte order mark',
      'utf16.txt',
      utf16('\uFEFFOne.\nTwo.'),
      `knowledge/utf16.txt:1: the file is not UTF-8 here. ${fix}`,
    ],
    [
      'UTF-16 without one',
      'utf16.md',
      utf16('One.\nTwo.'),
      `knowledge/utf16.md:1: the file holds a NUL character here, so it is not text in UTF-8. ${fix}`,
    ],
    [
      'more than 5 MB',
      'large.txt',
      'x'.repeat(5_000_001),
      'knowledge/large.txt:1: the file has 5000001 bytes, more than 5000000. Split it into several announcements.',
    ],
    [
      'quotations in quotations without end',
      'deep.md',
      `${'> '.repeat(20_000)}One.`,
      'knowledge/deep.md:1: the text is nested too deeply to be read. Remove the nesting of its lists and quotations.',
    ],
    [
      'front matter that is wrong',
      'wrong.md',
      '---\ntitel: A\n---\nOne.',
      'knowledge/wrong.md:2: unknown front matter key "titel". Remove it or use one of: title, source, url, published, language, kind, supersedes, publish_at, expires_at, publish, min_p1, min_p3, max_wrong_refusals, max_wrong_answers, aliases.',
    ],
  ])('is %s; it takes no other file down', async (_, name, content, expected) => {
    expect(await loadFiles({ [name]: content, 'good.md': 'One.' })).toEqual({
      ids: ['good'],
      faults: [expected],
    });
  });

  test('is an id that another file has, whatever its capitals', async () => {
    expect(await loadFiles({ 'LAUNCH.md': 'One.', 'launch.txt': 'Two.' })).toEqual({
      ids: ['LAUNCH'],
      faults: [
        'knowledge/launch.txt:1: the id "launch" is taken by LAUNCH.md. Rename one of the two files.',
      ],
    });
  });

  test('is a link that leads out of the folder, or nowhere', async () => {
    const outside = await createFolder({ 'secret.md': 'Secret.' });
    const folder = await createFolder({ 'a.md': 'One.' });
    await symlink(join(outside, 'secret.md'), join(folder, 'out.md'));
    await symlink(`../${basename(outside)}/secret.md`, join(folder, 'relative.md'));
    await symlink('nothing.md', join(folder, 'dangling.md'));
    await symlink('a.md', join(folder, 'within.md'));
    const leaves =
      'the file is a link that leads out of the knowledge folder. Put the file itself into the folder.';
    expect(await load(folder)).toEqual({
      ids: ['a', 'within'],
      faults: [
        'knowledge/dangling.md:1: the file cannot be read (ENOENT). Check that it exists and that Herald may read it.',
        `knowledge/out.md:1: ${leaves}`,
        `knowledge/relative.md:1: ${leaves}`,
      ],
    });
  });

  test.skipIf(process.platform === 'win32')(
    'is something that is no file and would be waited for',
    async () => {
      const folder = await createFolder({ 'a.md': 'One.' });
      execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
      expect(await load(folder)).toEqual({
        ids: ['a'],
        faults: ['knowledge/pipe.txt:1: this is not a file. Remove it or put a file in its place.'],
      });
    },
  );
});
