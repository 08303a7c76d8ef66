import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Address, isPublicAddress } from '../../src/import/addresses.js';
import { type FetchOptions, fetchDocument } from '../../src/import/fetch.js';
import { LIMITS } from '../../src/import/limits.js';
import { Refusal } from '../../src/import/refusal.js';

const HERE: Address = { address: '127.0.0.1', family: 4 };
/** Lets the test's own server stand for the public internet: nothing else is ever connected to. */
const options: FetchOptions = {
  limits: LIMITS,
  resolve: async () => [HERE],
  isAllowed: ({ address }) => address === HERE.address,
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, HERE.address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://news.example:${(server.address() as AddressInfo).port}`;
}

async function refusalOf(url: string, changed: Partial<FetchOptions> = {}): Promise<string> {
  const error = await fetchDocument(url, { ...options, ...changed }).catch((reason) => reason);
  if (!(error instanceof Refusal)) throw error;
  return `${error.message}. ${error.fix}`;
}

describe('fetching a document', () => {
  test('follows redirects and tells where it was in the end', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end('moved');
      else response.setHeader('content-type', 'text/html; charset=utf-8').end('<p>Hello');
    });
    const { bytes, ...rest } = await fetchDocument(`${origin}/old`, options);
    expect(Buffer.from(bytes).toString()).toBe('<p>Hello');
    expect(rest).toEqual({
      from: `${origin}/old`,
      url: `${origin}/new`,
      mediaType: 'text/html; charset=utf-8',
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('unpacks %s', async (encoding, pack) => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', encoding).end(pack('Hello'));
    });
    const { bytes } = await fetchDocument(origin, options);
    expect(Buffer.from(bytes).toString()).toBe('Hello');
  });

  test('asks the resolver once for each host and connects to what it said', async () => {
    const asked: string[] = [];
    const origin = await serve((_, response) => response.end('Hello'));
    const resolve = async (hostname: string) => {
      asked.push(hostname);
      return asked.length === 1 ? [HERE] : [{ address: '10.0.0.1', family: 4 as const }];
    };
    const { bytes } = await fetchDocument(origin, { ...options, resolve });
    expect(Buffer.from(bytes).toString()).toBe('Hello');
    expect(asked).toEqual(['news.example']);
  });

  test('refuses a name that turns private between two hops', async () => {
    let asked = 0;
    const visited: string[] = [];
    const origin = await serve((request, response) => {
      visited.push(request.url ?? '');
      response.writeHead(302, { location: '/again' }).end();
    });
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? [HERE] : [{ address: '127.0.0.2', family: 4 as const }];
    };
    expect(await refusalOf(`${origin}/first`, { resolve })).toMatch(
      /^the host news\.example is at 127\.0\.0\.2, an address that is not public\. .*--allow-private/,
    );
    expect(visited).toEqual(['/first']);
  });

  test('refuses a name with one private address among public ones', async () => {
    const resolve = async () => [HERE, { address: '::1', family: 6 as const }];
    expect(await refusalOf('http://news.example/', { resolve })).toMatch(
      /^the host news\.example is at ::1, an address that is not public/,
    );
  });

  test.each([
    'http://127.0.0.2/',
    'http://2130706434/',
    'http://0x7f.2/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.2]/',
    'http://169.254.169.254/latest/meta-data',
  ])('refuses a redirect to %s', async (location) => {
    const origin = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await refusalOf(origin)).toMatch(/, an address that is not public\. /);
  });

  test.each(['file:///etc/passwd', 'ftp://news.example/', 'data:text/html,Hello'])(
    'refuses a redirect to %s',
    async (location) => {
      const origin = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await refusalOf(origin)).toMatch(/is no address of the web\. Give one of http/);
    },
  );

  test('leaves a loop of redirects after five', async () => {
    let visits = 0;
    const origin = await serve((_, response) => {
      visits += 1;
      response.writeHead(302, { location: '/round' }).end();
    });
    expect(await refusalOf(origin)).toBe(
      `it redirects more than 5 times, at last to ${origin}/round. Give the address that the page has in a browser.`,
    );
    expect(visits).toBe(6);
  });

  test('leaves a server that sends a byte now and then', async () => {
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const limits = { ...LIMITS, fetchMs: 400 };
    expect(await refusalOf(origin, { limits })).toMatch(
      /^it was not there after 0\.4 s\. .*--timeout/,
    );
  });

  test('leaves a server that never answers, and a resolver that does not', async () => {
    const limits = { ...LIMITS, fetchMs: 300 };
    const origin = await serve(() => undefined);
    expect(await refusalOf(origin, { limits })).toMatch(/^it was not there after 0\.3 s/);
    const resolve = () => new Promise<readonly Address[]>(() => undefined);
    expect(await refusalOf(origin, { limits, resolve })).toMatch(/^it was not there after 0\.3 s/);
  });

  test('leaves a body at the limit, packed or not', async () => {
    const limits = { ...LIMITS, bytes: 10_000 };
    const plain = await serve((_, response) => response.end(Buffer.alloc(10_001)));
    const packed = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(10_001)));
    });
    const said = 'it has more than 10000 bytes. Save only its text, or import it in parts.';
    expect(await refusalOf(plain, { limits })).toBe(said);
    expect(await refusalOf(packed, { limits })).toBe(said);
  });

  test('says what the server answered, and that there is none', async () => {
    const origin = await serve((_, response) => response.writeHead(404).end('no'));
    expect(await refusalOf(origin)).toMatch(/^the server answered 404\. Check the address/);
    const closed = createServer().listen(0, HERE.address);
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    expect(await refusalOf(`http://news.example:${port}/`)).toMatch(
      /^news\.example:\d+ cannot be reached or read \(ECONNREFUSED\)\. Check the address/,
    );
  });

  test('refuses a packing that it does not know', async () => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip, gzip').end('x');
    });
    expect(await refusalOf(origin)).toMatch(/^the server packs the page as "gzip, gzip"/);
  });
});

describe('which addresses are public', () => {
  test.each([
    ['93.184.215.14', 4, true],
    ['9.255.255.255', 4, true],
    ['10.0.0.1', 4, false],
    ['100.64.0.1', 4, false],
    ['127.0.0.1', 4, false],
    ['169.254.169.254', 4, false],
    ['172.31.255.255', 4, false],
    ['172.32.0.1', 4, true],
    ['192.168.1.1', 4, false],
    ['0.0.0.0', 4, false],
    ['224.0.0.1', 4, false],
    ['255.255.255.255', 4, false],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 6, true],
    ['::1', 6, false],
    ['::', 6, false],
    ['::ffff:8.8.8.8', 6, false],
    ['::ffff:127.0.0.1', 6, false],
    ['64:ff9b::7f00:1', 6, false],
    ['2002:7f00:1::', 6, false],
    ['2001::1', 6, false],
    ['fc00::1', 6, false],
    ['fe80::1', 6, false],
    ['ff02::1', 6, false],
  ] as const)('%s', (address, family, isPublic) => {
    expect(isPublicAddress({ address, family })).toBe(isPublic);
  });
});
