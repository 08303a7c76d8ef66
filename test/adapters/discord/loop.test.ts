import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderAnswer } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import type { Answer } from '../../../src/bot/answer.js';
import type { TeachableBot } from '../../../src/bot/bot.js';
import { loadBot } from '../../../src/load-bot.js';
import { createFolder } from '../../folder.js';
import { GUILD } from '../../servers/discord/guild.js';
import type { Json } from '../../servers/discord/message-rules.js';
import {
  ANA,
  askCommand,
  CHANNELS,
  command,
  guildMessage,
  modalSubmit,
  press,
} from '../../servers/discord/payloads.js';
import { type Connected, connect } from './connect.js';

const UNANSWERED = 'How do I bake sourdough bread?';
const OPENING = 'When does the fair open?';
const OPERATOR = { platform: 'discord', user: '700000000000000007' };
const STATEMENT = {
  kind: 'statement',
  question: UNANSWERED,
  text: 'Bread is *not* part of @everyone this.',
  approver: 'The press office',
} as const;
const setting = { words: wordsFor('en-US'), page: 0, shareable: false };

let at: Connected;
let bot: TeachableBot;
const open = async (settings: Parameters<typeof connect>[0] = {}) => {
  const knowledgeDir = await createFolder({ 'fair.md': 'The fair opens in May.' });
  ({ bot } = await loadBot({ knowledgeDir, thresholds: { answer: 0.5, closest: 0.5 } }));
  const loop = { teachBot: bot.teach, operators: ['discord:700000000000000007'] };
  at = await connect({ bot, ...settings, loop: { notify: () => at.herald.notify, ...loop } });
};
afterEach(() => at.close());

const use = async (payload: Json) => {
  const used = at.discord.interact(payload);
  await at.discord.until(() => used.message !== undefined);
  return used;
};
const recorded = async () => {
  const questions = [];
  for await (const question of at.store.questions()) questions.push(question);
  return questions;
};
const mention = (text: string, id?: string) =>
  at.discord.gateway.dispatch(
    'MESSAGE_CREATE',
    guildMessage(at.discord, {
      content: `<@${at.discord.self}> ${text}`,
      ...(id === undefined ? {} : { id }),
    }),
  );

describe('Tell me when it is answered', () => {
  it('is promised, and kept once, in a direct message', async () => {
    await open();
    await use(askCommand(UNANSWERED));
    const { id } = bot.ask({ text: UNANSWERED, locale: 'en-US' });
    const promised = await use(press(`follow:1:${id}`));
    expect(promised.message).toMatchObject({
      content: 'I will write to you as soon as the announcement answers this.',
      flags: 64,
    });
    expect(await at.loop.teach(STATEMENT, OPERATOR)).toMatchObject({ ok: true });
    await at.discord.until(() => at.discord.messages.length === 1);
    at.loop.reloaded();
    await at.loop.stop();
    const { lead, ...answer } = bot.ask({ text: UNANSWERED, locale: 'en-US' });
    const told = { ...answer, lead: `You asked to be told when this is answered: ${lead}` };
    expect(at.discord.messages).toMatchObject([
      { channel: CHANNELS.direct, body: renderAnswer(told, setting).rich, pings: [] },
    ]);
  });
});

describe('What is kept of somebody', () => {
  it('is handed to them alone by /my-data, as a file', async () => {
    await open();
    await use(askCommand(OPENING));
    const handed = await use(command('my-data'));
    const [file] = (handed.message?.files ?? []) as readonly Json[];
    expect(handed.message?.content).toBe(
      'All that I keep of you is in this file. Only you see it.',
    );
    expect(file?.name).toBe('herald-my-data.json');
    expect(file?.text).toBe(await at.loop.myData({ platform: 'discord', user: ANA.id }));
    expect(file?.text).toContain(OPENING);
  });

  it('is forgotten by /forget-me; counts stay', async () => {
    await open();
    await use(askCommand(OPENING));
    const done = await use(command('forget-me'));
    expect(done.message).toMatchObject({
      content: 'Done. Your questions and your name for me are deleted; only counts are left.',
      flags: 64,
    });
    expect(await recorded()).toMatchObject([{ outcome: 'answer', asker: '' }]);
    expect((await recorded())[0]?.text).toBeUndefined();
  });
});

describe('An operator', () => {
  const boss = { ...ANA, id: '700000000000000007', username: 'boss' };

  it('sees what went unanswered, and teaches it from there; nobody else does', async () => {
    await open();
    await use(askCommand(UNANSWERED));
    const refused = await use(command('announcement', { subcommand: 'report' }));
    expect(refused.message?.content).toMatch(/^Only those named in OPERATORS/);
    const seen = await use(command('announcement', { subcommand: 'report', user: boss }));
    const { id } = bot.ask({ text: UNANSWERED, locale: 'en-US' });
    const shown = JSON.stringify(seen.message);
    expect(shown).toContain('1 questions by 1 people');
    expect(shown).toContain(`“${UNANSWERED}” · asked 1 times, not in the announcement`);
    expect(shown).toContain(`teach:1:${id}`);

    const stranger = await use(press(`teach:1:${id}`));
    expect(stranger.message?.content).toMatch(/^Only those named in OPERATORS/);
    const form = at.discord.interact(press(`teach:1:${id}`, { user: boss }));
    await at.discord.until(() => form.response !== undefined);
    expect(JSON.stringify(form.response)).toContain(UNANSWERED);
    const taught = await use(
      modalSubmit(
        `taught:1:${id}`,
        { question: UNANSWERED, passage: '', text: STATEMENT.text, approver: STATEMENT.approver },
        { user: boss },
      ),
    );
    expect(taught.message?.content).toBe('From now on this is answered so, everywhere.');
    expect(bot.ask({ text: UNANSWERED }).statement?.text).toBe(STATEMENT.text);
  });

  it('gets the weekly digest in a channel', async () => {
    await open();
    await use(askCommand(UNANSWERED));
    const report = await at.loop.report();
    const digest = { ...report, since: 0, until: 7 * 86_400_000 };
    await at.herald.postDigest?.(CHANNELS.general, digest);
    expect(JSON.stringify(at.discord.messages[0]?.body)).toContain(
      'What people asked, 1970-01-01 to 1970-01-08',
    );
  });
});

describe('An answer to a mention', () => {
  const addresses: string[] = [];
  const posted = async (address: string) => {
    addresses.push(address);
  };
  const corrected = (text: string): Answer => {
    const answer = bot.ask({ text });
    return { ...answer, lead: `Corrected. ${answer.lead}` };
  };

  it('is corrected in its place, or below it, and no other is touched', async () => {
    addresses.length = 0;
    await open({ posted });
    await mention(OPENING);
    await vi.waitFor(() => expect(addresses).toHaveLength(1));
    await mention(OPENING);
    await vi.waitFor(() => expect(addresses).toHaveLength(2));
    const [first, second] = at.discord.messages.map(({ body }) => body);
    const correction = corrected(OPENING);
    const [address = ''] = addresses;
    expect(await at.herald.correct?.(address, { mode: 'edit' }, correction)).toBe('corrected');
    expect(at.discord.messages.map(({ body }) => body)).toMatchObject([
      renderAnswer(correction, setting).rich,
      second,
    ]);
    expect(await at.herald.correct?.(address, { mode: 'reply', work: 'w1' }, correction)).toBe(
      'corrected',
    );
    expect(at.discord.messages).toHaveLength(3);
    const again = { mode: 'reply', work: 'w1', triedMsAgo: 60_000 } as const;
    expect(await at.herald.correct?.(address, again, correction)).toBe('corrected');
    expect(at.discord.messages).toHaveLength(3);
    const late = { ...again, triedMsAgo: 600_000 };
    expect(await at.herald.correct?.(address, late, correction)).toBe('unsure');
    const other = { mode: 'reply', work: 'w2' } as const;
    expect(await at.herald.correct?.(address, other, correction)).toBe('corrected');
    expect(at.discord.messages).toHaveLength(4);
    expect(first).not.toEqual(at.discord.messages[0]?.body);
  });

  it('is corrected where /ask showed it everyone, or it was shared, its question above it', async () => {
    addresses.length = 0;
    await open({ posted });
    const asked = await use(askCommand(OPENING, { public: true }));
    await use(askCommand(OPENING));
    const [answer] = [bot.ask({ text: OPENING, locale: 'en-US' })];
    const shared = await use(press(`share:1:${answer.id}:0`));
    await vi.waitFor(() => expect(addresses).toHaveLength(2));
    const correction = corrected(OPENING);
    const edit = { mode: 'edit' } as const;
    for (const address of addresses)
      expect(await at.herald.correct?.(address, edit, correction)).toBe('corrected');
    expect(asked.message).toMatchObject(renderAnswer(correction, setting).rich);
    expect(shared.message).toMatchObject(
      renderAnswer(correction, { ...setting, asked: { question: OPENING } }).rich,
    );
  });

  it('that is gone has nothing left to correct; one that cannot be reached is tried again', async () => {
    addresses.length = 0;
    await open({ posted });
    await mention(OPENING);
    await vi.waitFor(() => expect(addresses).toHaveLength(1));
    const [address = ''] = addresses;
    at.discord.script(
      ...Array.from({ length: 8 }, () => ({ call: 'PATCH /channels', answer: { status: 503 } })),
    );
    await expect(
      at.herald.correct?.(address, { mode: 'edit' }, corrected(OPENING)),
    ).rejects.toThrow('Discord did not answer');
  });
});

describe('A server that removes Herald', () => {
  it('is forgotten, and no other, and not while Discord only says that it is unavailable', async () => {
    await open();
    await use(askCommand(UNANSWERED));
    await use({ ...askCommand(UNANSWERED), guild_id: '1' });
    await at.store.put('setting', 'discord 1 channel 2', '{"public":true}');
    const places = async () => (await recorded()).map(({ place }) => place.split(' ')[1]);
    await vi.waitFor(async () => expect(await places()).toEqual([GUILD.id, '1']));
    at.discord.gateway.dispatch('GUILD_DELETE', { id: GUILD.id, unavailable: true });
    at.discord.gateway.dispatch('GUILD_DELETE', { id: '1' });
    await vi.waitFor(async () => expect(await places()).toEqual([GUILD.id]));
    expect((await at.store.list('asked')).map(({ key }) => key.split(' ')[1])).toEqual([GUILD.id]);
    expect(await at.store.list('setting', 'discord 1 ')).toEqual([]);
  });
});
