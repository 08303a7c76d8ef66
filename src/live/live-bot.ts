import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Answer } from '../bot/answer.js';
import type { Bot, Lessons, TeachableBot } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import type { Announcement } from '../knowledge/announcement.js';
import { describeFault, type Fault } from '../knowledge/fault.js';
import type { Views } from './views.js';

/** The announcements as they were read at one time, with everything made of them; only the time changes what it shows. */
export interface Edition {
  readonly views: Views;
  /** All of them, whether or not they may be quoted now. */
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
  /** What it is taught holds for later editions too, but for passages of what has changed: teach those again after a reload. */
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

/** How many of the questions last asked the next edition is tried with. */
const MAX_RECENT = 64;
/** For how long that may put it off. */
const WARM_MS = 250;

/** Puts a bot over an edition and those that `next` makes of it. */
export function createLiveBot(
  first: Edition,
  next: (before: Edition) => Promise<Edition>,
): LiveBot {
  let edition = first;
  let running: Promise<Reload> | undefined;
  let waiting: Promise<Reload> | undefined;
  let lessons: Lessons = { curated: [], aliases: [] };
  /** The questions last asked, by their text, the oldest first. */
  const recent = new Map<string, Question>();
  const listeners: ((reload: Reload) => void)[] = [];

  const botFor = ({ preview = false }: { readonly preview?: boolean | undefined } = {}): Bot =>
    edition.views.at(preview).bot;
  const ask = (question: Question): Answer => {
    recent.delete(question.text);
    recent.set(question.text, question);
    if (recent.size > MAX_RECENT) recent.delete(recent.keys().next().value ?? '');
    return botFor(question).ask(question);
  };
  const teach = (taught: Lessons): void => {
    lessons = taught;
    edition.views.teach(taught);
  };

  const exchange = async (): Promise<Reload> => {
    const begin = performance.now();
    const before = edition;
    const after = await next(before);
    const changed = changesBetween(before.announcements, after.announcements);
    if (after.views !== before.views) {
      const known = lessons;
      after.views.teach(withoutPassagesOf(changed, known));
      // Nobody shall wait for what the next edition has yet to look up.
      const warmUntil = performance.now() + WARM_MS;
      for (const question of [...recent.values()].reverse()) {
        if (performance.now() > warmUntil) break;
        after.views.at(question.preview === true).bot.ask(question);
        await nextTurn();
      }
      if (lessons !== known) after.views.teach(withoutPassagesOf(changed, lessons));
      before.views.close();
    }
    edition = after;
    const known = new Set(before.faults.map(describeFault));
    const reload: Reload = {
      announcements: after.announcements.length,
      changed,
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
      ask,
      prepare: (question) => botFor(question).prepare(question),
      more: (question, page) => botFor(question).more(question, page),
      around: (address, preview) => botFor({ preview }).around(address),
      suggestions: (limit) => botFor().suggestions(limit),
      complete: (typed, limit) => botFor().complete(typed, limit),
      announcements: () => botFor().announcements(),
      knows: (id, preview) => botFor({ preview }).knows(id),
      findAnnouncements: (typed, limit) => botFor().findAnnouncements(typed, limit),
      read: (id, preview) => botFor({ preview }).read(id),
      edition: (preview) => botFor({ preview }).edition(),
      teach,
    },
    edition: () => edition,
    reload: () => {
      if (waiting !== undefined) return waiting;
      if (running === undefined) return start();
      waiting = running.then(start, start);
      return waiting;
    },
    onReload: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Lessons that still hold when some announcements have changed: their passages may have other numbers. */
function withoutPassagesOf(changed: readonly string[], { curated, aliases }: Lessons): Lessons {
  return {
    curated: curated.filter((one) => !('passage' in one) || !changed.includes(one.announcement)),
    aliases,
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
