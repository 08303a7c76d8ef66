import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Answer, Excerpt } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import type { Asker } from '../../loop/loop.js';
import type { Adapter, AdapterContext } from '../adapter.js';
import { type Display, dim, renderAnswer, renderAround } from './render.js';

/** The terminal to chat in. */
export interface TerminalConfig {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether somebody types: prompt, history and greeting are theirs; piped input gets answers only. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Columns now; asked again for every answer, since windows change. */
  readonly width: () => number | undefined;
  /** Where the announcements can also be read and asked in a browser. */
  readonly page?: () => string | undefined;
  /** Called once when the chat is over. */
  readonly onLeave: () => void;
}

const PROMPT = '> ';
const READER: Asker = { platform: 'terminal', user: '', place: 'terminal' };
const HELP = `Type a question in your own words, or the number of one of those above.
more        further passages for the last question
around      the text around the passage that was shown, further each time
help        this text
Ctrl-C, Ctrl-D or "quit" leaves
`;

/** A chat with the bot on a terminal or a pipe. */
export function createTerminalAdapter(
  config: TerminalConfig,
  { bot, loop, mayPreview }: AdapterContext,
): Adapter {
  const { input, output, interactive } = config;
  const readline = createInterface({
    input,
    output,
    terminal: interactive,
    prompt: PROMPT,
    historySize: 200,
  });
  const display = (): Display => {
    const width = config.width();
    return { color: config.color, ...(interactive && width !== undefined ? { width } : {}) };
  };
  const preview = mayPreview?.('terminal') === true;
  const questionOf = (text: string): Question => ({ text, ...(preview ? { preview } : {}) });
  const say = (text: string) => output.write(text);
  const tries = interactive ? bot.suggestions() : [];
  let isOver = false;
  let last: { readonly answer: Answer; readonly page: number } | undefined;
  let seen: Excerpt | undefined;

  const show = (answer: Answer, page: number) => {
    [seen] = answer.excerpts;
    last = seen === undefined ? undefined : { answer, page };
    say(`${renderAnswer(answer, display())}\n`);
  };
  const showAround = () => {
    const wide = seen && bot.around(seen, preview);
    if (seen === undefined) say('Ask a question first.\n\n');
    else if (wide === undefined) say('The announcement has changed since. Please ask again.\n\n');
    else {
      const isWidest = wide.start === seen.start && wide.end === seen.end;
      say(`${renderAround(wide, isWidest, display())}\n`);
      seen = wide;
    }
  };
  // Not `loop.ask`: what is typed before an answer is there would be mixed with it.
  const ask = (question: Question) => {
    const begin = performance.now();
    const answer = bot.ask(question);
    loop.record(question, answer, READER, performance.now() - begin);
    show(answer, 0);
  };
  const hear = (line: string) => {
    const typed = line.trim();
    switch (typed.toLowerCase()) {
      case '':
        return;
      case 'quit':
      case 'exit':
        readline.close();
        return;
      case 'help':
      case '?':
        say(`${HELP}\n`);
        return;
      case 'more':
        if (last === undefined) say('Ask a question first.\n\n');
        else show(bot.more(questionOf(last.answer.question), last.page + 1), last.page + 1);
        return;
      case 'around':
        showAround();
        return;
      default:
        ask(questionOf(tries[Number(typed) - 1] ?? typed));
    }
  };
  const greet = () => {
    const lines = bot
      .announcements()
      .map(({ title, source }) => (source ? `${title}\n${dim(source, display())}` : title));
    const questions = tries.map((question, index) => `  ${index + 1}  ${question}`);
    say(`\n${lines.join('\n\n')}\n\n`);
    if (questions.length > 0) say(`Try:\n${questions.join('\n')}\n\n`);
    const page = config.page?.();
    if (page !== undefined) say(`Or read and ask in a browser: ${page}\n\n`);
    say(
      `${dim('Type a question, a number, "more", "around" or "help"; Ctrl-D leaves.', display())}\n\n`,
    );
  };

  return {
    name: 'terminal',
    start: async () => {
      if (interactive) greet();
      readline.on('line', (line) => {
        if (isOver) return;
        hear(line);
        if (interactive && !isOver) readline.prompt();
      });
      readline.on('SIGINT', () => readline.close());
      readline.on('close', () => {
        isOver = true;
        if (interactive) say('\n');
        config.onLeave();
      });
      if (interactive) readline.prompt();
    },
    stop: async () => readline.close(),
  };
}
