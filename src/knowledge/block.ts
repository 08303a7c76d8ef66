import type { Span } from './announcement.js';

/** A passage before it is numbered: what a format's reader finds in a file. */
export interface Block extends Span {
  readonly section: string;
  readonly prose: readonly Span[];
}

/** What a format's reader makes of a file's body. */
export interface Body {
  /** The document's own title, where it has one. */
  readonly title?: string;
  readonly blocks: readonly Block[];
}
