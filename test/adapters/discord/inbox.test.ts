import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import { guildMessage } from '../../servers/discord/payloads.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';
import { type Connected, connect } from './connect.js';

const SEND = 'POST /channels';
const READ = 'GET /channels';
/** Past the lease of whoever accepted a message or took it up again. */
const LEASE_MS = 121_000;

let discord: DiscordServer;
let store: Store;
let ahead: number;
let running: Connected[];
beforeEach(async () => {
  discord = await startDiscordServer();
  ahead = 0;
  store = createMemoryStore(() => Date.now() + ahead);
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map(({ herald }) => herald.stop()));
  await discord.close();
});

/** The next Herald on the same store, once the leases of the one before are over. */
const start = async (settings: Parameters<typeof connect>[0] = {}): Promise<Connected> => {
  await Promise.all(running.splice(0).map(({ herald }) => herald.stop()));
  ahead += LEASE_MS;
  const at = await connect({ discord, store, ...settings });
  running.push(at);
  return at;
};
const ask = (): string => {
  const id = discord.nextId();
  const content = `<@${discord.self}> Who are the rivals?`;
  discord.gateway.dispatch('MESSAGE_CREATE', guildMessage(discord, { id, content }));
  return id;
};
const callsOf = (name: string) =>
  discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));
/** Until every try at sending has failed and Herald has left the message for later. */
const failToSend = async (answer: 'lose answer' | { readonly status: 503 }) => {
  const tries = 4;
  discord.script(...Array(tries).fill({ call: SEND, answer }));
  ask();
  await discord.until(() => callsOf(SEND).length === tries);
};
const unsettled = async () => {
  ahead += LEASE_MS;
  return (await store.unsettled(0)).length;
};

describe('A message that Herald could not answer', () => {
  it('is answered by the next Herald, once', async () => {
    await start();
    await failToSend({ status: 503 });
    expect(discord.messages).toEqual([]);
    await start();
    await discord.until(() => discord.messages.length === 1);
    const { herald } = running[0] ?? {};
    await herald?.stop();
    expect(discord.messages[0]?.body.message_reference).toMatchObject({
      fail_if_not_exists: false,
    });
    expect(await unsettled()).toBe(0);
  });

  it('is answered by the same one later', async () => {
    await start({ pace: { resumeMs: 5 } });
    await failToSend({ status: 503 });
    // It may have been looked for, and leased anew, while the last try was still under way.
    await expect
      .poll(() => {
        ahead += LEASE_MS;
        return discord.messages.length;
      })
      .toBe(1);
  });

  it('is not answered again where the answer had arrived after all', async () => {
    await start();
    await failToSend('lose answer');
    expect(discord.messages).toHaveLength(1);
    discord.nonces.clear();
    await start();
    await discord.until(() => callsOf(READ).some(({ status }) => status === 200));
    await running[0]?.herald.stop();
    expect(discord.messages).toHaveLength(1);
    expect(await unsettled()).toBe(0);
    // The reply is known again: it goes with its question.
    expect(await store.list('reply')).toHaveLength(1);
  });

  it('gets an apology once it is too late for an answer', async () => {
    await start();
    await failToSend({ status: 503 });
    await start({ pace: { giveUpMs: Number.NEGATIVE_INFINITY } });
    await discord.until(() => discord.messages.length === 1);
    expect(discord.messages[0]?.body.content).toBe(
      'I could not answer this in time. Please ask again.',
    );
    await running[0]?.herald.stop();
    expect(await unsettled()).toBe(0);
  });

  it('is left alone where Herald may not speak', async () => {
    await start();
    discord.script({ call: SEND, answer: { status: 403, code: 50013 } });
    ask();
    await discord.until(() => callsOf(SEND).some(({ status }) => status === 403));
    await running[0]?.herald.stop();
    expect(await unsettled()).toBe(0);
  });
});

it('A message that another release left in the store and that cannot be read holds up no other', async () => {
  await store.accept('discord 1', 'no message');
  const { log } = await start();
  ask();
  await discord.until(() => discord.messages.length === 1);
  expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([
    expect.stringContaining('dropped a question of another release'),
  ]);
});
