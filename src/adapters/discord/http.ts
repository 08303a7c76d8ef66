import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { InteractionResponseType, InteractionType, Routes } from 'discord.js';
import * as v from 'valibot';
import { type Log, StartError } from '../adapter.js';
import { toStartError } from './faults.js';
import type { Pace } from './pace.js';
import type { Rest } from './rest.js';

/** Where Discord's signed requests come in, instead of the gateway. */
export interface HttpSettings {
  /** Public key of the application, 64 hexadecimal digits. */
  readonly publicKey: string;
  readonly port: number;
  /** Address to listen on; all by default. */
  readonly host?: string;
}

/** The endpoint for interactions. */
export interface Endpoint {
  /** Resolves when it listens; rejects with `StartError`. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The port it listens on. */
  port(): number;
}

/** Where Discord sends interactions, as in "Interactions Endpoint URL", and where anyone can see that Herald is up. */
export const PATHS = { interactions: '/discord/interactions', health: '/health' } as const;

const MAX_BYTES = 1_000_000;
const MAX_AGE_S = 300;
/** A raw ed25519 key is made one in DER by these bytes before it (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const applicationSchema = v.object({ verify_key: v.string() });
const jsonSchema = v.pipe(v.string(), v.parseJson());
const pingSchema = v.object({ type: v.literal(InteractionType.Ping) });

/**
 * An endpoint that hands every interaction with a good and fresh signature to `take`. Once that has it for good
 * it answers 202, and leaves the response to a call of Discord, as for an interaction from the gateway.
 */
export function createEndpoint(
  { publicKey, port, host }: HttpSettings,
  take: (received: unknown) => Promise<void>,
  rest: Pick<Rest, 'learn'>,
  pace: Pace,
  log: Log,
): Endpoint {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'a request could not be read');
      if (!response.headersSent) response.writeHead(400).end();
    });
  });
  server.requestTimeout = pace.callTimeoutMs;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET' && request.url === PATHS.health)
      return sendJson(response, { ok: true });
    if (request.url !== PATHS.interactions) return response.writeHead(404).end();
    if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
    const body = await readBody(request);
    if (body === undefined) return response.writeHead(413, { connection: 'close' }).end();
    if (!isSigned(request, body, toKey(publicKey))) return response.writeHead(401).end();
    const received = v.safeParse(jsonSchema, body.toString('utf8'));
    if (!received.success) return response.writeHead(400).end();
    if (v.is(pingSchema, received.output))
      return sendJson(response, { type: InteractionResponseType.Pong });
    const isTaken = await take(received.output).then(
      () => true,
      (error: unknown) => {
        log.error({ err: error }, 'an interaction could not be accepted');
        return false;
      },
    );
    return response.writeHead(isTaken ? 202 : 500).end();
  };

  return {
    open: async () => {
      await checkKey(publicKey, rest);
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(
            new StartError(
              `cannot listen on port ${port}: ${error.code ?? error.message}`,
              'Free the port or choose another one.',
              { cause: error },
            ),
          ),
        );
        server.listen(port, host, resolve);
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    port: () => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
  };
}

function isSigned({ headers }: IncomingMessage, body: Buffer, key: KeyObject): boolean {
  const signature = headers['x-signature-ed25519'];
  const timestamp = headers['x-signature-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > MAX_AGE_S) return false;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify(null, signed, key, Buffer.from(signature, 'hex'));
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function checkKey(publicKey: string, rest: Pick<Rest, 'learn'>): Promise<void> {
  const application = await rest.learn(Routes.currentApplication()).catch((error: unknown) => {
    throw toStartError(error);
  });
  const parsed = v.safeParse(applicationSchema, application);
  if (!parsed.success || parsed.output.verify_key === publicKey.toLowerCase()) return;
  throw new StartError(
    'DISCORD_PUBLIC_KEY is not that of the application of DISCORD_TOKEN',
    'Copy both from the same application (discord.com/developers/applications): the key from "General Information", the token from "Bot".',
  );
}

function toKey(publicKey: string): KeyObject {
  const key = Buffer.concat([DER_PREFIX, Buffer.from(publicKey, 'hex')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

function sendJson(response: ServerResponse, json: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(json));
}
