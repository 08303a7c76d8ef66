import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderData } from '../../../src/adapters/slack/privacy.js';
import { renderAnswer } from '../../../src/adapters/slack/render.js';
import type { TeachableBot } from '../../../src/bot/bot.js';
import { loadBot } from '../../../src/load-bot.js';
import { createFolder } from '../../folder.js';
import { click, clickHome, submitView, typeAhead } from '../../servers/slack/interactions.js';
import { parseContent, quotedText } from '../../servers/slack/message.js';
import {
  directMessage,
  eventEnvelope,
  mention,
  slashCommand,
} from '../../servers/slack/payloads.js';
import { type Connected, connect, WAYS } from './connect.js';

const UNANSWERED = 'How do I bake sourdough bread?';
const OPERATOR = { platform: 'slack', user: 'U0BOSS' };
const STATEMENT = {
  kind: 'statement',
  question: UNANSWERED,
  text: 'Bread is *not* part of <!channel> this.',
  approver: 'The press office',
} as const;

let at: Connected;
let bot: TeachableBot;
const open = async (settings: Parameters<typeof connect>[0] = {}) => {
  const knowledgeDir = await createFolder({ 'fair.md': 'The fair opens in May.' });
  ({ bot } = await loadBot({ knowledgeDir, thresholds: { answer: 0.5, closest: 0.5 } }));
  const loop = { teachBot: bot.teach, operators: ['slack:U0BOSS'], ...settings.loop };
  at = await connect({
    bot,
    ...settings,
    loop: { notify: () => at.herald.notify, ...loop },
  });
  return at.slack;
};
afterEach(() => at.close());
const recorded = async () => {
  const questions = [];
  for await (const question of at.store.questions()) questions.push(question);
  return questions;
};

describe.each(WAYS)('Over %s', (way) => {
  describe('Tell me when it is answered', () => {
    it('is promised, and kept once, in a direct message', async () => {
      const slack = await open({ way });
      await at.deliver(mention(slack, { text: `<@U0HERALD> ${UNANSWERED}` }));
      const [reply] = slack.workspace.messages;
      if (reply) await at.deliver(click(slack, reply, 'herald_follow', { user: 'U0CURIOUS' }));
      await slack.until(() => slack.workspace.ephemerals.length === 1);
      expect(slack.workspace.ephemerals).toMatchObject([
        {
          user: 'U0CURIOUS',
          text: 'I will write to you as soon as the announcement answers this.',
        },
      ]);
      expect(await at.loop.teach(STATEMENT, OPERATOR)).toMatchObject({ ok: true });
      await slack.until(() => slack.workspace.messages.length === 2);
      at.loop.reloaded();
      await at.loop.stop();
      expect(slack.workspace.messages).toHaveLength(2);
      const { lead, ...answer } = bot.ask({ text: UNANSWERED });
      const told = { ...answer, lead: `You asked to be told when this is answered: ${lead}` };
      expect(slack.workspace.messages[1]).toEqual({
        channel: 'D0CURIOUS',
        ts: expect.any(String),
        ...renderAnswer(told, 0, { ephemeral: false, question: UNANSWERED })[0],
      });
    });
  });

  describe('What is kept of somebody', () => {
    it('is sent to them by /ask my-data', async () => {
      const slack = await open({ way });
      await at.deliver(directMessage(slack, { text: UNANSWERED, user: 'U0CURIOUS' }));
      await at.deliver(directMessage(slack, { text: 'When does the fair open?' }));
      const asked = slashCommand(slack, { text: ' My-Data ', user: 'U0CURIOUS' });
      expect((await at.deliver(asked)).payload).toMatchObject({
        text: 'I send you all that I keep of you in a direct message.',
      });
      await slack.until(() => slack.workspace.messages.length === 3);
      const sent = slack.workspace.messages[2];
      expect(sent?.channel).toBe('D0CURIOUS');
      expect(JSON.stringify(sent?.blocks)).toContain(UNANSWERED);
      expect(JSON.stringify(sent?.blocks)).not.toContain('When does the fair open?');
    });

    it('is gone after /ask forget-me, and only that', async () => {
      const slack = await open({ way });
      await at.deliver(directMessage(slack, { text: UNANSWERED, user: 'U0CURIOUS' }));
      await at.deliver(directMessage(slack, { text: 'When does the fair open?' }));
      const asked = slashCommand(slack, { text: 'forget-me', user: 'U0CURIOUS' });
      expect((await at.deliver(asked)).payload).toMatchObject({
        text: expect.stringContaining('Done.'),
      });
      expect(await recorded()).toMatchObject([
        { asker: '', outcome: 'not-covered' },
        { asker: expect.stringMatching(/./), text: 'When does the fair open?' },
      ]);
      expect((await recorded())[0]).not.toHaveProperty('text');
    });

    it('is sent and forgotten from the Home tab too', async () => {
      const slack = await open({ way });
      const home = { type: 'app_home_opened', user: 'U0ASKER', channel: 'D0ASKER', tab: 'home' };
      await at.deliver(directMessage(slack, { text: UNANSWERED }));
      await at.deliver(eventEnvelope(slack, home));
      const shown = () => JSON.stringify(slack.workspace.homes.get('U0ASKER'));
      expect(shown()).toContain(UNANSWERED);
      await at.deliver(clickHome(slack, 'U0ASKER', 'herald_my_data'));
      await slack.until(() => slack.workspace.messages.length === 2);
      await at.deliver(clickHome(slack, 'U0ASKER', 'herald_forget_me'));
      await slack.until(() => !shown().includes(UNANSWERED));
      expect(await recorded()).toMatchObject([{ asker: '' }]);
    });
  });

  describe('Somebody who asks too fast', () => {
    it('is told so, alone, in a channel; in a direct message as a reply', async () => {
      const slack = await open({ way, loop: { limiter: async () => false } });
      await at.deliver(mention(slack, { text: `<@U0HERALD> ${UNANSWERED}`, ts: '1.000001' }));
      await at.deliver(directMessage(slack, { text: UNANSWERED }));
      const text = 'These are many questions at once. Please wait a minute, then ask again.';
      expect(slack.workspace.ephemerals).toMatchObject([
        { channel: 'C0GENERAL', user: 'U0ASKER', thread: '1.000001', text },
      ]);
      expect(slack.workspace.messages).toMatchObject([{ channel: 'D0ASKER', text }]);
      expect(JSON.stringify(slack.workspace.messages)).not.toContain('herald_feedback');
    });
  });
});

describe.each(WAYS)('Teaching over %s', (way) => {
  const UNKNOWN = 'What is the wifi password?';
  let edition: Awaited<ReturnType<typeof loadBot>>;
  beforeEach(async () => {
    const knowledgeDir = await createFolder({
      'fair.md': 'The fair opens in May.\n\nLoaves are sold at the east gate.',
    });
    edition = await loadBot({ knowledgeDir, thresholds: { answer: 0.9, closest: 1 } });
    bot = edition.bot;
    at = await connect({
      way,
      bot,
      loop: {
        announcements: () => edition.announcements,
        teachBot: bot.teach,
        operators: ['slack:U0BOSS'],
      },
    });
    await at.deliver(mention(at.slack, { text: `<@U0HERALD> ${UNKNOWN}` }));
  });
  const digest = async () => {
    await at.herald.postDigest?.('C0BOSSES', await at.loop.digest(0, Date.now() + 1));
    const posted = at.slack.workspace.messages.at(-1);
    if (posted === undefined) throw new Error('no digest');
    return posted;
  };
  const openModal = async (user = 'U0BOSS') => {
    const message = await digest();
    await at.deliver(click(at.slack, message, 'herald_teach', { user }));
    await at.slack.until(() => at.slack.workspace.views.length === 1);
    const [modal] = at.slack.workspace.views;
    if (modal === undefined) throw new Error('no modal');
    return modal;
  };

  it('the digest names what went unanswered, in the channel of the operators', async () => {
    const { channel, text, blocks } = await digest();
    expect(channel).toBe('C0BOSSES');
    expect(text).toMatch(/^What people asked, 1970-01-01 to \d{4}-/);
    expect(blocks.slice(1)).toMatchObject([
      {
        elements: [
          {
            text: '1 question by 1 person · 0 answered, 0 with the closest passages, 1 not in the announcement · 0 helpful, 0 not helpful',
          },
        ],
      },
      {
        elements: [
          { elements: [{ text: `“${UNKNOWN}” · asked 1 time, not in the announcement` }] },
        ],
      },
      { elements: [{ action_id: 'herald_teach' }] },
    ]);
  });

  it('from the digest makes a passage the answer, for everybody', async () => {
    const modal = await openModal();
    const options = typeAhead(at.slack, 'herald_teach_passage', 'loaves', modal);
    const { payload } = await at.deliver(options);
    expect(payload).toMatchObject({
      options: [
        { text: { text: '¶ 2 Loaves are sold at the east gate.' }, value: '2 fair' },
        { value: '1 fair' },
      ],
    });
    const values = { herald_teach_question: UNKNOWN, herald_teach_passage: '2 fair' };
    await at.deliver(submitView(at.slack, modal, values, 'U0BOSS'));
    const [, done] = at.slack.workspace.views;
    expect(JSON.stringify(done?.view)).toContain('From now on this is answered so');
    expect(JSON.stringify(done?.view)).toContain('Loaves are sold at the east gate.');
    await at.deliver(mention(at.slack, { text: `<@U0HERALD> ${UNKNOWN}`, ts: '2.000001' }));
    const reply = at.slack.workspace.messages.at(-1);
    expect(reply && quotedText(reply)).toBe('Loaves are sold at the east gate.');
  });

  it('takes a statement with the name of who answers for it, and says what is missing', async () => {
    const modal = await openModal();
    const submit = (values: Readonly<Record<string, string>>) =>
      at.deliver(
        submitView(at.slack, modal, { herald_teach_question: UNKNOWN, ...values }, 'U0BOSS'),
      );
    expect((await submit({ herald_teach_text: 'Ask at the gate.' })).payload).toEqual({
      response_action: 'errors',
      errors: {
        herald_teach_text: 'Pick a passage, or write a statement below and who answers for it.',
      },
    });
    expect((await submit({ herald_teach_passage: '99 fair' })).payload).toMatchObject({
      response_action: 'errors',
      errors: { herald_teach_question: expect.stringContaining('There is no passage 99') },
    });
    await submit({ herald_teach_text: 'Ask at the gate.', herald_teach_approver: 'The guild' });
    expect(bot.ask({ text: UNKNOWN }).statement).toMatchObject({ approver: 'The guild' });
  });

  it('is nobody else’s', async () => {
    const modal = await openModal('U0CURIOUS');
    expect(JSON.stringify(modal.view)).toContain('Only those named in OPERATORS may teach.');
    const forged = { ...modal, view: { ...modal.view, callback_id: 'herald_teach_view' } };
    const values = { herald_teach_question: UNKNOWN, herald_teach_passage: '2 fair' };
    await at.deliver(submitView(at.slack, forged, values, 'U0CURIOUS'));
    expect(bot.ask({ text: UNKNOWN }).outcome).toBe('not-covered');
  });

  it('is offered to operators on their Home tab, and to nobody else', async () => {
    for (const user of ['U0BOSS', 'U0ASKER'])
      await at.deliver(
        eventEnvelope(at.slack, { type: 'app_home_opened', user, channel: 'D1', tab: 'home' }),
      );
    const shown = (user: string) => JSON.stringify(at.slack.workspace.homes.get(user));
    expect(shown('U0BOSS')).toContain('What people asked in the last seven days');
    expect(shown('U0BOSS')).toContain('herald_teach');
    expect(shown('U0ASKER')).not.toContain('herald_teach');
    await at.deliver(clickHome(at.slack, 'U0BOSS', 'herald_teach'));
    await at.slack.until(() => at.slack.workspace.views.length === 1);
    expect(at.slack.workspace.views[0]?.view).toMatchObject({ title: { text: 'Teach' } });
  });
});

describe('A statement of somebody entitled', () => {
  beforeEach(() => open());

  it('is shown as theirs, not as a quotation, and mentions nobody', async () => {
    await at.loop.teach(STATEMENT, OPERATOR);
    await at.deliver(mention(at.slack, { text: `<@U0HERALD> ${UNANSWERED}` }));
    const [message] = at.slack.workspace.messages;
    expect(message?.text).toContain('not from the announcement');
    expect(message?.text).toContain('&lt;!channel&gt;');
    expect(message?.blocks).toMatchObject([
      { type: 'rich_text' },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ text: STATEMENT.text }] }],
      },
      { type: 'context', elements: [{ text: expect.stringMatching(/^The press office, \d{4}-/) }] },
      { type: 'context_actions' },
    ]);
    expect(JSON.stringify(message?.blocks)).not.toContain('rich_text_quote');
  });
});

describe('Data of any size', () => {
  beforeEach(() => open());

  it('fits messages that Slack takes, every character of it', () => {
    const data = JSON.stringify({ text: '🦜<!channel>'.repeat(3_000) }, undefined, 2);
    const messages = renderData(data).map((message) =>
      parseContent(JSON.parse(JSON.stringify(message))),
    );
    const written = messages.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'rich_text' ? block.elements : [])),
    );
    const text = written
      .flatMap((part) => (part.type === 'rich_text_preformatted' ? part.elements : []))
      .map((element) => (element.type === 'text' ? element.text : ''))
      .join('');
    expect(text).toBe(data);
  });
});
