import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapter, StartError } from '../../../src/adapters/adapter.js';
import { createDiscordAdapter } from '../../../src/adapters/discord/adapter.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { createContext } from '../../loop/context.js';
import { askCommand, typing } from '../../servers/discord/payloads.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';
import { freePort } from '../slack/connect.js';
import { BRISK, recordLog, shipped } from './connect.js';

const PING = { type: 1, id: '1', token: 'ping', application_id: '1', version: 1 };

let discord: DiscordServer;
let herald: Adapter;
let port: number;
let base: string;

/** An interaction that the test sends itself. */
const unsent = () => {
  const asked = discord.interact(askCommand('Who are the rivals?'), 0);
  const { id, token } = asked;
  const payload = { ...askCommand('Who are the rivals?'), id, token };
  return { asked, payload: { ...payload, application_id: discord.application } };
};
const heraldAt = (publicKey: string, store = createMemoryStore()) =>
  createDiscordAdapter(
    {
      token: discord.token,
      apiUrl: discord.apiUrl,
      http: { publicKey, port, host: '127.0.0.1' },
    },
    createContext({ bot: shipped.bot, store, log: recordLog() }),
    BRISK,
  );

beforeEach(async () => {
  discord = await startDiscordServer();
  port = await freePort();
  base = `http://127.0.0.1:${port}`;
  herald = heraldAt(discord.endpoint.publicKey);
  await herald.start();
  discord.endpoint.url = `${base}/discord/interactions`;
});
afterEach(async () => {
  await herald.stop();
  await discord.close();
});

describe('Interactions over HTTP', () => {
  it('are offered at an address that Discord accepts', async () => {
    expect(await discord.endpoint.validate(`${base}/discord/interactions`)).toBe(true);
  });

  it('are answered as those over the gateway, once, without one', async () => {
    const asked = discord.interact(askCommand('Who are the rivals?'), 2);
    const typed = discord.interact(typing('rivals'));
    await discord.until(() => asked.message !== undefined && typed.response !== undefined);
    expect(asked.response).toEqual({ type: 5, data: { flags: 64 } });
    expect(asked.message).toMatchObject({ flags: 1 << 15 });
    expect(discord.gateway.counts.identified).toBe(0);
    expect(discord.calls.filter(({ path }) => path.includes(asked.id))).toHaveLength(1);
  });

  it('are deferred within the 3 s that Discord gives, acknowledged once the store has them', async () => {
    const { asked, payload } = unsent();
    const sent = await discord.endpoint.send(payload);
    expect(sent.status).toBe(202);
    await discord.until(() => asked.message !== undefined);
    expect((asked.respondedAt ?? 0) - asked.sentAt).toBeLessThan(3_000);
  });

  it('have one effect when a signed request is sent again, byte for byte', async () => {
    const { asked, payload } = unsent();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    for (let time = 0; time < 3; time += 1)
      expect((await discord.endpoint.send(payload, { timestamp })).status).toBe(202);
    await discord.until(() => asked.message !== undefined);
    await herald.stop();
    expect(discord.calls.filter(({ path }) => path.includes(asked.id))).toHaveLength(1);
    expect(asked.edits).toBe(1);
  });

  it('are not acknowledged where the store cannot keep them', async () => {
    await herald.stop();
    const accept = () => Promise.reject(new Error('disk full'));
    herald = heraldAt(discord.endpoint.publicKey, { ...createMemoryStore(), accept });
    await herald.start();
    const { asked, payload } = unsent();
    const sent = await discord.endpoint.send(payload);
    expect(sent.status).toBe(500);
    expect(asked.response).toBeUndefined();
  });

  it.each([
    ['signed by somebody else', { signature: 'ab'.repeat(64) }],
    ['signed with something else', { signature: 'none' }],
    ['changed on the way', { body: JSON.stringify({ ...PING, id: '2' }) }],
    ['too old', { timestamp: String(Math.floor(Date.now() / 1_000) - 400) }],
    ['from the future', { timestamp: String(Math.floor(Date.now() / 1_000) + 400) }],
    ['of no time', { timestamp: 'now' }],
  ])('are refused when they are %s', async (_, changes) => {
    expect((await discord.endpoint.send(PING, changes)).status).toBe(401);
  });

  it('are refused unsigned, too large, not in JSON, or elsewhere', async () => {
    const url = `${base}/discord/interactions`;
    const post = (body: string) =>
      fetch(url, { method: 'POST', body }).then(({ status }) => status);
    expect(await post(JSON.stringify(PING))).toBe(401);
    expect(await post('x'.repeat(1_000_001))).toBe(413);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(`${base}/elsewhere`, { method: 'POST' })).status).toBe(404);
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ ok: true });
  });
});

describe('Herald does not listen', () => {
  const failure = async (at: Adapter) => at.start().catch((error: unknown) => error);

  it("with another application's key", async () => {
    const other = heraldAt('ab'.repeat(32));
    const error = await failure(other);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      message: 'DISCORD_PUBLIC_KEY is not that of the application of DISCORD_TOKEN',
    });
    await other.stop();
  });

  it('at a port that is taken', async () => {
    const other = heraldAt(discord.endpoint.publicKey);
    expect(await failure(other)).toMatchObject({
      message: `cannot listen on port ${port}: EADDRINUSE`,
      fix: 'Free the port or choose another one.',
    });
    await other.stop();
  });
});
