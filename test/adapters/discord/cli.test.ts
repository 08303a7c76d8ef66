import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discordInviteCommand, discordRegisterCommand } from '../../../src/cli/discord.js';
import type { Io } from '../../../src/cli/io.js';
import { type Config, readConfig } from '../../../src/config.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';

type DiscordIo = Pick<Io, 'stdout' | 'stderr' | 'config'>;

let discord: DiscordServer;
beforeEach(async () => {
  discord = await startDiscordServer();
});
afterEach(() => discord.close());

/** Runs a subcommand: its exit code, and what it wrote. */
async function run(
  command: (io: DiscordIo) => Promise<number>,
  settings: Config['discord'] = { token: discord.token, apiUrl: discord.apiUrl },
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const config = (): Config => {
    const read = readConfig({
      LOG_LEVEL: 'silent',
      DISCORD_TOKEN: settings.token,
      DISCORD_API_URL: settings.apiUrl,
      DISCORD_PUBLIC_KEY: settings.http?.publicKey,
    });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    return read.config;
  };
  const exitCode = await command({ stdout, stderr, config });
  stdout.end();
  stderr.end();
  return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('herald discord register', () => {
  it('registers the commands everywhere', async () => {
    expect(await run((io) => discordRegisterCommand({}, io))).toEqual({
      exitCode: 0,
      stdout:
        'Registered everywhere: ask, Answer from announcement, help, announcement, forget-me, my-data\n',
      stderr: '',
    });
    expect(discord.registered.global).toHaveLength(6);
  });

  it('registers them in one server', async () => {
    const guild = '900000000000000001';
    expect(await run((io) => discordRegisterCommand({ guild }, io))).toEqual({
      exitCode: 0,
      stdout: `Registered in the server ${guild}: ask, Answer from announcement, help, announcement, forget-me, my-data\n`,
      stderr: '',
    });
  });

  it('refuses what is no id of a server', async () => {
    expect(await run((io) => discordRegisterCommand({ guild: 'readers' }, io))).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        '"readers" is not the id of a server. Switch on Developer Mode in Discord, right-click the server and choose "Copy Server ID".\n',
    });
  });

  it('says what to do without a token, and with a wrong one', async () => {
    const register = (io: DiscordIo) => discordRegisterCommand({}, io);
    expect(await run(register, { token: '' })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'DISCORD_TOKEN is not set. Copy the token from the Bot page of your application (discord.com/developers/applications) into .env.\n',
    });
    expect(await run(register, { token: 'a.wrong.token', apiUrl: discord.apiUrl })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Discord does not accept DISCORD_TOKEN\. Copy the token/),
    });
  });
});

describe('herald discord invite', () => {
  it('prints the links', async () => {
    const { exitCode, stdout } = await run(discordInviteCommand);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        `For a server:  https://discord.com/oauth2/authorize?client_id=${discord.application}&scope=bot+applications.commands&permissions=274877991936&integration_type=0`,
        `For yourself:  https://discord.com/oauth2/authorize?client_id=${discord.application}&scope=applications.commands&integration_type=1`,
        '',
      ].join('\n'),
    );
  });
});
