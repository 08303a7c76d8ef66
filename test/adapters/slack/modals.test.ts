import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { privacyBlocks } from '../../../src/adapters/slack/privacy.js';
import { renderAnswer } from '../../../src/adapters/slack/render.js';
import {
  clickHome,
  globalShortcut,
  messageShortcut,
  submitView,
  typeAhead,
} from '../../servers/slack/interactions.js';
import { eventEnvelope, slashCommand } from '../../servers/slack/payloads.js';
import type { SlackServer } from '../../servers/slack/server.js';
import { type Connected, connect, shipped, WAYS } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';

describe.each(WAYS)('Over %s', (way) => {
  let at: Connected;
  let slack: SlackServer;
  beforeEach(async () => {
    at = await connect({ way });
    slack = at.slack;
  });
  afterEach(() => at.close());

  const opened = async () => {
    await slack.until(() => slack.workspace.views.length > 0);
    const modal = slack.workspace.views.at(-1);
    if (modal === undefined) throw new Error('no modal');
    return modal;
  };
  const reply = () =>
    renderAnswer(shipped.bot.ask({ text: QUESTION }), 0, {
      ephemeral: true,
      question: QUESTION,
    })[0];

  describe('/ask alone', () => {
    it('opens a modal, whose question is answered to the asker alone', async () => {
      const ack = await at.deliver(slashCommand(slack, { text: '  ' }));
      expect(ack.payload).toEqual({});
      const modal = await opened();
      expect(modal.view).toMatchObject({
        title: { text: 'Ask the announcement' },
        submit: { text: 'Ask' },
      });
      const closed = await at.deliver(submitView(slack, modal, { herald_own: QUESTION }));
      expect(closed.payload).toEqual({});
      await slack.until(() => slack.workspace.ephemerals.length === 1);
      expect(slack.workspace.ephemerals).toEqual([
        { channel: 'C0GENERAL', ts: expect.any(String), user: 'U0ASKER', ...reply() },
      ]);
    });

    it('wants a question', async () => {
      await at.deliver(slashCommand(slack, { text: '' }));
      const { payload } = await at.deliver(submitView(slack, await opened(), { herald_own: '  ' }));
      expect(payload).toEqual({
        response_action: 'errors',
        errors: { herald_own: 'Write a question, or pick one below.' },
      });
    });
  });

  describe('The global shortcut', () => {
    it('opens the modal and answers in it, as often as one asks', async () => {
      await at.deliver(globalShortcut(slack, 'herald_ask'));
      for (const field of ['herald_own', 'herald_pick']) {
        const { payload } = await at.deliver(
          submitView(slack, await opened(), { [field]: QUESTION }),
        );
        expect(payload).toMatchObject({ response_action: 'update' });
        const shown = (await opened()).view.blocks;
        expect(shown.slice(2)).toEqual(
          reply().blocks.filter(({ type }) => type === 'rich_text' || type === 'context'),
        );
      }
    });
  });

  describe('Type-ahead', () => {
    it('offers questions that Herald can answer', async () => {
      for (const typed of ['', 'micro', 'x'.repeat(500)]) {
        const { payload } = await at.deliver(typeAhead(slack, 'herald_pick', typed));
        const { options } = payload as { readonly options: readonly { readonly value: string }[] };
        expect(options.map(({ value }) => value)).toEqual(
          shipped.bot.complete(typed).filter(({ length }) => length <= 150),
        );
        expect(options.length).toBeGreaterThan(0);
      }
    });
  });

  describe('The message shortcut', () => {
    it('answers anyone’s message to whoever chose it, in its thread', async () => {
      const message = { text: QUESTION, ts: '1790000000.900000', channel: 'C0GENERAL' };
      await at.deliver(messageShortcut(slack, 'herald_answer_message', message));
      await slack.until(() => slack.workspace.ephemerals.length === 1);
      expect(slack.workspace.ephemerals).toEqual([
        {
          channel: 'C0GENERAL',
          ts: expect.any(String),
          user: 'U0ASKER',
          thread: '1790000000.900000',
          ...reply(),
        },
      ]);
    });
  });

  describe('App Home', () => {
    const open = (tab: string) =>
      eventEnvelope(slack, {
        type: 'app_home_opened',
        user: 'U0ASKER',
        channel: 'D0ASKER',
        tab,
        event_ts: '1790000000.000001',
      });

    it('shows the announcement, questions to try, and what the asker asked', async () => {
      await at.deliver(slashCommand(slack, { text: QUESTION }));
      await at.deliver(open('home'));
      const [card] = shipped.bot.announcements();
      const list = (questions: readonly string[]) => ({
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: questions.map((text) => ({
              type: 'rich_text_section',
              elements: [{ type: 'text', text }],
            })),
          },
        ],
      });
      const header = (text: string) => ({
        type: 'header',
        text: { type: 'plain_text', text, emoji: false },
      });
      expect(slack.workspace.homes.get('U0ASKER')).toEqual({
        type: 'home',
        blocks: [
          header(card?.title ?? ''),
          {
            type: 'context',
            elements: [
              {
                type: 'mrkdwn',
                text: expect.stringContaining(`revision ${card?.revision}`),
                verbatim: true,
              },
            ],
          },
          {
            type: 'context',
            elements: [
              {
                type: 'plain_text',
                text: 'Mention me in a channel, write to me in Messages, or type /ask. I answer with the announcement’s own words.',
                emoji: false,
              },
            ],
          },
          header('Questions to try'),
          {
            type: 'actions',
            elements: shipped.bot.suggestions(5).map((text, index) => ({
              type: 'button',
              action_id: `herald_try_${index}`,
              text: { type: 'plain_text', text, emoji: false },
              value: text,
            })),
          },
          header('What you asked'),
          list([QUESTION]),
          ...privacyBlocks(),
        ],
      });
    });

    it('answers a question that is pressed, in a modal', async () => {
      await at.deliver(open('home'));
      await at.deliver(clickHome(slack, 'U0ASKER', 'herald_try_0'));
      const modal = await opened();
      const [text = ''] = shipped.bot.suggestions();
      const [{ blocks }] = renderAnswer(shipped.bot.ask({ text }), 0, {
        ephemeral: false,
        question: text,
      });
      expect(modal.view.blocks).toEqual(expect.arrayContaining(blocks.slice(0, 2)));
    });

    it('offers prompts in the Messages tab', async () => {
      await at.deliver(open('messages'));
      const prompts = slack.workspace.prompts.get('D0ASKER');
      expect(prompts?.map(({ message }) => message)).toEqual(shipped.bot.suggestions(4));
      const call = slack.calls.find(({ method }) => method.endsWith('setSuggestedPrompts'));
      expect(call?.args).not.toHaveProperty('thread_ts');
    });
  });
});
