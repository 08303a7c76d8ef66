import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerCommands } from '../../src/adapters/discord/register.js';
import { doctorCommand } from '../../src/cli/doctor.js';
import { readConfig } from '../../src/config.js';
import { type DiscordServer, startDiscordServer } from '../servers/discord/server.js';
import { type SlackServer, startSlackServer } from '../servers/slack/server.js';

let slack: SlackServer;
let discord: DiscordServer;
beforeAll(async () => {
  slack = await startSlackServer();
  discord = await startDiscordServer();
});
afterAll(() => Promise.all([slack.close(), discord.close()]));

async function examine(env: Readonly<Record<string, string>>) {
  const result = readConfig(env);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const stdout = new PassThrough();
  const code = await doctorCommand(
    {},
    {
      stdin: new PassThrough(),
      stdout,
      stderr: stdout,
      program: '',
      pid: 1,
      residentBytes: () => 0,
      color: false,
      config: () => result.config,
      onReload: () => undefined,
      stopped: () => new Promise<void>(() => undefined),
    },
  );
  stdout.end();
  return { code, lines: (await text(stdout)).split('\n') };
}

const KNOWLEDGE = 'ok     Announcement openai-microsoft-next-phase: 16 passages.';

describe('herald doctor', () => {
  test('is content without a platform', async () => {
    expect(await examine({})).toEqual({
      code: 0,
      lines: [
        KNOWLEDGE,
        'ok     No platform is configured: Herald opens a chat in the terminal.',
        '',
      ],
    });
  });

  test('asks the platforms whether the tokens are good', async () => {
    await registerCommands(discord);
    const { code, lines } = await examine({
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
    });
    expect(code).toBe(0);
    expect(lines[0]).toBe(KNOWLEDGE);
    expect(lines.filter((line) => line.startsWith('ok     Slack: ')).length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.startsWith('ok     Discord: ')).length).toBeGreaterThan(1);
  });

  test('names what is wrong and the fix', async () => {
    const { code, lines } = await examine({
      DISCORD_TOKEN: 'not.the.token',
      DISCORD_API_URL: discord.apiUrl,
      KNOWLEDGE_DIR: 'nowhere',
    });
    expect(code).toBe(1);
    expect(lines[0]).toBe(
      'wrong  nowhere:1: there is no such knowledge folder. Create it and put a .md or .txt file into it, or name another with --knowledge or KNOWLEDGE_DIR.',
    );
    expect(lines[1]).toMatch(/^wrong {2}Discord: /);
    expect(lines[2]).toMatch(/^ {7}\S/);
  });
});
