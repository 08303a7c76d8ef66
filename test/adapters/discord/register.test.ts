import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../../src/adapters/adapter.js';
import { COMMANDS } from '../../../src/adapters/discord/commands.js';
import { fetchInvitation, registerCommands } from '../../../src/adapters/discord/register.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';

const NAMES = ['ask', 'Answer from announcement', 'help', 'announcement', 'forget-me', 'my-data'];

let discord: DiscordServer;
beforeEach(async () => {
  discord = await startDiscordServer();
});
afterEach(() => discord.close());

const at = () => ({ token: discord.token, apiUrl: discord.apiUrl });

describe('The commands', () => {
  it('are registered everywhere', async () => {
    expect(await registerCommands(at())).toEqual({
      application: discord.application,
      names: NAMES,
    });
    expect(discord.registered.global).toEqual(JSON.parse(JSON.stringify(COMMANDS)));
  });

  it('are registered in one server', async () => {
    const guild = '900000000000000001';
    expect((await registerCommands({ ...at(), guild })).names).toEqual(NAMES);
    expect(discord.registered.guilds.get(guild)?.map(({ name }) => name)).toEqual(NAMES);
    expect(discord.registered.global).toEqual([]);
  });

  it('can be used in servers, direct messages and by those who installed Herald for themselves', () => {
    expect(
      COMMANDS.map(({ name, integration_types, contexts }) => [name, integration_types, contexts]),
    ).toEqual([
      ['ask', [0, 1], [0, 1, 2]],
      ['Answer from announcement', [0, 1], [0, 1, 2]],
      ['help', [0, 1], [0, 1, 2]],
      ['announcement', [0], [0]],
      ['forget-me', [0, 1], [0, 1, 2]],
      ['my-data', [0, 1], [0, 1, 2]],
    ]);
  });

  it.each([
    [{ token: 'a.wrong.token' }, 'Discord does not accept DISCORD_TOKEN'],
    [
      { guild: '100000000000000001' },
      'Discord does not let Herald register commands in the server 100000000000000001',
    ],
  ])('are refused with a fix: %j', async (wrong, message) => {
    const error = await registerCommands({ ...at(), ...wrong }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({ message, fix: expect.stringMatching(/\w/) });
  });
});

describe('The invitation', () => {
  it('is a link for servers, with the few permissions Herald needs, and one for oneself', async () => {
    expect(await fetchInvitation(at())).toEqual({
      server: `https://discord.com/oauth2/authorize?client_id=${discord.application}&scope=bot+applications.commands&permissions=274877991936&integration_type=0`,
      user: `https://discord.com/oauth2/authorize?client_id=${discord.application}&scope=applications.commands&integration_type=1`,
    });
  });
});
