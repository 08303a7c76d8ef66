import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineDiscord } from '../../../src/adapters/discord/doctor.js';
import { registerCommands } from '../../../src/adapters/discord/register.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';

let discord: DiscordServer;
beforeEach(async () => {
  discord = await startDiscordServer();
});
afterEach(() => discord.close());

const at = () => ({ token: discord.token, apiUrl: discord.apiUrl });
const faults = async (config: Parameters<typeof examineDiscord>[0]) =>
  (await examineDiscord(config)).filter(({ ok }) => !ok);

describe('An examination', () => {
  it('finds nothing wrong where nothing is', async () => {
    await registerCommands(at());
    expect(await examineDiscord(at())).toEqual([
      { ok: true, what: 'The token is that of the application Herald.' },
      { ok: true, what: 'Interactions come over the gateway.' },
      { ok: true, what: 'Every command is registered.' },
      { ok: true, what: 'Discord allows 1000 more starts today, 1 at once.' },
      { ok: true, what: expect.stringMatching(/^Whether Herald may speak in a channel/) },
    ]);
    expect(discord.gateway.counts.identified).toBe(0);
  });

  it('finds a wrong token', async () => {
    expect(await faults({ ...at(), token: 'a.wrong.token' })).toEqual([
      {
        ok: false,
        what: 'Discord does not accept DISCORD_TOKEN.',
        fix: expect.stringMatching(/^Copy the token/),
      },
    ]);
  });

  it('finds commands that are not registered, interactions that go elsewhere, and too many starts', async () => {
    discord.endpoint.url = 'https://elsewhere.example/';
    Object.assign(discord.sessionStarts, { remaining: 3, resetAfterMs: 90_000 });
    expect(await faults(at())).toEqual([
      {
        ok: false,
        what: 'Interactions go to https://elsewhere.example/, not to the gateway: commands and buttons will not be answered.',
        fix: 'Empty "Interactions Endpoint URL" on the "General Information" page of the application.',
      },
      {
        ok: false,
        what: 'These commands are not registered everywhere: ask, Answer from announcement, help, announcement, forget-me, my-data.',
        fix: 'Run herald discord register.',
      },
      {
        ok: false,
        what: 'Discord allows only 3 more starts in the next 2 minutes.',
        fix: 'Look for what starts Herald so often; until then let it run.',
      },
    ]);
  });

  it('finds a wrong key and a missing address of the endpoint', async () => {
    await registerCommands(at());
    const { publicKey } = discord.endpoint;
    const http = (key: string) => ({ ...at(), http: { publicKey: key, port: 0 } });
    expect((await faults(http('ab'.repeat(32)))).map(({ what }) => what)).toEqual([
      'DISCORD_PUBLIC_KEY is not that of this application.',
    ]);
    expect((await faults(http(publicKey))).map(({ what }) => what)).toEqual([
      'Discord does not know where to send interactions.',
    ]);
    discord.endpoint.url = 'https://herald.example/discord/interactions';
    expect(await faults(http(publicKey))).toEqual([]);
  });
});
