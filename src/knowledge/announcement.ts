/** A half-open range `[start, end)` in UTF-16 code units, as `String.prototype.slice` counts them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The indexed unit of an announcement: a paragraph, list item, quotation, table row or code block. */
export interface Passage extends Span {
  /** Position in the announcement, from 1; headings are not counted. */
  readonly number: number;
  /** The headings above the passage, outermost first, joined by ` › `; empty before the first heading. */
  readonly section: string;
  /** `announcement.text.slice(start, end)`, untouched. */
  readonly text: string;
  /** The sentences, in order, as spans of the announcement's text; they cover all of the passage but white space. */
  readonly sentences: readonly Span[];
  /** The spans of the announcement's text that a reader sees as words (link targets and markup left out). */
  readonly prose: readonly Span[];
}

/** The marks a rehearsal must reach. */
export interface Gate {
  /** Least share, 0 to 1, of answerable questions whose first excerpt is an accepted passage. */
  readonly minP1?: number;
  /** Least share, 0 to 1, of answerable questions with an accepted one among the first three. */
  readonly minP3?: number;
  /** How many answerable questions may be refused as not covered. */
  readonly maxWrongRefusals?: number;
  /** How many questions that the announcement does not answer may be given an answer. */
  readonly maxWrongAnswers?: number;
}

/** One document of the knowledge folder, ready to be indexed. */
export interface Announcement {
  /** The file's name without its extension; what askers and operators call the announcement by. */
  readonly id: string;
  /** Path of the file, for messages to the operator. */
  readonly file: string;
  readonly title: string;
  /** Who published it, in words. */
  readonly source?: string;
  /** Where the original stands. */
  readonly url?: string;
  /** When it was published: an ISO 8601 date, with or without time. */
  readonly published?: string;
  /** From when on it may be quoted, in milliseconds since the epoch; by default it always was. */
  readonly publishAt?: number;
  /** From when on it may no longer be quoted, in milliseconds since the epoch; by default it always may. */
  readonly expiresAt?: number;
  /** Ids of the announcements in whose place this one comes. */
  readonly supersedes: readonly string[];
  /** BCP 47 language tag; default `en`. */
  readonly language: string;
  /** Where the operator wrote `publish: gated`: it goes live only when its rehearsal reaches these marks. */
  readonly gate?: Gate;
  /** What askers call a term of the text: `Microsoft` to `MSFT`, `Redmond`. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The whole decoded file, front matter and byte order mark included, so that offsets hold in the file itself. */
  readonly text: string;
  readonly passages: readonly Passage[];
  /** First 12 hexadecimal digits of the SHA-256 of `text`: changes when and only when the text does. */
  readonly revision: string;
}
