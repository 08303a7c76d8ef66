import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { GatewayDispatchEvents } from 'discord.js';
import type { Adapter, AdapterContext } from '../adapter.js';
import { createAsking } from './asked.js';
import { createCalls } from './calls.js';
import { createConnection } from './connect.js';
import type { Desk } from './desk.js';
import { createInteractionHandler } from './interactions.js';
import { createMessageHandler } from './messages.js';
import { PACE, type Pace } from './pace.js';
import { createSettings } from './settings.js';

/** How to reach Discord; `apiUrl` points at another server that speaks its API. */
export interface DiscordConfig {
  readonly token: string;
  readonly apiUrl?: string;
}

/** Herald in Discord, over the gateway, with no privileged intent. */
export function createDiscordAdapter(
  { token, apiUrl }: DiscordConfig,
  context: AdapterContext,
  pace: Pace = PACE,
): Adapter {
  const { log, bot, store } = context;
  const connection = createConnection(token, apiUrl, pace, log);
  const { client } = connection;
  const answering = new Set<Promise<void>>();

  const desk: Desk = {
    ...context,
    calls: createCalls(connection.rest, pace, log, () => void connection.closeGateway()),
    asking: createAsking(bot, store),
    settings: createSettings(store),
    selfId: () => client.user?.id ?? '',
    placeOf: connection.placeOf,
    pseudonym: (userId) => createHmac('sha256', token).update(userId).digest('base64url'),
  };
  const interactions = createInteractionHandler(desk);
  const messages = createMessageHandler(desk);
  const hear = (event: GatewayDispatchEvents, handle: (received: unknown) => Promise<void>) => {
    client.ws.on(event, (received: unknown) => {
      const handling = handle(received).catch((error: unknown) => {
        log.error({ err: error, event }, 'an event could not be handled');
      });
      answering.add(handling);
      void handling.finally(() => answering.delete(handling));
    });
  };
  hear(GatewayDispatchEvents.InteractionCreate, (received) =>
    interactions(received, performance.now()),
  );
  hear(GatewayDispatchEvents.MessageCreate, messages.created);
  hear(GatewayDispatchEvents.MessageUpdate, messages.edited);
  hear(GatewayDispatchEvents.MessageDelete, messages.deleted);
  hear(GatewayDispatchEvents.MessageDeleteBulk, messages.deleted);

  return {
    name: 'discord',
    start: connection.open,
    stop: async () => {
      await connection.closeGateway();
      const late = new AbortController();
      await Promise.race([
        Promise.allSettled(answering),
        wait(pace.drainMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      connection.close();
    },
  };
}
