/** A request that Slack refuses with `{ok: false, error}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    readonly details: readonly string[] = [],
  ) {
    super(`${code}${details.length > 0 ? `: ${details.join('; ')}` : ''}`);
  }
}
