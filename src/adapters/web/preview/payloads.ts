import type { Answer } from '../../../bot/answer.js';

/** An answer as each platform gets it, made by that platform's own adapter: the bodies of its first message. */
export interface Payloads {
  slack(answer: Answer): Promise<unknown>;
  discord(answer: Answer): Promise<unknown>;
}
