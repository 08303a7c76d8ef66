import type { Passage } from '../knowledge/announcement.js';
import type { Alias, Curated } from '../search/curated.js';
import type { Answer, Excerpt } from './answer.js';
import type { Question } from './question.js';

/** What a platform may show of an announcement besides its passages. */
export interface AnnouncementCard {
  readonly id: string;
  readonly title: string;
  readonly source?: string;
  readonly url?: string;
  readonly published?: string;
  readonly revision: string;
}

/** An announcement to be read as a whole. */
export interface AnnouncementText extends AnnouncementCard {
  /** BCP 47 tag. */
  readonly language: string;
  /** In their order; all offsets are into the announcement's file, as those of an {@link Excerpt}. */
  readonly passages: readonly Passage[];
}

/** A passage of one revision of an announcement. */
export interface ChangedPassage {
  readonly number: number;
  readonly text: string;
}

/** What the present revision of an announcement says otherwise than the one before; moved passages are the same. */
export interface Changes {
  readonly added: readonly ChangedPassage[];
  readonly edited: readonly { readonly before: ChangedPassage; readonly after: ChangedPassage }[];
  readonly removed: readonly ChangedPassage[];
}

/** The present revision of an announcement. */
export interface PresentRevision {
  /** When it was first read, in milliseconds since the epoch. */
  readonly since: number;
  /** Absent where there is no earlier revision. */
  readonly changes?: Changes;
}

/** Where an excerpt stands: enough to find it again, or to see that the announcement has changed. */
export type ExcerptAddress = Pick<
  Excerpt,
  'announcement' | 'revision' | 'passage' | 'start' | 'end'
>;

/**
 * Answers questions by quoting; knows no platform. All calls are synchronous and take milliseconds. What is not
 * yet published, or no longer, is in none of them but for those that ask with `preview`.
 */
export interface Bot {
  /** The answer to a question; never throws, whatever was typed. */
  ask(question: Question): Answer;
  /** Does beforehand, beside the event loop, what takes long about a question that will be asked; may be left out. */
  prepare(question: Question): Promise<void>;
  /** Page `page` (0 is the first answer) of the excerpts for a question; no excerpts past the last page. */
  more(question: Question, page: number): Answer;
  /** The excerpt with one sentence, or at the edge of its passage one passage, more on each side; `undefined` when the announcement has changed since. */
  around(address: ExcerptAddress, preview?: boolean): Excerpt | undefined;
  /** Questions that the announcements really answer, best first; at most `limit` (default 3). */
  suggestions(limit?: number): readonly string[];
  /** Suggestions and section titles that fit what was typed so far, for type-ahead; at most `limit` (default 25). */
  complete(typed: string, limit?: number): readonly string[];
  /** The announcements that can be asked, in the order of their ids. */
  announcements(): readonly AnnouncementCard[];
  /** Whether an id names an announcement that can be asked, or one that has expired: it says so when it is asked. */
  knows(id: string, preview?: boolean): boolean;
  /** The announcements whose title or id fits what was typed so far, for type-ahead; at most `limit` (default 25). */
  findAnnouncements(typed: string, limit?: number): readonly AnnouncementCard[];
  /** The whole of an announcement; `undefined` for an id that there is not. */
  read(id: string, preview?: boolean): AnnouncementText | undefined;
  /** Names what can be asked now: as long as it is the same, so is the answer to the same question. */
  edition(preview?: boolean): string;
}

/** Everything that people taught and that holds for the announcements as they are. */
export interface Lessons {
  readonly curated: readonly Curated[];
  readonly aliases: readonly Alias[];
}

/** A bot that takes what people teach; each call replaces all that was taught before, at once. */
export interface TeachableBot extends Bot {
  teach(lessons: Lessons): void;
}
