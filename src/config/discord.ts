import type { Reading } from './reading.js';

/** How to reach Discord; `apiUrl` points at another server that speaks its API. */
export interface DiscordSettings {
  readonly token: string;
  readonly apiUrl?: string;
  /** To take interactions from signed requests instead of the gateway. */
  readonly http?: { readonly publicKey: string; readonly port: number; readonly host: string };
}

/** Reads how to reach Discord; `undefined` where no token is set. */
export function readDiscord(
  { read, readUrl, readPort, fault }: Reading,
  host: string,
): DiscordSettings | undefined {
  const token = read('DISCORD_TOKEN');
  if (token !== undefined && /\s/.test(token))
    fault(
      'DISCORD_TOKEN',
      'contains white space',
      'Copy the token alone, without "Bot " before it, from the Bot page of your Discord application.',
    );
  const apiUrl = readUrl('DISCORD_API_URL');
  const port = readPort('DISCORD_PORT', 3001);
  const publicKey = read('DISCORD_PUBLIC_KEY');
  if (publicKey !== undefined && !/^[0-9a-f]{64}$/i.test(publicKey))
    fault(
      'DISCORD_PUBLIC_KEY',
      'is not a public key of 64 hexadecimal digits',
      'Copy it from "General Information" of your Discord application, or leave it empty for the gateway.',
    );
  if (token === undefined) return undefined;
  return {
    token,
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(publicKey === undefined ? {} : { http: { publicKey, port, host } }),
  };
}
