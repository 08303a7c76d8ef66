import type { Authorize, webApi } from '@slack/bolt';
import type { Store } from '../../store/store.js';
import type { Log } from '../adapter.js';
import { toStartError } from './faults.js';
import { listOwners } from './installations.js';
import { SCOPES } from './manifest.js';
import { installedIn, ownerNamed } from './owner.js';

/** Makes a client for a token, with options of its own. */
export type ClientWith = (token: string) => webApi.WebClient;

/** A client with the token of where Herald is installed (see `ownerOf`); `undefined` where it is no longer. */
export type ClientOf = (owner: string) => Promise<webApi.WebClient | undefined>;

/** Checks the one token there is, and gives it to every delivery; throws StartError for one that Slack refuses. */
export async function authorizeToken(
  client: webApi.WebClient,
  log: Log,
): Promise<Authorize<boolean>> {
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

/** Finds clients for where Herald is installed, also when no delivery asks for one. */
export function createClientOf(
  authorize: Authorize<boolean>,
  clientWith: ClientWith,
  log: Log,
): ClientOf {
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

/** Where Herald is installed; with one token for all it does not matter what that is called. */
export function ownersIn(hasOneToken: boolean, store: Store): () => Promise<readonly string[]> {
  return async () => (hasOneToken ? [ownerNamed('')] : listOwners(store));
}

/** For a start without any way to find a token. */
export async function notInstalled(): Promise<never> {
  throw new Error('Herald is installed nowhere');
}
