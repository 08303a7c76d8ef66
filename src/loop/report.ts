import type { Outcome } from '../bot/answer.js';

/** Which questions to report on; all by default. */
export interface ReportFilter {
  /** From this time on, in milliseconds since the epoch. */
  readonly since?: number;
  /** Before this time. */
  readonly until?: number;
  readonly announcement?: string;
  /** Only this channel, by the platform's id. */
  readonly channel?: string;
  /** Only places that begin so: platform, team or server, channel, parted by spaces. */
  readonly place?: string;
}

/** Questions that ask much the same. */
export interface QuestionGroup {
  /** The wording that was typed most. */
  readonly sample: string;
  /** Id of the answer to the sample; {@link Loop.recall} gives its question. */
  readonly answer: string;
  /** Other wordings, the most frequent first. */
  readonly others: readonly string[];
  readonly count: number;
  /** What came of most of them. */
  readonly outcome: Outcome;
  /** What would come of the sample now, where that is no longer the same. */
  readonly now?: Outcome;
  readonly helpful: number;
  readonly notHelpful: number;
  /** The passage that was shown first most often. */
  readonly best?: ReportedPassage;
}

/** A passage of an announcement. */
export interface ReportedPassage {
  readonly announcement: string;
  readonly passage: number;
  readonly text: string;
}

/** What people wanted to know. */
export interface Report {
  readonly questions: number;
  readonly people: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly helpful: number;
  readonly notHelpful: number;
  /** Not covered first, then not helpful, then by passage; within each the most asked first. */
  readonly groups: readonly QuestionGroup[];
  /** Passages that nobody was shown. */
  readonly neverAsked: readonly ReportedPassage[];
  /** The busiest first. */
  readonly places: readonly { readonly place: string; readonly questions: number }[];
  /** By hour since an announcement was published, where that is known, else since it was first asked about. */
  readonly hours: readonly {
    readonly announcement: string;
    readonly hour: number;
    readonly questions: number;
  }[];
}
