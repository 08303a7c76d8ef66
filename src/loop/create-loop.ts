import type { Bot, Lessons as BotLessons } from '../bot/bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Sketcher } from '../search/sketch.js';
import type { Store } from '../store/store.js';
import { createAsking, type OnAsked } from './asking.js';
import { createBackground } from './background.js';
import type { Digest } from './digest.js';
import { createFollowers, type Notify } from './followers.js';
import type { AuditEntry } from './lesson.js';
import { createLessons } from './lessons.js';
import type { Limiter } from './limiter.js';
import type { Asker, Loop } from './loop.js';
import { exportPerson } from './my-data.js';
import { DEFAULT_OPERATORS, isOperatorOf, type Operators } from './operators.js';
import type { Pseudonyms } from './pseudonyms.js';
import { isGap, makeReport } from './reporting.js';

/** What a loop is made of; what is left out is not done, or as the defaults of the configuration say. */
export interface LoopTools {
  readonly bot: Bot;
  /** Replaces what the bot was taught. */
  readonly teachBot?: (lessons: BotLessons) => void;
  /** The announcements as they are now. */
  readonly announcements?: () => readonly Announcement[];
  /** How questions are told apart; without it reports group only the same wordings. */
  readonly sketcher?: () => Sketcher;
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly operators?: Operators;
  /** How long texts are kept, in milliseconds (default 90 days); 0 keeps none. */
  readonly textTtlMs?: number;
  readonly limiter?: Limiter;
  readonly onAsked?: OnAsked;
  /** How a platform tells a follower; `undefined` where it cannot. */
  readonly notify?: (platform: string) => Notify | undefined;
  /** Hears of what failed where nobody waited for it. */
  readonly onFault: (error: unknown, message: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A loop as the composition root runs it. */
export interface RunningLoop extends Loop {
  /** Takes up what is taught; from then on also what other processes teach. */
  start(): Promise<void>;
  /**
   * After the announcements have changed or platforms are connected: at once what is taught is taken up
   * again, then followers are told of what is answered now.
   */
  reloaded(): void;
  /** What people wanted to know between two times: the groups to do something about. */
  digest(since: number, until: number): Promise<Digest>;
  /** What operators did, the oldest first. */
  audit(): Promise<readonly AuditEntry[]>;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const DIGEST_GROUPS = 10;

/** Puts the parts of the loop together. */
export function createLoop(tools: LoopTools): RunningLoop {
  const {
    bot,
    teachBot = () => undefined,
    announcements = () => [],
    sketcher,
    store,
    pseudonyms,
    operators = DEFAULT_OPERATORS,
    textTtlMs = 90 * DAY_MS,
    limiter,
    onAsked = () => undefined,
    notify = () => undefined,
    onFault,
    now = Date.now,
  } = tools;
  const background = createBackground(onFault);
  const isOperator: Loop['isOperator'] = (asker) => isOperatorOf(operators, asker);
  const shared = { bot, store, pseudonyms, textTtlMs, now };
  // The page limits those who ask there by itself: they share one place.
  const isExempt = (asker: Asker) => asker.platform === 'web' || isOperator(asker);
  const asking = createAsking({ ...shared, limiter, isExempt, isOperator, onAsked, background });
  const followers = createFollowers({ ...shared, notify, onFault });
  const lessons = createLessons({ ...shared, teachBot, announcements, isOperator });
  let unwatch: () => void = () => undefined;

  const changed = () => {
    asking.refresh();
    background.run(followers.tell(), 'the followers could not be told');
  };
  const taughtHere = <T>(result: T): T => {
    changed();
    return result;
  };

  const report: Loop['report'] = async (filter) => {
    await background.drain();
    return makeReport(
      { store, bot, announcements: announcements(), sketcher: sketcher?.() },
      filter,
    );
  };

  return {
    ask: asking.ask,
    record: asking.record,
    recall: asking.recall,
    feedback: (answer, { helpful, reason }, person) =>
      store.feedback({
        answer,
        helpful,
        ...(reason === undefined || reason === '' || textTtlMs === 0 ? {} : { reason }),
        asker: pseudonyms.of(person),
      }),
    follow: async (question, asker, address) => {
      if (textTtlMs === 0) return false;
      await followers.add(question, asker, address);
      return true;
    },
    forgetMe: async (person) => {
      await background.drain();
      asking.forget();
      await store.forgetAsker(pseudonyms.of(person));
    },
    forgetPlaces: async (beginning) => {
      await background.drain();
      asking.forget();
      await store.forgetPlace(beginning);
    },
    myData: async (person) => {
      await background.drain();
      return exportPerson(store, followers, pseudonyms.of(person));
    },
    pseudonym: pseudonyms.of,
    textTtlMs,
    isOperator,
    teach: async (lesson, by) => taughtHere(await lessons.teach(lesson, by)),
    unteach: async (id, by) => taughtHere(await lessons.unteach(id, by)),
    taught: lessons.list,
    audit: lessons.audit,
    passages: (wanted) =>
      announcements()
        .filter(({ id }) => wanted === undefined || id === wanted)
        .flatMap(({ id, passages }) =>
          passages.map(({ number, text }) => ({ announcement: id, passage: number, text })),
        ),
    report,
    digest: async (since, until) => {
      const { questions, people, outcomes, helpful, notHelpful, groups } = await report({
        since,
        until,
      });
      const gaps = groups.filter(isGap).slice(0, DIGEST_GROUPS);
      return { since, until, questions, people, outcomes, helpful, notHelpful, groups: gaps };
    },
    start: async () => {
      await lessons.learn();
      unwatch = store.watch('curated', () => {
        // A store may also call back for changes of other kinds.
        const learned = lessons.learn().then((isNew) => {
          if (isNew) changed();
        });
        background.run(learned, 'what was taught could not be taken up');
      });
    },
    reloaded: () => {
      lessons.learnAgain();
      changed();
    },
    stop: async () => {
      unwatch();
      await background.drain();
    },
  };
}
