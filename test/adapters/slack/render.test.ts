import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/adapters/slack/controls.js';
import { findViolations } from '../../../src/adapters/slack/limits.js';
import { renderAnswer, renderAround } from '../../../src/adapters/slack/render.js';
import type { Answer, Excerpt } from '../../../src/bot/answer.js';
import { parseBlocks } from '../../servers/slack/blocks.js';
import { quotedText } from '../../servers/slack/message.js';

const excerpt: Excerpt = {
  announcement: 'news',
  title: 'The <News> & more',
  revision: 'abc123',
  language: 'en',
  source: 'The Paper',
  url: 'https://paper.example/a?b=1&c=|2',
  passage: 7,
  section: 'Part one › Part two',
  text: 'Herald <quotes> *this* & <!channel>.',
  start: 100,
  end: 136,
  highlights: [
    [7, 15],
    [23, 24],
  ],
  score: 0.9,
  cut: { before: false, after: true },
};
const answer: Answer = {
  id: 'AbCdEfGh01234567',
  question: 'Does it quote?',
  outcome: 'answer',
  lead: 'The announcement says:',
  excerpts: [excerpt],
  further: 2,
  missing: [],
  suggestions: [],
};

describe('An answer', () => {
  it('is a lead, a quotation with bold words, its place and source, buttons, and a vote', () => {
    expect(renderAnswer(answer, 0, { ephemeral: false })).toEqual([
      {
        text: 'The announcement says:\n“Herald &lt;quotes&gt; *this* &amp; &lt;!channel&gt;.” (The &lt;News&gt; &amp; more ¶ 7)',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [{ type: 'text', text: 'The announcement says:' }],
              },
            ],
          },
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_quote',
                elements: [
                  { type: 'text', text: 'Herald ' },
                  { type: 'text', text: '<quotes>', style: { bold: true } },
                  { type: 'text', text: ' *this* ' },
                  { type: 'text', text: '&', style: { bold: true } },
                  { type: 'text', text: ' <!channel>.' },
                ],
              },
              { type: 'rich_text_section', elements: [{ type: 'text', text: '[…]' }] },
            ],
          },
          {
            type: 'context',
            elements: [
              {
                type: 'plain_text',
                text: 'The <News> & more · Part one › Part two · ¶ 7',
                emoji: false,
              },
              {
                type: 'mrkdwn',
                text: '<https://paper.example/a?b=1&amp;c=%7C2|The Paper>',
                verbatim: true,
              },
            ],
          },
          {
            type: 'actions',
            elements: [
              {
                type: 'button',
                action_id: 'herald_more',
                text: { type: 'plain_text', text: 'More', emoji: false },
                value: '{"show":"page","answer":"AbCdEfGh01234567","page":1}',
              },
              {
                type: 'button',
                action_id: 'herald_around',
                text: { type: 'plain_text', text: 'Around this', emoji: false },
                value:
                  '{"show":"around","answer":"AbCdEfGh01234567","announcement":"news","revision":"abc123","passage":7,"start":100,"end":136}',
              },
            ],
          },
          {
            type: 'context_actions',
            elements: [
              {
                type: 'feedback_buttons',
                action_id: 'herald_feedback',
                positive_button: {
                  text: { type: 'plain_text', text: 'Helpful', emoji: false },
                  accessibility_label: 'This answered my question',
                  value: 'up AbCdEfGh01234567',
                },
                negative_button: {
                  text: { type: 'plain_text', text: 'Not helpful', emoji: false },
                  accessibility_label: 'This did not answer my question',
                  value: 'down AbCdEfGh01234567',
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('for the asker alone can be shared', () => {
    const [{ blocks }] = renderAnswer({ ...answer, further: 0 }, 0, { ephemeral: true });
    expect(blocks.find(({ type }) => type === 'actions')).toMatchObject({
      elements: [
        { action_id: 'herald_around' },
        {
          action_id: 'herald_share',
          text: { text: 'Share to channel' },
          value: '{"show":"page","answer":"AbCdEfGh01234567","page":0}',
        },
      ],
    });
  });

  it('that is shared names the question', () => {
    const [{ text, blocks }] = renderAnswer(answer, 0, {
      ephemeral: false,
      question: ' <!here> Does it quote? ',
    });
    expect(text).toMatch(/^“&lt;!here&gt; Does it quote\?”\nThe announcement says:\n/);
    expect(blocks[0]).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: '“<!here> Does it quote?”' }],
        },
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: '\nThe announcement says:' }],
        },
      ],
    });
  });

  it('that is small talk is its words alone', () => {
    expect(
      renderAnswer(
        { ...answer, outcome: 'small-talk', lead: 'Hello & <welcome>!', excerpts: [], further: 0 },
        0,
        { ephemeral: true },
      ),
    ).toEqual([
      {
        text: 'Hello &amp; &lt;welcome&gt;!',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [{ type: 'text', text: 'Hello & <welcome>!' }],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('that is not covered offers questions that are', () => {
    const long = 'x'.repeat(100);
    const [{ blocks }] = renderAnswer(
      {
        ...answer,
        outcome: 'not-covered',
        lead: 'Not in the announcement.',
        excerpts: [],
        further: 0,
        suggestions: ['What about tea?', long],
      },
      0,
      { ephemeral: false },
    );
    expect(blocks.map(({ type }) => type)).toEqual([
      'rich_text',
      'context',
      'actions',
      'actions',
      'context_actions',
    ]);
    expect(blocks[3]).toMatchObject({
      elements: [{ action_id: 'herald_follow', value: answer.id }],
    });
    expect(blocks[2]).toMatchObject({
      elements: [
        { action_id: 'herald_try_0', text: { text: 'What about tea?' }, value: 'What about tea?' },
        { action_id: 'herald_try_1', text: { text: `${'x'.repeat(74)}…` }, value: long },
      ],
    });
    expect(() => parseBlocks(blocks)).not.toThrow();
  });

  it('links only to the web', () => {
    for (const url of [
      'javascript:alert(1)',
      'nonsense',
      'https://x.example/'.padEnd(4_000, 'x'),
    ]) {
      const [{ blocks }] = renderAnswer({ ...answer, excerpts: [{ ...excerpt, url }] }, 0, {
        ephemeral: false,
      });
      expect(blocks.find(({ type }) => type === 'context')).toMatchObject({
        elements: [{ type: 'plain_text' }],
      });
    }
  });
});

describe('A very long excerpt', () => {
  const lengthy = (text: string): Excerpt => ({
    ...excerpt,
    text,
    start: 0,
    end: text.length,
    highlights: [[6, text.length - 6]],
  });

  const around = { show: 'around', answer: answer.id, ...addressOf(excerpt) } as const;

  it('is split on characters, over messages below every limit, without losing one', () => {
    const text = '👩‍🚀&'.repeat(4_000);
    const messages = renderAround(around, lengthy(text), { ephemeral: true });
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) {
      expect(findViolations(message)).toEqual([]);
      expect(parseBlocks(message.blocks)).toBeDefined();
      expect(message.text.length).toBeLessThanOrEqual(40_000);
    }
    expect(
      messages.map((message) => quotedText({ blocks: parseBlocks(message.blocks) })).join(''),
    ).toBe(text);
  });

  it('that would fill a channel is cut, and says so', () => {
    const text = 'x'.repeat(200_000);
    const messages = renderAround(around, lengthy(text), { ephemeral: true });
    expect(messages).toHaveLength(3);
    const last = messages.at(-1)?.blocks ?? [];
    expect(JSON.stringify(last).includes('[…]')).toBe(true);
    expect(last.at(-1)).toMatchObject({ type: 'actions' });
  });
});
