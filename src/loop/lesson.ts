import type { Person } from './loop.js';

/** Whoever teaches: a person on a platform, or on the command line (`platform: 'terminal'`). */
export interface Operator extends Person {
  readonly manages?: boolean;
}

/** What an operator teaches. */
export type Lesson =
  /** A passage answers this question. */
  | {
      readonly kind: 'passage';
      readonly question: string;
      readonly announcement: string;
      /** Number of the passage, from 1. */
      readonly passage: number;
    }
  /** The announcement does not answer this question; somebody entitled to does. */
  | {
      readonly kind: 'statement';
      readonly question: string;
      /** Absent where it is for every announcement. */
      readonly announcement?: string;
      readonly text: string;
      /** Who answers for it: a name that readers know. */
      readonly approver: string;
    }
  /** People say `alias` for what the announcement calls `name`. */
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string };

/** A lesson that was taught. */
export interface Taught {
  readonly id: string;
  readonly lesson: Lesson;
  /** The passage's words as they were when it was taught; the lesson rests while they stand nowhere. */
  readonly text?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Pseudonym of the operator. */
  readonly by: string;
  /** Whether it holds for the announcements as they are now. */
  readonly holds: boolean;
}

/** What came of teaching; a refusal says why in a plain sentence. */
export type LessonResult =
  | { readonly ok: true; readonly taught: Taught }
  | { readonly ok: false; readonly message: string };

/** What an operator did. */
export interface AuditEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Pseudonym of the operator. */
  readonly by: string;
  readonly did: 'taught' | 'took back';
  readonly id: string;
  readonly lesson: Lesson;
}
