import pino, { type Logger } from 'pino';
import type { LogLevel } from './config.js';

/** Tokens of Slack and Discord wherever they stand in a line: bot, app and webhook ones, and interaction tokens in addresses. */
const SECRETS =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=\/(?:interactions|webhooks)\/\d+\/)[\w-]{20,}|(?<=hooks\.slack\.com\/)[\w/]+|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b/g;

/**
 * A logger that writes JSON lines, with `secrets` and anything that looks like a token blanked in the
 * finished line, wherever it came from.
 */
export function createLog(
  level: LogLevel,
  secrets: readonly string[],
  write: (line: string) => void,
): Logger {
  const known = secrets.filter((secret) => secret.length >= 8);
  const blank = (line: string) =>
    known
      .reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
      .replace(SECRETS, '[secret]');
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => write(blank(line)) },
  );
}
