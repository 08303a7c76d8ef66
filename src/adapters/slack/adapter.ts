import { App, type Authorize, webApi } from '@slack/bolt';
import type { Store } from '../../store/store.js';
import type { Adapter, AdapterContext, Log } from '../adapter.js';
import { registerAskModal } from './ask-modal.js';
import { createBoltLog } from './bolt-log.js';
import { registerButtons } from './buttons.js';
import { createClientOptions } from './client.js';
import { registerCommand } from './command.js';
import { createCorrect } from './corrections.js';
import { type Deliveries, guardDeliveries } from './deliveries.js';
import { createDesk, type Desk } from './desk.js';
import { createPostDigest } from './digest.js';
import { toStartError } from './faults.js';
import { registerFeedback } from './feedback.js';
import { createNotify, registerFollow } from './follow.js';
import type { Health } from './health.js';
import { registerHome } from './home.js';
import { createHttpReceiver, type HttpReceiver } from './http.js';
import { createInstallationStore, listOwners, registerUninstall } from './installations.js';
import { SCOPES } from './manifest.js';
import { registerMessageShortcut } from './message-shortcut.js';
import { registerMessages } from './messages.js';
import { installedIn, ownerNamed } from './owner.js';
import { PACE, type Pace } from './pace.js';
import { createSocketReceiver, type SocketReceiver } from './sockets.js';
import { registerTeach } from './teach.js';

/** How to reach Slack, and how Slack reaches Herald: over Socket Mode, or by signed requests to a port. */
export type SlackConfig = (
  | { readonly botToken: string; readonly appToken: string }
  | (HttpConfig & { readonly botToken: string })
  /** Many workspaces: people install the app themselves, at `/slack/install`. */
  | (HttpConfig & { readonly clientId: string; readonly clientSecret: string })
) & {
  /** Another server that speaks Slack's API. */
  readonly apiUrl?: string;
};

/** Where Slack's signed requests come in. */
export interface HttpConfig {
  readonly signingSecret: string;
  readonly port: number;
  /** Address to listen on; all by default. */
  readonly host?: string;
}

const CONNECTIONS = 2;

/** Herald in Slack, and how its connections are. */
export interface SlackAdapter extends Adapter {
  health(): Health;
}

/** Herald in Slack. */
export function createSlackAdapter(
  config: SlackConfig,
  context: AdapterContext,
  pace: Pace = PACE,
): SlackAdapter {
  const { log } = context;
  const sdkLog = createBoltLog(log);
  const clientOptions = () => createClientOptions(config.apiUrl, pace, sdkLog);
  const shared = { pace, log, sdkLog };
  const createReceiver = (): SocketReceiver | HttpReceiver => {
    if ('appToken' in config)
      return createSocketReceiver({
        ...config,
        ...shared,
        clientOptions,
        connections: CONNECTIONS,
      });
    if ('botToken' in config) return createHttpReceiver({ ...config, ...shared });
    const { clientId, clientSecret } = config;
    const installationStore = createInstallationStore(context.store);
    const install = { clientId, clientSecret, installationStore, clientOptions: clientOptions() };
    return createHttpReceiver({ ...config, ...shared, install });
  };
  const receiver = createReceiver();
  let deliveries: Deliveries | undefined;
  let correct: Adapter['correct'];
  let notify: Adapter['notify'];
  let postDigest: Adapter['postDigest'];
  const clientWith = (token: string) => new webApi.WebClient(token, clientOptions());

  return {
    name: 'slack',
    health: () => receiver.health(),
    correct: async (...asked) => {
      if (correct === undefined) throw new Error('Slack is not connected yet');
      return correct(...asked);
    },
    notify: async (...told) => {
      if (notify === undefined) throw new Error('Slack is not connected yet');
      return notify(...told);
    },
    postDigest: async (...posted) => {
      if (postDigest === undefined) throw new Error('Slack is not connected yet');
      return postDigest(...posted);
    },
    start: async () => {
      const authorize =
        'botToken' in config
          ? await authorizeToken(clientWith(config.botToken), log)
          : ('authorize' in receiver && receiver.authorize) || notInstalled;
      const app = new App({
        receiver,
        // Not `token`: with it Bolt calls `auth.test` by itself and a failure is an unhandled rejection.
        authorize,
        clientOptions: clientOptions(),
        logger: sdkLog,
        convoStore: false,
        ignoreSelf: false,
      });
      // Rejecting keeps an event that failed from being acknowledged.
      app.error((error) => Promise.reject(error));
      deliveries = guardDeliveries(app, context.store, pace, log);
      const desk = createDesk(context, pace, createClientOf(authorize, clientWith, log));
      correct = createCorrect(desk);
      notify = createNotify(desk);
      postDigest = createPostDigest(desk, ownersIn(config, context.store));
      registerMessages(app, desk, deliveries);
      registerCommand(app, desk);
      registerButtons(app, desk);
      registerFeedback(app, desk);
      registerFollow(app, desk);
      registerTeach(app, desk);
      registerAskModal(app, desk);
      registerMessageShortcut(app, desk);
      registerHome(app, desk);
      registerUninstall(app, context.store, log);
      await app.start();
      deliveries.resume();
    },
    stop: async () => {
      await deliveries?.drain();
      await receiver.stop();
    },
  };
}

/** Checks the one token there is, and gives it to every delivery. */
async function authorizeToken(client: webApi.WebClient, log: Log): Promise<Authorize<boolean>> {
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
  return async () => ({
    ...(client.token === undefined ? {} : { botToken: client.token }),
    ...(self.bot_id === undefined ? {} : { botId: self.bot_id }),
    ...(self.user_id === undefined ? {} : { botUserId: self.user_id }),
  });
}

/** Where Herald is installed: with one token it does not matter where that is. */
function ownersIn(config: SlackConfig, store: Store): () => Promise<readonly string[]> {
  if ('botToken' in config) return async () => [ownerNamed('')];
  return () => listOwners(store);
}

/** Finds a client for where Herald is installed, also when no delivery asks for one. */
function createClientOf(
  authorize: Authorize<boolean>,
  clientWith: (token: string) => webApi.WebClient,
  log: Log,
): Desk['clientOf'] {
  const clients = new Map<string, webApi.WebClient>();
  return async (owner) => {
    const found = await authorize(installedIn(owner)).catch((error: unknown) => {
      log.warn({ err: error, owner }, 'Herald is no longer installed');
      return undefined;
    });
    const token = found?.botToken;
    if (token === undefined) return undefined;
    const client = clients.get(token) ?? clientWith(token);
    clients.set(token, client);
    return client;
  };
}

async function notInstalled(): Promise<never> {
  throw new Error('Herald is installed nowhere');
}
