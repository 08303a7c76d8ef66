/** How Herald and Slack reach each other: over `connected` of the `wanted` ways (connections, or the port). */
export interface Health {
  readonly connected: number;
  readonly wanted: number;
  /** When anything last came in, in milliseconds since the epoch; `undefined` before the first. */
  readonly lastInboundAt: number | undefined;
}
