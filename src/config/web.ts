import type { Reading } from './reading.js';

/** Where the page is served, and to whom. */
export interface WebSettings {
  readonly host: string;
  readonly port: number;
  /** `beside`: along with whatever else runs; `alone`: it is a platform of its own, and there is no chat in the terminal. */
  readonly mode: 'beside' | 'alone';
  /** The address that readers reach it by, without a slash at its end. */
  readonly publicUrl?: string;
  /** Lets its holder into the operator's page; without one that is for this machine alone. */
  readonly operatorToken?: string;
  /** Other sites whose pages may ask (`*`: all). */
  readonly corsOrigins: readonly string[];
  /** Requests a minute from one address; 0 is no limit. */
  readonly perMinute: number;
}

const MODES = ['beside', 'alone', 'off'] as const;
const MIN_TOKEN = 16;

/** Reads how the page is served; `undefined` where it is off. */
export function readWeb(
  { read, readUrl, readPort, readChoice, fault }: Reading,
  host: string,
): WebSettings | undefined {
  const mode = readChoice('WEB', MODES, 'beside', 'way to serve the page');
  const port = readPort('PORT', 3000);
  const publicUrl = readUrl('PUBLIC_URL')?.replace(/\/+$/, '');
  if (publicUrl !== undefined && /[?#]/.test(publicUrl))
    fault('PUBLIC_URL', 'has a query or a fragment', 'Write the address of the page alone.');
  const operatorToken = read('OPERATOR_TOKEN');
  if (operatorToken !== undefined && operatorToken.length < MIN_TOKEN)
    fault(
      'OPERATOR_TOKEN',
      `is shorter than ${MIN_TOKEN} characters`,
      'Make a long one, as with: openssl rand -hex 24.',
    );
  const corsOrigins = (read('CORS_ORIGIN') ?? '').split(',').flatMap((part) => part.trim() || []);
  for (const origin of corsOrigins)
    if (origin !== '*' && !(URL.canParse(origin) && new URL(origin).origin === origin))
      fault(
        'CORS_ORIGIN',
        `"${origin}" is no origin`,
        'Write scheme and host alone, as https://example.com; part several by commas.',
      );
  const perMinute = Number(read('WEB_LIMIT') ?? 120);
  if (!(Number.isInteger(perMinute) && perMinute >= 0))
    fault(
      'WEB_LIMIT',
      `"${read('WEB_LIMIT')}" is not a number of requests`,
      'Use a whole number, 0 for no limit, or leave it empty for 120.',
    );
  if (mode === 'off') return undefined;
  return {
    host,
    port,
    mode,
    corsOrigins,
    perMinute,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(operatorToken === undefined ? {} : { operatorToken }),
  };
}
