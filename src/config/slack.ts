import type { Reading } from './reading.js';

/**
 * How to reach Slack and how Slack reaches Herald: Socket Mode (`appToken`), signed requests for one
 * workspace (`signingSecret`), or for many that install the app themselves (`clientId`).
 */
export type SlackSettings = (
  | { readonly botToken: string; readonly appToken: string }
  | (SlackHttpSettings & { readonly botToken: string })
  | (SlackHttpSettings & { readonly clientId: string; readonly clientSecret: string })
) & {
  /** Another server that speaks Slack's API. */
  readonly apiUrl?: string;
};

/** Where Slack's signed requests come in. */
export interface SlackHttpSettings {
  readonly signingSecret: string;
  readonly port: number;
  readonly host: string;
}

/** Reads how to reach Slack; `undefined` where nothing of it is set. */
export function readSlack(reading: Reading, host: string): SlackSettings | undefined {
  const { read, readToken, readUrl, readPort } = reading;
  const botToken = readToken(
    'SLACK_BOT_TOKEN',
    'xoxb-',
    'Copy the Bot User OAuth Token from "OAuth & Permissions" of your Slack app.',
  );
  const appToken = readToken(
    'SLACK_APP_TOKEN',
    'xapp-',
    'Copy an app-level token with connections:write from "Basic Information" of your Slack app.',
  );
  const signingSecret = read('SLACK_SIGNING_SECRET');
  const port = readPort('SLACK_PORT', 3002);
  const http = signingSecret === undefined ? undefined : { signingSecret, port, host };
  const clientId = read('SLACK_CLIENT_ID');
  const clientSecret = read('SLACK_CLIENT_SECRET');
  const apiUrl = readUrl('SLACK_API_URL');
  const given = { botToken, appToken, clientId, clientSecret, http };
  const access =
    clientId === undefined && clientSecret === undefined
      ? readWorkspace(given, reading)
      : readInstallable(given, reading);
  return access && { ...access, ...(apiUrl === undefined ? {} : { apiUrl }) };
}

/** What is set of it. */
interface Given {
  readonly botToken: string | undefined;
  readonly appToken: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly http: SlackHttpSettings | undefined;
}

/** An app that workspaces install by themselves. */
function readInstallable(
  { clientId, clientSecret, botToken, http }: Given,
  { fault }: Reading,
): SlackSettings | undefined {
  if (clientId === undefined)
    fault(
      'SLACK_CLIENT_ID',
      'is missing while SLACK_CLIENT_SECRET is set',
      'Copy it from "Basic Information" of your Slack app.',
    );
  else if (clientSecret === undefined)
    fault(
      'SLACK_CLIENT_SECRET',
      'is missing while SLACK_CLIENT_ID is set',
      'Copy it from "Basic Information" of your Slack app.',
    );
  else if (http === undefined)
    fault(
      'SLACK_SIGNING_SECRET',
      'is missing while SLACK_CLIENT_ID is set',
      'Copy it from "Basic Information" of your Slack app: workspaces that install it send signed requests.',
    );
  else if (botToken !== undefined)
    fault(
      'SLACK_BOT_TOKEN',
      'is set together with SLACK_CLIENT_ID',
      'Empty one: a bot token is for one workspace, a client id for many.',
    );
  else return { clientId, clientSecret, ...http };
  return undefined;
}

/** An app in one workspace. */
function readWorkspace(
  { botToken, appToken, http }: Given,
  { fault }: Reading,
): SlackSettings | undefined {
  if (appToken !== undefined) {
    if (botToken !== undefined) return { botToken, appToken };
    fault(
      'SLACK_BOT_TOKEN',
      'is missing while SLACK_APP_TOKEN is set',
      'Install the app to your workspace and copy its bot token, or empty SLACK_APP_TOKEN.',
    );
  } else if (botToken !== undefined) {
    if (http) return { botToken, ...http };
    fault(
      'SLACK_APP_TOKEN',
      'is missing while SLACK_BOT_TOKEN is set',
      'Create an app-level token with connections:write, or set SLACK_SIGNING_SECRET for requests over HTTP, or empty SLACK_BOT_TOKEN.',
    );
  } else if (http) {
    fault(
      'SLACK_BOT_TOKEN',
      'is missing while SLACK_SIGNING_SECRET is set',
      'Install the app to your workspace and copy its bot token, or empty SLACK_SIGNING_SECRET.',
    );
  }
  return undefined;
}
