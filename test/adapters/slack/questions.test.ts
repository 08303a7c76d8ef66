import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClick } from '../../../src/adapters/slack/clicks.js';
import {
  escapeMrkdwn,
  readMessageText,
  toWellFormed,
  unescapeMrkdwn,
} from '../../../src/adapters/slack/escape.js';
import { split } from '../../../src/adapters/slack/limits.js';
import { readHeard } from '../../../src/adapters/slack/questions.js';
import { readShown, writeShown } from '../../../src/adapters/slack/shown.js';
import { readSubmission } from '../../../src/adapters/slack/views.js';

const SELF = { userId: 'U0HERALD', botId: 'B0HERALD', owner: 'slack T0EXAMPLE' };
const anything = fc.anything({ withNullPrototype: true });

describe('Reading a payload', () => {
  it('never throws, whatever Slack sends', () => {
    const event = fc.record(
      {
        type: fc.constantFrom('message', 'app_mention', 'other'),
        subtype: fc.constantFrom('message_changed', 'message_deleted', 'bot_message'),
        channel: fc.oneof(fc.string(), anything),
        ts: fc.oneof(fc.string(), anything),
        text: fc.oneof(fc.string(), anything),
        user: fc.oneof(fc.string(), anything),
        message: anything,
        previous_message: anything,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(anything, fc.record({ team_id: fc.string(), event }));
    fc.assert(
      fc.property(body, (input) => {
        readHeard(input, SELF);
        readClick(input, SELF.owner);
        readSubmission(input, SELF.owner);
        readShown(input);
      }),
      { numRuns: 5_000 },
    );
  });

  it('does not mistake a payload’s keys for an object’s own', () => {
    const body = JSON.parse('{"__proto__":{"event":{"type":"app_mention","channel":"C1"}}}');
    expect(readHeard(body, SELF)).toBeUndefined();
  });
});

describe('What a button shows', () => {
  it('is read as it was written', () => {
    const page = { show: 'page', answer: 'AbCdEfGh01234567', page: 3 } as const;
    expect(readShown(writeShown(page))).toEqual(page);
  });
});

describe('Text for mrkdwn', () => {
  const text = fc.string({ unit: 'binary' });

  it('is live nowhere, and comes back as it was', () => {
    fc.assert(
      fc.property(text, (plain) => {
        const field = escapeMrkdwn(plain);
        expect(field).not.toMatch(/[<>]/);
        expect(unescapeMrkdwn(field)).toBe(plain);
      }),
    );
  });

  it('of a message is read without Herald’s mention, links as their labels', () => {
    expect(
      readMessageText(
        '<@U0HERALD> <@U0HERALD|herald> a <https://x.example|x> <https://y.example> <#C1|news> <@U2|ann> <!here> &lt;b&gt; &amp;amp;',
        SELF.userId,
      ),
    ).toBe('a x https://y.example #news ann  <b> &amp;');
  });

  it('is well-formed once made so, and split within no character', () => {
    const character = fc.string({ unit: fc.constantFrom('a', '👩', '\uD800', '\uDC00', 'é') });
    fc.assert(
      fc.property(character, fc.integer({ min: 2, max: 5 }), (rough, limit) => {
        const whole = toWellFormed(rough);
        expect(whole).not.toMatch(/\p{Surrogate}/u);
        const pieces = split(whole, limit);
        expect(pieces.join('')).toBe(whole);
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });
});
