import { type BotOptions, createBot } from '../bot/create-bot.js';
import { newestFirst } from '../bot/prefer.js';
import { type Suggestion, suggestQuestions } from '../bot/suggestions.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Fault } from '../knowledge/fault.js';
import { createLibrary } from '../knowledge/load.js';
import type { Rehearsal } from '../knowledge/rehearsal.js';
import { once } from '../search/once.js';
import { createIndexer, type DeepTier } from '../search/search.js';
import { judge } from './gate.js';
import { openIndexCache } from './index-cache.js';
import type { Edition } from './live-bot.js';
import { createViews, type View, type ViewOptions } from './views.js';

/** What a press makes editions of. */
export interface PressOptions extends Omit<BotOptions, 'questions' | 'expired'> {
  readonly knowledgeDir: string;
  /** Where what was read and indexed is kept for the next start; by default nowhere. */
  readonly cacheDir?: string;
  /** Whether anybody may see what is not yet published; by default it can be asked for. */
  readonly preview?: boolean;
  /** The clock that announcements are published and expire by, in milliseconds since the epoch; default the system's. */
  readonly now?: () => number;
  /** Is told what went wrong with the view of a later time; by default that is thrown where nobody catches it. */
  readonly onError?: (error: unknown) => void;
  /** The second tier of meaning. */
  readonly deep?: DeepTier;
  /** Whether an announcement with `publish: gated` stays as it last was, or out, below its marks (default false). */
  readonly enforceGates?: boolean;
}

/** How far a step of making an edition is. */
export type OnStep = (
  step: 'reading files' | 'indexing passages',
  done: number,
  total: number,
) => void;

/** Makes the next edition of the announcements in a folder, given the one before, if there is any. */
export type Press = (before?: Edition) => Promise<Edition>;

/** How many questions are made ready for the second tier; it keeps about twice as many. */
const PREPARED = 1_000;

/** A press over a folder; what has not changed since the edition before is taken from it. */
export function createPress(
  {
    knowledgeDir,
    cacheDir,
    preview = true,
    now = Date.now,
    onError = rethrow,
    enforceGates = false,
    deep,
    thresholds,
    contact,
    limit,
    linkTo,
  }: PressOptions,
  onProgress?: OnStep,
): Press {
  /** Why nothing could be remembered of the last start, or for the next. */
  let cacheFault: Fault | undefined;
  const onCacheError = (error: unknown): undefined => {
    const reason = error instanceof Error ? error.message : String(error);
    cacheFault = {
      file: cacheDir ?? '',
      line: 1,
      message: `what is indexed cannot be kept there: ${reason}`,
      fix: 'Let Herald read and write that folder, or name another with DATA_DIR.',
    };
  };
  const tier = deep === undefined ? {} : { deep };
  const open = once(async () => {
    const cache = cacheDir && (await openIndexCache(cacheDir, knowledgeDir).catch(onCacheError));
    return cache
      ? {
          library: createLibrary(knowledgeDir, cache.recall),
          indexer: createIndexer({ shelf: cache.shelf, ...tier }),
          cache,
        }
      : { library: createLibrary(knowledgeDir), indexer: createIndexer(tier) };
  });
  const options: BotOptions = {
    ...(thresholds === undefined ? {} : { thresholds }),
    ...(contact === undefined ? {} : { contact }),
    ...(limit === undefined ? {} : { limit }),
    ...(linkTo === undefined ? {} : { linkTo }),
  };
  let nothing: View | undefined;
  let announcementsBefore: readonly Announcement[] = [];
  let rehearsalsBefore: ReadonlyMap<string, Rehearsal> = new Map();
  let heldBefore: readonly Fault[] = [];

  return async (before) => {
    const { library, indexer, cache } = await open();
    const {
      announcements: read,
      faults: broken,
      rehearsals,
    } = await library.read((done, total) => onProgress?.('reading files', done, total));
    const onIndexed = (done: number, total: number) =>
      onProgress?.('indexing passages', done, total);
    const faultsOfFiles = [
      ...broken,
      ...[...rehearsals.values()].flatMap((rehearsal) => rehearsal.faults),
      ...(cacheFault === undefined ? [] : [cacheFault]),
    ];
    const isSame =
      before !== undefined &&
      sameItems(announcementsBefore, read) &&
      sameItems([...rehearsalsBefore.values()], [...rehearsals.values()]);
    if (isSame) return { ...before, faults: [...faultsOfFiles, ...heldBefore] };
    const isGated = enforceGates && read.some(({ gate }) => gate !== undefined);
    const held: ReadonlyMap<string, readonly Fault[]> = isGated
      ? await judge(read, await indexer.index(read, onIndexed), rehearsals, options)
      : new Map();
    const announcements = read.flatMap((announcement) =>
      held.has(announcement.id)
        ? (before?.announcements.filter(({ id }) => id === announcement.id) ?? [])
        : [announcement],
    );
    const questions = [...rehearsals].flatMap(([id, rehearsal]) =>
      rehearsal.questions.flatMap(({ question, gold, kind }) =>
        kind === 'answerable' ? [{ question, announcement: id, passages: gold }] : [],
      ),
    );
    const build: ViewOptions['build'] = async ({ visible, expired }) => {
      // Equally good passages come in the order of the index.
      const search = await indexer.index(newestFirst(visible), onIndexed);
      const ids = new Set(visible.map(({ id }) => id));
      const known = questions.filter(({ announcement }) => ids.has(announcement));
      if (deep) await search.prepare(offered(known, visible));
      return { bot: createBot(visible, search, { ...options, questions: known, expired }), search };
    };
    nothing ??= await build({ visible: [], expired: [] });
    const views = await createViews({ announcements, nothing, build, now, preview, onError });
    cache?.store(announcements).catch(onCacheError);
    announcementsBefore = read;
    rehearsalsBefore = rehearsals;
    heldBefore = [...held.values()].flat();
    return { views, announcements, faults: [...faultsOfFiles, ...heldBefore] };
  };
}

/** The questions that a bot asks itself, to offer those that are answered. */
function offered(
  known: readonly Suggestion[],
  announcements: readonly Announcement[],
): readonly string[] {
  return [...known, ...announcements.flatMap(suggestQuestions)]
    .slice(0, PREPARED)
    .map(({ question }) => question);
}

function rethrow(error: unknown): never {
  throw error;
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
