import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/adapters/slack/controls.js';
import { readMessageText, unescapeMrkdwn } from '../../../src/adapters/slack/escape.js';
import { findViolations, type SlackMessage } from '../../../src/adapters/slack/limits.js';
import { renderAnswer, renderAround } from '../../../src/adapters/slack/render.js';
import type { Excerpt } from '../../../src/bot/answer.js';
import { createBot } from '../../../src/bot/create-bot.js';
import type { Announcement } from '../../../src/knowledge/announcement.js';
import { readAnnouncement } from '../../../src/knowledge/read.js';
import { createSearch } from '../../../src/search/search.js';
import { findLive, parseContent, quotedText } from '../../servers/slack/message.js';
import { mention } from '../../servers/slack/payloads.js';
import { connect, shipped } from './connect.js';

const HOSTILE = [
  'Everyone <!channel> <!here> <!everyone> <@U0ASKER> <@W1|name> <#C1|general> must read this & that <script>.',
  'Marks *bold* _italic_ ~strike~ `code` ```block``` > quote and * a lonely star.',
  'Emoji codes :tada: :wave::skin-tone-3: and 👩‍🚀 astronauts 🏳️‍🌈 flags.',
  'Links https://example.com/?a=1&b=2|label <https://evil.example|trusted> and mailto:x@example.com.',
  'Right to left: עברית‏ العربية \u202Eevil\u202C and 日本語の文章です。全角！',
  'Entities &lt;!channel&gt; &amp;amp; stay as they are.',
  '@everyone @here @channel are words here.',
];

/** A message as Slack takes it; throws what Slack would refuse. */
function accept(message: SlackMessage) {
  const content = parseContent(JSON.parse(JSON.stringify(message)));
  expect(findViolations(message)).toEqual([]);
  expect(findLive(content)).toEqual([]);
  return content;
}

/** Checks that a reply quotes the excerpts with every character, in its blocks and in its text. */
function checkVerbatim(
  messages: readonly SlackMessage[],
  excerpts: readonly Excerpt[],
  source: string,
) {
  const contents = messages.map(accept);
  expect(contents.map(quotedText).join('')).toBe(excerpts.map(({ text }) => text).join(''));
  const text = unescapeMrkdwn(contents.map((content) => content.text).join('\n'));
  for (const { text: quoted, start, end } of excerpts) {
    expect(quoted).toBe(source.slice(start, end));
    expect(text).toContain(quoted);
  }
}

async function askEverything(announcement: Announcement, source: string) {
  const bot = createBot([announcement], await createSearch([announcement]));
  const seen = new Set<number>();
  for (const passage of announcement.passages) {
    const question = { text: passage.text.slice(0, 200) };
    for (let page = 0, further = 1; further > 0; page += 1) {
      const answer = page === 0 ? bot.ask(question) : bot.more(question, page);
      further = answer.further;
      for (const { passage: number } of answer.excerpts) seen.add(number);
      checkVerbatim(renderAnswer(answer, page, { ephemeral: true }), answer.excerpts, source);
      for (const excerpt of answer.excerpts) {
        const wider = bot.around(excerpt);
        const around = { show: 'around', answer: answer.id, ...addressOf(excerpt) } as const;
        if (wider)
          checkVerbatim(renderAround(around, wider, { ephemeral: false }), [wider], source);
      }
    }
  }
  expect(seen.size).toBe(announcement.passages.length);
}

describe('Every quotation is the source, character for character', () => {
  it('for all passages of the shipped announcement', async () => {
    const source = await readFile('knowledge/openai-microsoft-next-phase.md', 'utf8');
    const [announcement] = shipped.announcements;
    if (announcement === undefined) throw new Error('no announcement');
    await askEverything(announcement, source);
  });

  it('for all passages of a hostile announcement', async () => {
    const source = HOSTILE.join('\n\n');
    await askEverything(parse(source), source);
  });

  it('for a hostile announcement as it arrives at Slack', async () => {
    const source = HOSTILE.join('\n\n');
    const announcement = parse(source);
    const at = await connect({
      bot: createBot([announcement], await createSearch([announcement])),
    });
    const { workspace } = at.slack;
    for (const { text } of announcement.passages)
      await at.deliver(mention(at.slack, { text: `<@U0HERALD> ${text}` }));
    expect(workspace.messages).toHaveLength(HOSTILE.length);
    for (const message of workspace.messages) {
      expect(source).toContain(quotedText(message).split('\n\n')[0]);
      expect(findLive(message)).toEqual([]);
    }
    expect(workspace.unfurled).toEqual([]);
    await at.close();
  });
});

describe('Whatever is asked', () => {
  const PIECES = [
    '<!channel>',
    '<!here|here>',
    '<!subteam^S1>',
    '<@U0ASKER>',
    '<@U0HERALD>',
    '<#C1>',
    '@everyone',
    'https://example.com',
    '<https://example.com|x>',
    '&lt;!channel&gt;',
    '*_~`',
    '\u202E\u200B\u0000',
    '\uD800',
    '\uDC00x',
    'Microsoft',
    'invested in OpenAI?',
    '[x](http://y)',
    ':tada:',
    '__proto__',
  ];
  const question = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 12 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join(' '));

  it('Slack accepts the reply, and nobody is notified by it: 10,000 questions', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(question, fc.boolean(), (typed, ephemeral) => {
        const text = readMessageText(typed, 'U0HERALD');
        const answer = shipped.bot.ask({ text });
        for (const message of renderAnswer(answer, 0, { ephemeral, question: text }))
          accept(message);
      }),
      { numRuns: 10_000 },
    );
  });

  it('a very long question is answered', () => {
    for (const text of ['x'.repeat(100_000), '<!channel> '.repeat(9_000), '\uD800'.repeat(50_000)])
      for (const message of renderAnswer(shipped.bot.ask({ text }), 0, {
        ephemeral: false,
        question: text,
      }))
        accept(message);
  });
});

function parse(text: string): Announcement {
  const read = readAnnouncement({ id: 'hostile', file: 'hostile.txt', extension: '.txt' }, text);
  if (!read.ok) throw new Error('the hostile announcement does not load');
  return read.announcement;
}
