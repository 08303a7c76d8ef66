import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrayBuffer as readBytes, text as readText } from 'node:stream/consumers';
import { createEndpoint } from './endpoint.js';
import { type Fault, suffer, takeFault } from './faults.js';
import { createGateway, type Gateway } from './gateway.js';
import { channelWith, GUILD, HERALD } from './guild.js';
import type { Interaction, SentMessage } from './interactions.js';
import type { Json } from './message-rules.js';
import { REFUSALS, Refusal } from './refusal.js';
import { ROUTES, type World } from './routes.js';

/** A call of the API as it came in. */
export interface Call {
  readonly method: string;
  /** Path after `/api/v10`. */
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
  /** Status of the answer; undefined while there is none. */
  status: number | undefined;
}

/** A server that speaks enough of Discord's API and gateway to run a real client against, and refuses what Discord refuses. */
export interface DiscordServer {
  readonly apiUrl: string;
  readonly token: string;
  readonly application: string;
  /** Herald's user id. */
  readonly self: string;
  readonly gateway: Gateway;
  readonly calls: readonly Call[];
  /** Messages in channels, in the order they were sent. */
  readonly messages: readonly SentMessage[];
  /** Threads that were opened from messages, by their id, which is the message's. */
  readonly threads: ReadonlyMap<string, Json>;
  readonly interactions: ReadonlyMap<string, Interaction>;
  readonly registered: World['registered'];
  readonly forbidden: World['forbidden'];
  readonly sessionStarts: World['sessionStarts'];
  readonly endpoint: World['endpoint'];
  /** By channel and nonce; Discord forgets them after some minutes. */
  readonly nonces: World['nonces'];
  /** Denies Herald these permissions in a channel, and no others, and tells of it. */
  deny(channel: string, permissions: bigint): void;
  nextId(): string;
  /** Starts an interaction; it is delivered `times` times. */
  interact(payload: Json, times?: number): Interaction;
  /** Adds faults, each used up by the first call that it fits. */
  script(...faults: readonly Fault[]): void;
  /** Resolves as soon as the condition holds; it is looked at whenever anything happens here. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const API = '/api/v10';

/** Starts the server on a free port of the loopback interface. */
export async function startDiscordServer(): Promise<DiscordServer> {
  const calls: Call[] = [];
  const faults: Fault[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of watchers) watch();
  };
  let port = 0;
  // The shape of Discord's tokens: an id, a time and a signature.
  const token = 'MTI4MDAwMDAwMDAwMDAwMDAw.GcanaR.canary-token-that-must-never-be-logged';
  const application = HERALD.user;
  let ids = 1_300_000_000_000_000_000n;
  const nextId = () => {
    ids += 1n;
    return String(ids);
  };
  const world: World = {
    application,
    self: application,
    messages: [],
    nonces: new Map(),
    heard: new Map(),
    threads: new Map(),
    tell: (type, data) => gateway.dispatch(type, data),
    interactions: new Map(),
    registered: { global: [], guilds: new Map() },
    forbidden: new Map(),
    denied: new Map(),
    sessionStarts: { remaining: 1_000, resetAfterMs: 0, atOnce: 1, shards: 1 },
    endpoint: createEndpoint(),
    gatewayUrl: () => `ws://127.0.0.1:${port}`,
    nextId,
  };
  const user = {
    id: world.self,
    username: 'Herald',
    discriminator: '0001',
    avatar: null,
    bot: true,
  };
  const connections = createGateway(token, world.self, changed, ({ id, shard }) => ({
    ready: {
      v: 10,
      user,
      guilds: [{ id: GUILD.id, unavailable: true }],
      session_id: id,
      resume_gateway_url: `ws://127.0.0.1:${port}/resume`,
      shard,
      application: { id: application, flags: 0 },
    },
    guilds: [
      {
        ...GUILD,
        channels: GUILD.channels.map((channel) =>
          channelWith(channel.id, world.denied.get(channel.id) ?? 0n),
        ),
      },
    ],
  }));
  const gateway: Gateway = {
    ...connections,
    dispatch: (type, data) => {
      if (type === 'MESSAGE_CREATE') world.heard.set(String(data.id), data);
      connections.dispatch(type, data);
    },
  };

  const run = (
    request: IncomingMessage,
    path: string,
    body: unknown,
    query: URLSearchParams,
  ): object | undefined => {
    for (const route of ROUTES) {
      const match = route.method === request.method ? route.path.exec(path) : null;
      if (match === null) continue;
      if (route.auth && request.headers.authorization !== `Bot ${token}`)
        throw REFUSALS.unauthorized();
      if (!/^DiscordBot \(/.test(request.headers['user-agent'] ?? ''))
        throw new Refusal(403, 40333, 'internal network error');
      const [, ...parts] = match;
      return route.run(world, parts.map(decodeURIComponent), body, query);
    }
    throw REFUSALS.notFound();
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const path = (request.url ?? '').replace(API, '').replace(/\?.*$/, '');
    const call: Call = {
      method: request.method ?? '',
      path,
      body,
      at: performance.now(),
      status: undefined,
    };
    calls.push(call);
    changed();
    const answer = (status: number, json?: object, headers: Record<string, string> = {}) => {
      call.status = status;
      // A 204 carries no content type.
      if (json !== undefined) response.setHeader('content-type', 'application/json');
      response
        .writeHead(status, headers)
        .end(json === undefined ? undefined : JSON.stringify(json));
      changed();
    };
    const fault = takeFault(faults, `${call.method} ${path}`, body);
    const sent = await suffer(fault, request);
    if (sent === 'nothing') return changed();
    if (sent !== undefined) return answer(sent.status, sent.json, sent.headers);
    try {
      if (!(request.url ?? '').startsWith(API)) throw REFUSALS.notFound();
      const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      const result = run(request, path, body, searchParams);
      if (fault === 'lose answer') {
        request.socket.destroy();
        return changed();
      }
      return answer(result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return answer(error.status, error.toJson());
    }
  };

  const http = createServer((request, response) => void handle(request, response));
  http.on('upgrade', gateway.upgrade);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    application,
    self: world.self,
    gateway,
    calls,
    messages: world.messages,
    threads: world.threads,
    interactions: world.interactions,
    registered: world.registered,
    forbidden: world.forbidden,
    deny: (channel, permissions) => {
      world.denied.set(channel, permissions);
      gateway.dispatch('CHANNEL_UPDATE', channelWith(channel, permissions));
    },
    sessionStarts: world.sessionStarts,
    endpoint: world.endpoint,
    nonces: world.nonces,
    nextId,
    interact: (payload, times = 1) => {
      const interaction: Interaction = {
        id: nextId(),
        messageId: nextId(),
        channel: String(payload.channel_id ?? '0'),
        token: `interaction-token-canary-${nextId()}`,
        type: Number(payload.type),
        sentAt: performance.now(),
        response: undefined,
        respondedAt: undefined,
        message: undefined,
        edits: 0,
        isLate: false,
        isOver: false,
      };
      world.interactions.set(interaction.token, interaction);
      const { id, token: own } = interaction;
      const sent = { ...payload, id, token: own, application_id: application, version: 1 };
      for (let time = 0; time < times; time += 1)
        if (world.endpoint.url === null)
          gateway.dispatch('INTERACTION_CREATE', { entitlements: [], ...sent });
        else void world.endpoint.send(sent).then(changed, changed);
      return interaction;
    },
    script: (...more) => void faults.push(...more),
    until: (condition) =>
      new Promise((resolve) => {
        const watch = () => {
          if (!condition()) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    close: async () => {
      gateway.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** The body of a call: JSON, or a form whose `payload_json` it is, with the names and contents of its files. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const raw = await readText(request);
    return raw === '' ? undefined : JSON.parse(raw);
  }
  const form = await new Response(await readBytes(request), {
    headers: { 'content-type': type },
  }).formData();
  const files: Json[] = [];
  for (const [name, value] of form)
    if (typeof value !== 'string')
      files.push({ field: name, name: value.name, text: await value.text() });
  return { ...(JSON.parse(String(form.get('payload_json') ?? '{}')) as Json), files };
}
