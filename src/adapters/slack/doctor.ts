import { webApi } from '@slack/bolt';
import type { StartError } from '../adapter.js';
import type { SlackConfig } from './adapter.js';
import { createBoltLog } from './bolt-log.js';
import { createClientOptions } from './client.js';
import { toStartError } from './faults.js';
import { OPTIONAL_SCOPES, SCOPES } from './manifest.js';
import { PACE } from './pace.js';

/** What an examination found; `fix` where something is to be done. */
export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly fix?: string;
}

const INSTALL_AGAIN =
  'Add them under "OAuth & Permissions" of your Slack app, or paste the manifest of `herald slack manifest`, and install the app again.';
const UNSEEN =
  'Whether Slack sends events is not to be seen from here: mention Herald in a channel. If it stays silent, compare "Event Subscriptions" and "Interactivity" of your Slack app with `herald slack manifest`.';

/** Asks Slack whether tokens and scopes are right; sends no message and opens no connection. */
export async function examineSlack(config: SlackConfig): Promise<readonly Finding[]> {
  const quiet = () => undefined;
  const sdkLog = createBoltLog({ debug: quiet, info: quiet, warn: quiet, error: quiet });
  const client = (token: string) =>
    new webApi.WebClient(token, createClientOptions(config.apiUrl, PACE, sdkLog));
  const findings: Finding[] = [];
  if ('botToken' in config) findings.push(...(await examineBotToken(client(config.botToken))));
  if ('appToken' in config) findings.push(await examineAppToken(client(config.appToken)));
  return [...findings, { ok: true, what: UNSEEN }];
}

async function examineBotToken(client: webApi.WebClient): Promise<readonly Finding[]> {
  try {
    const { user, team, response_metadata } = await client.auth.test();
    const granted = response_metadata?.scopes ?? [];
    const lacking = (scopes: readonly string[]) =>
      scopes.filter((scope) => !granted.includes(scope));
    const missing = lacking(SCOPES);
    const declined = lacking(OPTIONAL_SCOPES);
    return [
      { ok: true, what: `The bot token is that of ${user} in ${team}.` },
      missing.length === 0
        ? { ok: true, what: 'The app has every scope that Herald needs.' }
        : {
            ok: false,
            what: `The app lacks the scopes ${missing.join(', ')}.`,
            fix: INSTALL_AGAIN,
          },
      declined.length === 0
        ? { ok: true, what: 'Herald may follow threads that it answered in.' }
        : {
            ok: true,
            what: `Without ${declined.join(', ')} a further question in a thread needs another mention.`,
          },
    ];
  } catch (error) {
    return [toFinding(toStartError('auth.test', error))];
  }
}

async function examineAppToken(client: webApi.WebClient): Promise<Finding> {
  try {
    await client.apps.connections.open({});
    return { ok: true, what: 'The app token may open connections.' };
  } catch (error) {
    return toFinding(toStartError('apps.connections.open', error));
  }
}

function toFinding({ message, fix }: StartError): Finding {
  return { ok: false, what: `${message}.`, fix };
}
