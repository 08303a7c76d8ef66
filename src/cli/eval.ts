import { basename } from 'node:path';
import { loadBot } from '../app.js';
import type { Answer, Outcome } from '../bot/answer.js';
import { describeFault } from '../knowledge/fault.js';
import {
  REHEARSAL_SUFFIX,
  type RehearsalKind,
  type RehearsedQuestion,
  readRehearsal,
} from '../knowledge/rehearsal.js';
import type { Explanation } from '../search/search.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald eval`; the last three make it a gate. */
export interface EvalOptions {
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
  /** Least share, 0 to 1, of answerable questions whose first excerpt is accepted. */
  readonly minP1?: number;
  /** Least share, 0 to 1, of answerable questions with an accepted one among the first three. */
  readonly minP3?: number;
  /** How many answerable questions may be refused as not covered. */
  readonly maxWrongRefusals?: number;
}

interface Trial {
  readonly asked: RehearsedQuestion;
  readonly answer: Answer;
  /** Rank of the first accepted passage, from 1; 0 when it is not among those found. */
  readonly rank: number;
}

interface Marks {
  readonly answerable: number;
  readonly p1: number;
  readonly p3: number;
  readonly mrr: number;
  readonly wrongRefusals: number;
  /** How often each kind of question had each outcome. */
  readonly outcomes: Readonly<
    Partial<Record<RehearsalKind, Readonly<Partial<Record<Outcome, number>>>>>
  >;
}

const DEPTH = 10;

/** `herald eval`: asks every question of a rehearsal file and says how well it went. */
export async function evalCommand(file: string, options: EvalOptions, io: Io): Promise<ExitCode> {
  const config = io.config();
  const { bot, search, announcements, faults } = await loadBot({
    ...config,
    knowledgeDir: options.knowledge ?? config.knowledgeDir,
    limit: DEPTH,
  });
  for (const fault of faults) await writeLine(io.stderr, describeFault(fault));
  const rehearsal = await readRehearsal(file).catch((error: NodeJS.ErrnoException) => error);
  if (rehearsal instanceof Error) {
    await writeLine(
      io.stderr,
      `herald eval: ${file} cannot be read (${rehearsal.code ?? rehearsal.message}); name a JSON Lines file.`,
    );
    return EXIT.usage;
  }
  for (const fault of rehearsal.faults) await writeLine(io.stderr, describeFault(fault));
  if (rehearsal.questions.length === 0) {
    await writeLine(io.stderr, `herald eval: ${file} holds no usable question.`);
    return EXIT.fault;
  }

  const named = basename(file, REHEARSAL_SUFFIX);
  const standard = announcements.some(({ id }) => id === named) ? named : undefined;
  const trials = rehearsal.questions.map((asked): Trial => {
    const announcement = asked.announcement ?? standard;
    const answer = bot.ask({
      text: asked.question,
      ...(announcement === undefined ? {} : { announcement }),
    });
    return {
      asked,
      answer,
      rank: answer.excerpts.findIndex(({ passage }) => asked.gold.includes(passage)) + 1,
    };
  });
  const marks = mark(trials);
  const misses = trials.filter(({ asked, answer, rank }) =>
    asked.kind === 'answerable'
      ? rank !== 1 || answer.outcome === 'not-covered'
      : answer.outcome === 'answer',
  );

  if (options.json) {
    const detail = misses.map(({ asked, answer, rank }) => ({
      ...asked,
      outcome: answer.outcome,
      rank,
      answered: answer.excerpts.slice(0, 3).map(({ passage }) => passage),
      ...(options.explain
        ? { why: search.explain(asked.question, asked.announcement ?? standard) }
        : {}),
    }));
    await writeLine(io.stdout, JSON.stringify({ ...marks, misses: detail }));
  } else {
    for (const line of marksTable(marks)) await writeLine(io.stdout, line);
    for (const miss of misses) {
      await writeLine(io.stdout, describeMiss(miss));
      if (!options.explain) continue;
      for (const line of explain(
        search.explain(miss.asked.question, miss.asked.announcement ?? standard),
      )) {
        await writeLine(io.stdout, line);
      }
    }
  }

  const failed = [
    options.minP1 !== undefined && marks.p1 < options.minP1
      ? `P@1 ${share(marks.p1)} is below ${share(options.minP1)}`
      : '',
    options.minP3 !== undefined && marks.p3 < options.minP3
      ? `P@3 ${share(marks.p3)} is below ${share(options.minP3)}`
      : '',
    options.maxWrongRefusals !== undefined && marks.wrongRefusals > options.maxWrongRefusals
      ? `${marks.wrongRefusals} wrong refusals are more than ${options.maxWrongRefusals}`
      : '',
  ].filter((failure) => failure !== '');
  for (const failure of failed) await writeLine(io.stderr, `herald eval: ${failure}`);
  return failed.length === 0 && rehearsal.faults.length === 0 ? EXIT.ok : EXIT.fault;
}

function mark(trials: readonly Trial[]): Marks {
  const answerable = trials.filter(({ asked }) => asked.kind === 'answerable');
  const among = (most: number) =>
    answerable.filter(({ rank }) => rank >= 1 && rank <= most).length / (answerable.length || 1);
  const outcomes: Partial<Record<RehearsalKind, Partial<Record<Outcome, number>>>> = {};
  for (const { asked, answer } of trials) {
    const counts = outcomes[asked.kind] ?? {};
    counts[answer.outcome] = (counts[answer.outcome] ?? 0) + 1;
    outcomes[asked.kind] = counts;
  }
  return {
    answerable: answerable.length,
    p1: among(1),
    p3: among(3),
    mrr:
      answerable.reduce((sum, { rank }) => sum + (rank === 0 ? 0 : 1 / rank), 0) /
      (answerable.length || 1),
    wrongRefusals: answerable.filter(({ answer }) => answer.outcome === 'not-covered').length,
    outcomes,
  };
}

function marksTable({
  answerable,
  p1,
  p3,
  mrr,
  wrongRefusals,
  outcomes,
}: Marks): readonly string[] {
  const rows = Object.entries(outcomes).map(
    ([kind, counts]) =>
      `  ${kind.padEnd(22)} ${Object.entries(counts)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(', ')}`,
  );
  return [
    `${answerable} answerable questions: P@1 ${share(p1)}, P@3 ${share(p3)}, MRR ${mrr.toFixed(3)}, refused ${wrongRefusals}`,
    'Outcomes by kind:',
    ...rows,
    '',
  ];
}

function describeMiss({ asked, answer, rank }: Trial): string {
  const first = answer.excerpts[0];
  const got =
    first === undefined
      ? 'nothing'
      : `¶ ${first.passage} (${first.score.toFixed(2)}) "${abridge(first.text)}"`;
  const wanted =
    asked.gold.length === 0
      ? 'no answer'
      : `¶ ${asked.gold.join(', ')}${rank > 1 ? ` (found at ${rank})` : ''}`;
  return `${asked.id}: ${asked.question}\n  wanted ${wanted}; ${answer.outcome} with ${got}`;
}

function explain({ terms, confidence, candidates }: Explanation): readonly string[] {
  return [
    ...terms.map(
      ({ text, by, words, rarity }) =>
        `    ${text}: ${by}${words.length > 0 ? ` ${words.join(', ')}` : ''} (rarity ${rarity.toFixed(1)})`,
    ),
    `    on topic ${share(confidence.onTopic)}, right ${share(confidence.right)}`,
    ...candidates.map(({ passage, score, features }) => {
      const parts = Object.entries(features).filter(([, value]) => Math.abs(value) >= 0.005);
      return `    ¶ ${passage} ${score.toFixed(2)}: ${parts.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ')}`;
    }),
  ];
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}

function abridge(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
