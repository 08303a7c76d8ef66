import { createInterface } from 'node:readline/promises';
import type { Lesson } from '../loop/lesson.js';
import { type Io, writeLine } from './io.js';
import { line } from './report-text.js';
import type { AtLoop } from './with-loop.js';

const MAX_GROUPS = 15;
const MAX_PASSAGES = 8;

/** Goes through what was not answered on the terminal; the lesson that the operator confirms, if any. */
export async function askForLesson(at: AtLoop, io: Io): Promise<Lesson | undefined> {
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  const closed = new AbortController();
  terminal.on('close', () => closed.abort());
  const ask = async (question: string): Promise<string> => {
    try {
      return (await terminal.question(question, { signal: closed.signal })).trim();
    } catch (error) {
      if (closed.signal.aborted) return '';
      throw error;
    }
  };
  try {
    const { groups } = await at.loop.report();
    const gaps = groups
      .filter(({ outcome, notHelpful, now = outcome }) => now !== 'answer' || notHelpful > 0)
      .slice(0, MAX_GROUPS);
    for (const [index, { count, sample }] of gaps.entries())
      await writeLine(
        io.stdout,
        `${String(index + 1).padStart(3)}  asked ${count}×  ${line(sample)}`,
      );
    const chosen = await ask('The question to teach: its number, or write one (empty leaves): ');
    if (chosen === '') return undefined;
    const question = gaps[Number(chosen) - 1]?.sample ?? chosen;
    const lesson = await readLesson(question, at, io, ask);
    if (lesson === undefined) return undefined;
    const confirmed = await ask('Teach this to everybody at once? [y/N] ');
    return /^y(es)?$/i.test(confirmed) ? lesson : undefined;
  } finally {
    terminal.close();
  }
}

async function readLesson(
  question: string,
  { bot }: AtLoop,
  io: Io,
  ask: (question: string) => Promise<string>,
): Promise<Lesson | undefined> {
  const first = bot.ask({ text: question, preview: true });
  const found = [
    ...first.excerpts,
    ...bot.more({ text: question, preview: true }, 1).excerpts,
    ...bot.more({ text: question, preview: true }, 2).excerpts,
  ].slice(0, MAX_PASSAGES);
  await writeLine(io.stdout, `\n“${line(question)}”`);
  for (const [index, { announcement, passage, text }] of found.entries())
    await writeLine(
      io.stdout,
      `${String(index + 1).padStart(3)}  ${announcement} ¶ ${passage}  ${line(text).slice(0, 160)}`,
    );
  const chosen = await ask(
    'The passage that answers it: its number here; or s for an official statement (empty leaves): ',
  );
  const excerpt = found[Number(chosen) - 1];
  if (excerpt !== undefined) {
    const { announcement, passage } = excerpt;
    return { kind: 'passage', question, announcement, passage };
  }
  if (chosen.toLowerCase() !== 's') return undefined;
  const text = await ask('The statement: ');
  const approver = text === '' ? '' : await ask('Who answers for it: ');
  return approver === '' ? undefined : { kind: 'statement', question, text, approver };
}
