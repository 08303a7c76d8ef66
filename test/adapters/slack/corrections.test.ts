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

const correct = (mode: 'edit' | 'reply') => {
  const [address = '', question = { text: '' }] = told.at(-1) ?? [];
  return at.herald.correct?.(address, mode, question, corrected);
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
    expect(await correct('edit')).toBe(told[0]?.[0]);
    expect(at.slack.workspace.messages).toEqual([
      { channel: 'C0GENERAL', ts: expect.any(String), thread: ASKED.ts, ...shown },
    ]);
  });

  it('is corrected below, and goes with its correction when the question goes', async () => {
    await at.deliver(mention(at.slack, ASKED));
    expect(await correct('reply')).toBe(told[0]?.[0]);
    expect(at.slack.workspace.messages).toHaveLength(2);
    expect(at.slack.workspace.messages[1]).toMatchObject({ thread: ASKED.ts, ...shown });
    await at.deliver(messageDeleted(at.slack, ASKED));
    expect(at.slack.workspace.messages).toEqual([]);
  });

  it('that is gone is not corrected', async () => {
    await at.deliver(mention(at.slack, ASKED));
    at.slack.workspace.messages.length = 0;
    expect(await correct('edit')).toBeUndefined();
    expect(await correct('reply')).toBeUndefined();
    expect(at.slack.workspace.messages).toEqual([]);
  });

  it('that Slack cannot take now is left for later', async () => {
    await at.deliver(mention(at.slack, ASKED));
    const fault = { method: 'chat.update', answer: { status: 503 } };
    at.slack.script(fault, fault, fault);
    await expect(correct('edit')).rejects.toThrow();
    expect(await correct('edit')).toBe(told[0]?.[0]);
  });
});

describe('An answer in a direct message', () => {
  it('is nobody else’s', async () => {
    await at.deliver(directMessage(at.slack, ASKED));
    expect(told).toEqual([]);
  });
});

describe('A correction before Herald is connected', () => {
  it('is refused, to be tried again', async () => {
    const idle = await connect({ idle: true });
    const [question, answer] = [{ text: OTHER }, corrected];
    await expect(idle.herald.correct?.('T1 C1 1 1', 'edit', question, answer)).rejects.toThrow(
      'not connected yet',
    );
    await idle.close();
  });
});
