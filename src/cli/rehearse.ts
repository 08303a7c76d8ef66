import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { draftRehearsal } from '../bot/draft-rehearsal.js';
import { describeFault } from '../knowledge/fault.js';
import { loadKnowledge } from '../knowledge/load.js';
import { REHEARSAL_SUFFIX } from '../knowledge/rehearsal.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { confirm, replaceFile } from './write-file.js';

/** Options of `herald rehearse`. */
export interface RehearseOptions {
  readonly knowledge?: string;
  /** Print the draft and write nothing. */
  readonly dryRun?: boolean;
  /** Replace an existing file without asking. */
  readonly yes?: boolean;
}

/** `herald rehearse NAME`: drafts the rehearsal of an announcement, for a person to edit. */
export async function rehearseCommand(
  name: string,
  { knowledge, dryRun = false, yes = false }: RehearseOptions,
  io: Io,
): Promise<ExitCode> {
  const folder = knowledge ?? io.config().knowledgeDir;
  const { announcements, faults } = await loadKnowledge(folder);
  const announcement = announcements.find(({ id }) => id === name);
  if (announcement === undefined) {
    for (const fault of faults) await writeLine(io.stderr, describeFault(fault));
    const known = announcements.map(({ id }) => id).join(', ');
    await writeLine(
      io.stderr,
      `herald rehearse: there is no announcement "${name}" in ${folder}. Use one of: ${known}.`,
    );
    return EXIT.usage;
  }
  const questions = draftRehearsal(announcement);
  const lines = questions.map(({ id, question, gold, kind }) =>
    JSON.stringify({ id, question, gold, ...(kind === 'answerable' ? {} : { kind }) }),
  );
  if (dryRun) {
    for (const line of lines) await writeLine(io.stdout, line);
    return EXIT.ok;
  }
  const file = join(folder, `${name}${REHEARSAL_SUFFIX}`);
  if (!yes && existsSync(file) && !(await confirm(`${file} exists. Replace it?`, io))) {
    await writeLine(io.stderr, `herald rehearse: ${file} was left as it is; --yes replaces it.`);
    return EXIT.fault;
  }
  await replaceFile(file, `${lines.join('\n')}\n`);
  await writeLine(
    io.stdout,
    `${file}: ${questions.length} questions drafted. Edit them to what people will ask, then run herald check.`,
  );
  return EXIT.ok;
}
