import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderAnswer, renderWords } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Json } from '../../servers/discord/message-rules.js';
import { CHANNELS, command, directMessage, guildMessage } from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
const ASKED = '810000000000000001';
const THREADS = `POST /channels/${CHANNELS.general}/messages/${ASKED}/threads`;
/** Past the lease of whoever accepted a message. */
const LEASE_MS = 121_000;

let at: Connected;
let addresses: string[];
let ahead: number;
beforeEach(async () => {
  addresses = [];
  ahead = 0;
  const posted = async (address: string) => void addresses.push(address);
  at = await connect({ store: createMemoryStore(() => Date.now() + ahead), posted });
});
afterEach(() => at.close());

const settings = async (...given: readonly (readonly [string, boolean])[]) => {
  const used = at.discord.interact(
    command('announcement', {
      subcommand: 'settings',
      manages: true,
      given: given.map(([name, value]) => ({ name, type: 5, value })),
    }),
  );
  await at.discord.until(() => used.message !== undefined);
  return String(used.message?.content).split('\n');
};
const hear = (message: Json, type = 'MESSAGE_CREATE') => at.discord.gateway.dispatch(type, message);
const mention = (id = ASKED, text = QUESTION, channel: string = CHANNELS.general) =>
  guildMessage(at.discord, { id, channel, content: `<@${at.discord.self}> ${text}` });
const heardIn = async (count = 1) => {
  await at.discord.until(() => at.discord.messages.length === count);
  return at.discord.messages.map(({ channel }) => channel);
};
const replyTo = (text: string) => {
  const answer = shipped.bot.ask({ text, locale: 'en-US' });
  return { ...renderAnswer(answer, { words: wordsFor(), page: 0, shareable: false }).rich };
};
const callsOf = (name: string) =>
  at.discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));

describe('A mention in a channel that wants threads', () => {
  beforeEach(() => settings(['threads', true]));

  it('is answered in a thread that is opened from it and named by the question', async () => {
    hear(mention());
    expect(await heardIn()).toEqual([ASKED]);
    expect(at.discord.threads.get(ASKED)).toMatchObject({
      name: QUESTION,
      parent_id: CHANNELS.general,
    });
    expect(at.discord.messages[0]?.body).toEqual({
      ...replyTo(QUESTION),
      ...NO_MENTIONS,
      nonce: ASKED,
      enforce_nonce: true,
    });
  });

  it('names the thread within the limit, on one line', async () => {
    hear(mention(ASKED, `Who\n are ${'x'.repeat(200)}`));
    await heardIn();
    expect(at.discord.threads.get(ASKED)?.name).toBe(`Who are ${'x'.repeat(91)}…`);
  });

  it('opens no thread within a thread, in direct messages, or where nothing is asked', async () => {
    hear(mention('810000000000000002', QUESTION, CHANNELS.thread));
    hear(directMessage(at.discord, { content: QUESTION, id: '810000000000000003' }));
    hear(mention('810000000000000004', ''));
    expect((await heardIn(3)).sort()).toEqual([CHANNELS.general, CHANNELS.thread, CHANNELS.direct]);
    expect(at.discord.threads.size).toBe(0);
  });

  it('takes a further mention in the thread as one in any thread', async () => {
    hear(mention());
    await heardIn();
    hear(mention('810000000000000002', 'Who are the rivals?', ASKED));
    expect(await heardIn(2)).toEqual([ASKED, ASKED]);
    expect(at.discord.threads.size).toBe(1);
  });

  it('has the reply there changed, corrected and removed with its question', async () => {
    const other = 'Who are the rivals?';
    hear(mention());
    await vi.waitFor(() => expect(addresses).toHaveLength(1));
    hear(mention(ASKED, other), 'MESSAGE_UPDATE');
    await vi.waitFor(() => expect(addresses).toHaveLength(2));
    expect(at.discord.messages).toMatchObject([{ channel: ASKED, body: replyTo(other) }]);
    const answer = { ...shipped.bot.ask({ text: QUESTION }), lead: 'Corrected.' };
    const [address = ''] = addresses;
    expect(await at.herald.correct?.(address, { mode: 'edit' }, answer)).toBe('corrected');
    expect(JSON.stringify(at.discord.messages)).toContain('Corrected.');
    expect(await at.herald.correct?.(address, { mode: 'reply', work: 'w1' }, answer)).toBe(
      'corrected',
    );
    expect(await heardIn(2)).toEqual([ASKED, ASKED]);
    const place = { channel_id: CHANNELS.general, guild_id: '900000000000000001' };
    hear({ id: ASKED, ...place }, 'MESSAGE_DELETE');
    expect(await heardIn(1)).toEqual([ASKED]);
  });

  it.each([
    ['may not open one (50013)', { status: 403, code: 50013 }],
    ['may not see the channel (50001)', { status: 403, code: 50001 }],
    ['finds one of somebody else (160004)', { status: 400, code: 160004 }],
    ['finds too many of them (160006)', { status: 400, code: 160006 }],
    ['finds a channel without threads (50024)', { status: 400, code: 50024 }],
    ['finds the message gone (10008)', { status: 404, code: 10008 }],
  ])('is answered in the channel where Herald %s', async (_, answer) => {
    at.discord.script({ call: THREADS, answer });
    hear(mention());
    expect(await heardIn()).toEqual([CHANNELS.general]);
    expect(at.discord.messages[0]?.body).toMatchObject({
      ...replyTo(QUESTION),
      message_reference: { message_id: ASKED },
    });
  });

  it('is answered in the channel where Herald may open a thread but not write in it', async () => {
    const call = `POST /channels/${ASKED}/messages`;
    at.discord.script({ call, answer: { status: 403, code: 50013 } });
    hear(mention());
    expect(await heardIn()).toEqual([CHANNELS.general]);
  });

  it('is not asked for a thread again for a while where that is refused, and the log says what to do', async () => {
    at.discord.script({ call: THREADS, answer: { status: 403, code: 50013 } });
    hear(mention());
    await heardIn();
    hear(mention('810000000000000002'));
    expect(await heardIn(2)).toEqual([CHANNELS.general, CHANNELS.general]);
    expect(callsOf('POST').filter(({ path }) => path.endsWith('/threads'))).toHaveLength(1);
    expect(at.log.lines).toContainEqual(
      expect.stringMatching(/^error a call of Discord failed .*Create Public Threads/),
    );
  });

  it('is answered in its thread where the answer to the opening was lost', async () => {
    at.discord.script({ call: THREADS, answer: 'lose answer' });
    hear(mention());
    expect(await heardIn()).toEqual([ASKED]);
  });

  it.each([
    ['could not be reached before', { status: 503 } as const, 1],
    ['had taken the answer after all', 'lose answer' as const, 0],
  ])('is answered once, in its thread, where Discord %s', async (_, answer, further) => {
    const call = `POST /channels/${ASKED}/messages`;
    at.discord.script(...Array(4).fill({ call, answer }));
    hear(mention());
    await at.discord.until(() => callsOf(call).length === 4);
    await at.herald.stop();
    at.discord.nonces.clear();
    ahead += LEASE_MS;
    const next = await connect({ discord: at.discord, store: at.store });
    await vi.waitFor(async () => {
      ahead += LEASE_MS;
      expect(await at.store.unsettled(0)).toEqual([]);
    });
    await next.herald.stop();
    expect(await heardIn()).toEqual([ASKED]);
    expect(callsOf(call)).toHaveLength(4 + further);
  });
});

describe('/announcement settings', () => {
  const shown = renderWords(
    wordsFor().repliesPrivate,
    wordsFor().inThreads,
    wordsFor().asksAll,
  ).plain.content?.split('\n');

  it('opens no threads unless told to', async () => {
    hear(mention());
    expect(await heardIn()).toEqual([CHANNELS.general]);
    expect((await settings())[1]).toBe(renderWords(wordsFor().notInThreads).plain.content);
    expect(at.discord.threads.size).toBe(0);
  });

  it('has them opened in one channel, or in all of a server but those that want none', async () => {
    expect(await settings(['threads', true])).toEqual(shown);
    expect((await settings(['threads', false]))[1]).not.toBe(shown?.[1]);
    const [first, , third] = await settings(['threads', true], ['everywhere', true]);
    expect(first).toBe(renderWords(wordsFor().setEverywhere).plain.content);
    expect(third).toBe(renderWords(wordsFor().notInThreads).plain.content);
    hear(mention());
    expect(await heardIn()).toEqual([CHANNELS.general]);
  });

  it('has them opened where only the server is told to', async () => {
    await settings(['threads', true], ['everywhere', true]);
    expect(await settings()).toEqual(shown);
    expect(await settings(['public', true])).toContain(shown?.[1]);
    hear(mention());
    expect(await heardIn()).toEqual([ASKED]);
  });
});
