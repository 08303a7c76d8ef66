import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { herald, SHIPPED } from './herald.js';

const TITLE = 'OpenAI and Microsoft enter the next phase of their partnership';
const RIVALS = `Competitors are speeding up as well: Google is advancing Gemini, Anthropic is moving ahead with Claude, and Meta keeps putting large sums into open models and intelligent agents. The contest is no longer only about the better model; it is also about who controls the infrastructure and the ecosystems in which AI platforms will run.`;
const ask = (...args: readonly string[]) => herald(['ask', '--knowledge', SHIPPED, ...args]);

describe('herald ask', () => {
  test('prints the passage that answers, and where it stands', async () => {
    const { code, stdout, stderr } = await ask('--limit', '1', 'Who are the rivals?');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, -2)).toEqual([
      'The announcement says:',
      '',
      `│ ${RIVALS}`,
      `${TITLE} · The rivals · ¶ 14`,
      '',
    ]);
    expect(stdout).toMatch(/\n"more" shows \d+ further\n$/);
  });

  test('takes unquoted words for one question', async () => {
    const [quoted, unquoted] = await Promise.all([
      ask('who are the rivals'),
      ask('who', 'are', 'the', 'rivals'),
    ]);
    expect(unquoted).toEqual(quoted);
  });

  test('asks what is not yet published only with --preview', async () => {
    const folder = await createFolder({
      'a.md': '---\npublish_at: 2999-01-01T00:00Z\n---\nThe launch is in May.',
    });
    const asked = ['ask', '-k', folder, 'When is the launch?'];
    expect(await herald(asked)).toEqual({
      code: 0,
      stdout: 'There is no announcement to ask about at present.\n',
      stderr: '',
    });
    expect((await herald([...asked, '--preview'])).stdout).toContain('│ The launch is in May.');
  });

  test('prints one JSON object with --json', async () => {
    const { code, stdout, stderr } = await ask('--json', '--limit', '2', 'Who are the rivals?');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const answer = JSON.parse(stdout);
    expect(answer).toEqual({
      question: 'Who are the rivals?',
      outcome: 'answer',
      excerpts: [expect.anything(), expect.anything()],
      missing: [],
      elapsedMs: expect.any(Number),
    });
    expect(Object.keys(answer)).toEqual([
      'question',
      'outcome',
      'excerpts',
      'missing',
      'elapsedMs',
    ]);
    expect(answer.excerpts[0]).toEqual({
      announcement: 'openai-microsoft-next-phase',
      title: TITLE,
      passage: 14,
      section: 'The rivals',
      text: RIVALS,
      start: 3561,
      end: 3893,
      highlights: [[expect.any(Number), expect.any(Number)]],
      score: expect.any(Number),
    });
  });

  test('shows as many excerpts as --limit says', async () => {
    const count = (stdout: string) => JSON.parse(stdout).excerpts.length;
    const one = await ask('--json', '--limit', '1', 'Who are the rivals?');
    const five = await ask('--json', '-l', '5', 'Who are the rivals?');
    expect([count(one.stdout), count(five.stdout)]).toEqual([1, 5]);
  });

  test('asks the announcement that was named', async () => {
    const folder = await createFolder({
      'may.md': 'The fair is in May.',
      'june.md': 'It is in June.',
    });
    const args = ['ask', '--knowledge', folder, '--json', 'When is the fair?', '-a'];
    const june = await herald([...args, 'june']);
    expect(JSON.parse(june.stdout).excerpts).toMatchObject([{ announcement: 'june' }]);
    expect(await herald([...args, 'july'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'herald ask: there is no announcement "july"; there are: june, may\n',
    });
  });

  test('answers from the good files and reports the bad one', async () => {
    const folder = await createFolder({ 'a.md': 'The fair is in May.', 'b.md': '# Only a title' });
    const { code, stdout, stderr } = await herald(['ask', '-k', folder, '--json', 'the fair']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).excerpts).toMatchObject([{ text: 'The fair is in May.' }]);
    expect(stderr).toBe(
      `${folder}/b.md:1: no passage found. Write at least one paragraph below the headings.\n`,
    );
  });

  test('fails where nothing can be asked', async () => {
    const folder = await createFolder();
    expect(await herald(['ask', '-k', folder, 'the fair'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${folder}:1: the knowledge folder holds no announcement. Put a .md or .txt file into it.\n`,
    });
  });
});
