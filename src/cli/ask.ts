import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { renderAnswer } from '../adapters/terminal/render.js';
import type { Answer } from '../bot/answer.js';
import type { Bot } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import { describeFault } from '../knowledge/fault.js';
import { loadBot } from '../load-bot.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald ask`. */
export interface AskOptions {
  readonly json?: boolean;
  readonly batch?: boolean;
  readonly knowledge?: string;
  readonly announcement?: string;
  /** Whether to ask what is not yet published as well. */
  readonly preview?: boolean;
  readonly limit?: number;
}

const JSON_LIMIT = 3;

const batchLine = v.object({
  id: v.union([v.string(), v.number()]),
  question: v.string(),
  announcement: v.optional(v.string()),
});

/** `herald ask`: answers one question, or with `--batch` one a line of standard input. */
export async function askCommand(
  words: readonly string[],
  options: AskOptions,
  io: Io,
): Promise<ExitCode> {
  const { batch = false, json = false, preview = false } = options;
  const typed = words.join(' ');
  if (!batch && typed === '') {
    await writeLine(
      io.stderr,
      'herald ask: what is the question? For example: herald ask "What was announced?"',
    );
    return EXIT.usage;
  }
  const config = io.config();
  const limit = options.limit ?? (json || batch ? JSON_LIMIT : undefined);
  const live = await loadBot({
    ...config,
    knowledgeDir: options.knowledge ?? config.knowledgeDir,
    ...(limit === undefined ? {} : { limit }),
  });
  const { announcements, faults } = live;
  const bot: Pick<Bot, 'ask'> = { ask: (question) => live.bot.ask({ ...question, preview }) };
  for (const fault of faults) await writeLine(io.stderr, describeFault(fault));
  if (announcements.length === 0) return EXIT.fault;
  const unknown = (id: string | undefined) =>
    id === undefined || announcements.some((announcement) => announcement.id === id)
      ? undefined
      : `there is no announcement "${id}"; there are: ${announcements.map((announcement) => announcement.id).join(', ')}`;

  const wrong = unknown(options.announcement);
  if (wrong !== undefined) {
    await writeLine(io.stderr, `herald ask: ${wrong}`);
    return EXIT.usage;
  }
  if (batch) return answerBatch(bot, options.announcement, unknown, io);
  const question: Question = {
    text: typed,
    ...(options.announcement === undefined ? {} : { announcement: options.announcement }),
  };
  if (json) {
    await writeLine(io.stdout, JSON.stringify(timed(bot, question)));
  } else {
    const width = io.stdout.isTTY ? io.stdout.columns : undefined;
    io.stdout.write(
      renderAnswer(bot.ask(question), {
        color: io.color,
        ...(width === undefined ? {} : { width }),
      }),
    );
  }
  return EXIT.ok;
}

async function answerBatch(
  bot: Pick<Bot, 'ask'>,
  standard: string | undefined,
  unknown: (id: string | undefined) => string | undefined,
  { stdin, stdout }: Io,
): Promise<ExitCode> {
  let number = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    await writeLine(stdout, JSON.stringify(answerLine(bot, standard, unknown, line, number)));
    if (stdout.destroyed) break;
  }
  return EXIT.ok;
}

function answerLine(
  bot: Pick<Bot, 'ask'>,
  standard: string | undefined,
  unknown: (id: string | undefined) => string | undefined,
  line: string,
  number: number,
): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return {
      id: null,
      error: `line ${number}: not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = v.safeParse(batchLine, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const id = v.is(v.object({ id: batchLine.entries.id }), value) ? value.id : null;
    const at = v.getDotPath(issue) ?? 'the line';
    return {
      id,
      error: `line ${number}: ${at}: ${issue.message}; write {"id": …, "question": "…"}`,
    };
  }
  const { id, question, announcement = standard } = parsed.output;
  const wrong = unknown(announcement);
  if (wrong !== undefined) return { id, error: `line ${number}: ${wrong}` };
  return {
    id,
    ...timed(bot, { text: question, ...(announcement === undefined ? {} : { announcement }) }),
  };
}

function timed(bot: Pick<Bot, 'ask'>, question: Question): object {
  const begin = performance.now();
  const answer = bot.ask(question);
  return { ...toJson(answer), elapsedMs: Math.round((performance.now() - begin) * 1000) / 1000 };
}

/** The machine-readable form of an answer. */
function toJson({ question, outcome, excerpts, missing }: Answer): object {
  return {
    question,
    outcome,
    excerpts: excerpts.map(
      ({ announcement, title, passage, section, text, start, end, highlights, score }) => ({
        announcement,
        title,
        passage,
        section,
        text,
        start,
        end,
        highlights,
        score: Math.round(score * 10_000) / 10_000,
      }),
    ),
    missing,
  };
}
