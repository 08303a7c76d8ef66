import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Sent with every response; pages load nothing but what this server sends, and nobody frames them. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types herald',
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // The question stands in the address.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Compares secrets in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, known: string): boolean {
  const [a, b] = [given, known].map((secret) => createHash('sha256').update(secret).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** Whether a request that changes something comes from one of our own pages, or from no page at all. */
export function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

/** Whether a request was made on this machine, straight to it: no proxy, and no name that others may point here. */
export function isLocal({ headers, socket }: IncomingMessage): boolean {
  if (!isLoopback(socket.remoteAddress)) return false;
  if (Object.keys(headers).some((name) => /^(?:forwarded|via|x-forwarded-|x-real-ip)/.test(name)))
    return false;
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return host === 'localhost' || isLoopback(host.replace(/^\[|\]$/g, ''));
}

/** Whether an address is of this machine alone. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/i.test(address);
}

/** Who asks, by address; behind a proxy on this machine that was told of (`proxied`), whom it names. */
export function addressOf({ headers, socket }: IncomingMessage, proxied: boolean): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = headers['x-forwarded-for'];
  if (!proxied || !isLoopback(peer) || forwarded === undefined) return peer;
  // What stands before the last was written by whoever asks.
  return String(forwarded).split(',').at(-1)?.trim() || peer;
}
