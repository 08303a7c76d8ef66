import { expect, onTestFinished, test } from 'vitest';
import { loadEmbargoed, SECRET_QUESTION } from '../../embargoed.js';
import { mention, slashCommand } from '../../servers/slack/payloads.js';
import { connect } from './connect.js';

test('What is not yet published is quoted in the channels that may preview it, and in no other', async () => {
  const { bot } = await loadEmbargoed();
  const at = await connect({ bot, mayPreview: (channel) => channel === 'C0PREVIEW' });
  onTestFinished(at.close);
  const text = `<@U0HERALD> ${SECRET_QUESTION}`;
  await at.deliver(mention(at.slack, { text, channel: 'C0PREVIEW' }));
  await at.deliver(mention(at.slack, { text, channel: 'C0GENERAL' }));
  const said = at.slack.workspace.messages.map((message) => ({
    channel: message.channel,
    quotes: JSON.stringify(message.blocks).includes('Aurora'),
  }));
  expect(said).toEqual([
    { channel: 'C0PREVIEW', quotes: true },
    { channel: 'C0GENERAL', quotes: false },
  ]);

  const ask = async (channel: string) =>
    JSON.stringify(await at.deliver(slashCommand(at.slack, { text: SECRET_QUESTION, channel })));
  expect(await ask('C0PREVIEW')).toContain('Aurora');
  expect(await ask('C0GENERAL')).not.toContain('Aurora');
});
