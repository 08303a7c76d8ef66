import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createTerminalAdapter } from '../../../src/adapters/terminal/adapter.js';
import { renderAnswer, renderAround } from '../../../src/adapters/terminal/render.js';
import { createLog } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { shipped } from '../../bot/shipped-bot.js';
import { createContext } from '../../loop/context.js';

const { bot } = shipped;
const RIVALS = 'Who are the rivals?';
const NOTHING_ASKED = 'Ask a question first.\n\n';
const HELP = `Type a question in your own words, or the number of one of those above.
more        further passages for the last question
around      the text around the passage that was shown, further each time
help        this text
Ctrl-C, Ctrl-D or "quit" leaves

`;
const CONTROL_C = '\u0003';
const CONTROL_D = '\u0004';
const UP = '\u001b[A';
const CURSOR = new RegExp(`${'\u001b'}\\[\\d*[GJKCD]`, 'g');

/** Types into a chat until it is left; resolves to all that it wrote, cursor movements left out. */
async function chat(
  typed: string,
  { interactive = true, width = 80, color = false, end = false } = {},
): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  const chunks: string[] = [];
  output.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const config = { input, output, interactive, color, width: () => width, onLeave: leave };
  const log = createLog('silent', [], () => undefined);
  const adapter = createTerminalAdapter(
    config,
    createContext({ bot, store: createMemoryStore(), log }),
  );
  await adapter.start();
  input.write(typed);
  if (end) input.end();
  await left;
  await adapter.stop();
  const ended = new Promise((resolve) => output.on('end', resolve));
  output.end();
  await ended;
  return chunks.join('').replace(CURSOR, '').replaceAll('\r\n', '\n');
}

const display = { width: 80, color: false };
const shown = (text: string, page = 0, width = 80) =>
  `${renderAnswer(bot.more({ text }, page), { width, color: false })}\n`;
const suggestions = bot.suggestions();
const greeting = `
OpenAI and Microsoft enter the next phase of their partnership
OpenAI – Next Phase of the Microsoft Partnership

Try:
${suggestions.map((question, index) => `  ${index + 1}  ${question}`).join('\n')}

Type a question, a number, "more", "around" or "help"; Ctrl-D leaves.

`;

describe('a chat in the terminal', () => {
  test('greets with the title and three questions, and leaves at quit', async () => {
    expect(suggestions).toHaveLength(3);
    expect(await chat('quit\n')).toBe(`${greeting}> quit\n\n`);
    expect(await chat('EXIT\n')).toBe(`${greeting}> EXIT\n\n`);
  });

  test('answers a question, then shows more of it', async () => {
    expect(await chat(`${RIVALS}\nmore\nmore\nquit\n`)).toBe(
      `${greeting}> ${RIVALS}\n${shown(RIVALS)}> more\n${shown(RIVALS, 1)}> more\n${shown(RIVALS, 2)}> quit\n\n`,
    );
  });

  test('takes a number for the suggestion of that number', async () => {
    const second = suggestions[1] ?? '';
    expect(await chat('2\nquit\n')).toBe(`${greeting}> 2\n${shown(second)}> quit\n\n`);
  });

  test('takes any other number for a question', async () => {
    expect(await chat('7\nquit\n')).toBe(`${greeting}> 7\n${shown('7')}> quit\n\n`);
  });

  test('explains itself, and says so where there is nothing more', async () => {
    expect(await chat('help\n?\nmore\n\nquit\n')).toBe(
      `${greeting}> help\n${HELP}> ?\n${HELP}> more\n${NOTHING_ASKED}> \n> quit\n\n`,
    );
  });

  test('shows the text around a passage, further each time', async () => {
    const [excerpt] = bot.ask({ text: RIVALS }).excerpts;
    const wide = excerpt && bot.around(excerpt);
    const wider = wide && bot.around(wide);
    if (!wide || !wider) throw new Error('there is nothing around');
    const around = [wide, wider].map((seen) => `${renderAround(seen, false, display)}\n`);
    const commands = `around\n${RIVALS}\naround\naround\nquit\n`;
    expect(await chat(commands)).toBe(
      `${greeting}> around\n${NOTHING_ASKED}> ${RIVALS}\n${shown(RIVALS)}> around\n${around[0]}> around\n${around[1]}> quit\n\n`,
    );
  });

  test('remembers what was typed', async () => {
    const once = `> ${RIVALS}\n${shown(RIVALS)}`;
    // The line is drawn anew, so the prompt stands there twice.
    expect(await chat(`${RIVALS}\n${UP}\nquit\n`)).toBe(`${greeting}${once}> ${once}> quit\n\n`);
  });

  test('wraps at the width of the window', async () => {
    expect(await chat(`${RIVALS}\nquit\n`, { width: 40 })).toBe(
      `${greeting}> ${RIVALS}\n${shown(RIVALS, 0, 40)}> quit\n\n`,
    );
  });

  test.each([
    ['Ctrl-C', CONTROL_C],
    ['Ctrl-D', CONTROL_D],
  ])('is left by %s', async (_, key) => {
    expect(await chat(key)).toBe(`${greeting}> \n`);
  });

  test('is left when the terminal goes away', async () => {
    expect(await chat('', { end: true })).toBe(`${greeting}> \n`);
  });
});

describe('piped input', () => {
  test('gets the answers only, one a line, and ends with the input', async () => {
    expect(await chat(`${RIVALS}\n\nmore\nthanks\n`, { interactive: false, end: true })).toBe(
      [
        renderAnswer(bot.ask({ text: RIVALS }), { color: false }),
        renderAnswer(bot.more({ text: RIVALS }, 1), { color: false }),
        'You are welcome.\n',
        '',
      ].join('\n'),
    );
  });

  test('may end without a line break', async () => {
    expect(await chat('thanks', { interactive: false, end: true })).toBe('You are welcome.\n\n');
  });
});
