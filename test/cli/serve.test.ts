import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createFolder } from '../folder.js';
import { finish, herald, SHIPPED, startHerald } from './herald.js';

const QUESTIONS = 'thanks\nWho are the rivals?\nbye\n';
const knowledge = { KNOWLEDGE_DIR: SHIPPED };

describe('herald serve without a platform', () => {
  test('answers each line of piped input and ends with it', async () => {
    const { code, stdout, stderr } = await herald(['serve'], { stdin: QUESTIONS, env: knowledge });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^You are welcome\.\n\nThe announcement says:\n\n│ Competitors are .*\n.* · The rivals · ¶ 14\n(?:.*\n)*\nGoodbye\.\n\n$/,
    );
    expect(stdout).not.toContain('\u001b');
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ level: 30, adapter: 'terminal', msg: 'ready' }]);
  });

  test('is what herald does when it is not told what to do', async () => {
    const { code, stdout } = await herald([], { stdin: 'thanks\n', env: knowledge });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'You are welcome.\n\n' });
  });

  test('logs nothing at LOG_LEVEL silent', async () => {
    const env = { ...knowledge, LOG_LEVEL: 'silent' };
    expect(await herald(['serve'], { stdin: 'thanks\n', env })).toEqual({
      code: 0,
      stdout: 'You are welcome.\n\n',
      stderr: '',
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async (signal) => {
    const child = startHerald(['serve', '--knowledge', SHIPPED]);
    const finished = finish(child);
    await once(child.stderr, 'data');
    child.kill(signal);
    expect(await finished).toMatchObject({ code: 0, stdout: '' });
  });

  test('reads its files again on SIGHUP', async () => {
    const folder = await createFolder({ 'a.md': 'The launch is in May.' });
    const child = startHerald(['serve', '--knowledge', folder]);
    child.stdin.write('When is the launch?\n');
    let heard = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    await vi.waitFor(() => expect(heard).toContain('May'), 5_000);
    await writeFile(join(folder, 'a.md'), 'The launch is in June.');
    child.kill('SIGHUP');
    await vi.waitFor(() => {
      child.stdin.write('When is the launch?\n');
      expect(heard).toContain('June');
    }, 5_000);
  });

  test('fails where nothing can be asked', async () => {
    const folder = await createFolder({ 'a.md': '# Only a title' });
    expect(await herald(['serve', '-k', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${folder}/a.md:1: no passage found. Write at least one paragraph below the headings.\n`,
    });
  });
});
