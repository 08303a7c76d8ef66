import { createBot } from '../bot/create-bot.js';
import { gateFaults, isMiss, marksOf, REHEARSAL_DEPTH, rehearse } from '../bot/rehearse.js';
import type { Announcement } from '../knowledge/announcement.js';
import { describeFault, type Fault } from '../knowledge/fault.js';
import { formatInstant } from '../knowledge/instant.js';
import { loadKnowledge } from '../knowledge/load.js';
import { rehearsalOf } from '../knowledge/rehearsal.js';
import { openDeepTier } from '../load-bot.js';
import { createIndexer } from '../search/search.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { describeMarks, describeMiss } from './marks.js';

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
    await writeLine(io.stdout, summary(announcement, Date.now()));
    if (print) for (const line of passageLines(announcement)) await writeLine(io.stdout, line);
  }
  const found = [...faults, ...(await checkRehearsals(announcements, folder, io))];
  for (const fault of found) await writeLine(io.stderr, describeFault(fault));
  await writeLine(
    io.stdout,
    `${count(announcements.length, 'announcement')}, ${count(found.length, 'fault')}`,
  );
  return found.length === 0 ? EXIT.ok : EXIT.fault;
}

/** Runs the rehearsal that stands beside each announcement and shows what misses; resolves to the faults found. */
async function checkRehearsals(
  announcements: readonly Announcement[],
  folder: string,
  io: Io,
): Promise<readonly Fault[]> {
  const rehearsed = await Promise.all(
    announcements.map(async (announcement) => ({
      announcement,
      rehearsal: await rehearsalOf(announcement.id, folder),
    })),
  );
  if (rehearsed.every(({ announcement: { gate }, rehearsal }) => !gate && rehearsal === undefined))
    return [];
  const config = io.config();
  const deep = await openDeepTier(config);
  const search = await createIndexer(deep && { deep }).index(announcements);
  const bot = createBot(announcements, search, {
    thresholds: config.thresholds,
    limit: REHEARSAL_DEPTH,
  });
  const faults: Fault[] = [];
  for (const { announcement, rehearsal } of rehearsed) {
    const trials = rehearse(bot, rehearsal?.questions ?? [], announcement.id);
    if (trials.length > 0) {
      await writeLine(io.stdout, `Rehearsal of ${announcement.id}:`);
      for (const line of [
        ...describeMarks(marksOf(trials)),
        ...trials.filter(isMiss).map(describeMiss),
      ])
        await writeLine(io.stdout, `  ${line}`);
    }
    faults.push(...(rehearsal?.faults ?? []), ...gateFaults(announcement, trials));
  }
  return faults;
}

function summary(announcement: Announcement, now: number): string {
  const { id, title, passages, revision, supersedes, publishAt, expiresAt } = announcement;
  const soon = publishAt !== undefined && now < publishAt;
  const over = expiresAt !== undefined && expiresAt <= now;
  return [
    `${id}: "${title}"`,
    count(passages.length, 'passage'),
    `revision ${revision}`,
    ...(soon ? [`not published before ${formatInstant(publishAt)}`] : []),
    ...(over ? [`expired since ${formatInstant(expiresAt)}`] : []),
    ...(!over && expiresAt !== undefined ? [`expires at ${formatInstant(expiresAt)}`] : []),
    ...(supersedes.length > 0 ? [`supersedes ${supersedes.join(', ')}`] : []),
  ].join(', ');
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
