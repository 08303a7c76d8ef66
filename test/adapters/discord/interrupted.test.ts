import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePress } from '../../../src/adapters/discord/custom-ids.js';
import { renderAnswer } from '../../../src/adapters/discord/render.js';
import { english } from '../../../src/adapters/discord/words/en.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import type { Json } from '../../servers/discord/message-rules.js';
import { askCommand, press } from '../../servers/discord/payloads.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';
import { freePort } from '../slack/connect.js';
import { type Connected, connect, type Settings, shipped } from './connect.js';

const QUESTION = 'Who are the rivals?';
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
const ANSWER = shipped.bot.ask({ text: QUESTION, locale: 'en-US' });
const setting = { words: english, page: 0, shareable: true };
const REPLY = { ...renderAnswer(ANSWER, setting).rich, ...NO_MENTIONS };
const CALLBACK = 'POST /interactions';
const EDIT = 'PATCH /webhooks';
const READ = 'GET /webhooks';
const TRIES = 4;
/** Past the lease of whoever accepted an interaction or took it up again. */
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
const stop = () => Promise.all(running.splice(0).map(({ herald }) => herald.stop()));
afterEach(async () => {
  await stop();
  await discord.close();
});

const callsOf = (name: string) =>
  discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));
const unsettled = async () => {
  ahead += LEASE_MS;
  return (await store.unsettled(0)).length;
};

describe.each(['the gateway', 'HTTP'])('An interaction over %s that was cut off', (door) => {
  /** The next Herald on the same store, once the leases of the one before are over. */
  const start = async (settings: Settings = {}): Promise<Connected> => {
    await stop();
    ahead += LEASE_MS;
    const port = await freePort();
    const http = { publicKey: discord.endpoint.publicKey, port, host: '127.0.0.1' };
    const at = await connect({
      discord,
      store,
      ...(door === 'HTTP' ? { http } : {}),
      ...settings,
    });
    if (door === 'HTTP') discord.endpoint.url = `http://127.0.0.1:${port}/discord/interactions`;
    running.push(at);
    return at;
  };
  /** Until every try at the reply has failed and Herald has left the interaction for later. */
  const cutOff = async (
    payload: Json = askCommand(QUESTION),
    answer: 'lose answer' | { readonly status: 503 } = { status: 503 },
  ) => {
    const before = callsOf(EDIT).length;
    discord.script(...Array(TRIES).fill({ call: EDIT, answer }));
    const asked = discord.interact(payload);
    await discord.until(() => callsOf(EDIT).length === before + TRIES);
    return asked;
  };

  it('is answered by the next Herald, once, to whom it was promised', async () => {
    await start();
    const asked = await cutOff();
    expect(asked.response).toEqual({ type: 5, data: { flags: 64 } });
    expect(asked.message).toBeUndefined();
    await start();
    await discord.until(() => asked.message !== undefined);
    await stop();
    expect(asked).toMatchObject({ message: REPLY, edits: 1 });
    expect(callsOf(CALLBACK)).toHaveLength(1);
    expect(await unsettled()).toBe(0);
  });

  it('is answered by the same one later', async () => {
    await start({ pace: { resumeMs: 5 } });
    const asked = await cutOff();
    // It may have been looked for, and leased anew, while the last try was still under way.
    await expect
      .poll(() => {
        ahead += LEASE_MS;
        return asked.message;
      })
      .toEqual(REPLY);
  });

  it('is not answered again where the reply had arrived after all', async () => {
    await start();
    const asked = await cutOff(askCommand(QUESTION), 'lose answer');
    const before = asked.edits;
    await start();
    await discord.until(() => callsOf(READ).some(({ status }) => status === 200));
    await stop();
    expect(asked.edits).toBe(before);
    expect(await unsettled()).toBe(0);
  });

  it('before its first response is left to Discord, which has told the asker', async () => {
    const asked = discord.interact(askCommand(QUESTION), 0);
    const { id, token } = asked;
    const payload = { ...askCommand(QUESTION), id, token, application_id: discord.application };
    await store.accept(`discord-interaction ${id}`, JSON.stringify(payload));
    await start();
    await discord.until(() => callsOf(READ).some(({ status }) => status === 404));
    await stop();
    expect(callsOf(CALLBACK)).toEqual([]);
    expect(callsOf(EDIT)).toEqual([]);
    expect(await unsettled()).toBe(0);
  });

  it('is given up when its token has ended', async () => {
    await start();
    await cutOff();
    const { log } = await start({ pace: { tokenMs: Number.NEGATIVE_INFINITY, resumeMs: 5 } });
    await expect
      .poll(() => log.lines)
      .toContainEqual(expect.stringMatching(/^warn an interaction ended/));
    await stop();
    expect(callsOf(READ)).toEqual([]);
    expect(await unsettled()).toBe(0);
  });

  it('is shared after all where it was the button Share', async () => {
    await start();
    const asked = discord.interact(askCommand(QUESTION));
    await discord.until(() => asked.message !== undefined);
    const pressed = await cutOff(press(writePress({ press: 'share', answer: ANSWER.id, page: 0 })));
    await start();
    await discord.until(() => pressed.message !== undefined);
    const { rich } = renderAnswer(ANSWER, {
      ...setting,
      shareable: false,
      asked: { name: 'Ana', question: QUESTION },
    });
    expect(pressed.message).toEqual({ ...rich, ...NO_MENTIONS });
  });

  it('gets words in the place of its reply where there is nothing left to say', async () => {
    await start();
    const asked = discord.interact(askCommand(QUESTION));
    await discord.until(() => asked.message !== undefined);
    const pressed = await cutOff(press(writePress({ press: 'share', answer: ANSWER.id, page: 0 })));
    for (const { key } of await store.list('asked')) await store.remove('asked', key);
    await start();
    await discord.until(() => pressed.message !== undefined);
    expect(pressed.message?.content).toBe(english.forgotten);
  });
});
