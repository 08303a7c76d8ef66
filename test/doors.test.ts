import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTerminalAdapter } from '../src/adapters/terminal/adapter.js';
import type { Bot } from '../src/bot/bot.js';
import { createMemoryStore } from '../src/store/memory.js';
import {
  connect as connectDiscord,
  type Connected as DiscordConnection,
} from './adapters/discord/connect.js';
import {
  connect as connectSlack,
  recordLog,
  type Connected as SlackConnection,
  shipped,
} from './adapters/slack/connect.js';
import { createContext } from './loop/context.js';
import { readQuotations } from './servers/discord/markdown.js';
import * as discordPayloads from './servers/discord/payloads.js';
import { parseContent, quotedText } from './servers/slack/message.js';
import * as slackPayloads from './servers/slack/payloads.js';

/** What somebody asks, one question after the other; parity/parity.test.ts presses the buttons in between too. */
const QUESTIONS: readonly string[] = readFileSync('test/parity/transcript.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .flatMap((line) => JSON.parse(line).ask ?? []);

const { bot } = shipped;
const file = readFileSync('knowledge/openai-microsoft-next-phase.md', 'utf8');
let slack: SlackConnection;
let discord: DiscordConnection;

beforeAll(async () => {
  slack = await connectSlack({ bot });
  discord = await connectDiscord({ bot });
});
afterAll(() => Promise.all([slack.close(), discord.close()]));

/** Everything that is quoted in a Slack message, joined. */
const quotedInSlack = (message: unknown) => quotedText(parseContent(message));

/** Everything that is quoted in a Discord message, joined. */
function quotedInDiscord(message: unknown): string {
  if (Array.isArray(message)) return message.map(quotedInDiscord).join('');
  if (typeof message !== 'object' || message === null) return '';
  const { content = '', components = [] } = message as {
    readonly content?: string;
    readonly components?: unknown;
  };
  return readQuotations(content).quoted + quotedInDiscord(components);
}

async function askTerminal(asked: Bot, question: string): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = new Promise<void>((onLeave) => {
    const config = {
      input,
      output,
      interactive: false,
      color: false,
      width: () => undefined,
      onLeave,
    };
    const context = createContext({ bot: asked, store: createMemoryStore(), log: recordLog() });
    void createTerminalAdapter(config, context).start();
  });
  input.end(`${question}\n`);
  await left;
  output.end();
  const lines = (await readAll(output)).split('\n').filter((line) => line.startsWith('│ '));
  return lines.map((line) => line.slice('│ '.length)).join('');
}

const DOORS: readonly (readonly [string, (question: string) => Promise<string>])[] = [
  ['the terminal', (question) => askTerminal(bot, question)],
  [
    'a mention in Slack',
    async (question) => {
      await slack.deliver(
        slackPayloads.mention(slack.slack, { text: `<@U0HERALD> ${escapeSlack(question)}` }),
      );
      return quotedInSlack(slack.slack.workspace.messages.at(-1));
    },
  ],
  [
    'a direct message in Slack',
    async (question) => {
      await slack.deliver(
        slackPayloads.directMessage(slack.slack, { text: escapeSlack(question) }),
      );
      return quotedInSlack(slack.slack.workspace.messages.at(-1));
    },
  ],
  [
    '/ask in Slack',
    async (question) => {
      const { payload } = await slack.deliver(
        slackPayloads.slashCommand(slack.slack, { text: escapeSlack(question) }),
      );
      return quotedInSlack(payload);
    },
  ],
  [
    '/ask in Discord',
    async (question) => {
      const asked = discord.discord.interact(discordPayloads.askCommand(question));
      await discord.discord.until(() => asked.message !== undefined);
      return quotedInDiscord(asked.message);
    },
  ],
  [
    'a mention in Discord',
    (question) =>
      hearDiscord(
        discordPayloads.guildMessage(discord.discord, {
          content: `<@${discord.discord.self}> ${question}`,
        }),
      ),
  ],
  [
    'a direct message in Discord',
    (question) =>
      hearDiscord(discordPayloads.directMessage(discord.discord, { content: question })),
  ],
];

async function hearDiscord(
  message: Parameters<DiscordConnection['discord']['interact']>[0],
): Promise<string> {
  const before = discord.discord.messages.length;
  discord.discord.gateway.dispatch('MESSAGE_CREATE', message);
  await discord.discord.until(() => discord.discord.messages.length > before);
  return quotedInDiscord(discord.discord.messages.at(-1)?.body);
}

/** Text as Slack sends it. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('One transcript is answered with the same characters of the file', () => {
  const expected = QUESTIONS.map((question) => {
    const { excerpts } = bot.ask({ text: question });
    for (const { text, start, end } of excerpts) expect(text).toBe(file.slice(start, end));
    return excerpts.map(({ text }) => text.replaceAll('\n', '')).join('');
  });

  test.each(DOORS)('by %s', async (_, ask) => {
    const quoted: string[] = [];
    for (const question of QUESTIONS) quoted.push((await ask(question)).replaceAll('\n', ''));
    expect(quoted).toEqual(expected);
  });
});
