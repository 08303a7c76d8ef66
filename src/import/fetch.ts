import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, request } from 'undici';
import { type Address, isPublicAddress, literalAddress } from './addresses.js';
import type { Original } from './draft.js';
import type { Limits } from './limits.js';
import { Refusal, tooLarge } from './refusal.js';

/** What fetching may be told to do otherwise. */
export interface FetchOptions {
  readonly limits: Limits;
  /** The addresses of a host's name; by default the system's resolver says. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  /** Whether an address may be connected to; by default only public ones. */
  readonly isAllowed?: (address: Address) => boolean;
}

const ANOTHER = 'Check the address in a browser, or save the page and import the file.';
const DECODERS: Readonly<Record<string, () => Transform>> = {
  '': () => new Transform({ transform: (chunk, _, done) => done(null, chunk) }),
  identity: () => new Transform({ transform: (chunk, _, done) => done(null, chunk) }),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Fetches a document. Every host on the way, redirects included, is resolved once, its addresses are
 * checked, and the connection goes to just those: a name that resolves otherwise a moment later changes
 * nothing. Throws a {@link Refusal}.
 */
export async function fetchDocument(from: string, options: FetchOptions): Promise<Original> {
  const { limits } = options;
  const signal = AbortSignal.timeout(limits.fetchMs);
  let url = new URL(from);
  for (let redirects = 0; redirects <= limits.redirects; redirects += 1) {
    const hop = await visit(url, signal, options);
    if ('original' in hop) return { ...hop.original, from };
    url = hop.redirect;
  }
  throw new Refusal(
    `it redirects more than ${limits.redirects} times, at last to ${url.href}`,
    'Give the address that the page has in a browser.',
  );
}

type Hop = { readonly redirect: URL } | { readonly original: Omit<Original, 'from'> };

async function visit(url: URL, signal: AbortSignal, options: FetchOptions): Promise<Hop> {
  const addresses = await addressesOf(url, signal, options);
  const agent = new Agent({ connect: { lookup: answerWith(addresses) }, pipelining: 0 });
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: {
        accept: 'text/html,application/xhtml+xml,text/markdown,application/pdf,*/*;q=0.8',
        'accept-encoding': 'gzip, br',
        'user-agent': 'herald',
      },
    });
    // What is left of a body that is not read ends with the agent.
    body.on('error', () => undefined);
    const header = (name: string) => [headers[name] ?? ''].flat().join(', ');
    const location = header('location');
    if (statusCode >= 300 && statusCode < 400 && location !== '') {
      if (!URL.canParse(location, url.href))
        throw new Refusal(`it redirects to "${location}", which is no address`, ANOTHER);
      return { redirect: new URL(location, url) };
    }
    if (statusCode !== 200) throw new Refusal(`the server answered ${statusCode}`, ANOTHER);
    const bytes = await readBody(body, header('content-encoding'), signal, options.limits);
    return { original: { bytes, url: url.href, mediaType: header('content-type') } };
  } catch (error) {
    throw explain(error, url, signal, options.limits);
  } finally {
    await agent.destroy();
  }
}

async function addressesOf(
  url: URL,
  signal: AbortSignal,
  { resolve = resolveBySystem, isAllowed = isPublicAddress, limits }: FetchOptions,
): Promise<readonly Address[]> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refusal(`${url.href} is no address of the web`, 'Give one of http:// or https://.');
  const literal = literalAddress(url.hostname);
  let addresses: readonly Address[];
  try {
    addresses = literal ? [literal] : await withSignal(resolve(url.hostname), signal);
  } catch (error) {
    throw explain(error, url, signal, limits);
  }
  const refused = addresses.find((address) => !isAllowed(address));
  if (refused === undefined && addresses.length > 0) return addresses;
  throw new Refusal(
    refused === undefined
      ? `the host ${url.hostname} has no address`
      : `the host ${url.hostname} is at ${refused.address}, an address that is not public`,
    refused === undefined
      ? ANOTHER
      : 'Give a public address, or allow this one with --allow-private if you trust it.',
  );
}

async function resolveBySystem(hostname: string): Promise<readonly Address[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** The system's resolver heeds no signal; its answer is just not waited for. */
function withSignal<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function answerWith(addresses: readonly Address[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else if (first) callback(null, first.address, first.family);
  };
}

async function readBody(
  body: Readable,
  encoding: string,
  signal: AbortSignal,
  limits: Limits,
): Promise<Uint8Array> {
  const decoder = DECODERS[encoding.trim().toLowerCase()];
  if (decoder === undefined)
    throw new Refusal(`the server packs the page as "${encoding}"`, ANOTHER);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let refusal: Refusal | undefined;
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > limits.bytes) {
        refusal = tooLarge(limits.bytes);
        throw refusal;
      }
      chunks.push(chunk);
    }
  };
  try {
    await pipeline(body, decoder(), collect, { signal });
  } catch (error) {
    // The pipeline names the body's own end as the cause.
    throw refusal ?? error;
  }
  return Buffer.concat(chunks, length);
}

function explain(error: unknown, url: URL, signal: AbortSignal, limits: Limits): unknown {
  if (error instanceof Refusal) return error;
  if (signal.aborted) {
    return new Refusal(
      `it was not there after ${limits.fetchMs / 1_000} s`,
      'Try again, allow more with --timeout, or save the page and import the file.',
      { cause: error },
    );
  }
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return new Refusal(`${url.host} cannot be reached or read (${code})`, ANOTHER, { cause: error });
}
