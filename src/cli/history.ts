import { basename, join } from 'node:path';
import type { Passage } from '../knowledge/announcement.js';
import { diffPassages } from '../knowledge/diff.js';
import { loadKnowledge } from '../knowledge/load.js';
import { findOutdated } from '../revisions/corrections.js';
import { createHistory, type Revision } from '../revisions/history.js';
import type { Store } from '../store/store.js';
import { describeChanges } from './changes.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { withStore } from './with-store.js';
import { confirm, replaceFile } from './write-file.js';

/** Options of `herald history` and `herald rollback`. */
export interface HistoryOptions {
  readonly knowledge?: string;
  /** Put the earlier revision back without asking. */
  readonly yes?: boolean;
}

/** `herald history NAME`: the revisions of an announcement, the newest last, and what each changed. */
export async function historyCommand(
  name: string,
  { knowledge }: HistoryOptions,
  io: Io,
): Promise<ExitCode> {
  const folder = knowledge ?? io.config().knowledgeDir;
  return withStore(io, async (store) => {
    const revisions = await revisionsWithPresent(store, name, folder);
    if (revisions.length === 0) return fail(io, 'history', noHistory(name, folder));
    for (const [index, { revision, since, announcement }] of revisions.entries()) {
      const before = revisions[index - 1];
      const changes =
        before === undefined
          ? []
          : diffPassages<Passage>(before.announcement.passages, announcement.passages);
      await writeLine(
        io.stdout,
        `${revision}  ${new Date(since).toISOString()}  ${announcement.passages.length} passages`,
      );
      for (const line of describeChanges(changes)) await writeLine(io.stdout, `  ${line}`);
    }
    return EXIT.ok;
  });
}

/** `herald rollback NAME [REVISION]`: puts an earlier revision back into the knowledge folder; the last before the present one by default. */
export async function rollbackCommand(
  name: string,
  wanted: string | undefined,
  { knowledge, yes = false }: HistoryOptions,
  io: Io,
): Promise<ExitCode> {
  const folder = knowledge ?? io.config().knowledgeDir;
  return withStore(io, async (store) => {
    const revisions = await revisionsWithPresent(store, name, folder);
    const present = revisions.at(-1);
    if (present === undefined) return fail(io, 'rollback', noHistory(name, folder));
    const earlier = revisions.filter(({ revision }) => revision !== present.revision);
    const target =
      wanted === undefined
        ? earlier.at(-1)
        : revisions.findLast(({ revision }) => wanted !== '' && revision.startsWith(wanted));
    if (target === undefined) {
      const known = earlier.map(({ revision }) => revision).join(', ') || 'none';
      return fail(
        io,
        'rollback',
        `there is no earlier revision ${wanted ?? ''} of "${name}". Known: ${known}.`,
      );
    }
    const changes = diffPassages(present.announcement.passages, target.announcement.passages);
    await writeLine(io.stdout, `${present.revision} back to ${target.revision}:`);
    for (const line of describeChanges(changes)) await writeLine(io.stdout, `  ${line}`);
    const file = join(folder, basename(target.announcement.file));
    if (!yes && !(await confirm(`Write this to ${file}?`, io)))
      return fail(io, 'rollback', `${file} was left as it is; --yes writes it.`);
    // What stands there now stays in the history, so that this can be undone too.
    await createHistory(store).remember(present.announcement);
    await replaceFile(file, target.announcement.text);
    await writeLine(io.stdout, `${file} is ${target.revision} again.`);
    return EXIT.ok;
  });
}

/** `herald corrections`: the posted answers that quote what their announcement no longer says. */
export async function correctionsCommand({ knowledge }: HistoryOptions, io: Io): Promise<ExitCode> {
  const { announcements } = await loadKnowledge(knowledge ?? io.config().knowledgeDir);
  const byId = new Map(announcements.map((announcement) => [announcement.id, announcement]));
  return withStore(io, async (store) => {
    const outdated = await findOutdated(store, (id) => byId.get(id));
    for (const { posted, quotes } of outdated) {
      await writeLine(io.stdout, `${posted.platform} ${posted.address}  ${posted.question.text}`);
      for (const { announcement, passage, text } of quotes)
        await writeLine(io.stdout, `  ${announcement} ¶ ${passage}: ${text.replace(/\s+/g, ' ')}`);
    }
    await writeLine(
      io.stdout,
      outdated.length === 0
        ? 'No posted answer quotes what its announcement no longer says.'
        : `${outdated.length} posted answers quote what their announcement no longer says.`,
    );
    return EXIT.ok;
  });
}

/** The revisions that were live and, where its file has changed since, what stands in the folder now. */
async function revisionsWithPresent(
  store: Store,
  id: string,
  folder: string,
): Promise<readonly Revision[]> {
  const revisions = await createHistory(store).of(id);
  const { announcements } = await loadKnowledge(folder);
  const announcement = announcements.find((other) => other.id === id);
  if (announcement === undefined || announcement.revision === revisions.at(-1)?.revision)
    return revisions;
  return [...revisions, { revision: announcement.revision, since: Date.now(), announcement }];
}

function noHistory(name: string, folder: string): string {
  return `nothing is known of an announcement "${name}"; ${folder} holds none, and none was served.`;
}

async function fail({ stderr }: Io, command: string, message: string): Promise<ExitCode> {
  await writeLine(stderr, `herald ${command}: ${message}`);
  return EXIT.fault;
}
