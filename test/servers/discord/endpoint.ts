import { generateKeyPairSync, sign } from 'node:crypto';
import type { Json } from './message-rules.js';

/** Where Discord sends interactions instead of to the gateway, signed. */
export interface Endpoint {
  /** As in "Interactions Endpoint URL"; null while there is none. */
  url: string | null;
  /** Of the application, in hexadecimal digits. */
  readonly publicKey: string;
  /** Sends a payload, signed now by the application's key, and gives the answer. */
  send(payload: Json, changes?: Partial<SignedRequest>): Promise<Response>;
  /** Whether an address would be taken: it must answer a ping, and refuse one that is signed wrong. */
  validate(url: string): Promise<boolean>;
}

/** A request as Discord sends it. */
export interface SignedRequest {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** An application's endpoint with a new key. */
export function createEndpoint(): Endpoint {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const post = (url: string, payload: Json, changes: Partial<SignedRequest>) => {
    const { body = JSON.stringify(payload), timestamp = String(Math.floor(Date.now() / 1_000)) } =
      changes;
    const signed = sign(null, Buffer.from(timestamp + JSON.stringify(payload)), privateKey);
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-signature-ed25519': changes.signature ?? signed.toString('hex'),
        'x-signature-timestamp': timestamp,
      },
      body,
    });
  };
  const endpoint: Endpoint = {
    url: null,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    send: (payload, changes = {}) => post(endpoint.url ?? '', payload, changes),
    validate: async (url) => {
      const ping = { type: 1, id: '1', token: 'ping', application_id: '1', version: 1 };
      const [good, bad] = [
        await post(url, ping, {}),
        await post(url, ping, { signature: '0'.repeat(128) }),
      ];
      return good.status === 200 && (await good.text()) === '{"type":1}' && bad.status === 401;
    },
  };
  return endpoint;
}
