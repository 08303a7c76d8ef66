import { App, webApi } from '@slack/bolt';
import type { Adapter, AdapterContext } from '../adapter.js';
import { registerAskModal } from './ask-modal.js';
import { createBoltLog } from './bolt-log.js';
import { registerButtons } from './buttons.js';
import { registerCommand } from './command.js';
import { type Deliveries, guardDeliveries } from './deliveries.js';
import { createDesk } from './desk.js';
import { toStartError } from './faults.js';
import { registerFeedback } from './feedback.js';
import { fetchByRequest } from './fetch.js';
import { registerHome } from './home.js';
import { createHttpReceiver } from './http.js';
import { SCOPES } from './manifest.js';
import { registerMessageShortcut } from './message-shortcut.js';
import { registerMessages } from './messages.js';
import { PACE, type Pace } from './pace.js';
import { createSocketReceiver } from './sockets.js';

/** How to reach Slack, and how Slack reaches Herald: over Socket Mode, or by signed requests to a port. */
export type SlackConfig = {
  readonly botToken: string;
  /** Another server that speaks Slack's API. */
  readonly apiUrl?: string;
} & (
  | { readonly appToken: string }
  | { readonly signingSecret: string; readonly port: number; readonly host?: string }
);

const CONNECTIONS = 2;

/** Herald in Slack. */
export function createSlackAdapter(
  config: SlackConfig,
  context: AdapterContext,
  pace: Pace = PACE,
): Adapter {
  const { botToken, apiUrl } = config;
  const { log } = context;
  const sdkLog = createBoltLog(log);
  const clientOptions = (): webApi.WebClientOptions => ({
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: pace.callTimeoutMs,
    fetch: fetchByRequest,
    // Retries are the caller's, which waits for one call without holding up the client's others.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: sdkLog,
  });
  const shared = { pace, log, sdkLog };
  const receiver =
    'appToken' in config
      ? createSocketReceiver({ ...config, ...shared, clientOptions, connections: CONNECTIONS })
      : createHttpReceiver({ ...config, ...shared });
  let deliveries: Deliveries | undefined;

  return {
    name: 'slack',
    start: async () => {
      const client = new webApi.WebClient(botToken, clientOptions());
      const self = await client.auth.test().catch((error: unknown) => {
        throw toStartError('auth.test', error);
      });
      const granted: readonly string[] = self.response_metadata?.scopes ?? SCOPES;
      const missing = SCOPES.filter((scope) => !granted.includes(scope));
      if (missing.length > 0)
        log.warn(
          { missing, fix: 'Add them under "OAuth & Permissions" and install the app again.' },
          'the Slack app lacks scopes',
        );
      const app = new App({
        receiver,
        // Not `token`: with it Bolt calls `auth.test` by itself and a failure is an unhandled rejection.
        authorize: async () => ({
          botToken,
          ...(self.bot_id === undefined ? {} : { botId: self.bot_id }),
          ...(self.user_id === undefined ? {} : { botUserId: self.user_id }),
        }),
        clientOptions: clientOptions(),
        logger: sdkLog,
        convoStore: false,
        ignoreSelf: false,
      });
      // Rejecting keeps an event that failed from being acknowledged.
      app.error((error) => Promise.reject(error));
      deliveries = guardDeliveries(app, context.store, pace, log);
      const desk = createDesk(context, pace, botToken);
      registerMessages(app, desk);
      registerCommand(app, desk);
      registerButtons(app, desk);
      registerFeedback(app, desk);
      registerAskModal(app, desk);
      registerMessageShortcut(app, desk);
      registerHome(app, desk);
      await app.start();
    },
    stop: async () => {
      await deliveries?.drain();
      await receiver.stop();
    },
  };
}
