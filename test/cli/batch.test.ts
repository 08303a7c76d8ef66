import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { finish, herald, SHIPPED, startHerald } from './herald.js';

const BATCH = ['ask', '--batch', '--knowledge', SHIPPED];
const parseLines = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('herald ask --batch', () => {
  test('answers one a line, in order, and goes on after a bad line', async () => {
    const stdin = [
      '{"id": 1, "question": "Who are the rivals?"}',
      'not JSON',
      '',
      '{"id": "b"}',
      '{"question": "Who?"}',
      '[1]',
      '{"id": "c", "question": 7}',
      '{"id": "d", "question": "Azure?", "announcement": "none"}',
      '{"id": "é👍", "question": "hi", "announcement": "openai-microsoft-next-phase", "more": 1}',
      '{"id": 2, "question": ""}',
    ].join('\r\n');
    const { code, stdout, stderr } = await herald(BATCH, { stdin });
    const lines = parseLines(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(lines[0] ?? {})).toEqual([
      ...['id', 'question', 'outcome', 'excerpts', 'missing', 'elapsedMs'],
    ]);
    expect(lines).toEqual([
      expect.objectContaining({ id: 1, question: 'Who are the rivals?', outcome: 'answer' }),
      { id: null, error: expect.stringMatching(/^line 2: not JSON: /) },
      {
        id: 'b',
        error: expect.stringMatching(/^line 4: question: .*; write \{"id": …, "question": "…"\}$/),
      },
      { id: null, error: expect.stringMatching(/^line 5: id: /) },
      { id: null, error: expect.stringMatching(/^line 6: id: /) },
      { id: 'c', error: expect.stringMatching(/^line 7: question: /) },
      {
        id: 'd',
        error: 'line 8: there is no announcement "none"; there are: openai-microsoft-next-phase',
      },
      expect.objectContaining({ id: 'é👍', question: 'hi', outcome: 'small-talk', excerpts: [] }),
      expect.objectContaining({ id: 2, question: '', outcome: 'empty' }),
    ]);
  });

  test('writes an answer before it is given the next question', async () => {
    const child = startHerald(BATCH);
    const finished = finish(child);
    const lines = createInterface({ input: child.stdout });
    for (const id of ['first', 'second']) {
      const answered = once(lines, 'line');
      child.stdin.write(`${JSON.stringify({ id, question: 'Who are the rivals?' })}\n`);
      const [line] = await answered;
      expect(JSON.parse(line)).toMatchObject({ id, question: 'Who are the rivals?' });
    }
    child.stdin.end();
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
  });

  test('keeps every question as it was asked, whatever is in it', async () => {
    const questions = ['a\u2028b', 'a\u0085b', '\ud800', '\0', 'x'.repeat(100_000), '"\\\n\r\t'];
    const stdin = questions.map((question, id) => `${JSON.stringify({ id, question })}\n`).join('');
    const { code, stdout } = await herald(BATCH, { stdin });
    expect(code).toBe(0);
    expect(parseLines(stdout).map(({ question }) => question)).toEqual(questions);
  });

  test('gives each question the same answer as herald ask --json', async () => {
    const question = 'How much money has Microsoft put into OpenAI?';
    const [single, batch] = await Promise.all([
      herald(['ask', '--json', '-k', SHIPPED, question]),
      herald(BATCH, { stdin: JSON.stringify({ id: 1, question }) }),
    ]);
    const untimed = ({ elapsedMs, id, ...rest }: Record<string, unknown>) => rest;
    expect(parseLines(batch.stdout).map(untimed)).toEqual(parseLines(single.stdout).map(untimed));
  });

  test('asks the announcement of the line, or the one named for all', async () => {
    const folder = await createFolder({
      'may.md': 'The fair is in May.',
      'june.md': 'It is in June.',
    });
    const question = 'When is the fair?';
    const stdin = [
      { id: 1, question },
      { id: 2, question, announcement: 'may' },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n');
    const { stdout } = await herald(['ask', '--batch', '-k', folder, '-a', 'june'], { stdin });
    expect(parseLines(stdout)).toMatchObject([
      { id: 1, excerpts: [{ announcement: 'june' }] },
      { id: 2, excerpts: [{ announcement: 'may' }] },
    ]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends at once on %s', async (signal) => {
    const child = startHerald(BATCH);
    const finished = finish(child);
    child.stdin.write('{"id": 1, "question": "hi"}\n');
    await once(child.stdout, 'data');
    child.kill(signal);
    await finished;
    expect(child.signalCode).toBe(signal);
  });

  test('ends without a word when nobody reads on', async () => {
    const child = startHerald(BATCH);
    const ended = once(child, 'exit');
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdout.once('data', () => child.stdout.destroy());
    const line = `${JSON.stringify({ id: 1, question: 'Who are the rivals?' })}\n`;
    child.stdin.end(line.repeat(200));
    expect(await ended).toEqual([0, null]);
    expect(stderr).toBe('');
  });
});
