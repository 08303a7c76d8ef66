/** How long Herald waits for Slack, in milliseconds unless a name says otherwise. */
export interface Pace {
  /** One call of the Web API, from sending to the answer. */
  readonly callTimeoutMs: number;
  /** Waits before a call is sent again after no answer or a fault of Slack's; as many retries as waits. */
  readonly retryMs: readonly number[];
  /** How often a call may be sent again after `Retry-After`, and the longest wait it is granted. */
  readonly maxRateLimits: number;
  readonly maxRetryAfterMs: number;
  /** How long an answer may take before a direct message shows that Herald is at work. */
  readonly statusMs: number;
  /** An event that is not kept in the store is acknowledged when it is done, or after this long; Slack's deadline is 3 s. */
  readonly acknowledgeMs: number;
  /** How often to look for events that were accepted and not finished. */
  readonly resumeMs: number;
  /** How long nobody else takes up an event that was taken up again. */
  readonly leaseMs: number;
  /** What could not be answered for this long gets an apology, unless a setting says otherwise. */
  readonly giveUpMs: number;
  /** First and longest wait before a lost connection is opened again; the waits double and are jittered. */
  readonly reconnectMs: number;
  readonly maxReconnectMs: number;
  /** Shortest wait after `too_many_websockets`. */
  readonly crowdedMs: number;
  /** A connection has to say hello, and to answer a ping, within this long. */
  readonly helloMs: number;
  readonly pongMs: number;
  /** How long `stop` waits for answers under way, then for connections to close. */
  readonly drainMs: number;
  readonly closeMs: number;
}

/** The pace that suits Slack itself. */
export const PACE: Pace = {
  callTimeoutMs: 8_000,
  retryMs: [500, 2_000],
  maxRateLimits: 5,
  maxRetryAfterMs: 120_000,
  statusMs: 500,
  acknowledgeMs: 1_500,
  resumeMs: 10_000,
  leaseMs: 120_000,
  giveUpMs: 3_600_000,
  reconnectMs: 250,
  maxReconnectMs: 120_000,
  crowdedMs: 30_000,
  helloMs: 10_000,
  pongMs: 5_000,
  drainMs: 10_000,
  closeMs: 2_000,
};
