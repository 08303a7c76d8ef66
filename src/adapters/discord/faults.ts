import { DiscordAPIError, HTTPError } from 'discord.js';
import { StartError } from '../adapter.js';

/** Why a call of Discord's API failed, as far as anything different is done about it. */
export interface CallFault {
  readonly kind: /** A server or the line failed; the same call may succeed later. */
    | 'passing'
    /** The interaction is answered already, or too old for it; the thread is open already. */
    | 'answered'
    /** What was to be changed exists no more. */
    | 'gone'
    /** Herald may not speak there. */
    | 'forbidden'
    /** The token is no longer good. */
    | 'unauthorized'
    /** Discord does not accept what was sent. */
    | 'refused';
  /** Discord's error code or the HTTP status; 0 where the call got no answer. */
  readonly code: number;
  readonly reason: string;
}

const ANSWERED = [40060, 10062, 160004];
const GONE = [10003, 10008, 10015, 50027];
const FORBIDDEN = [50001, 50007, 50013, 40333];

/** What an error of the SDK means; keeps nothing of it but code and message, for its address holds tokens. */
export function toCallFault(error: unknown): CallFault {
  if (error instanceof DiscordAPIError) {
    const code = Number(error.code);
    return { kind: kindOf(code, error.status), code: code || error.status, reason: error.message };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof HTTPError) return { kind: 'passing', code: error.status, reason };
  if (/^Expected token to be set/.test(reason)) return { kind: 'unauthorized', code: 401, reason };
  return { kind: 'passing', code: 0, reason };
}

/** Discord did not answer; what was asked of it may be tried again later. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  constructor() {
    super('Discord did not answer');
  }
}

/** The name of the call that opens a thread. */
export const OPEN_THREAD = 'open thread';

/** What to do about a call's fault that lasts until somebody does something; `undefined` for the others. */
export function fixOf({ kind, code }: CallFault, call: string): string | undefined {
  if (kind === 'unauthorized') return TOKEN_FIX;
  if (code !== 50013 && code !== 50001) return undefined;
  return call === OPEN_THREAD
    ? 'Give Herald the permissions Create Public Threads and Send Messages in Threads there, or turn threads off with /announcement settings.'
    : 'Give Herald the permissions View Channel, Send Messages and (in threads) Send Messages in Threads there.';
}

/** The error of a start that failed, with its fix. */
export function toStartError(error: unknown): StartError {
  const { code, reason } = toCallFault(error);
  const sdkCode = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 401 || sdkCode === 'TokenInvalid' || reason === 'Authentication failed')
    return new StartError('Discord does not accept DISCORD_TOKEN', TOKEN_FIX);
  if (reason === 'Used disallowed intents')
    return new StartError(
      'Discord refuses the intents (4014), though Herald asks for no privileged one',
      'Check that DISCORD_TOKEN belongs to a bot, and see its page in the Developer Portal for a notice.',
    );
  if (reason === 'Sharding is required' || reason === 'Invalid shard')
    return new StartError(
      `Discord refuses the connection: ${reason} (4011)`,
      'Start again: the number of shards is asked of Discord at every start.',
    );
  return new StartError(
    `Discord cannot be reached: ${reason}`,
    'Check the network and, where it is set, DISCORD_API_URL; then start again.',
  );
}

const TOKEN_FIX =
  'Copy the token from the Bot page of your application (discord.com/developers/applications) into DISCORD_TOKEN; after "Reset Token" only the new one is good.';

function kindOf(code: number, status: number): CallFault['kind'] {
  if (ANSWERED.includes(code)) return 'answered';
  if (GONE.includes(code)) return 'gone';
  if (FORBIDDEN.includes(code)) return 'forbidden';
  if (status === 401) return 'unauthorized';
  return 'refused';
}
