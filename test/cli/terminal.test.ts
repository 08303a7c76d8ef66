import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { SHIPPED } from './herald.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** util-linux's script gives a program a terminal; macOS has another of that name. */
const hasTerminal =
  process.platform === 'linux' &&
  spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0;

/** Types each answer once its prompt is there; everything that was shown. */
async function converse(
  args: string,
  env: Readonly<Record<string, string>>,
  answers: readonly (readonly [prompt: string, answer: string])[],
): Promise<string> {
  const child = spawn('script', ['-qec', `"${process.execPath}" "${MAIN}" ${args}`, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'dumb', KNOWLEDGE_DIR: SHIPPED, ...env },
  });
  let shown = '';
  let seen = 0;
  const waiting = [...answers];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
    const [next] = waiting;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (next === undefined || at < 0) return;
    seen = at + next[0].length;
    waiting.shift();
    child.stdin.write(`${next[1]}\n`);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, waiting }).toEqual({ code: 0, waiting: [] });
  return shown.replaceAll('\r\n', '\n');
}

function inTerminal(args: string, env: Readonly<Record<string, string>>, typed = ''): string {
  const command = `"${process.execPath}" "${MAIN}" ${args}`;
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
    env: {
      PATH: process.env.PATH,
      TERM: 'xterm',
      KNOWLEDGE_DIR: SHIPPED,
      LOG_LEVEL: 'silent',
      ...env,
    },
    input: typed,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.replaceAll('\r\n', '\n');
}

describe.skipIf(!hasTerminal)('on a terminal', () => {
  const ask = 'ask "Who are the rivals?"';

  test('an answer is in colour, unless NO_COLOR is set or the terminal cannot', () => {
    const colored = inTerminal(ask, {});
    expect(colored).toContain('\u001b[1m');
    expect(colored).toContain('\u001b[2m');
    expect(inTerminal(ask, { NO_COLOR: '1' })).not.toContain('\u001b');
    expect(inTerminal(ask, { TERM: 'dumb' })).not.toContain('\u001b');
  });

  test('an import asks before it replaces a file', async () => {
    const folder = await createFolder({
      'notice.md': 'As it was.\n',
      'new/notice.txt': 'As it is.\n',
    });
    const answered = (typed: string) =>
      inTerminal(`import -k "${folder}" "${folder}/new/notice.txt"`, { NO_COLOR: '1' }, typed);
    expect(answered('n\n')).toMatch(
      /Replace .*notice\.md\? \[y\/N\] [\s\S]*kept .*notice\.md as it was\n$/,
    );
    expect(await readFile(`${folder}/notice.md`, 'utf8')).toBe('As it was.\n');
    expect(answered('y\n')).toMatch(/replaced .*notice\.md\n$/);
    expect(await readFile(`${folder}/notice.md`, 'utf8')).toBe('As it is.\n');
  });

  test('teaching asks step by step, and nothing is learned without a yes', async () => {
    const env = { DATA_DIR: await createFolder() };
    const steps = (yes: string) =>
      [
        ['empty leaves): ', 'who catered the signing party'],
        ['(empty leaves): ', 's'],
        ['The statement: ', 'Nobody did.'],
        ['Who answers for it: ', 'The press office'],
        ['Teach this to everybody at once? [y/N] ', yes],
      ] as const;
    const list = () => inTerminal('teach list', env);
    expect(await converse('teach', env, steps(''))).toContain('“who catered the signing party”\n');
    expect(list()).toBe('Nothing is taught.\n');
    await converse('teach', env, steps('y'));
    expect(list()).toContain(
      '“who catered the signing party” -> statement of The press office: Nobody did.',
    );
  });

  test('herald alone opens a chat and leaves it at quit', () => {
    const shown = inTerminal('', { NO_COLOR: '1' }, 'thanks\nquit\n');
    expect(shown).toContain('OpenAI and Microsoft enter the next phase of their partnership\n');
    expect(shown).toContain('Try:\n  1  ');
    expect(shown).toContain('You are welcome.\n');
  });
});
