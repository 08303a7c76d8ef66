import type { Announcement, Gate } from '../knowledge/announcement.js';
import type { Fault } from '../knowledge/fault.js';
import type { RehearsalKind, RehearsedQuestion } from '../knowledge/rehearsal.js';
import type { Answer, Outcome } from './answer.js';
import type { Bot } from './bot.js';

/** How many excerpts a bot must show (`limit`) to be rehearsed. */
export const REHEARSAL_DEPTH = 10;

/** A rehearsed question and what came of it. */
export interface Trial {
  readonly asked: RehearsedQuestion;
  readonly answer: Answer;
  /** Rank of the first accepted passage, from 1; 0 when it is not among those shown. */
  readonly rank: number;
}

/** How well a rehearsal went; shares are of the answerable questions, 0 to 1. */
export interface Marks {
  readonly answerable: number;
  /** Share whose first excerpt is an accepted passage. */
  readonly p1: number;
  /** Share with an accepted passage among the first three excerpts. */
  readonly p3: number;
  /** Mean of 1 / rank of the first accepted passage (mean reciprocal rank). */
  readonly mrr: number;
  /** Answerable questions that were refused as not covered. */
  readonly wrongRefusals: number;
  /** Other questions that were given an answer. */
  readonly wrongAnswers: number;
  /** How often each kind of question had each outcome. */
  readonly outcomes: Readonly<
    Partial<Record<RehearsalKind, Readonly<Partial<Record<Outcome, number>>>>>
  >;
}

/** Asks every question; `standard` is the announcement of those that name none. */
export function rehearse(
  bot: Pick<Bot, 'ask'>,
  questions: readonly RehearsedQuestion[],
  standard?: string,
): readonly Trial[] {
  return questions.map((asked) => {
    const announcement = asked.announcement ?? standard;
    const answer = bot.ask({
      text: asked.question,
      // Nothing is rehearsed as late as its publication.
      preview: true,
      ...(announcement === undefined ? {} : { announcement }),
    });
    const rank = answer.excerpts.findIndex(({ passage }) => asked.gold.includes(passage)) + 1;
    return { asked, answer, rank };
  });
}

/** Whether a question did not go as wanted: another passage first, refused, or answered where nothing answers. */
export function isMiss({ asked, answer, rank }: Trial): boolean {
  return asked.kind === 'answerable'
    ? rank !== 1 || answer.outcome === 'not-covered'
    : answer.outcome === 'answer';
}

/** What keeps marks from passing a gate, a phrase each; none when they pass. */
export function shortfalls(marks: Marks, gate: Gate): readonly string[] {
  const { minP1 = 0, minP3 = 0 } = gate;
  const {
    maxWrongRefusals = Number.POSITIVE_INFINITY,
    maxWrongAnswers = Number.POSITIVE_INFINITY,
  } = gate;
  const below = (name: string, share: number, least: number) =>
    share < least ? [`${name} ${percent(share)} is below ${percent(least)}`] : [];
  const above = (what: string, count: number, most: number) =>
    count > most ? [`${count} ${what} are more than ${most}`] : [];
  return [
    ...below('P@1', marks.p1, minP1),
    ...below('P@3', marks.p3, minP3),
    ...above('wrong refusals', marks.wrongRefusals, maxWrongRefusals),
    ...above('wrong answers', marks.wrongAnswers, maxWrongAnswers),
  ];
}

/** What keeps a gated announcement from going live; none for one without a gate. */
export function gateFaults(
  { gate, file }: Pick<Announcement, 'gate' | 'file'>,
  trials: readonly Trial[],
): readonly Fault[] {
  if (gate === undefined) return [];
  const fix = 'See what misses with herald check; improve the text, its aliases or the rehearsal.';
  const fault = (message: string): Fault => ({ file, line: 1, message, fix });
  if (trials.length === 0) {
    const needed = 'it is gated, and there is no rehearsal to judge it by';
    return [
      { ...fault(needed), fix: 'Draft one with herald rehearse, or remove "publish: gated".' },
    ];
  }
  return shortfalls(marksOf(trials), gate).map((reason) =>
    fault(`it is gated, and its rehearsal falls short: ${reason}`),
  );
}

/** A share, 0 to 1, in percent with one decimal. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** The marks of a rehearsal; all shares are 0 where nothing was answerable. */
export function marksOf(trials: readonly Trial[]): Marks {
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
    wrongAnswers: trials.filter(
      ({ asked, answer }) => asked.kind !== 'answerable' && answer.outcome === 'answer',
    ).length,
    outcomes,
  };
}
