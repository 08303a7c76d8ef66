import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import { herald, SHIPPED } from './herald.js';

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

describe('herald', () => {
  test('lists its subcommands with --help', async () => {
    const { code, stdout, stderr } = await herald(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: herald [options] [command]');
    for (const command of ['serve', 'ask', 'check', 'eval']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} .*\\S`, 'm'));
    }
  });

  test('explains the options of a subcommand', async () => {
    const { code, stdout } = await herald(['ask', '--help']);
    expect(code).toBe(0);
    for (const option of ['--json', '--batch', '--limit <n>', '--announcement <id>', '--knowledge'])
      expect(stdout).toContain(option);
  });

  test.each(['--version', '-V'])('prints its version with %s', async (option) => {
    expect(await herald([option])).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  test.each([
    [['nope'], "error: unknown command 'nope'\nRun herald --help for usage.\n"],
    [['ask', '--nope'], "error: unknown option '--nope'\nRun herald --help for usage.\n"],
    [
      ['ask', '--limit', '0', 'hi'],
      "error: option '-l, --limit <n>' argument '0' is invalid. Give a whole number from 1.\nRun herald --help for usage.\n",
    ],
    [
      ['ask', '--limit', '1.5', 'hi'],
      "error: option '-l, --limit <n>' argument '1.5' is invalid. Give a whole number.\nRun herald --help for usage.\n",
    ],
    [['ask'], 'herald ask: what is the question? For example: herald ask "What was announced?"\n'],
  ])('refuses %j with exit code 2', async (args, stderr) => {
    expect(await herald(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('reports every fault of the configuration at once, before anything starts', async () => {
    const cwd = await createFolder({ '.env': 'LOG_LEVEL=loud\nDISCORD_API_URL=nowhere\n' });
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', ANSWER_THRESHOLD: '2' };
    const stderr = [
      'SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set. Create an app-level token with connections:write, or set SLACK_SIGNING_SECRET for requests over HTTP, or empty SLACK_BOT_TOKEN.',
      'DISCORD_API_URL "nowhere" is not a web address. Write it out, as http://127.0.0.1:8080/api/, or leave it empty.',
      'ANSWER_THRESHOLD "2" is not a number from 0 to 1. Leave it empty for the default, 0.35.',
      'LOG_LEVEL "loud" is no level. Use one of: debug, info, warn, error, silent; or leave it empty for info.',
      '',
    ].join('\n');
    const expected = { code: 2, stdout: '', stderr };
    expect(await herald(['serve', '-k', SHIPPED], { cwd, env })).toEqual(expected);
    expect(await herald(['ask', '-k', SHIPPED, 'hi'], { cwd, env })).toEqual(expected);
  });
});
