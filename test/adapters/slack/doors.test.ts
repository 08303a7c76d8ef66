import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../src/adapters/slack/render.js';
import {
  channelMessage,
  directMessage,
  eventEnvelope,
  mention,
  messageChanged,
  messageDeleted,
  slashCommand,
} from '../../servers/slack/payloads.js';
import { type Connected, connect, shipped, WAYS } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';
const ASKED_AT = '1790000000.900000';

/** What Herald says to a question, in a message that everyone sees or in one for the asker alone. */
function replyTo(text: string, ephemeral = false) {
  return renderAnswer(shipped.bot.ask({ text }), 0, { ephemeral })[0];
}

describe.each(WAYS)('Over %s', (way) => {
  let at: Connected;
  beforeEach(async () => {
    at = await connect({ way });
  });
  afterEach(() => at.close());

  describe('A question', () => {
    it('that mentions Herald in a channel is answered in its thread', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, { text: `<@U0HERALD> ${QUESTION}`, ts: ASKED_AT }));
      expect(slack.workspace.messages).toEqual([
        { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED_AT, ...replyTo(QUESTION) },
      ]);
    });

    it('that mentions Herald within a thread is answered in that thread', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, { text: `${QUESTION} <@U0HERALD>`, thread: ASKED_AT }));
      expect(slack.workspace.messages).toEqual([
        { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED_AT, ...replyTo(QUESTION) },
      ]);
    });

    it('in a direct message is answered in its thread, mention or not', async () => {
      const { slack } = at;
      await at.deliver(directMessage(slack, { text: QUESTION, ts: ASKED_AT }));
      await at.deliver(
        directMessage(slack, { text: `<@U0HERALD> ${QUESTION}`, ts: ASKED_AT, channel: 'D0OTHER' }),
      );
      expect(slack.workspace.messages).toEqual([
        { channel: 'D0ASKER', ts: expect.any(String), thread: ASKED_AT, ...replyTo(QUESTION) },
        { channel: 'D0OTHER', ts: expect.any(String), thread: ASKED_AT, ...replyTo(QUESTION) },
      ]);
    });

    it('by /ask is answered to the asker alone, by the acknowledgement', async () => {
      const { slack } = at;
      const ack = await at.deliver(slashCommand(slack, { text: QUESTION }));
      expect(ack.payload).toEqual({ response_type: 'ephemeral', ...replyTo(QUESTION, true) });
      expect(slack.workspace.messages).toEqual([]);
    });

    it('is understood with the entities, links and names that Slack writes into it', async () => {
      const { slack } = at;
      await at.deliver(
        mention(slack, {
          text: '<@U0HERALD> does <https://openai.com|OpenAI> &amp; <!subteam^S1|@everyone> &lt;3 <#C1|general>?',
        }),
      );
      expect(slack.workspace.messages).toMatchObject([
        replyTo('does OpenAI & @everyone <3 #general?'),
      ]);
    });

    it('with a file is answered by its words', async () => {
      const { slack } = at;
      const extra = { subtype: 'file_share', files: [{ id: 'F0EXAMPLE', mimetype: 'text/plain' }] };
      await at.deliver(directMessage(slack, { text: QUESTION, extra }));
      expect(slack.workspace.messages).toMatchObject([replyTo(QUESTION)]);
    });

    it('without any words gets an invitation to ask', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, { text: '<@U0HERALD>' }));
      expect(slack.workspace.messages).toMatchObject([replyTo('')]);
    });
  });

  describe('A message in a thread that Herald answered in', () => {
    const asked = { text: `<@U0HERALD> ${QUESTION}`, ts: ASKED_AT };

    it('is answered without another mention', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, asked));
      await at.deliver(
        channelMessage(slack, { text: 'Who is Microsoft’s main partner?', thread: ASKED_AT }),
      );
      expect(slack.workspace.messages).toEqual([
        { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED_AT, ...replyTo(QUESTION) },
        {
          channel: 'C0GENERAL',
          ts: expect.any(String),
          thread: ASKED_AT,
          ...replyTo('Who is Microsoft’s main partner?'),
        },
      ]);
    });

    it('is answered once where it mentions Herald and both events come', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, asked));
      const again = { text: `<@U0HERALD> ${QUESTION}`, thread: ASKED_AT, ts: '1790000001.000000' };
      await at.deliver(channelMessage(slack, again));
      await at.deliver(mention(slack, again));
      expect(slack.workspace.messages).toHaveLength(2);
    });

    it('is left alone where it speaks to somebody else, or says nothing that concerns the announcement', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, asked));
      for (const text of ['<@U0OTHER> what do you think?', 'thanks', 'lunch at the harbour, noon'])
        await at.deliver(channelMessage(slack, { text, thread: ASKED_AT }));
      expect(slack.workspace.messages).toHaveLength(1);
    });
  });

  describe('Herald is silent', () => {
    it('in channels and threads that it was not asked in', async () => {
      const { slack } = at;
      await at.deliver(channelMessage(slack, { text: QUESTION }));
      await at.deliver(channelMessage(slack, { text: QUESTION, thread: ASKED_AT }));
      expect(slack.workspace.messages).toEqual([]);
    });

    it.each([
      ['another bot', { extra: { bot_id: 'B0OTHER', app_id: 'A0OTHER' } }],
      ['another Herald', { user: 'U0HERALD2', extra: { bot_id: 'B0HERALD2' } }],
      ['itself', { user: 'U0HERALD' }],
      ['Slackbot', { user: 'USLACKBOT' }],
      ['a bot of the old kind', { extra: { subtype: 'bot_message', user: undefined } }],
      ['a notice', { extra: { subtype: 'channel_join' } }],
    ])('to %s', async (_, words) => {
      const { slack } = at;
      await at.deliver(directMessage(slack, { text: QUESTION, ...words }));
      await at.deliver(mention(slack, { text: `<@U0HERALD> ${QUESTION}`, ...words }));
      expect(slack.workspace.messages).toEqual([]);
    });

    it('to a message that nobody sees', async () => {
      const { slack } = at;
      await at.deliver(directMessage(slack, { text: QUESTION, extra: { hidden: true } }));
      expect(slack.workspace.messages).toEqual([]);
    });

    it('on events it does not know', async () => {
      const { slack } = at;
      await at.deliver(eventEnvelope(slack, { type: 'reaction_added', user: 'U1' }));
      await at.deliver(eventEnvelope(slack, { type: 'message', channel: 'C1' }));
      expect(slack.workspace.messages).toEqual([]);
    });
  });

  describe('A question that was answered', () => {
    const before = { text: `<@U0HERALD> ${QUESTION}`, ts: ASKED_AT };
    const other = 'What about infrastructure and independence?';

    it('and then edited has its reply updated', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, before));
      await at.deliver(messageChanged(slack, before, `<@U0HERALD> ${other}`));
      expect(slack.workspace.messages).toEqual([
        { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED_AT, ...replyTo(other) },
      ]);
    });

    it('and then only shown with a preview keeps its reply untouched', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, before));
      await at.deliver(messageChanged(slack, before, before.text));
      expect(slack.calls.map(({ method }) => method)).not.toContain('chat.update');
    });

    it('and then deleted loses its reply', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, before));
      await at.deliver(messageDeleted(slack, before));
      expect(slack.workspace.messages).toEqual([]);
      await at.deliver(messageDeleted(slack, before));
      expect(slack.calls.filter(({ method }) => method === 'chat.delete')).toHaveLength(1);
    });

    it('and whose reply somebody removed stays without one', async () => {
      const { slack } = at;
      await at.deliver(mention(slack, before));
      slack.workspace.messages.length = 0;
      await at.deliver(messageChanged(slack, before, `<@U0HERALD> ${other}`));
      expect(slack.workspace.messages).toEqual([]);
    });

    it('is not another’s: editing or deleting other messages does nothing', async () => {
      const { slack } = at;
      const others = { text: QUESTION, ts: '1790000001.000000' };
      await at.deliver(messageChanged(slack, others, other));
      await at.deliver(messageDeleted(slack, others));
      expect(slack.calls.filter(({ method }) => method.startsWith('chat.'))).toEqual([]);
    });
  });
});
