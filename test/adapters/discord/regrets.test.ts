import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { english } from '../../../src/adapters/discord/words/en.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Store } from '../../../src/store/store.js';
import type { Json } from '../../servers/discord/message-rules.js';
import { askCommand, command, modalSubmit, press } from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTION = 'Who are the rivals?';
const { id: ANSWER } = shipped.bot.ask({ text: QUESTION, locale: 'en-US' });
const REFUSED = { status: 400, code: 50035 } as const;
const CALLBACK = 'POST /interactions';
const EDIT = 'PATCH /webhooks';
const REGRET = { content: english.failed, flags: 64, allowed_mentions: { parse: [] } };

let at: Connected;
beforeEach(async () => {
  at = await connect();
});
afterEach(() => at.close());

/** Herald on a store that fails at some of what it does. */
const failing = async (failures: (store: Store) => Partial<Store>) => {
  await at.herald.stop();
  const store = createMemoryStore();
  const { discord } = at;
  const { herald, ...rest } = await connect({ discord, store: { ...store, ...failures(store) } });
  at = { ...rest, herald, close: () => herald.stop().then(discord.close) };
  return store;
};
const use = async (payload: Json) => {
  const used = at.discord.interact(payload);
  await at.discord.until(() => used.message !== undefined);
  return used;
};
const fail = () => Promise.reject(new Error('disk full'));
const manage = (subcommand: string) =>
  command('announcement', {
    subcommand,
    manages: true,
    given: [{ name: 'public', type: 5, value: true }],
  });

describe('An interaction gets words of regret', () => {
  it.each([
    ['/ask', askCommand(QUESTION)],
    ['/announcement show', manage('show')],
    ['/announcement set', manage('set')],
    ['/announcement settings', manage('settings')],
  ])('where the settings of its channel cannot be read: %s', async (_, payload) => {
    const store = await failing(({ get }) => ({
      get: (kind, key) => (kind === 'setting' ? fail() : get(kind, key)),
    }));
    expect((await use(payload)).message).toEqual(REGRET);
    expect(at.log.lines).toEqual([
      expect.stringMatching(/^error an interaction could not be answered .*disk full/s),
    ]);
    await at.herald.stop();
    expect(await store.unsettled(Number.NEGATIVE_INFINITY)).toEqual([]);
  });

  it.each([
    ['a button', press(`share:1:${ANSWER}:0`)],
    ['a verdict', press(`helpful:1:${ANSWER}`)],
    ['a promise', press(`follow:1:${ANSWER}`)],
    ['a form', modalSubmit(`reason:1:${ANSWER}`, { reason: 'too long' })],
    ['/forget-me', command('forget-me')],
  ])('where the store fails at what it asks for: %s', async (_, payload) => {
    await failing(() => ({ get: fail, claim: fail, forgetAsker: fail }));
    expect((await use(payload)).message).toEqual(REGRET);
  });

  it('where the store does not take it at all', async () => {
    await failing(() => ({ accept: fail }));
    expect((await use(askCommand(QUESTION))).message).toEqual(REGRET);
  });

  it.each([
    ['words', command('help')],
    ['a form', press(`not-helpful:1:${ANSWER}`)],
    ['a promise', askCommand(QUESTION)],
  ])('where Discord does not accept the response: %s', async (_, payload) => {
    at.discord.script({ call: CALLBACK, answer: REFUSED });
    expect((await use(payload)).message).toEqual(REGRET);
  });

  it('in the place of a reply that Discord accepts in no form', async () => {
    at.discord.script(...Array(2).fill({ call: EDIT, answer: REFUSED }));
    expect((await use(askCommand(QUESTION))).message).toMatchObject({ content: english.failed });
  });

  it.each([
    ['of a kind that Herald has none of', { data: { type: 2, name: 'who', target_id: '1' } }],
    ['that lacks what it says', { data: { type: 1 } }],
  ])('where it is one %s', async (_, parts) => {
    const used = await use({ ...command('ask'), ...parts });
    expect(used.message).toEqual(REGRET);
  });
});

it.each([
  ['button', press('gone:9:x')],
  ['form', modalSubmit('gone:9:x', {})],
])('A %s of another release is said to be too old', async (_, payload) => {
  expect((await use(payload)).message?.content).toBe(english.forgotten);
});

it('Type-ahead that cannot be read gets nothing, for it takes no words', async () => {
  const typed = at.discord.interact({ ...command('ask'), type: 4, data: {} });
  await use(command('help'));
  expect(typed.response).toBeUndefined();
});
