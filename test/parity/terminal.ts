import { PassThrough } from 'node:stream';
import { createTerminalAdapter } from '../../src/adapters/terminal/adapter.js';
import type { Bot } from '../../src/bot/bot.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { recordLog } from '../adapters/slack/connect.js';
import { createContext } from '../loop/context.js';
import { type Outcome, type Platform, type Reply, type ShownExcerpt, wordsOf } from './platform.js';

const ESCAPE = '\u001b[';
const BAR = '│ ';
const CUT = `${BAR}[…]`;

/** A line as it is shown, and what of it is bold. */
interface Line {
  readonly text: string;
  readonly bold: readonly string[];
}

/** The chat in a terminal with colours, as wide as its lines. */
export async function startTerminal(bot: Bot): Promise<Platform> {
  const store = createMemoryStore();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown = { interactive: false, color: true, width: () => undefined };
  const context = createContext({ bot, store, log: recordLog() });
  const terminal = createTerminalAdapter(
    { input, output, ...shown, onLeave: () => undefined },
    context,
  );
  await terminal.start();
  let last: Reply | undefined;
  const type = async (line: string): Promise<Outcome> => {
    const written = new Promise<Buffer>((resolve) => output.once('data', resolve));
    input.write(`${line}\n`);
    last = readReply(
      String(await written)
        .split('\n')
        .map(readLine),
    );
    return last;
  };
  return {
    name: 'the terminal',
    store,
    loop: context.loop,
    lacks: ['share', 'helpful', 'not-helpful'],
    run: async (step) => {
      if ('ask' in step) return type(step.ask);
      if ('follow' in step) return type(step.follow);
      switch (step.press) {
        case 'more':
          return last?.hasMore ? type('more') : 'no button';
        case 'around':
          return type('around');
        case 'try': {
          const [question] = last?.offered ?? [];
          return question === undefined ? 'no button' : type(question);
        }
        default:
          return 'no button';
      }
    },
    close: () => terminal.stop(),
  };
}

/** Reads the codes for faint (2), bold (1) and neither (22). */
function readLine(line: string): Line {
  const [plain = '', ...coded] = line.split(ESCAPE);
  const pieces = coded.map((piece) => {
    const end = piece.indexOf('m');
    return { isBold: piece.slice(0, end) === '1', text: piece.slice(end + 1) };
  });
  return {
    text: [plain, ...pieces.map(({ text }) => text)].join(''),
    bold: pieces.filter(({ isBold }) => isBold).map(({ text }) => text),
  };
}

/** Reads a reply: its parts stand apart by an empty line, and only what is quoted has a bar. */
function readReply(lines: readonly Line[]): Reply {
  const parts: Line[][] = [[]];
  for (const line of lines) {
    if (line.text === '') parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const [[lead] = [], ...others] = parts.filter((part) => part.length > 0);
  const isQuotation = (part: readonly Line[]) => part[0]?.text.startsWith(BAR) === true;
  const own = others
    .filter((part) => !isQuotation(part))
    .map((part) => part.map(({ text }) => text));
  const statement = own.find(([first = '']) => !/^( {2}|Ask a person: |"more" shows )/.test(first));
  const contact = own.flat().find((text) => text.startsWith('Ask a person: '));
  return {
    lead: lead?.text ?? '',
    ...(statement && { statement: statement.slice(0, -1).join('\n') }),
    excerpts: others.filter(isQuotation).map(readExcerpt),
    offered: own
      .flat()
      .filter((text) => text.startsWith('  '))
      .map((text) => text.slice(2)),
    ...(contact && { contact: contact.slice('Ask a person: '.length) }),
    hasMore: own.flat().some((text) => text.startsWith('"more" shows ')),
  };
}

function readExcerpt(part: readonly Line[]): ShownExcerpt {
  const bars = part.filter(({ text }) => text.startsWith(BAR));
  const quoted = bars.filter(({ text }) => text !== CUT);
  const place = part[bars.length]?.text ?? '';
  return {
    // The title of the announcement stands first.
    place: place.split(' · ').slice(1).join(' · '),
    text: quoted.map(({ text }) => text.slice(BAR.length)).join('\n'),
    bold: wordsOf(quoted.flatMap(({ bold }) => bold)),
    cut: { before: bars[0]?.text === CUT, after: bars.at(-1)?.text === CUT },
  };
}
