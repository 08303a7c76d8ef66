import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../src/adapters/slack/render.js';
import type { Answer } from '../../../src/bot/answer.js';
import type { Question } from '../../../src/bot/question.js';
import {
  directMessage,
  mention,
  messageChanged,
  messageDeleted,
} from '../../servers/slack/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const ASKED = { text: '<@U0HERALD> Who are the rivals?', ts: '1790000000.900000' };
const OTHER = 'How much has Microsoft invested in OpenAI?';
const corrected: Answer = {
  ...shipped.bot.ask({ text: OTHER }),
  lead: 'Corrected: the announcement has changed.',
};
const shown = renderAnswer(corrected, 0, { ephemeral: false })[0];

let at: Connected;
let told: (readonly [address: string, question: Question, answer: Answer, user: string])[];
beforeEach(async () => {
  told = [];
  at = await connect({
    posted: async (...posted) => {
      told.push(posted);
    },
  });
});
afterEach(() => at.close());

const correct = (mode: 'edit' | 'reply', triedMsAgo?: number) => {
  const [address = ''] = told.at(-1) ?? [];
  const how =
    mode === 'edit'
      ? { mode }
      : { mode, work: 'a correction', ...(triedMsAgo === undefined ? {} : { triedMsAgo }) };
  return at.herald.correct?.(address, how, corrected);
};

describe('An answer in a channel', () => {
  it('is told of with where it stands, and again when its question is edited', async () => {
    await at.deliver(mention(at.slack, ASKED));
    await at.deliver(messageChanged(at.slack, ASKED, `<@U0HERALD> ${OTHER}`));
    const where = `T0EXAMPLE C0GENERAL ${ASKED.ts} ${ASKED.ts}`;
    expect(told).toEqual([
      [
        where,
        { text: 'Who are the rivals?' },
        shipped.bot.ask({ text: 'Who are the rivals?' }),
        'U0ASKER',
      ],
      [where, { text: OTHER }, shipped.bot.ask({ text: OTHER }), 'U0ASKER'],
    ]);
  });

  it('is corrected in its place', async () => {
    await at.deliver(mention(at.slack, ASKED));
    expect(await correct('edit')).toBe('corrected');
    expect(at.slack.workspace.messages).toEqual([
      { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED.ts, ...shown },
    ]);
  });

  it('is corrected below, and goes with its correction when the question goes', async () => {
    await at.deliver(mention(at.slack, ASKED));
    expect(await correct('reply')).toBe('corrected');
    expect(at.slack.workspace.messages).toHaveLength(2);
    expect(at.slack.workspace.messages[1]).toMatchObject({ thread: ASKED.ts, ...shown });
    await at.deliver(messageDeleted(at.slack, ASKED));
    expect(at.slack.workspace.messages).toEqual([]);
  });

  it('is not corrected below again where the correction stands, or cannot be seen', async () => {
    await at.deliver(mention(at.slack, ASKED));
    await correct('reply');
    expect(await correct('reply', 1_000)).toBe('unsure');
    at.slack.scopes = [...at.slack.scopes, 'channels:history'];
    expect(await correct('reply', 1_000)).toBe('corrected');
    expect(at.slack.workspace.messages).toHaveLength(2);
  });

  it('that is gone is not corrected', async () => {
    await at.deliver(mention(at.slack, ASKED));
    at.slack.workspace.messages.length = 0;
    expect(await correct('edit')).toBe('gone');
    expect(await correct('reply')).toBe('gone');
    expect(at.slack.workspace.messages).toEqual([]);
  });

  it('that Slack cannot take now is left for later', async () => {
    await at.deliver(mention(at.slack, ASKED));
    const fault = { method: 'chat.update', answer: { status: 503 } };
    at.slack.script(fault, fault, fault);
    await expect(correct('edit')).rejects.toThrow();
    expect(await correct('edit')).toBe('corrected');
  });
});

describe('An answer in a direct message', () => {
  it('is corrected too', async () => {
    await at.deliver(directMessage(at.slack, { ...ASKED, text: 'Who are the rivals?' }));
    expect(told).toHaveLength(1);
    expect(await correct('edit')).toBe('corrected');
    expect(at.slack.workspace.messages).toMatchObject([shown]);
  });
});

describe('A correction before Herald is connected', () => {
  it('is refused, to be tried again', async () => {
    const idle = await connect({ idle: true });
    await expect(idle.herald.correct?.('T1 C1 1 1', { mode: 'edit' }, corrected)).rejects.toThrow(
      'not connected yet',
    );
    await idle.close();
  });
});
