import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTerminalAdapter } from '../src/adapters/terminal/adapter.js';
import type { RunningLoop } from '../src/loop/create-loop.js';
import { createMemoryStore } from '../src/store/memory.js';
import type { Store } from '../src/store/store.js';
import { connect as connectDiscord } from './adapters/discord/connect.js';
import { connect as connectSlack, recordLog, shipped } from './adapters/slack/connect.js';
import { createContext } from './loop/context.js';
import { readQuotations } from './servers/discord/markdown.js';
import type { Json } from './servers/discord/message-rules.js';
import * as discordPayloads from './servers/discord/payloads.js';
import { click, submitView } from './servers/slack/interactions.js';
import { type Message, parseContent, quotedText } from './servers/slack/message.js';
import * as slackPayloads from './servers/slack/payloads.js';

/** A step of the transcript; `follow` is asked without naming Herald, in the thread or below the last reply. */
type Step =
  | { readonly ask: string }
  | { readonly follow: string }
  | { readonly press: 'more' | 'around' | 'share' | 'helpful' | 'not-helpful' };

/** A reply as its reader sees it. */
interface Reply {
  /** Herald's own words, which tell the outcome. */
  readonly lead: string;
  /** Where the excerpts stand, in order. */
  readonly passages: readonly number[];
  /** All that is quoted, without line breaks, which terminals set. */
  readonly quoted: string;
  readonly canHaveMore: boolean;
}

/** A platform that the transcript is run through; steps that it has no button for are left out. */
interface Platform {
  readonly name: string;
  readonly store: Store;
  readonly loop: RunningLoop;
  run(step: Step): Promise<Reply | undefined>;
  close(): Promise<void>;
}

const STEPS: readonly Step[] = readFileSync(new URL('transcript.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const REASON = 'The year is missing.';
const { bot } = shipped;
const unbroken = (text: string) => text.replaceAll('\n', '');
const passagesIn = (text: string) =>
  [...text.matchAll(/¶[ \u00a0](\d+)/g)].map(([, number]) => Number(number));

function startTerminal(): Platform {
  const store = createMemoryStore();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown = { interactive: false, color: false, width: () => undefined };
  const context = createContext({ bot, store, log: recordLog() });
  const config = { input, output, ...shown, onLeave: () => undefined };
  const terminal = createTerminalAdapter(config, context);
  const started = terminal.start();
  const type = async (line: string): Promise<Reply> => {
    await started;
    const written = new Promise<Buffer>((resolve) => output.once('data', resolve));
    input.write(`${line}\n`);
    const lines = String(await written).split('\n');
    const isQuoted = (text: string) => text.startsWith('│ ');
    return {
      lead: lines[0] ?? '',
      passages: lines.filter((text) => !isQuoted(text)).flatMap(passagesIn),
      quoted: lines
        .filter((text) => isQuoted(text) && text !== '│ […]')
        .map((text) => text.slice(2))
        .join(''),
      canHaveMore: lines.some((text) => text.startsWith('"more" shows')),
    };
  };
  return {
    name: 'the terminal',
    store,
    loop: context.loop,
    run: async (step) => {
      if ('ask' in step) return type(step.ask);
      if ('follow' in step) return type(step.follow);
      return step.press === 'more' || step.press === 'around' ? type(step.press) : undefined;
    },
    close: () => terminal.stop(),
  };
}

async function startSlack(): Promise<Platform> {
  const at = await connectSlack({ bot });
  const { slack } = at;
  slack.scopes = [...slack.scopes, 'channels:history'];
  const { messages, ephemerals } = slack.workspace;
  let asked = 0;
  let thread = '';
  let last: Message | undefined;
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  /** The message that comes of something, wherever it comes. */
  const next = async (cause: () => Promise<unknown>): Promise<Reply> => {
    const before = [messages.length, ephemerals.length];
    await cause();
    await slack.until(
      () => messages.length + ephemerals.length > (before[0] ?? 0) + (before[1] ?? 0),
    );
    last = ephemerals.length > (before[1] ?? 0) ? ephemerals.at(-1) : messages.at(-1);
    return read(last);
  };
  const read = (message: Message | undefined): Reply => {
    const content = parseContent(message);
    const [first] = content.blocks;
    const texts = [...JSON.stringify(first).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)];
    const [, words = ''] = texts.at(-1) ?? [];
    const contexts = content.blocks.filter(({ type }) => type === 'context');
    return {
      // Above it stands what was asked, where that is shared.
      lead: JSON.parse(`"${words}"`).trim(),
      passages: passagesIn(JSON.stringify(contexts)),
      quoted: unbroken(quotedText(content)),
      canHaveMore: JSON.stringify(content.blocks).includes('"herald_more"'),
    };
  };
  const press = (button: string) => async () => {
    if (last === undefined) throw new Error('there is nothing to press a button of');
    await at.deliver(click(slack, last, button));
  };
  const vote = async (verdict: 'helpful' | 'not-helpful') => {
    const way = verdict === 'helpful' ? 'up' : 'down';
    const button = new RegExp(`"(${way} [\\w-]+)"`);
    const [, value = ''] = JSON.stringify(last?.blocks).match(button) ?? [];
    if (last !== undefined) await at.deliver(click(slack, last, 'herald_feedback', { value }));
    if (verdict === 'helpful') return undefined;
    await slack.until(() => slack.workspace.views.length > 0);
    const [modal] = slack.workspace.views;
    if (modal) await at.deliver(submitView(slack, modal, { herald_reason_text: REASON }));
    return undefined;
  };
  return {
    name: 'Slack',
    store: at.store,
    loop: at.loop,
    run: async (step) => {
      if ('ask' in step) {
        asked += 1;
        thread = `1780000000.${String(asked).padStart(6, '0')}`;
        const text = `<@U0HERALD> ${escaped(step.ask)}`;
        return next(() => at.deliver(slackPayloads.mention(slack, { text, ts: thread })));
      }
      if ('follow' in step) {
        const text = escaped(step.follow);
        return next(() => at.deliver(slackPayloads.channelMessage(slack, { text, thread })));
      }
      if (step.press === 'helpful' || step.press === 'not-helpful') return vote(step.press);
      return next(press(`herald_${step.press}`));
    },
    close: at.close,
  };
}

async function startDiscord(): Promise<Platform> {
  const at = await connectDiscord({ bot });
  const { discord } = at;
  let place = '';
  let last: Json | undefined;
  let lastId = '';
  /** All texts of a message, and the ids of its buttons. */
  const contentsOf = (part: unknown): readonly string[] => {
    if (Array.isArray(part)) return part.flatMap(contentsOf);
    if (typeof part !== 'object' || part === null) return [];
    const { content, components, accessory } = part as Json;
    return [
      ...(typeof content === 'string' && content !== '' ? [content] : []),
      ...contentsOf(components),
      ...contentsOf(accessory),
    ];
  };
  const read = (message: Json, isShared = false): Reply => {
    last = message;
    lastId = discord.nextId();
    const [head = '', ...excerpts] = contentsOf(message);
    // Above Herald's own words stands who asked what, where that is shared.
    const own = isShared ? head.split('\n').slice(2).join('\n') : head;
    const contents = [own, ...excerpts];
    const lines = contents.flatMap((content) => content.split('\n'));
    const words = lines.filter((line) => !line.startsWith('> ') && !line.startsWith('“'));
    return {
      lead: (words[0] ?? '').replaceAll(/\\(?=[^0-9A-Za-z\s])/g, ''),
      passages: passagesIn(words.join('\n')),
      quoted: unbroken(contents.map((content) => readQuotations(content).quoted).join('')),
      canHaveMore: buttonOf('more') !== undefined,
    };
  };
  const buttonOf = (name: string): string | undefined =>
    JSON.stringify(last).match(new RegExp(`"custom_id":"(${name}:[^"]*)"`))?.[1];
  const use = async (payload: Json): Promise<Json> => {
    const used = discord.interact(payload);
    await discord.until(() => used.message !== undefined || used.response?.type === 9);
    return used.message ?? {};
  };
  const hear = async (message: Json): Promise<Reply> => {
    const before = discord.messages.length;
    discord.gateway.dispatch('MESSAGE_CREATE', message);
    await discord.until(() => discord.messages.length > before);
    const sent = discord.messages.at(-1);
    place = sent?.id ?? '';
    return read(sent?.body ?? {});
  };
  return {
    name: 'Discord',
    store: at.store,
    loop: at.loop,
    run: async (step) => {
      if ('ask' in step)
        return hear(
          discordPayloads.guildMessage(discord, { content: `<@${discord.self}> ${step.ask}` }),
        );
      if ('follow' in step)
        return hear(discordPayloads.replyToHerald(discord, { content: step.follow, to: place }));
      const button = buttonOf(step.press);
      if (button === undefined && step.press === 'share') return undefined;
      if (button === undefined) throw new Error(`there is no button ${step.press}`);
      const shown = await use(discordPayloads.press(button, { message: lastId }));
      if (step.press === 'not-helpful') {
        const [, answer] = button.match(/^not-helpful:\d:(.*)$/) ?? [];
        await use(discordPayloads.modalSubmit(`reason:1:${answer}`, { reason: REASON }));
      }
      return step.press === 'helpful' || step.press === 'not-helpful'
        ? undefined
        : read(shown, step.press === 'share');
    },
    close: at.close,
  };
}

describe('One transcript, run through every platform', () => {
  let platforms: readonly Platform[] = [];
  beforeAll(async () => {
    platforms = await Promise.all([startTerminal(), startSlack(), startDiscord()]);
  });
  afterAll(() => Promise.all(platforms.map((platform) => platform.close())));

  test('has the same outcomes, excerpts and order everywhere, and leaves the same behind', async () => {
    for (const [index, step] of STEPS.entries()) {
      const at = `step ${index + 1}, ${JSON.stringify(step)}`;
      const replies: (readonly [string, Reply])[] = [];
      for (const { name, run } of platforms) {
        const reply = await run(step);
        if (reply !== undefined) replies.push([name, reply]);
      }
      const [[first, expected] = ['', undefined], ...others] = replies;
      for (const [name, reply] of others)
        expect(reply, `${at}: ${name} differs from ${first}`).toEqual(expected);
    }
    const [terminal, slack, discord] = await Promise.all(platforms.map(kept));
    expect(slack?.questions).toEqual(terminal?.questions);
    expect(discord).toEqual(slack);
  });
});

/** What a store knows of the transcript, apart from who asked where and when. */
async function kept({ store, loop }: Platform) {
  // What is recorded is written in the background.
  await loop.stop();
  const questions = [];
  const texts = new Map<string, string | undefined>();
  for await (const { answer, text, outcome, shown } of store.questions()) {
    questions.push({ text, outcome, shown });
    texts.set(answer, text);
  }
  const verdicts = [];
  for await (const { answer, helpful, reason } of store.feedbacks())
    verdicts.push({ about: texts.get(answer), helpful, reason });
  return { questions, verdicts };
}
