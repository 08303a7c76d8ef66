import { webApi } from '@slack/bolt';
import { StartError } from '../adapter.js';

/** What a failed call of Slack's means: try again at once, after a wait, or never. */
export type Fault =
  | { readonly kind: 'permanent'; readonly code: string }
  | { readonly kind: 'limited'; readonly waitMs: number }
  | { readonly kind: 'passing'; readonly code: string };

/** Platform errors that pass; every other answer with `ok: false` stays the same however often it is asked. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);
const LIMITED = new Set(['ratelimited', 'rate_limited']);
const LIMITED_MS = 1_000;

/** Sorts an error that a call of the Web API was rejected with; `undefined` for one that is not Slack's. */
export function readFault(error: unknown): Fault | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'limited', waitMs: error.retryAfter * 1_000 };
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    if (LIMITED.has(code)) return { kind: 'limited', waitMs: LIMITED_MS };
    return { kind: PASSING.has(code) ? 'passing' : 'permanent', code };
  }
  if (error instanceof webApi.WebAPIHTTPError)
    return {
      kind: error.statusCode >= 500 ? 'passing' : 'permanent',
      code: `http_${error.statusCode}`,
    };
  if (error instanceof webApi.WebAPIRequestError) return { kind: 'passing', code: 'no_answer' };
  return undefined;
}

/** The call that a start failed at. */
export type StartCall = 'auth.test' | 'apps.connections.open';

const BOT_TOKEN =
  'Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of your Slack app to SLACK_BOT_TOKEN; install the app to the workspace first.';
const APP_TOKEN =
  'Generate an app-level token (xapp-…) with the scope connections:write under "Basic Information" of your Slack app and set SLACK_APP_TOKEN to it.';
const FIXES: Readonly<Record<StartCall, Readonly<Record<string, string>>>> = {
  'auth.test': {
    invalid_auth: BOT_TOKEN,
    not_authed: BOT_TOKEN,
    not_allowed_token_type: BOT_TOKEN,
    account_inactive: `The app was removed or the workspace closed. Install it again. ${BOT_TOKEN}`,
    token_revoked: `The token was revoked. Install the app again. ${BOT_TOKEN}`,
    token_expired: `The token has expired. Turn token rotation off or install the app again. ${BOT_TOKEN}`,
  },
  'apps.connections.open': {
    invalid_auth: APP_TOKEN,
    not_authed: APP_TOKEN,
    not_allowed_token_type: APP_TOKEN,
    missing_scope: `The token lacks the scope connections:write. ${APP_TOKEN}`,
    forbidden_team: 'Socket Mode is off. Turn it on under "Socket Mode" of your Slack app.',
    socket_mode_not_enabled: 'Turn Socket Mode on under "Socket Mode" of your Slack app.',
    too_many_websockets:
      'At most ten connections are open for one app. Stop the other processes that use this token.',
  },
};
const NETWORK =
  'Check that this machine reaches https://slack.com (proxy, firewall), or SLACK_API_URL if it is set; status.slack.com tells of outages.';

/** The error that a start failed with, as one that names the fix. */
export function toStartError(call: StartCall, error: unknown): StartError {
  const fault = readFault(error);
  const code =
    fault === undefined ? describe(error) : fault.kind === 'limited' ? 'ratelimited' : fault.code;
  const fix =
    FIXES[call][code] ??
    (fault?.kind === 'permanent'
      ? `Look up "${code}" at https://docs.slack.dev/reference/methods/${call}.`
      : NETWORK);
  return new StartError(`Slack refused ${call}: ${code}`, fix);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'no connection';
}
