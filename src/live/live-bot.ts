import type { TeachableBot } from '../bot/bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import { describeFault, type Fault } from '../knowledge/fault.js';
import type { Search } from '../search/search.js';

/** The announcements as they were read at one time, with everything made of them; only what its bot is taught changes. */
export interface Edition {
  readonly bot: TeachableBot;
  readonly search: Search;
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
}

/** What came of reading the announcements again. */
export interface Reload {
  /** How many announcements there are now. */
  readonly announcements: number;
  /** The ids of those that are new, have another text, or are gone, in their order. */
  readonly changed: readonly string[];
  /** Everything that is wrong now; an announcement whose file has a fault stays as it last was. */
  readonly faults: readonly Fault[];
  /** Of the faults, those that were not there before. */
  readonly newFaults: readonly Fault[];
  readonly elapsedMs: number;
}

/** A bot whose announcements may change under it: every call is answered from one edition, whole. */
export interface LiveBot {
  /** Teaching it teaches the edition in use; the next one is taught again, when its reload is told of. */
  readonly bot: TeachableBot;
  readonly edition: () => Edition;
  /**
   * Makes the next edition beside the one in use, then puts it in its place. Calls that come while one is
   * being made share the one after it, so that each sees what was on disk when it was called.
   */
  readonly reload: () => Promise<Reload>;
  /** Is told of every reload from now on. */
  readonly onReload: (listener: (reload: Reload) => void) => void;
}

/** Puts a bot over an edition and those that `next` makes of it. */
export function createLiveBot(
  first: Edition,
  next: (before: Edition) => Promise<Edition>,
): LiveBot {
  let edition = first;
  let running: Promise<Reload> | undefined;
  let waiting: Promise<Reload> | undefined;
  const listeners: ((reload: Reload) => void)[] = [];

  const exchange = async (): Promise<Reload> => {
    const begin = performance.now();
    const before = edition;
    const after = await next(before);
    edition = after;
    const known = new Set(before.faults.map(describeFault));
    const reload: Reload = {
      announcements: after.announcements.length,
      changed: changesBetween(before.announcements, after.announcements),
      faults: after.faults,
      newFaults: after.faults.filter((fault) => !known.has(describeFault(fault))),
      elapsedMs: Math.round(performance.now() - begin),
    };
    for (const listener of listeners) listener(reload);
    return reload;
  };
  const start = (): Promise<Reload> => {
    waiting = undefined;
    const run = exchange().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };

  return {
    bot: {
      ask: (question) => edition.bot.ask(question),
      more: (question, page) => edition.bot.more(question, page),
      around: (address) => edition.bot.around(address),
      suggestions: (limit) => edition.bot.suggestions(limit),
      complete: (typed, limit) => edition.bot.complete(typed, limit),
      announcements: () => edition.bot.announcements(),
      edition: () => edition.bot.edition(),
      teach: (lessons) => edition.bot.teach(lessons),
    },
    edition: () => edition,
    reload: () => {
      if (running === undefined) return start();
      waiting ??= running.then(start, start);
      return waiting;
    },
    onReload: (listener) => {
      listeners.push(listener);
    },
  };
}

function changesBetween(
  before: readonly Announcement[],
  after: readonly Announcement[],
): readonly string[] {
  const revisions = new Map(before.map(({ id, revision }) => [id, revision]));
  const now = new Map(after.map(({ id, revision }) => [id, revision]));
  return [...new Set([...revisions.keys(), ...now.keys()])]
    .filter((id) => revisions.get(id) !== now.get(id))
    .sort();
}
