import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer, renderWords } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import { isEphemeral } from '../../servers/discord/interactions.js';
import {
  ANA,
  askCommand,
  CHANNELS,
  command,
  directMessage,
  guildMessage,
  messageCommand,
  replyToHerald,
  typing,
} from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };

/** What Herald says to a question; `shareable` when only the asker sees it. */
function replyTo(text: string, { shareable = false, locale = 'en-US' } = {}) {
  const answer = shipped.bot.ask({ text, locale });
  const words = wordsFor(locale);
  return { ...renderAnswer(answer, { words, page: 0, shareable }).rich, ...NO_MENTIONS };
}

/** A message that replies to another. */
function inReplyTo(message: string, body: object) {
  return {
    ...body,
    message_reference: { message_id: message, fail_if_not_exists: false },
    nonce: message,
    enforce_nonce: true,
  };
}

let at: Connected;
beforeEach(async () => {
  at = await connect();
});
afterEach(() => at.close());

const ask = async (payload: Parameters<Connected['discord']['interact']>[0]) => {
  const asked = at.discord.interact(payload);
  await at.discord.until(() => asked.message !== undefined);
  return asked;
};
const hear = (message: Parameters<Connected['discord']['interact']>[0], type = 'MESSAGE_CREATE') =>
  at.discord.gateway.dispatch(type, message);
const bodies = () => at.discord.messages.map(({ body }) => body);

describe('A question by /ask', () => {
  it('is deferred at once and answered to the asker alone', async () => {
    const asked = await ask(askCommand(QUESTION));
    expect(asked.response).toEqual({ type: 5, data: { flags: 64 } });
    expect(asked.message).toEqual(replyTo(QUESTION, { shareable: true }));
  });

  it('is answered to everyone where the asker wants that', async () => {
    const asked = await ask(askCommand(QUESTION, { public: true }));
    expect(asked.response).toEqual({ type: 5 });
    expect(asked.message).toEqual(replyTo(QUESTION));
  });

  it('is answered in direct messages for good, for nobody else reads along', async () => {
    const asked = await ask(askCommand(QUESTION, { scene: 'direct' }));
    expect(asked.response).toEqual({ type: 5 });
    expect(asked.message).toEqual(replyTo(QUESTION));
  });

  it('is answered where only the asker has installed Herald', async () => {
    const asked = await ask(askCommand(QUESTION, { scene: 'elsewhere' }));
    expect(asked.response).toEqual({ type: 5, data: { flags: 64 } });
    expect(asked.message).toEqual(replyTo(QUESTION, { shareable: true }));
  });

  it.each(['de', 'es-ES', 'es-419', 'fr', 'ja', 'pt-BR'])(
    "is answered in the asker's language, %s, around the announcement's own words",
    async (locale) => {
      const asked = await ask(askCommand(QUESTION, { locale }));
      expect(asked.message).toEqual(replyTo(QUESTION, { shareable: true, locale }));
    },
  );

  it.each(['entitlements', 'authorizing_integration_owners', 'app_permissions', 'context'])(
    'is answered where Discord leaves out %s, and Herald goes on',
    async (field) => {
      const asked = await ask({ ...askCommand(QUESTION), [field]: undefined });
      expect(asked.message).toEqual(replyTo(QUESTION, { shareable: true }));
    },
  );

  it('is suggested while it is typed, within 50 ms', async () => {
    const { discord, bot } = at;
    await nextTurn();
    const typed = discord.interact(typing('infra'));
    await discord.until(() => typed.response !== undefined);
    const choices = bot.complete('infra', 25).map((text) => ({ name: text, value: text }));
    expect(choices.length).toBeGreaterThan(0);
    expect(typed.response).toEqual({ type: 8, data: { choices } });
    expect((typed.respondedAt ?? 0) - typed.sentAt).toBeLessThan(50);
  });
});

describe('A message', () => {
  it('is answered by the message command', async () => {
    const asked = await ask(messageCommand(`<@${at.discord.self}> ${QUESTION}`));
    expect(asked.message).toEqual(replyTo(QUESTION, { shareable: true }));
  });

  it('without text is said to have none', async () => {
    const asked = await ask(messageCommand(''));
    expect(asked.message).toEqual({
      content: 'This message has no text that could be a question.',
      flags: 64,
      allowed_mentions: { parse: [] },
    });
  });

  it('that mentions Herald is answered by a reply that pings nobody', async () => {
    const { discord } = at;
    hear(
      guildMessage(discord, {
        content: `<@${discord.self}> ${QUESTION}`,
        id: '810000000000000001',
      }),
    );
    await discord.until(() => discord.messages.length === 1);
    expect(discord.messages).toEqual([
      {
        id: expect.any(String),
        channel: CHANNELS.general,
        body: inReplyTo('810000000000000001', replyTo(QUESTION)),
        pings: [],
      },
    ]);
  });

  it('in a thread is answered in the thread', async () => {
    const { discord } = at;
    const content = `${QUESTION} <@${discord.self}>`;
    hear(guildMessage(discord, { content, channel: CHANNELS.thread, id: '810000000000000002' }));
    await discord.until(() => discord.messages.length === 1);
    expect(discord.messages).toEqual([
      {
        id: expect.any(String),
        channel: CHANNELS.thread,
        body: inReplyTo('810000000000000002', replyTo(QUESTION)),
        pings: [],
      },
    ]);
  });

  it('sent directly is answered without a mention', async () => {
    const { discord, bot } = at;
    hear(directMessage(discord, { content: QUESTION, id: '810000000000000003' }));
    await discord.until(() => discord.messages.length === 1);
    const answer = bot.ask({ text: QUESTION });
    const { rich } = renderAnswer(answer, { words: wordsFor(), page: 0, shareable: false });
    expect(discord.messages).toEqual([
      {
        id: expect.any(String),
        channel: CHANNELS.direct,
        body: inReplyTo('810000000000000003', { ...rich, ...NO_MENTIONS }),
        pings: [],
      },
    ]);
  });

  it('that replies to Herald is a question of its own', async () => {
    const { discord } = at;
    hear(replyToHerald(discord, { content: QUESTION, to: '1300000000000000099' }));
    await discord.until(() => discord.messages.length === 1);
    expect(bodies()).toEqual([inReplyTo(expect.any(String), replyTo(QUESTION))]);
  });

  it('of which Discord withholds the text gets told how to ask', async () => {
    const { discord } = at;
    const withheld = replyToHerald(discord, { content: '', to: '1300000000000000099' });
    hear(withheld);
    await discord.until(() => discord.messages.length === 1);
    const { rich } = renderWords(wordsFor().unreadable);
    expect(bodies()).toEqual([inReplyTo(expect.any(String), { ...rich, ...NO_MENTIONS })]);
  });

  it('from a bot, a webhook, Discord itself, or for somebody else is not answered', async () => {
    const { discord } = at;
    const content = `<@${discord.self}> ${QUESTION}`;
    hear(guildMessage(discord, { content, author: { ...ANA, bot: true } }));
    hear(guildMessage(discord, { content, rest: { webhook_id: '1' } }));
    hear(guildMessage(discord, { content, author: { id: discord.self, username: 'Herald' } }));
    hear(guildMessage(discord, { content, rest: { type: 7 } }));
    hear(guildMessage(discord, { content: QUESTION }));
    hear(replyToHerald(discord, { content: QUESTION, pings: false, to: '1300000000000000099' }));
    hear(directMessage(discord, { content: 'last' }));
    await discord.until(() => discord.messages.length > 0);
    expect(discord.messages.map(({ channel }) => channel)).toEqual([CHANNELS.direct]);
  });

  it('is answered where Discord leaves out what Herald does not read', async () => {
    const { discord } = at;
    const { id, channel_id, guild_id, content, author, mentions } = guildMessage(discord, {
      content: `<@${discord.self}> ${QUESTION}`,
    });
    hear({ id, channel_id, guild_id, content, author, mentions });
    await discord.until(() => discord.messages.length === 1);
    expect(bodies()).toEqual([inReplyTo(String(id), replyTo(QUESTION))]);
  });

  it('delivered twice is answered once', async () => {
    const { discord } = at;
    const message = guildMessage(discord, { content: `<@${discord.self}> ${QUESTION}` });
    hear(message);
    hear(message);
    hear(directMessage(discord, { content: 'last' }));
    await discord.until(() => discord.messages.length === 2);
    expect(discord.messages.map(({ channel }) => channel).sort()).toEqual([
      CHANNELS.general,
      CHANNELS.direct,
    ]);
  });

  it('that is edited has its reply changed to the answer to what it asks now', async () => {
    const { discord } = at;
    const before = { content: `<@${discord.self}> ${QUESTION}`, id: '810000000000000004' };
    const other = 'Who are the rivals?';
    hear(guildMessage(discord, before));
    await discord.until(() => discord.messages.length === 1);
    hear(guildMessage(discord, before), 'MESSAGE_UPDATE');
    hear(
      guildMessage(discord, { ...before, content: `<@${discord.self}> ${other}` }),
      'MESSAGE_UPDATE',
    );
    await discord.until(() =>
      discord.calls.some(({ status, method }) => method === 'PATCH' && status === 200),
    );
    expect(bodies()).toEqual([replyTo(other)]);
    expect(discord.calls.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('that is deleted takes its reply with it, alone or with others', async () => {
    const { discord } = at;
    const ids = ['810000000000000005', '810000000000000006', '810000000000000007'];
    for (const id of ids)
      hear(guildMessage(discord, { content: `<@${discord.self}> ${QUESTION}`, id }));
    await discord.until(() => discord.messages.length === 3);
    const place = { channel_id: CHANNELS.general, guild_id: '900000000000000001' };
    hear({ id: ids[0], ...place }, 'MESSAGE_DELETE');
    hear({ ids: [ids[1], ids[2], '810000000000000099'], ...place }, 'MESSAGE_DELETE_BULK');
    await discord.until(() => discord.messages.length === 0);
    expect(discord.messages).toEqual([]);
  });
});

describe('/help', () => {
  it('is what a command gets that Herald no longer has', async () => {
    const asked = await ask(command('quote'));
    expect(asked.message?.content).toContain(renderWords(...wordsFor().help).plain.content);
  });

  it.each(['en-US', 'ja'])(
    'says in %s what Herald does and what it can be asked about',
    async (locale) => {
      const words = wordsFor(locale);
      const asked = await ask(command('help', { locale }));
      const title = 'OpenAI and Microsoft enter the next phase of their partnership';
      expect(isEphemeral(asked)).toBe(true);
      expect(asked.message).toEqual({
        ...renderWords(...words.help, words.announcements, `· ${title}`).plain,
        flags: 64,
        allowed_mentions: { parse: [] },
      });
    },
  );
});
