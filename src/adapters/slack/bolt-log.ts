import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../adapter.js';

const TOKENS = /\b(?:xox[a-z]|xapp)-[\w.-]+|(?<=wss?:\/\/)\S+/g;

/**
 * The SDK's log lines in Herald's log. Debug lines are dropped: they carry whole payloads and socket
 * addresses. Errors are reduced to their messages: some carry requests with tokens.
 */
export function createBoltLog(log: Log): Logger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: readonly unknown[]) =>
      log[level]({ from: 'slack sdk' }, describe(parts));
  return {
    debug: () => undefined,
    // The SDK's "info" is about its own workings.
    info: (...parts) => log.debug({ from: 'slack sdk' }, describe(parts)),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function describe(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part instanceof Error ? part.message : String(part)))
    .join(' ')
    .replace(TOKENS, '[secret]');
}
