import type { RunningLoop } from '../../src/loop/create-loop.js';
import type { Statement } from '../../src/search/curated.js';
import type { Store } from '../../src/store/store.js';

/**
 * A line of the transcript: `ask` is a new question, `follow` one that does not name Herald, in the thread
 * or below its reply, `press` a button of what was shown last. With `until` it is pressed as long as there
 * is more to show.
 */
export type Step =
  | { readonly ask: string }
  | { readonly follow: string }
  | { readonly press: Press; readonly until?: 'end' };

/** A button; `try` is the first of the offered questions. */
export type Press = 'more' | 'around' | 'share' | 'try' | 'helpful' | 'not-helpful';

/** What a reader sees of an excerpt. */
export interface ShownExcerpt {
  /** The section, where there is one, and the number of the passage. */
  readonly place: string;
  readonly text: string;
  /** The words in bold: each platform has its own rules for the space between them. */
  readonly bold: string;
  readonly cut: { readonly before: boolean; readonly after: boolean };
}

/** What a reader sees of a reply. */
export interface Reply {
  /** Herald's own words, which tell the outcome. */
  readonly lead: string;
  readonly statement?: Statement['text'];
  readonly excerpts: readonly ShownExcerpt[];
  readonly offered: readonly string[];
  /** Where a person can be asked. */
  readonly contact?: string;
  readonly hasMore: boolean;
}

/** What came of a step: nothing to read after a vote, nothing at all where no such button was shown. */
export type Outcome = Reply | 'no reply' | 'no button';

/** Where the transcript is run: Herald's adapter with its real client, and somebody who reads what it shows. */
export interface Platform {
  readonly name: string;
  readonly store: Store;
  readonly loop: RunningLoop;
  /** What it has no buttons or commands for. */
  readonly lacks: readonly Press[];
  /** How much it can always quote at once, in UTF-16 code units; what is longer may be cut, and is marked so. */
  readonly room?: number;
  run(step: Step): Promise<Outcome>;
  close(): Promise<void>;
}

/** The words of texts that stand apart. */
export function wordsOf(texts: readonly string[]): string {
  return texts.join(' ').split(/\s+/).filter(Boolean).join(' ');
}
