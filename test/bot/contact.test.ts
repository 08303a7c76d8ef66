import { describe, expect, test } from 'vitest';
import { renderAnswer as renderForDiscord } from '../../src/adapters/discord/render.js';
import { wordsFor } from '../../src/adapters/discord/words/locales.js';
import { renderAnswer as renderForSlack } from '../../src/adapters/slack/render.js';
import { renderAnswer as renderForTerminal } from '../../src/adapters/terminal/render.js';
import { loadBot } from '../../src/load-bot.js';

const CONTACT = 'https://example.com/ask-us';
const { bot } = await loadBot({
  knowledgeDir: 'knowledge',
  thresholds: { answer: 0.35, closest: 0.15 },
  contact: CONTACT,
});
const answered = bot.ask({ text: 'How much has Microsoft invested in OpenAI?' });
const unanswered = bot.ask({ text: 'What is the capital of Mongolia?' });
const discord = (answer: typeof answered) =>
  renderForDiscord(answer, { words: wordsFor('de'), page: 0, shareable: false }).rich;

describe('A person to ask', () => {
  test('is named where the announcement does not answer, and only there', () => {
    expect(unanswered.outcome).not.toBe('answer');
    expect(unanswered.contact).toBe(CONTACT);
    expect(answered.outcome).toBe('answer');
    expect(answered).not.toHaveProperty('contact');
  });

  test('is a link under the reply in Slack', () => {
    const [message] = renderForSlack(unanswered, 0, { ephemeral: false });
    const actions = message.blocks.find(({ type }) => type === 'actions');
    expect(actions).toMatchObject({
      elements: expect.arrayContaining([
        {
          type: 'button',
          action_id: 'herald_contact',
          text: { type: 'plain_text', text: 'Ask a person', emoji: false },
          url: CONTACT,
        },
      ]),
    });
    expect(JSON.stringify(renderForSlack(answered, 0, { ephemeral: false }))).not.toContain(
      CONTACT,
    );
  });

  test('is a link under the reply in Discord, in the asker’s language', () => {
    expect(discord(unanswered)).toMatchObject({
      components: expect.arrayContaining([
        {
          type: 1,
          components: expect.arrayContaining([
            { type: 2, style: 5, label: 'Einen Menschen fragen', url: CONTACT },
          ]),
        },
      ]),
    });
    expect(JSON.stringify(discord(answered))).not.toContain(CONTACT);
  });

  test('is a line in the terminal', () => {
    expect(renderForTerminal(unanswered, { color: false })).toContain(
      `\n\nAsk a person: ${CONTACT}\n`,
    );
  });
});
