import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer, renderWords } from '../../../src/adapters/discord/render.js';
import { wordsFor } from '../../../src/adapters/discord/words/locales.js';
import { ALLOWED, GUILD, HERALD, PERMISSIONS } from '../../servers/discord/guild.js';
import { isEphemeral } from '../../servers/discord/interactions.js';
import type { Json } from '../../servers/discord/message-rules.js';
import {
  askCommand,
  CHANNELS,
  command,
  directMessage,
  guildMessage,
  press,
} from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
const { sendMessages, sendMessagesInThreads, readMessageHistory, createPublicThreads } =
  PERMISSIONS;

let at: Connected;
beforeEach(async () => {
  at = await connect();
});
afterEach(async () => {
  // Nothing was sent that Discord had to refuse.
  const refused = at.discord.calls.filter(({ status = 0 }) => status >= 400);
  await at.close();
  expect(refused).toEqual([]);
});

const mention = (channel: string = CHANNELS.general, id = at.discord.nextId()) =>
  at.discord.gateway.dispatch(
    'MESSAGE_CREATE',
    guildMessage(at.discord, { id, channel, content: `<@${at.discord.self}> ${QUESTION}` }),
  );
/** In the order of the gateway, so that all that was said before is dealt with. */
const lastSaidDirectly = async () => {
  const before = at.discord.messages.length;
  at.discord.gateway.dispatch('MESSAGE_CREATE', directMessage(at.discord, { content: QUESTION }));
  await at.discord.until(() => at.discord.messages.length > before);
};
const channels = () => at.discord.messages.map(({ channel }) => channel);
const warnings = () => at.log.lines.filter((line) => line.startsWith('warn'));
const use = async (payload: Json) => {
  const used = at.discord.interact(payload);
  await at.discord.until(() => used.message !== undefined);
  return used;
};
const allowThreads = () =>
  use(
    command('announcement', {
      subcommand: 'settings',
      manages: true,
      given: [{ name: 'threads', type: 5, value: true }],
    }),
  );

describe('A message', () => {
  it('gets no reply that Discord would refuse; the log says once what to do, until it is done', async () => {
    const { discord } = at;
    discord.deny(CHANNELS.general, sendMessages);
    mention();
    mention();
    mention(CHANNELS.thread);
    await discord.until(() => discord.messages.length === 1);
    await lastSaidDirectly();
    expect(channels()).toEqual([CHANNELS.thread, CHANNELS.direct]);
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^warn Herald lacks permissions in a channel .*Give Herald there: Send Messages\. Until then it answers no messages there, only commands\./,
      ),
    ]);
    discord.deny(CHANNELS.general, 0n);
    mention();
    await discord.until(() => discord.messages.length === 3);
    discord.deny(CHANNELS.general, sendMessages);
    mention();
    await lastSaidDirectly();
    expect(channels()).toEqual([
      CHANNELS.thread,
      CHANNELS.direct,
      CHANNELS.general,
      CHANNELS.direct,
    ]);
    expect(warnings()).toHaveLength(2);
  });

  it('in a thread is answered where Herald may write in threads', async () => {
    at.discord.deny(CHANNELS.general, sendMessagesInThreads);
    mention(CHANNELS.thread);
    mention();
    await at.discord.until(() => at.discord.messages.length === 1);
    await lastSaidDirectly();
    expect(channels()).toEqual([CHANNELS.general, CHANNELS.direct]);
    expect(warnings()).toEqual([expect.stringContaining('Send Messages in Threads')]);
  });

  it('is answered without pointing at it where Herald may not read the history', async () => {
    at.discord.deny(CHANNELS.general, readMessageHistory);
    mention(CHANNELS.general, '810000000000000001');
    await at.discord.until(() => at.discord.messages.length === 1);
    const answer = shipped.bot.ask({ text: QUESTION, locale: 'en-US' });
    const { rich } = renderAnswer(answer, { words: wordsFor(), page: 0, shareable: false });
    expect(at.discord.messages[0]?.body).toEqual({
      ...rich,
      ...NO_MENTIONS,
      nonce: '810000000000000001',
      enforce_nonce: true,
    });
  });

  const role = GUILD.roles.find(({ id }) => id === HERALD.role);
  const [member] = GUILD.members;
  it.each([
    [
      "Herald's role loses them",
      'GUILD_ROLE_UPDATE',
      { role: { ...role, permissions: '0' } },
      { role },
    ],
    ['Herald loses its role', 'GUILD_MEMBER_UPDATE', { ...member, roles: [] }, { ...member }],
  ])('gets no reply where %s', async (_, event, lost, found) => {
    at.discord.gateway.dispatch(event, { guild_id: GUILD.id, ...lost });
    mention();
    await lastSaidDirectly();
    expect(channels()).toEqual([CHANNELS.direct]);
    expect(warnings()).toEqual([expect.stringContaining('View Channel, Send Messages')]);
    at.discord.gateway.dispatch(event, { guild_id: GUILD.id, ...found });
    mention();
    await at.discord.until(() => at.discord.messages.length === 2);
  });

  it('is answered in the channel where threads are wanted and Herald may not open them', async () => {
    at.discord.deny(CHANNELS.general, createPublicThreads);
    await allowThreads();
    mention();
    mention();
    await at.discord.until(() => at.discord.messages.length === 2);
    expect(channels()).toEqual([CHANNELS.general, CHANNELS.general]);
    expect(warnings()).toEqual([
      expect.stringMatching(/Create Public Threads\. Until then it answers in the channel/),
    ]);
  });

  it('is answered in a thread where Herald may write nowhere else', async () => {
    at.discord.deny(CHANNELS.general, sendMessages);
    await allowThreads();
    mention(CHANNELS.general, '810000000000000001');
    await at.discord.until(() => at.discord.messages.length === 1);
    expect(channels()).toEqual(['810000000000000001']);
  });
});

describe('/ask', () => {
  const replyTo = (shareable: boolean) => {
    const answer = shipped.bot.ask({ text: QUESTION, locale: 'en-US' });
    return {
      ...renderAnswer(answer, { words: wordsFor(), page: 0, shareable }).rich,
      ...NO_MENTIONS,
    };
  };

  it.each([undefined, true])(
    'is answered to the asker alone, without Share, where Herald may not write (public: %s)',
    async (isPublic) => {
      const given = isPublic === undefined ? {} : { public: isPublic };
      const asked = await use(askCommand(QUESTION, { denied: sendMessages, ...given }));
      expect(isEphemeral(asked)).toBe(true);
      expect(asked.message).toEqual(replyTo(false));
    },
  );

  it.each([
    ['in a thread', { scene: 'thread', denied: sendMessages }],
    ['in a channel', { scene: 'guild', denied: sendMessagesInThreads }],
  ] as const)('can be shared %s where Herald may write just there', async (_, options) => {
    expect((await use(askCommand(QUESTION, options))).message).toEqual(replyTo(true));
  });

  it('can be shared in a server where only the asker has Herald installed', async () => {
    const payload = askCommand(QUESTION, { denied: ALLOWED });
    const owners = { authorizing_integration_owners: { 1: '700000000000000001' } };
    expect((await use({ ...payload, ...owners })).message).toEqual(replyTo(true));
  });

  it('has a Share of before refused in plain words', async () => {
    await use(askCommand(QUESTION));
    const { id } = shipped.bot.ask({ text: QUESTION, locale: 'en-US' });
    const shared = await use(press(`share:1:${id}:0`, { denied: sendMessages }));
    expect(isEphemeral(shared)).toBe(true);
    expect(shared.message?.content).toBe(renderWords(wordsFor().mayNotShow).plain.content);
  });
});

describe('/announcement settings', () => {
  it('says which permissions threads need where they are wanting', async () => {
    const settings = (denied: bigint) =>
      use(
        command('announcement', {
          subcommand: 'settings',
          manages: true,
          denied,
          given: [{ name: 'threads', type: 5, value: true }],
        }),
      );
    const need = renderWords(wordsFor().threadsNeed).plain.content ?? '';
    expect((await settings(createPublicThreads)).message?.content).toContain(need);
    expect((await settings(0n)).message?.content).not.toContain(need);
  });
});
