import { expect, onTestFinished, test } from 'vitest';
import { loadEmbargoed, SECRET_QUESTION } from '../../embargoed.js';
import { askCommand, CHANNELS, guildMessage } from '../../servers/discord/payloads.js';
import { connect } from './connect.js';

test('What is not yet published is quoted in the channels that may preview it, and in no other', async () => {
  const { bot } = await loadEmbargoed();
  const ask = async (allowed: string) => {
    const at = await connect({ bot, mayPreview: (channel) => channel === allowed });
    onTestFinished(at.close);
    const asked = at.discord.interact(askCommand(SECRET_QUESTION));
    await at.discord.until(() => asked.message !== undefined);
    const content = `<@${at.discord.self}> ${SECRET_QUESTION}`;
    at.discord.gateway.dispatch('MESSAGE_CREATE', guildMessage(at.discord, { content }));
    await at.discord.until(() => at.discord.messages.length > 0);
    return [asked.message, at.discord.messages[0]?.body].map((message) =>
      JSON.stringify(message).includes('Aurora'),
    );
  };
  expect(await ask(CHANNELS.general)).toEqual([true, true]);
  expect(await ask(CHANNELS.direct)).toEqual([false, false]);
});
