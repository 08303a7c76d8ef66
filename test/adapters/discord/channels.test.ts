import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bot } from '../../../src/bot/bot.js';
import { isEphemeral } from '../../servers/discord/interactions.js';
import type { Json } from '../../servers/discord/message-rules.js';
import { askCommand, CHANNELS, command, guildMessage } from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const ID = 'openai-microsoft-next-phase';
const TITLE = 'OpenAI and Microsoft enter the next phase of their partnership';
const words = (content: string) => ({ content, flags: 64, allowed_mentions: { parse: [] } });

let at: Connected;
let asked: Parameters<Bot['ask']>[0][];
beforeEach(async () => {
  asked = [];
  const bot: Bot = {
    ...shipped.bot,
    ask: (question) => {
      asked.push(question);
      return shipped.bot.ask(question);
    },
  };
  at = await connect({ bot });
});
afterEach(() => at.close());

async function use(payload: Json) {
  const used = at.discord.interact(payload);
  await at.discord.until(() => used.message !== undefined);
  return used;
}
const set = (to: string | undefined, manages = true) =>
  use(
    command('announcement', {
      subcommand: 'set',
      manages,
      given: to === undefined ? [] : [{ name: 'to', type: 3, value: to }],
    }),
  );
const settings = (isPublic: boolean | undefined, manages = true) =>
  use(
    command('announcement', {
      subcommand: 'settings',
      manages,
      given: isPublic === undefined ? [] : [{ name: 'public', type: 5, value: isPublic }],
    }),
  );

describe('/announcement', () => {
  it('shows anyone what can be asked about', async () => {
    const shown = await use(command('announcement', { subcommand: 'show' }));
    expect(shown.message).toEqual(
      words(
        `What can be asked about here:\n· ${TITLE} · OpenAI – Next Phase of the Microsoft Partnership`,
      ),
    );
  });

  it('lets those who manage the server choose what a channel and its threads ask', async () => {
    expect((await set(ID)).message).toEqual(words(`This channel asks “${TITLE}”.`));
    await use(askCommand('one'));
    await use(askCommand('two', { scene: 'thread' }));
    at.discord.gateway.dispatch(
      'MESSAGE_CREATE',
      guildMessage(at.discord, {
        content: `<@${at.discord.self}> three`,
        channel: CHANNELS.thread,
      }),
    );
    await at.discord.until(() => at.discord.messages.length === 1);
    expect(asked).toEqual(
      ['one', 'two', 'three'].map((text) => ({ text, announcement: ID, locale: 'en-US' })),
    );
    expect((await set(undefined)).message).toEqual(words('This channel asks all announcements.'));
    await use(askCommand('rivals'));
    expect(asked.at(-1)).toEqual({ text: 'rivals', locale: 'en-US' });
  });

  it('lets them choose who sees the replies to /ask, and shows the choice', async () => {
    expect((await settings(true)).message).toEqual(
      words(
        'Replies to \\/ask are seen by everyone here.\nQuestions in messages are answered in the channel.\nThis channel asks all announcements.',
      ),
    );
    expect(isEphemeral(await use(askCommand('rivals')))).toBe(false);
    expect(isEphemeral(await use(askCommand('rivals', { public: false })))).toBe(true);
    expect((await settings(undefined)).message).toEqual(
      words(
        'Replies to \\/ask are seen by everyone here.\nQuestions in messages are answered in the channel.\nThis channel asks all announcements.',
      ),
    );
  });

  it('is changed by nobody else, and to nothing that is not there', async () => {
    const refusal = words('Only members who may manage the server can change this.');
    expect((await set(ID, false)).message).toEqual(refusal);
    expect((await settings(true, false)).message).toEqual(refusal);
    expect((await set('nothing')).message).toEqual(
      words('There is no such announcement. Choose one from the list.'),
    );
    expect(isEphemeral(await use(askCommand('rivals')))).toBe(true);
  });

  it('suggests the announcements by their titles', async () => {
    const typed = at.discord.interact({
      ...command('announcement', {
        subcommand: 'set',
        given: [{ name: 'to', type: 3, value: 'micro', focused: true }],
      }),
      type: 4,
    });
    await at.discord.until(() => typed.response !== undefined);
    expect(typed.response).toEqual({ type: 8, data: { choices: [{ name: TITLE, value: ID }] } });
  });
});
