import { setTimeout as wait } from 'node:timers/promises';
import { GatewayDispatchEvents } from 'discord.js';
import type { Adapter, AdapterContext } from '../adapter.js';
import { createCalls } from './calls.js';
import { forgetServer } from './departures.js';
import type { Desk } from './desk.js';
import { createGateway } from './gateway.js';
import { createEndpoint, type HttpSettings } from './http.js';
import { createInteractionHandler } from './interactions.js';
import { createMessageHandler } from './messages.js';
import { renderDigest } from './operators.js';
import { PACE, type Pace } from './pace.js';
import { createPermits } from './permissions.js';
import { renderAnswer } from './render.js';
import { createReplies } from './replies.js';
import { createRest } from './rest.js';
import { createSettings } from './settings.js';
import { wordsFor } from './words/locales.js';

/** How to reach Discord; `apiUrl` points at another server that speaks its API. */
export interface DiscordConfig {
  readonly token: string;
  readonly apiUrl?: string;
  /** Takes interactions from signed requests instead of the gateway: commands and buttons work, messages are not heard. */
  readonly http?: HttpSettings;
  /** `own` (the default) runs all shards here; `supervised` the one that the supervisor of this process names. */
  readonly shards?: 'own' | 'supervised';
}

const {
  GuildDelete,
  InteractionCreate,
  MessageCreate,
  MessageUpdate,
  MessageDelete,
  MessageDeleteBulk,
} = GatewayDispatchEvents;

/** Herald in Discord, with no privileged intent. */
export function createDiscordAdapter(
  { token, apiUrl, http, shards = 'own' }: DiscordConfig,
  context: AdapterContext,
  pace: Pace = PACE,
): Adapter {
  const { log, bot, store } = context;
  const rest = createRest(token, apiUrl, pace, log);
  const gateway = http ? undefined : createGateway({ token, apiUrl, shards }, rest, pace, log);
  const answering = new Set<Promise<void>>();

  const permits = createPermits(gateway?.lackingIn ?? (() => []), log);
  const desk: Desk = {
    ...context,
    calls: createCalls(rest, permits, pace, log, () => void gateway?.close()),
    settings: createSettings(store),
    replies: createReplies(store),
    selfId: () => gateway?.selfId() ?? '',
    placeOf: (channel) => gateway?.placeOf(channel) ?? {},
  };
  const follow = (handling: Promise<void>) => {
    const handled = handling.catch((error: unknown) => {
      log.error({ err: error }, 'an event could not be handled');
    });
    answering.add(handled);
    void handled.finally(() => answering.delete(handled));
  };
  const handling = (handle: (received: unknown) => Promise<void>) => (received: unknown) =>
    follow(handle(received));
  const interactions = createInteractionHandler(desk, pace);
  const messages = createMessageHandler(desk, pace);
  gateway?.on(
    [InteractionCreate],
    handling(async (received) => {
      const accepted = await interactions.accept(received).catch((error: unknown) => {
        log.error({ err: error }, 'an interaction could not be kept');
        return () => interactions.apologize(received);
      });
      await accepted?.();
    }),
  );
  gateway?.on([MessageCreate], handling(messages.created));
  gateway?.on([MessageUpdate], handling(messages.edited));
  gateway?.on([MessageDelete, MessageDeleteBulk], handling(messages.deleted));
  gateway?.on(
    [GuildDelete],
    handling((received) => forgetServer(desk, received)),
  );
  const takeSigned = async (received: unknown) => {
    const answerIt = await interactions.accept(received);
    if (answerIt !== undefined) follow(answerIt());
  };
  const door = gateway ?? (http && createEndpoint(http, takeSigned, rest, pace, log));

  return {
    name: 'discord',
    correct: messages.correct,
    postDigest: async (channel, digest) => {
      const posted = await desk.calls.say(channel, renderDigest(digest));
      if (posted === undefined)
        log.error(
          { channel, fix: 'Let Herald see and write in the channel of DIGEST_CHANNEL.' },
          'the digest could not be posted',
        );
    },
    notify: async (user, answer) => {
      // Further pages are of a question that somebody asks; nobody has asked this answer yet.
      const reply = renderAnswer(
        { ...answer, further: 0 },
        {
          words: wordsFor(undefined),
          page: 0,
          shareable: false,
        },
      );
      await desk.calls.write(user, reply);
    },
    start: async () => {
      await door?.open();
      follow(interactions.resume());
      // Over HTTP Herald does not know who it is, and hears no messages.
      if (gateway) follow(messages.resume());
      // The first call prepares the suggestions; type-ahead must not wait for that.
      setImmediate(() => bot.complete(''));
    },
    stop: async () => {
      interactions.stop();
      messages.stop();
      await door?.close();
      const late = new AbortController();
      await Promise.race([
        Promise.allSettled(answering),
        wait(pace.drainMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      rest.close();
    },
  };
}
