import { describe, expect, test } from 'vitest';
import { startDiscordServer } from '../servers/discord/server.js';
import { finish, SHIPPED, startHerald } from './herald.js';

describe('herald serve --shards auto', () => {
  test('answers in a process for each of Discord’s shards, and all end with it', async () => {
    const discord = await startDiscordServer();
    Object.assign(discord.sessionStarts, { shards: 2, atOnce: 2 });
    const child = startHerald(['serve', '--shards', 'auto', '--knowledge', SHIPPED], {
      env: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    });
    const finished = finish(child);
    // The two shards say so, and then the process that started them.
    const allReady = new Promise<void>((resolve) => {
      let said = 0;
      child.stderr.on('data', (chunk: string) => {
        said += chunk.split('"adapter":"discord","msg":"ready"').length - 1;
        if (said === 3) resolve();
      });
    });
    await discord.until(() => discord.gateway.sessions.length === 2);
    expect(discord.gateway.sessions.map(({ shard }) => shard).sort()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    await allReady;
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 0 });
    await discord.until(() => discord.gateway.sessions.length === 0);
    await discord.close();
  }, 40_000);
});
