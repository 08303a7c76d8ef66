/** How long Herald waits for Discord, in milliseconds. */
export interface Pace {
  /** For the answer to one call. */
  readonly callTimeoutMs: number;
  /** Before each further try of a call that failed in passing. */
  readonly retryMs: readonly number[];
  /** After an interaction came: no first response is tried any more, Discord takes one within 3 s. */
  readonly firstResponseMs: number;
  /** After an interaction came: its reply is not edited any more, its token lives 15 min. */
  readonly tokenMs: number;
  /** How long nothing is said in a channel where Herald may not speak. */
  readonly breakerMs: number;
  /** For the answers under way when Herald is stopped. */
  readonly drainMs: number;
  /** How often to look for messages that were accepted and not answered. */
  readonly resumeMs: number;
  /** How long nobody else takes up a message that was taken up again. */
  readonly leaseMs: number;
  /** A message that could not be answered for this long gets an apology, unless a setting says otherwise. */
  readonly giveUpMs: number;
  /** How long a session is kept to be resumed while Discord's gateway cannot be reached. */
  readonly sessionMs: number;
  /** Before a shard that died is started again, doubled with each death up to 64 times. */
  readonly respawnMs: number;
}

/** The pace of Herald in use. */
export const PACE: Pace = {
  callTimeoutMs: 5_000,
  retryMs: [300, 1_000, 3_000],
  firstResponseMs: 2_900,
  tokenMs: 14 * 60_000,
  breakerMs: 10 * 60_000,
  drainMs: 10_000,
  resumeMs: 10_000,
  leaseMs: 120_000,
  giveUpMs: 3_600_000,
  sessionMs: 120_000,
  respawnMs: 5_000,
};
