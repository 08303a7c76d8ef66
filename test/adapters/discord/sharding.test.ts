import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StartError } from '../../../src/adapters/adapter.js';
import { createDiscordAdapter } from '../../../src/adapters/discord/adapter.js';
import { type Supervisor, superviseShards } from '../../../src/adapters/discord/sharding.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { createContext } from '../../loop/context.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';
import { BRISK, recordLog, shipped } from './connect.js';

const file = fileURLToPath(new URL('shard-child.mjs', import.meta.url));

let discord: DiscordServer;
let supervisor: Supervisor | undefined;
beforeEach(async () => {
  discord = await startDiscordServer();
  Object.assign(discord.sessionStarts, { shards: 2, atOnce: 2 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await supervisor?.stop();
  supervisor = undefined;
  await discord.close();
});

const supervise = async (token = discord.token) => {
  const { apiUrl } = discord;
  const config = { token, apiUrl, file, args: [apiUrl] };
  supervisor = await superviseShards(config, recordLog(), { ...BRISK, respawnMs: 1 });
  return supervisor;
};
const shardsOf = () => discord.gateway.sessions.map(({ shard }) => shard).sort();

describe('Shards in processes of their own', () => {
  it('are as many as Discord wants, and end with their supervisor', async () => {
    const { count, stop } = await supervise();
    expect(count).toBe(2);
    expect(shardsOf()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    await stop();
    await discord.until(() => discord.gateway.sessions.length === 0);
  });

  it('are started again when they die', async () => {
    await supervise();
    discord.gateway.drop(4014);
    await discord.until(() => discord.gateway.counts.identified === 4);
  });

  it('are not started without a good token', async () => {
    const error = await supervise('a.wrong.token').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
  });
});

describe('A supervised Herald', () => {
  it('is the one shard that it was told to be', async () => {
    vi.stubEnv('SHARDS', '1');
    vi.stubEnv('SHARD_COUNT', '3');
    const herald = createDiscordAdapter(
      { token: discord.token, apiUrl: discord.apiUrl, shards: 'supervised' },
      createContext({ bot: shipped.bot, store: createMemoryStore(), log: recordLog() }),
      BRISK,
    );
    await herald.start();
    expect(shardsOf()).toEqual([[1, 3]]);
    await herald.stop();
  });
});
