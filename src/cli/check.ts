import type { Announcement } from '../knowledge/announcement.js';
import { describeFault } from '../knowledge/fault.js';
import { loadKnowledge } from '../knowledge/load.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald check`. */
export interface CheckOptions {
  readonly knowledge?: string;
  readonly print?: boolean;
}

/** `herald check`: reads the knowledge folder like a linter; a fault in any file is exit 1. */
export async function checkCommand(
  { knowledge, print = false }: CheckOptions,
  io: Io,
): Promise<ExitCode> {
  const folder = knowledge ?? io.config().knowledgeDir;
  const { announcements, faults } = await loadKnowledge(folder);
  for (const announcement of announcements) {
    await writeLine(io.stdout, summary(announcement));
    if (print) for (const line of passageLines(announcement)) await writeLine(io.stdout, line);
  }
  for (const fault of faults) await writeLine(io.stderr, describeFault(fault));
  await writeLine(
    io.stdout,
    `${count(announcements.length, 'announcement')}, ${count(faults.length, 'fault')}`,
  );
  return faults.length === 0 ? EXIT.ok : EXIT.fault;
}

function summary({ id, title, passages, revision }: Announcement): string {
  return `${id}: "${title}", ${count(passages.length, 'passage')}, revision ${revision}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function* passageLines({ passages }: Announcement): Generator<string> {
  let section: string | undefined;
  for (const passage of passages) {
    if (passage.section !== section) {
      section = passage.section;
      yield `\n  ${section === '' ? '(no section)' : section}`;
    }
    yield `  ¶ ${passage.number} [${passage.start}, ${passage.end})  ${passage.text.replace(/\s+/g, ' ')}`;
  }
  yield '';
}
