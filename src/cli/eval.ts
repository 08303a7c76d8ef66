import { basename } from 'node:path';
import {
  isMiss,
  marksOf,
  percent,
  REHEARSAL_DEPTH,
  rehearse,
  shortfalls,
} from '../bot/rehearse.js';
import type { Gate } from '../knowledge/announcement.js';
import { describeFault } from '../knowledge/fault.js';
import { REHEARSAL_SUFFIX, readRehearsal } from '../knowledge/rehearsal.js';
import { loadBot } from '../load-bot.js';
import type { Explanation } from '../search/search.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { describeMarks, describeMiss } from './marks.js';

/** Options of `herald eval`; those of {@link Gate} make it one. */
export interface EvalOptions extends Gate {
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** `herald eval`: asks every question of a rehearsal file and says how well it went. */
export async function evalCommand(file: string, options: EvalOptions, io: Io): Promise<ExitCode> {
  const config = io.config();
  const { bot, search, announcements, faults } = await loadBot({
    ...config,
    knowledgeDir: options.knowledge ?? config.knowledgeDir,
    limit: REHEARSAL_DEPTH,
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
  const reported = new Set(faults.map(describeFault));
  for (const fault of rehearsal.faults.map(describeFault))
    if (!reported.has(fault)) await writeLine(io.stderr, fault);
  if (rehearsal.questions.length === 0) {
    await writeLine(io.stderr, `herald eval: ${file} holds no usable question.`);
    return EXIT.fault;
  }

  const named = basename(file, REHEARSAL_SUFFIX);
  const standard = announcements.some(({ id }) => id === named) ? named : undefined;
  const trials = rehearse(bot, rehearsal.questions, standard);
  const marks = marksOf(trials);
  const misses = trials.filter(isMiss);

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
    for (const line of describeMarks(marks)) await writeLine(io.stdout, line);
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

  const failed = shortfalls(marks, options);
  for (const failure of failed) await writeLine(io.stderr, `herald eval: ${failure}`);
  return failed.length === 0 && rehearsal.faults.length === 0 ? EXIT.ok : EXIT.fault;
}

function explain({ terms, confidence, candidates }: Explanation): readonly string[] {
  return [
    ...terms.map(
      ({ text, by, words, rarity }) =>
        `    ${text}: ${by}${words.length > 0 ? ` ${words.join(', ')}` : ''} (rarity ${rarity.toFixed(1)})`,
    ),
    `    on topic ${percent(confidence.onTopic)}, right ${percent(confidence.right)}`,
    ...candidates.map(({ passage, score, features }) => {
      const parts = Object.entries(features).filter(([, value]) => Math.abs(value) >= 0.005);
      return `    ¶ ${passage} ${score.toFixed(2)}: ${parts.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ')}`;
    }),
  ];
}
