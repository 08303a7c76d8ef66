import type { Answer } from '../bot/answer.js';
import type { Question } from '../bot/question.js';
import type { Lesson, LessonResult, Operator, Taught } from './lesson.js';
import type { Report, ReportedPassage, ReportFilter } from './report.js';

/** Somebody on a platform; what Herald keeps of them is a pseudonym. */
export interface Person {
  readonly platform: string;
  /** The platform's id of them. */
  readonly user: string;
}

/** Somebody who asks or presses a button, and where. */
export interface Asker extends Person {
  /** Platform, then team or server, then channel, parted by spaces. */
  readonly place: string;
  /** Whether the platform says that they manage the server they are in (Discord's Manage Server). */
  readonly manages?: boolean;
}

/** A reader's word on an answer, with their reason where they gave one. */
export interface Verdict {
  readonly helpful: boolean;
  readonly reason?: string;
}

/**
 * What goes around between askers, announcement and operators: every adapter asks through it, so that what
 * was asked and what helped is known, and what an operator teaches is heard by everybody at once.
 */
export interface Loop {
  /**
   * The answer to a question, a notice (outcome `limited`) to whoever asks too fast. Recorded without delaying
   * the reply; questions wait for their turn, one answer a turn of the event loop.
   */
  ask(question: Question, asker: Asker): Promise<Answer>;
  /** Records, in the background, an answer that an adapter had from the bot itself. */
  record(question: Question, answer: Answer, asker: Asker, latencyMs: number): void;
  /**
   * The question of an answer given in the same team or server within 30 days, for the buttons under it; for
   * an operator wherever it was asked, so that the groups of reports can be taken up.
   */
  recall(answerId: string, asker: Asker): Promise<Question | undefined>;
  feedback(answerId: string, verdict: Verdict, person: Person): Promise<void>;
  /**
   * Promises to tell somebody, once, when a question is answered: the adapter's `notify` then gets `address`.
   * False where nothing may be kept of questions.
   */
  follow(question: Question, asker: Asker, address: string): Promise<boolean>;

  /** Forgets somebody: their texts, their pseudonym, what they follow; counts stay. */
  forgetMe(person: Person): Promise<void>;
  /** Forgets every place whose name begins so: what was asked there, and all that is kept of it. */
  forgetPlaces(beginning: string): Promise<void>;
  /** All that is kept of somebody, as JSON text to be handed to them. */
  myData(person: Person): Promise<string>;
  /** What somebody is called in the store; adapters put with it (`asker`) what is about one person. */
  pseudonym(person: Person): string;
  /** How long texts that people typed may be kept, in milliseconds; 0 where they may not be stored at all. */
  readonly textTtlMs: number;

  /** Whether somebody may teach and read reports. */
  isOperator(asker: Operator): boolean;
  /** Teaches in an operator's name; nobody else can. It holds at once, here and in every replica. */
  teach(lesson: Lesson, by: Operator): Promise<LessonResult>;
  /** Takes a lesson back; false when it is not there, or not an operator asks. */
  unteach(id: string, by: Operator): Promise<boolean>;
  /** The passages that can be taught, of one announcement or of all. */
  passages(announcement?: string): readonly ReportedPassage[];
  /** Everything that is taught, the oldest first. */
  taught(): Promise<readonly Taught[]>;
  /** What people wanted to know. Who may read it is for the caller to ask: {@link Loop.isOperator}. */
  report(filter?: ReportFilter): Promise<Report>;
}
