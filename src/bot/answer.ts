import type { Statement } from '../search/curated.js';

/** What came of a question; `limited` is a plain notice to somebody who asks too fast. */
export type Outcome = 'answer' | 'closest' | 'not-covered' | 'small-talk' | 'empty' | 'limited';

/** A verbatim slice of an announcement, with where it stands and what to emphasise. */
export interface Excerpt {
  /** Id of the announcement. */
  readonly announcement: string;
  readonly title: string;
  readonly revision: string;
  readonly source?: string;
  readonly url?: string;
  /** BCP 47 tag of the announcement's language. */
  readonly language: string;
  /** Number of the passage, from 1. */
  readonly passage: number;
  /** Headings above the passage, joined by ` › `; may be empty. */
  readonly section: string;
  /** Exactly `announcement.text.slice(start, end)`. */
  readonly text: string;
  /** Offsets into the announcement's file, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Half-open ranges of `text` (offsets from the start of `text`) that answer, ascending, disjoint. */
  readonly highlights: readonly (readonly [start: number, end: number])[];
  /** Probability, 0 to 1, that the passage answers the question. */
  readonly score: number;
  /** Whether the passage goes on before or after the excerpt (shown as `[…]` outside the quotation). */
  readonly cut: { readonly before: boolean; readonly after: boolean };
}

/** What Herald says to one question, platform-free; the same question and revision give the same answer. */
export interface Answer {
  /** Names question and revision; 16 characters of the URL-safe base64 alphabet. */
  readonly id: string;
  readonly question: string;
  readonly outcome: Outcome;
  /** Herald's own words before the excerpts: plain text, never about the subject; adapters escape it. */
  readonly lead: string;
  /** Best first. */
  readonly excerpts: readonly Excerpt[];
  /** What somebody entitled to says where the announcement does not: shown as theirs, visibly not a quotation. */
  readonly statement?: Statement;
  /** How many further excerpts `more` would show. */
  readonly further: number;
  /** The question's words that the announcement lacks, as typed. */
  readonly missing: readonly string[];
  /** Web address of the person to ask instead, where the operator named one and this was not answered. */
  readonly contact?: string;
  /** Questions that the announcement does answer, nearest to this one first, at most three; offered when this one was not answered. */
  readonly suggestions: readonly string[];
}
