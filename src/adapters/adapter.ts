import type { Bot } from '../bot/bot.js';
import type { Store } from '../store/store.js';

/** A platform's edge: turns its payloads into questions and answers into its payloads. */
export interface Adapter {
  readonly name: string;
  /** Resolves when the platform is connected; rejects with {@link StartError} when it will not. */
  start(): Promise<void>;
  /** Takes no new question, finishes the answers under way, then disconnects. */
  stop(): Promise<void>;
}

/** The few calls that adapters make of a logger; the last argument of each is the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What an adapter is given besides its own settings. */
export interface AdapterContext {
  readonly bot: Bot;
  readonly store: Store;
  readonly log: Log;
}

/** An adapter cannot start; the message says what is wrong and `fix` what the operator can do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  constructor(
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
