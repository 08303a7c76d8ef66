import type { Answer } from '../bot/answer.js';
import type { Bot, PresentRevision } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import type { OnAsked } from '../loop/asking.js';
import type { Digest } from '../loop/digest.js';
import type { Loop } from '../loop/loop.js';
import type { Correct } from '../revisions/corrections.js';
import type { Store } from '../store/store.js';

/** A platform's edge: turns its payloads into questions and answers into its payloads. */
export interface Adapter {
  readonly name: string;
  /** Resolves when the platform is connected; rejects with {@link StartError} when it will not. */
  start(): Promise<void>;
  /** Takes no new question, finishes the answers under way, then disconnects. */
  stop(): Promise<void>;
  /** The web address to open, of an adapter that is served while it is. */
  readonly address?: () => string | undefined;
  /** Puts an answer in the place of one that it posted, or says it below that. */
  readonly correct?: Correct;
  /**
   * Tells one person, at the address that the adapter gave to `loop.follow`, that their question is answered;
   * the answer's lead says so. Resolves too where the person cannot be reached any more; rejects to be tried
   * again later.
   */
  readonly notify?: (address: string, answer: Answer) => Promise<void>;
  /**
   * Posts the weekly digest in a channel, by the platform's id. Its groups can be taught from there
   * (`loop.teach`); `loop.recall` gives an operator the question of a group's `answer`.
   */
  readonly postDigest?: (channel: string, digest: Digest) => Promise<void>;
}

/** The few calls that adapters make of a logger; the last argument of each is the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What came of reading the announcements again; ids and lines to show to the operator. */
export interface Reloaded {
  readonly announcements: number;
  /** The ids of those that are new, have another text, or are gone. */
  readonly changed: readonly string[];
  /** What is wrong with files, a line each with its fix; their announcements stay as they last were. */
  readonly faults: readonly string[];
}

/** What an adapter is given besides its own settings. */
export interface AdapterContext {
  /** For everything but asking: what is asked goes through the loop. */
  readonly bot: Bot;
  readonly loop: Loop;
  readonly store: Store;
  readonly log: Log;
  /** Whether a channel, by the platform's id of it, may ask what is not yet published; by default none may. */
  readonly mayPreview?: (channel: string) => boolean;
  /** What could not be answered this long after it was asked, in milliseconds, gets an apology in place of an answer. */
  readonly giveUpMs?: number;
  /** Reads the announcements again at once, without waiting for the folder to be seen to change. */
  readonly reload?: () => Promise<Reloaded>;
  /**
   * Told of every answer that was posted as a message, and of where it stands (an address in the platform's
   * terms, the team or server first), so that it can be corrected when the announcement is; `user` is the
   * platform's id of whoever asked, with whom it is forgotten.
   */
  readonly posted?: (
    address: string,
    question: Question,
    answer: Answer,
    user: string,
  ) => Promise<void>;
  /** Tells a listener, from now on, of every question that is answered in this process, on any platform. */
  readonly onAsked?: (listener: OnAsked) => void;
  /** The present revision of an announcement, by id; absent where no history is kept. */
  readonly revisionOf?: (announcement: string) => Promise<PresentRevision | undefined>;
}

/** An adapter cannot start; the message says what is wrong and `fix` what the operator can do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  constructor(
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
