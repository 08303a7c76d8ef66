import { App, webApi } from '@slack/bolt';
import type { Adapter, AdapterContext } from '../adapter.js';
import { registerAskModal } from './ask-modal.js';
import { authorizeToken, createClientOf, notInstalled, ownersIn } from './authorize.js';
import { createBoltLog } from './bolt-log.js';
import { registerButtons } from './buttons.js';
import { createClientOptions } from './client.js';
import { registerCommand } from './command.js';
import { createCorrect } from './corrections.js';
import { type Deliveries, guardDeliveries } from './deliveries.js';
import { createDesk } from './desk.js';
import { createPostDigest } from './digest.js';
import { registerFeedback } from './feedback.js';
import { createNotify, registerFollow } from './follow.js';
import type { Health } from './health.js';
import { registerHome } from './home.js';
import { createHttpReceiver, type HttpReceiver } from './http.js';
import { createInstallationStore, registerUninstall } from './installations.js';
import { registerMessageShortcut } from './message-shortcut.js';
import { registerMessages } from './messages.js';
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

/** What Herald says without being asked. */
type Outgoing = Required<Pick<Adapter, 'correct' | 'notify' | 'postDigest'>>;

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
  let outgoing: Outgoing | undefined;
  const connected = (): Outgoing => {
    if (outgoing === undefined) throw new Error('Slack is not connected yet');
    return outgoing;
  };
  const clientWith = (token: string) => new webApi.WebClient(token, clientOptions());

  return {
    name: 'slack',
    health: () => receiver.health(),
    correct: async (...asked) => connected().correct(...asked),
    notify: async (...told) => connected().notify(...told),
    postDigest: async (...posted) => connected().postDigest(...posted),
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
      deliveries = guardDeliveries(
        app,
        context.store,
        pace,
        context.giveUpMs ?? pace.giveUpMs,
        log,
      );
      const desk = createDesk(context, pace, createClientOf(authorize, clientWith, log));
      outgoing = {
        correct: createCorrect(desk),
        notify: createNotify(desk),
        postDigest: createPostDigest(desk, ownersIn('botToken' in config, context.store)),
      };
      registerMessages(app, desk, deliveries);
      registerCommand(app, desk);
      registerButtons(app, desk);
      registerFeedback(app, desk);
      registerFollow(app, desk);
      registerTeach(app, desk);
      registerAskModal(app, desk);
      registerMessageShortcut(app, desk);
      registerHome(app, desk);
      registerUninstall(app, context);
      await app.start();
      deliveries.resume();
    },
    stop: async () => {
      await deliveries?.drain();
      await receiver.stop();
    },
  };
}
