import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, type Setting } from '../../../src/adapters/slack/controls.js';
import { renderAnswer, renderAround } from '../../../src/adapters/slack/render.js';
import type { Answer } from '../../../src/bot/answer.js';
import { click, closeView, submitView } from '../../servers/slack/interactions.js';
import type { Message } from '../../servers/slack/message.js';
import { directMessage, mention, slashCommand } from '../../servers/slack/payloads.js';
import type { SlackServer } from '../../servers/slack/server.js';
import { type Connected, connect, shipped, WAYS } from './connect.js';

const ASKED_AT = '1790000000.900000';
/** A question with further excerpts and one to show the text around. */
const question = 'Microsoft';
const answer = shipped.bot.ask({ text: question });

describe.each(WAYS)('Over %s', (way) => {
  let at: Connected;
  let slack: SlackServer;
  beforeEach(async () => {
    at = await connect({ way });
    slack = at.slack;
  });
  afterEach(() => at.close());

  const last = (messages: readonly Message[]): Message => {
    const message = messages.at(-1);
    if (message === undefined) throw new Error('no message');
    return message;
  };
  const ask = async (): Promise<Message> => {
    await at.deliver(mention(slack, { text: `<@U0HERALD> ${question}`, ts: ASKED_AT }));
    return last(slack.workspace.messages);
  };
  const askAlone = async (): Promise<Message> => {
    await at.deliver(slashCommand(slack, { text: question }));
    return last(slack.workspace.ephemerals);
  };
  /** Presses a button and waits until a further message is there. */
  const press = async (message: Message, action: string, options = {}) => {
    const { messages, ephemerals } = slack.workspace;
    const before = messages.length + ephemerals.length;
    await at.deliver(click(slack, message, action, options));
    await slack.until(() => messages.length + ephemerals.length > before);
  };

  function around({ id, excerpts }: Answer, setting: Setting) {
    const [excerpt] = excerpts;
    const wider = excerpt && shipped.bot.around(excerpt);
    if (excerpt === undefined || wider === undefined) throw new Error('nothing around');
    return renderAround({ show: 'around', answer: id, ...addressOf(excerpt) }, wider, setting)[0];
  }

  describe('More', () => {
    it('shows the next page to whoever asked for it, in the thread', async () => {
      expect(answer.further).toBeGreaterThan(0);
      await press(await ask(), 'herald_more', { user: 'U0CURIOUS' });
      expect(slack.workspace.ephemerals).toEqual([
        {
          channel: 'C0GENERAL',
          ts: expect.any(String),
          user: 'U0CURIOUS',
          thread: ASKED_AT,
          ...renderAnswer(shipped.bot.more({ text: question }, 1), 1, { ephemeral: true })[0],
        },
      ]);
    });

    it('pages on to the last excerpt', async () => {
      let message = await askAlone();
      let pages = 1;
      while (JSON.stringify(message.blocks).includes('herald_more')) {
        await press(message, 'herald_more');
        message = last(slack.workspace.ephemerals);
        pages += 1;
      }
      expect(pages).toBeGreaterThan(2);
      expect(shipped.bot.more({ text: question }, pages - 1).further).toBe(0);
    });

    it('is an ordinary reply in a direct message', async () => {
      await at.deliver(directMessage(slack, { text: question, ts: ASKED_AT }));
      await press(last(slack.workspace.messages), 'herald_more');
      expect(last(slack.workspace.messages)).toMatchObject({
        channel: 'D0ASKER',
        thread: ASKED_AT,
      });
      expect(slack.workspace.ephemerals).toEqual([]);
    });

    it('says so when the question is forgotten', async () => {
      const message = await ask();
      await at.store.remove('asked', `slack T0EXAMPLE answer ${answer.id}`);
      await press(message, 'herald_more');
      expect(last(slack.workspace.ephemerals).text).toBe(
        'I no longer know that question. Please ask it again.',
      );
    });

    it('finds another way when the response_url is used up', async () => {
      const message = await askAlone();
      const press6 = click(slack, message, 'herald_more');
      const payload = {
        ...(press6.payload as object),
        response_url: `${slack.apiUrl}../response/99`,
      };
      await at.deliver({ ...press6, payload });
      await slack.until(() => slack.workspace.ephemerals.length === 2);
      expect(last(slack.workspace.ephemerals)).toMatchObject({ user: 'U0ASKER' });
    });
  });

  describe('Around this', () => {
    it('shows a sentence or passage more on each side', async () => {
      await press(await askAlone(), 'herald_around');
      expect(last(slack.workspace.ephemerals)).toMatchObject(around(answer, { ephemeral: true }));
    });

    it('can be pressed again; shared is what it shows, no more', async () => {
      await press(await askAlone(), 'herald_around');
      const first = last(slack.workspace.ephemerals);
      await press(first, 'herald_around');
      await press(first, 'herald_share');
      expect(last(slack.workspace.messages)).toMatchObject(
        around(answer, { ephemeral: false, question }),
      );
    });

    it('says so when the announcement has changed since', async () => {
      const message = await ask();
      const value = JSON.stringify({
        show: 'around',
        answer: answer.id,
        announcement: 'openai-microsoft-next-phase',
        revision: 'another',
        passage: 1,
        start: 0,
        end: 1,
      });
      await press(message, 'herald_around', { value });
      expect(last(slack.workspace.ephemerals).text).toBe(
        'The announcement has changed since. Please ask again.',
      );
    });
  });

  describe('Share to channel', () => {
    it('posts the answer with its question, and takes the private one away', async () => {
      await press(await askAlone(), 'herald_share');
      expect(slack.workspace.messages).toEqual([
        {
          channel: 'C0GENERAL',
          ts: expect.any(String),
          ...renderAnswer(answer, 0, { ephemeral: false, question })[0],
        },
      ]);
      const sent = slack.calls.find(({ method }) => method === 'response_url');
      expect(sent?.args).toMatchObject({
        response_type: 'in_channel',
        delete_original: true,
        unfurl_links: false,
        unfurl_media: false,
      });
    });

    it('happens once, however often Slack delivers the click', async () => {
      const share = click(slack, await askAlone(), 'herald_share');
      await Promise.all([1, 2, 3].map(() => at.deliver(share)));
      await slack.until(() => slack.workspace.messages.length > 0);
      await at.herald.stop();
      expect(slack.workspace.messages).toHaveLength(1);
    });
  });

  describe('A question to try', () => {
    it('is answered to whoever pressed it', async () => {
      const [offered = ''] = shipped.bot.suggestions();
      await at.deliver(mention(slack, { text: '<@U0HERALD> help', ts: ASKED_AT }));
      await press(last(slack.workspace.messages), 'herald_try_0', { user: 'U0CURIOUS' });
      expect(slack.workspace.ephemerals).toEqual([
        {
          channel: 'C0GENERAL',
          ts: expect.any(String),
          user: 'U0CURIOUS',
          thread: ASKED_AT,
          ...renderAnswer(shipped.bot.ask({ text: offered }), 0, {
            ephemeral: true,
            question: offered,
          })[0],
        },
      ]);
    });
  });

  describe('A button with a value that is not Herald’s', () => {
    it.each(['', '{}', 'null', '{"show":"page","answer":7}', '__proto__'])(
      '%s does nothing',
      async (value) => {
        const message = await ask();
        const calls = slack.calls.length;
        await at.deliver(click(slack, message, 'herald_more', { value }));
        await at.herald.stop();
        expect(slack.calls).toHaveLength(calls);
      },
    );
  });

  describe('A vote', () => {
    const votes: unknown[] = [];
    const PSEUDONYM = expect.stringMatching(/^[\w-]{43}$/);
    beforeEach(() => {
      votes.length = 0;
      const { feedback } = at.store;
      Object.assign(at.store, {
        feedback: async (vote: Parameters<typeof feedback>[0]) => {
          votes.push(vote);
          await feedback(vote);
        },
      });
    });

    it('for an answer is kept', async () => {
      const value = `up ${answer.id}`;
      await at.deliver(click(slack, await ask(), 'herald_feedback', { value }));
      await at.herald.stop();
      expect(votes).toEqual([{ answer: answer.id, helpful: true, asker: PSEUDONYM }]);
    });

    it('against an answer asks for the reason, and keeps it', async () => {
      const value = `down ${answer.id}`;
      await at.deliver(click(slack, await ask(), 'herald_feedback', { value }));
      await slack.until(() => slack.workspace.views.length === 1);
      const [modal] = slack.workspace.views;
      expect(modal?.view).toMatchObject({
        type: 'modal',
        title: { text: 'What was missing?' },
        private_metadata: answer.id,
      });
      if (modal) await at.deliver(submitView(slack, modal, { herald_reason_text: 'Dates' }));
      await at.herald.stop();
      expect(votes).toEqual([
        { answer: answer.id, helpful: false, reason: 'Dates', asker: PSEUDONYM },
      ]);
    });

    it('against an answer counts without a reason too', async () => {
      const value = `down ${answer.id}`;
      await at.deliver(click(slack, await ask(), 'herald_feedback', { value }));
      await slack.until(() => slack.workspace.views.length === 1);
      const [modal] = slack.workspace.views;
      if (modal) await at.deliver(closeView(slack, modal));
      await at.herald.stop();
      expect(votes).toEqual([{ answer: answer.id, helpful: false, asker: PSEUDONYM }]);
    });

    it('against an answer counts where the modal came too late', async () => {
      slack.script({ method: 'views.open', answer: { error: 'expired_trigger_id' } });
      const value = `down ${answer.id}`;
      await at.deliver(click(slack, await ask(), 'herald_feedback', { value }));
      await at.herald.stop();
      expect(votes).toEqual([{ answer: answer.id, helpful: false, asker: PSEUDONYM }]);
    });
  });
});
