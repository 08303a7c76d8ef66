import { afterEach, describe, expect, it } from 'vitest';
import { StartError } from '../../../src/adapters/adapter.js';
import { askCommand } from '../../servers/discord/payloads.js';
import { startDiscordServer } from '../../servers/discord/server.js';
import { type Connected, connect, type Settings } from './connect.js';

const open: Connected[] = [];
const idle = async (settings: Settings = {}) => {
  const connected = await connect({ ...settings, idle: true });
  open.push(connected);
  return connected;
};
afterEach(async () => {
  for (const connected of open.splice(0)) await connected.close();
});

async function startError(at: Connected): Promise<StartError> {
  const error = await at.herald.start().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof StartError) return error;
  throw new Error('Herald started, or failed without saying how to help', { cause: error });
}

const TOKEN_FIX =
  'Copy the token from the Bot page of your application (discord.com/developers/applications) into DISCORD_TOKEN; after "Reset Token" only the new one is good.';

describe('Herald starts', () => {
  it('without a privileged intent', async () => {
    const { discord, herald } = await idle();
    await herald.start();
    expect(discord.gateway.sessions.map(({ intents }) => intents)).toEqual([
      (1 << 0) | (1 << 9) | (1 << 12),
    ]);
  });

  it('and finishes the answers under way when it is stopped', async () => {
    const { discord, herald } = await idle({ pace: { callTimeoutMs: 5_000 } });
    await herald.start();
    let release: () => void = () => undefined;
    discord.script({
      call: 'PATCH /webhooks',
      answer: new Promise((resolve) => {
        release = resolve;
      }),
    });
    const asked = discord.interact(askCommand('Who are the rivals?'));
    await discord.until(() => discord.calls.some(({ method }) => method === 'PATCH'));
    const stopped = herald.stop();
    await discord.until(() => discord.gateway.sessions.length === 0);
    expect(asked.message).toBeUndefined();
    release();
    await stopped;
    expect(asked.message).toBeDefined();
  });

  it('as many shards as Discord wants, and answers on each', async () => {
    const { discord, herald } = await idle();
    Object.assign(discord.sessionStarts, { shards: 3, atOnce: 3 });
    await herald.start();
    expect(discord.gateway.sessions.map(({ shard }) => shard)).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    const asked = [
      discord.interact(askCommand('rivals')),
      discord.interact(askCommand('rivals', { scene: 'direct' })),
    ];
    await discord.until(() => asked.every(({ message }) => message !== undefined));
    expect(discord.calls.filter(({ method }) => method === 'PATCH')).toHaveLength(2);
  });

  it('once Discord allows sessions again', async () => {
    const at = await idle();
    at.discord.sessionStarts.remaining = 0;
    at.discord.sessionStarts.resetAfterMs = 1;
    const started = at.herald.start();
    await at.discord.until(() => at.discord.calls.length > 2);
    expect(at.log.lines[0]).toMatch(/^warn Discord allows no further session today/);
    at.discord.sessionStarts.remaining = 1;
    await started;
    expect(at.discord.gateway.sessions).toHaveLength(1);
  });
});

describe('Herald does not start, and says what to do,', () => {
  it('with a token that Discord does not know', async () => {
    const at = await idle({ token: 'a.wrong.token' });
    expect(await startError(at)).toMatchObject({
      message: 'Discord does not accept DISCORD_TOKEN',
      fix: TOKEN_FIX,
    });
  });

  it.each([
    [4004, 'Discord does not accept DISCORD_TOKEN'],
    [4011, 'Discord refuses the connection: Sharding is required (4011)'],
    [4014, 'Discord refuses the intents (4014), though Herald asks for no privileged one'],
  ])('when the gateway closes with %i', async (code, message) => {
    const at = await idle();
    at.discord.gateway.plan.refuseIdentify = code;
    const error = await startError(at);
    expect(error.message).toBe(message);
    expect(error.fix).not.toBe('');
    expect(at.discord.gateway.counts.identified).toBe(0);
  });

  it('when nobody is there', async () => {
    const gone = await startDiscordServer();
    await gone.close();
    const at = await connect({ discord: gone, idle: true });
    const error = await startError(at);
    expect(error.message).toMatch(/^Discord cannot be reached: /);
    expect(error.fix).toBe(
      'Check the network and, where it is set, DISCORD_API_URL; then start again.',
    );
    await at.herald.stop();
  });
});
