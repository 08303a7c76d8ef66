import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLoop } from '../../src/loop/create-loop.js';
import { openPseudonyms } from '../../src/loop/pseudonyms.js';
import { openStore } from '../../src/store/open.js';
import { shipped } from '../bot/shipped-bot.js';
import { createFolder } from '../folder.js';
import { herald, SHIPPED } from './herald.js';

const UNCOVERED = 'Who catered the signing party?';
const RIVALS = 'Who are the rivals?';
const FORMULA = '=HYPERLINK("http://x.example") catering?';
const ANA = { platform: 'slack', user: 'U0ANA', place: 'slack T1 C1' };
const BEN = { platform: 'discord', user: '42', place: 'discord G1 9' };
const ID = 'openai-microsoft-next-phase';

/** A folder in which questions were asked; `run` runs a subcommand beside it. */
async function asked() {
  const data = await createFolder();
  const store = await openStore({ dataDir: data });
  const fail = (error: unknown) => {
    throw error;
  };
  const pseudonyms = await openPseudonyms({}, store, fail);
  const loop = createLoop({ bot: shipped.bot, store, pseudonyms, onFault: fail });
  const rivals = await loop.ask({ text: RIVALS }, ANA);
  await loop.feedback(rivals.id, { helpful: false, reason: 'which year?' }, ANA);
  await loop.ask({ text: 'how much has microsoft invested' }, ANA);
  await loop.ask({ text: UNCOVERED }, ANA);
  await loop.ask({ text: 'who catered the signing party' }, BEN);
  await loop.ask({ text: FORMULA }, BEN);
  await loop.ask({ text: '<script>alert(1)</script> lunch?' }, BEN);
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.stop();
  pseudonyms.close();
  await store.close();
  return {
    data,
    run: (...args: readonly string[]) =>
      herald(args, { env: { DATA_DIR: data, KNOWLEDGE_DIR: SHIPPED } }),
  };
}

describe('herald report', () => {
  test('shows in tables what was not covered first', async () => {
    const { run } = await asked();
    const { code, stdout, stderr } = await run('report');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '6 questions by 2 people',
      expect.stringMatching(
        /^\d answered, \d with the closest passages, \d not in the announcement$/,
      ),
      '0 helpful, 1 not helpful',
    ]);
    expect(lines.slice(4, 6)).toEqual(['Not in the announcement', `     2  ${UNCOVERED}`]);
    const titles = [
      'Not helpful',
      'Answered, by passage',
      'Never shown',
      'By channel',
      'By hour since publication',
    ];
    expect(lines.filter((line) => titles.includes(line))).toEqual(titles);
    expect(stdout).toContain('  slack T1 C1   ████████████████████████████████████████ 3\n');
  });

  test('is one object, CSV that no spreadsheet runs, or one page that fetches and runs nothing', async () => {
    const { run } = await asked();
    const [json, csv, html] = await Promise.all(
      ['--json', '--csv', '--html'].map(async (as) => (await run('report', as)).stdout),
    );
    expect(JSON.parse(json ?? '')).toMatchObject({ questions: 6, people: 2, notHelpful: 1 });
    expect(csv?.split('\r\n')[0]).toBe(
      'count,outcome,now,helpful,not helpful,question,announcement,passage,other wordings',
    );
    expect(csv).toContain(`"'=HYPERLINK(""http://x.example"") catering?"`);
    expect(html).toContain(`<td>${UNCOVERED}`);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; lunch?');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|<img|<link|src=|href=|url\(/);
  });

  test('is of a time, an announcement or a channel, and refuses a time that is none', async () => {
    const { run } = await asked();
    const count = async (...options: readonly string[]) =>
      JSON.parse((await run('report', '--json', ...options)).stdout).questions;
    expect(await count('--channel', 'C1')).toBe(3);
    expect(await count('--since', '1h', '--announcement', ID)).toBeGreaterThan(0);
    expect(await count('--since', '2999-01-01')).toBe(0);
    expect(await run('report', '--since', 'yesterday')).toMatchObject({ code: 2 });
  });
});

describe('herald teach', () => {
  test('teaches a passage, lists it, says who did it, and takes it back', async () => {
    const { run } = await asked();
    const taught = await run('teach', '--question', UNCOVERED, '--passage', '9');
    expect(taught).toMatchObject({ code: 0, stderr: '' });
    const id = /undo (\w+)/.exec(taught.stdout)?.[1] ?? '';
    const what = `“${UNCOVERED}” -> ¶ 9 of ${ID}`;
    expect(taught.stdout).toContain(`Taught: ${what}\n`);
    expect((await run('teach', 'list')).stdout).toMatch(
      new RegExp(`^${id}  \\d{4}-\\d\\d-\\d\\d  terminal:\\S+  “Who catered`),
    );
    expect((await run('report', '--json')).stdout).toContain('"now":"answer"');
    expect(await run('teach', 'undo', id)).toMatchObject({
      code: 0,
      stdout: `Taken back: ${id}\n`,
    });
    expect((await run('teach', 'list')).stdout).toBe('Nothing is taught.\n');
    const audit = (await run('teach', 'audit')).stdout.trimEnd().split('\n');
    expect(audit.map((line) => line.replace(/^\S+ {2}\S+ {2}/, ''))).toEqual([
      `taught  ${id}  ${what}`,
      `took back  ${id}  ${what}`,
    ]);
    expect(await run('teach', 'undo', id)).toMatchObject({ code: 1 });
  });

  test('teaches statements and aliases', async () => {
    const { run } = await asked();
    expect(
      await run(
        'teach',
        '--question',
        UNCOVERED,
        '--statement',
        'Nobody.',
        '--approver',
        'Press office',
      ),
    ).toMatchObject({ code: 0 });
    expect(await run('teach', '--alias', 'Redmond', '--for', 'Microsoft')).toMatchObject({
      code: 0,
    });
    expect((await run('teach', 'list')).stdout.replace(/^\S+ {2}\S+ {2}\S+ {2}/gm, '')).toBe(
      `“${UNCOVERED}” -> statement of Press office: Nobody.\n“Redmond” is “Microsoft”\n`,
    );
  });

  test.each([
    [[], 'say what to teach: --question with'],
    [['--question', 'x'], '--passage or --statement is missing.'],
    [['--passage', '1'], '--question is missing.'],
    [['--alias', 'x'], '--alias needs --for'],
    [['--question', 'x', '--statement', 'y'], '--approver is missing'],
  ])('says what is missing of %j', async (options, message) => {
    const { run } = await asked();
    const { code, stderr } = await run('teach', ...options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('herald privacy', () => {
  test('says what is kept', async () => {
    const { run, data } = await asked();
    const { code, stdout } = await run('privacy');
    expect(code).toBe(0);
    expect(stdout).toContain(
      `Kept in ${data}, and nowhere else:\n  questions   6, 6 of them with their text.`,
    );
    expect(stdout).toContain('  people      2, each as an HMAC-SHA256 of their id');
  });

  test('hands out what is kept of somebody, and forgets them', async () => {
    const { run } = await asked();
    const kept = JSON.parse((await run('privacy', 'export', 'slack:U0ANA')).stdout);
    expect(kept.questions).toHaveLength(3);
    expect(kept.following).toEqual([{ text: UNCOVERED }]);
    expect(await run('privacy', 'forget', 'slack:U0ANA')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('privacy', 'export', 'slack:U0ANA')).stdout)).toMatchObject({
      questions: [],
      feedback: [],
      following: [],
    });
    expect(JSON.parse((await run('report', '--json')).stdout).questions).toBe(6);
    expect(await run('privacy', 'forget', 'Ana')).toMatchObject({ code: 2 });
  });

  test('leaves no trace of whom it forgets in any file', async () => {
    const { run, data } = await asked();
    const everything = async () => {
      const names = await readdir(data, { recursive: true, withFileTypes: true });
      const files = names.filter((entry) => entry.isFile());
      return Promise.all(
        files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
      );
    };
    const traces = ['U0ANA', 'D0ANA', UNCOVERED, 'which year?', RIVALS];
    const before = (await everything()).join('');
    expect(traces.filter((trace) => before.includes(trace))).toEqual(traces);
    await run('privacy', 'forget', 'slack:U0ANA');
    const after = (await everything()).join('');
    expect(traces.filter((trace) => after.includes(trace))).toEqual([]);
    expect(after).toContain('who catered the signing party');
  });

  test('changes the key: nobody is linked to before, but whoever waits still does', async () => {
    const { run } = await asked();
    expect(await run('privacy', 'rotate')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('privacy', 'export', 'slack:U0ANA')).stdout)).toMatchObject({
      questions: [],
      following: [{ text: UNCOVERED }],
    });
  });
});
