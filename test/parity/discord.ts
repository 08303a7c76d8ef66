import type { Bot } from '../../src/bot/bot.js';
import { connect } from '../adapters/discord/connect.js';
import { readQuotations } from '../servers/discord/markdown.js';
import type { Json } from '../servers/discord/message-rules.js';
import * as payloads from '../servers/discord/payloads.js';
import {
  type Outcome,
  type Platform,
  type Press,
  type Reply,
  type ShownExcerpt,
  wordsOf,
} from './platform.js';

const CUT = '\\[…\\]';
const MODAL = 9;

/** Mentions in a channel, further questions as replies to Herald's, presses of what is shown. */
export async function startDiscord(bot: Bot, reason: string): Promise<Platform> {
  const at = await connect({ bot });
  const { discord } = at;
  let place = '';
  let last: { readonly id: string; readonly message: Json } | undefined;
  const show = (message: Json, id = discord.nextId()): Reply => {
    last = { id, message };
    return readReply(message);
  };
  const hear = async (heard: Json): Promise<Reply> => {
    const before = discord.messages.length;
    discord.gateway.dispatch('MESSAGE_CREATE', heard);
    await discord.until(() => discord.messages.length > before);
    const sent = discord.messages.at(-1);
    place = sent?.id ?? '';
    return show(sent?.body ?? {}, place);
  };
  const use = async (payload: Json): Promise<Json> => {
    const used = discord.interact(payload);
    await discord.until(() => used.message !== undefined || used.response?.type === MODAL);
    return used.message ?? {};
  };
  const press = async (button: Press): Promise<Outcome> => {
    const id = buttonsIn(last?.message).find(({ custom_id: one }) =>
      String(one).startsWith(`${button}:`),
    )?.custom_id;
    if (last === undefined || typeof id !== 'string') return 'no button';
    const shown = await use(payloads.press(id, { message: last.id }));
    switch (button) {
      case 'helpful':
        return 'no reply';
      case 'not-helpful':
        await use(payloads.modalSubmit(id.replace('not-helpful', 'reason'), { reason }));
        return 'no reply';
      default:
        return show(shown);
    }
  };
  return {
    name: 'Discord',
    store: at.store,
    loop: at.loop,
    lacks: [],
    // Of the 4,000 that the texts of a message may have, without Herald's own words and the backslashes.
    room: 3_600,
    run: async (step) => {
      if ('press' in step) return press(step.press);
      return hear(
        'ask' in step
          ? payloads.guildMessage(discord, { content: `<@${discord.self}> ${step.ask}` })
          : payloads.replyToHerald(discord, { content: step.follow, to: place }),
      );
    },
    close: at.close,
  };
}

/** Reads a reply: a text that ends with the number of a passage is an excerpt. */
function readReply(message: Json): Reply {
  const texts = contentsIn(message).map((content) => content.split('\n'));
  const isExcerpt = (lines: readonly string[]) => /^-# .*¶ \d/.test(lines.at(-1) ?? '');
  const head = texts.find((lines) => !isExcerpt(lines)) ?? [];
  // Above Herald's own words stands who asked what, where that is shared.
  const question = head.findLastIndex((line) => line.startsWith('> '));
  const [lead = '', ...statement] = head.slice(question + 1);
  const buttons = buttonsIn(message);
  const offered = buttons.filter(({ custom_id: id }) => String(id).startsWith('try:'));
  const contact = buttons.find(({ url }) => url !== undefined)?.url;
  return {
    lead: withoutBackslashes(lead),
    ...(statement.length > 0 && {
      statement: statement.slice(0, -1).map(withoutBackslashes).join('\n'),
    }),
    excerpts: texts.filter(isExcerpt).map(readExcerpt),
    offered: offered.map(({ label }) => String(label)),
    ...(contact !== undefined && { contact: String(contact) }),
    hasMore: buttons.some(({ custom_id: id }) => String(id).startsWith('more:')),
  };
}

function readExcerpt(lines: readonly string[]): ShownExcerpt {
  const { quoted, bold } = readQuotations(lines.join('\n'));
  const [, place = ''] = /^-# (.*?¶ \d+)/.exec(lines.at(-1) ?? '') ?? [];
  return {
    place: withoutBackslashes(place),
    text: quoted,
    bold: wordsOf(bold),
    cut: { before: lines[0] === CUT, after: lines.at(-2) === CUT },
  };
}

/** A backslash takes the meaning of any character but letters, digits and white space. */
function withoutBackslashes(text: string): string {
  return text.replaceAll(/\\(?=[^0-9A-Za-z\s])/g, '');
}

/** The components of a message, those within others after the one they are in. */
function componentsIn(part: unknown): readonly Json[] {
  if (Array.isArray(part)) return part.flatMap(componentsIn);
  if (typeof part !== 'object' || part === null) return [];
  const one = part as Json;
  return [one, ...componentsIn(one.components), ...componentsIn(one.accessory)];
}

function contentsIn(message: Json): readonly string[] {
  return componentsIn(message).flatMap(({ content }) =>
    typeof content === 'string' && content !== '' ? [content] : [],
  );
}

function buttonsIn(message: unknown): readonly Json[] {
  return componentsIn(message).filter(({ type, style }) => type === 2 && style !== undefined);
}
