/** What was asked, stripped of everything that belongs to a platform. */
export interface Question {
  /** As typed, mention of the bot removed; any string is fine. */
  readonly text: string;
  /** Id of the one announcement to search; all of them by default. */
  readonly announcement?: string;
  /** Whether whoever asks may see what is not yet published; default false. */
  readonly preview?: boolean;
  /** BCP 47 tag of the asker's language, for Herald's own words; default `en`. */
  readonly locale?: string;
}
