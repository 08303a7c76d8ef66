import * as v from 'valibot';
import { LOOP_VARIABLES, type LoopSettings, readLoopSettings } from './loop/settings.js';

/**
 * How to reach Slack and how Slack reaches Herald: Socket Mode (`appToken`), signed requests for one
 * workspace (`signingSecret`), or for many that install the app themselves (`clientId`).
 */
export type SlackSettings = (
  | { readonly botToken: string; readonly appToken: string }
  | (SlackHttpSettings & { readonly botToken: string })
  | (SlackHttpSettings & { readonly clientId: string; readonly clientSecret: string })
) & {
  /** Another server that speaks Slack's API. */
  readonly apiUrl?: string;
};

/** Where Slack's signed requests come in. */
export interface SlackHttpSettings {
  readonly signingSecret: string;
  readonly port: number;
  readonly host: string;
}

/** How to reach Discord; `apiUrl` points at another server that speaks its API. */
export interface DiscordSettings {
  readonly token: string;
  readonly apiUrl?: string;
  /** To take interactions from signed requests instead of the gateway. */
  readonly http?: { readonly publicKey: string; readonly port: number; readonly host: string };
}

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

/** Everything an operator can set. */
export interface Config {
  readonly knowledgeDir: string;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** A Postgres database, in the place of the embedded one. */
  readonly databaseUrl?: string;
  readonly logLevel: LogLevel;
  /** Where answer, closest and not-covered part: probabilities, 0 to 1. */
  readonly thresholds: { readonly answer: number; readonly closest: number };
  /** Channels, by their platform's ids, that may ask what is not yet published. */
  readonly previewChannels: readonly string[];
  /** Web address of a person to ask when the announcement does not answer. */
  readonly contact?: string;
  readonly meaning: MeaningTier;
  /** Where the transformer's files are. */
  readonly modelDir: string;
  /** What to do about a posted answer whose quotation has changed. */
  readonly corrections: CorrectionMode;
  readonly loop: LoopSettings;
  readonly slack?: SlackSettings;
  readonly discord?: DiscordSettings;
  /** Absent where it is off. */
  readonly web?: WebSettings;
}

/** Static word vectors, or a transformer that the operator installs besides. */
export type MeaningTier = (typeof MEANING_TIERS)[number];

/** Edit it, reply to it, or only list it. */
export type CorrectionMode = (typeof CORRECTION_MODES)[number];

/** From most to least talkative. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A variable that is set wrong, and what to do about it. */
export interface ConfigFault {
  readonly variable: string;
  readonly message: string;
  readonly fix: string;
}

/** The configuration, or every fault in it at once. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

const WEB_MODES = ['beside', 'alone', 'off'] as const;
const MEANING_TIERS = ['words', 'transformer'] as const;
const CORRECTION_MODES = ['edit', 'reply', 'list'] as const;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Every variable that Herald reads. */
export const VARIABLES = [
  'KNOWLEDGE_DIR',
  'DATA_DIR',
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_API_URL',
  'SLACK_PORT',
  'DISCORD_TOKEN',
  'DISCORD_PUBLIC_KEY',
  'DISCORD_PORT',
  'DISCORD_API_URL',
  'PREVIEW_CHANNELS',
  'CONTACT_URL',
  'CORRECTIONS',
  ...LOOP_VARIABLES,
  'MEANING',
  'MODEL_DIR',
  'ANSWER_THRESHOLD',
  'CLOSEST_THRESHOLD',
  'HOST',
  'PORT',
  'WEB',
  'PUBLIC_URL',
  'OPERATOR_TOKEN',
  'CORS_ORIGIN',
  'WEB_LIMIT',
  'LOG_LEVEL',
] as const;

type Variable = (typeof VARIABLES)[number];

/** An id of a channel of Slack or Discord, or the terminal. */
const CHANNEL_ID = /^(?:[CDG][A-Z0-9]{5,}|\d{15,25}|terminal)$/;
const url = v.pipe(v.string(), v.url(), v.startsWith('http'));

/** Reads the configuration from environment variables; an empty variable counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const faults: ConfigFault[] = [];
  const read = (variable: Variable): string | undefined => env[variable]?.trim() || undefined;
  const fault = (variable: Variable, message: string, fix: string) => {
    faults.push({ variable, message, fix });
  };

  const readUrl = (variable: Variable): string | undefined => {
    const value = read(variable);
    if (value === undefined || v.is(url, value)) return value;
    fault(
      variable,
      `"${value}" is not a web address`,
      'Write it out, as http://127.0.0.1:8080/api/, or leave it empty.',
    );
    return undefined;
  };
  const readToken = (variable: Variable, prefix: string, fix: string): string | undefined => {
    const value = read(variable);
    if (value !== undefined && !value.startsWith(prefix))
      fault(variable, `does not begin with ${prefix}`, fix);
    return value;
  };
  const readShare = (variable: Variable, standard: number): number => {
    const value = read(variable);
    const share = value === undefined ? standard : Number(value);
    if (share >= 0 && share <= 1) return share;
    fault(
      variable,
      `"${value}" is not a number from 0 to 1`,
      `Leave it empty for the default, ${standard}.`,
    );
    return standard;
  };

  const readPort = (variable: Variable, standard: number): number => {
    const port = Number(read(variable) ?? standard);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
    fault(
      variable,
      `"${read(variable)}" is not a port`,
      `Use a number from 0 to 65535, or leave it empty for ${standard}.`,
    );
    return standard;
  };

  const botToken = readToken(
    'SLACK_BOT_TOKEN',
    'xoxb-',
    'Copy the Bot User OAuth Token from "OAuth & Permissions" of your Slack app.',
  );
  const appToken = readToken(
    'SLACK_APP_TOKEN',
    'xapp-',
    'Copy an app-level token with connections:write from "Basic Information" of your Slack app.',
  );
  const signingSecret = read('SLACK_SIGNING_SECRET');
  const clientId = read('SLACK_CLIENT_ID');
  const clientSecret = read('SLACK_CLIENT_SECRET');
  const host = read('HOST') ?? '127.0.0.1';
  const slackPort = readPort('SLACK_PORT', 3002);
  const discordPort = readPort('DISCORD_PORT', 3001);
  const http = signingSecret && { signingSecret, port: slackPort, host };
  const readSlack = () => {
    if (clientId !== undefined || clientSecret !== undefined) {
      if (clientId === undefined) {
        fault(
          'SLACK_CLIENT_ID',
          'is missing while SLACK_CLIENT_SECRET is set',
          'Copy it from "Basic Information" of your Slack app.',
        );
      } else if (clientSecret === undefined) {
        fault(
          'SLACK_CLIENT_SECRET',
          'is missing while SLACK_CLIENT_ID is set',
          'Copy it from "Basic Information" of your Slack app.',
        );
      } else if (!http) {
        fault(
          'SLACK_SIGNING_SECRET',
          'is missing while SLACK_CLIENT_ID is set',
          'Copy it from "Basic Information" of your Slack app: workspaces that install it send signed requests.',
        );
      } else if (botToken !== undefined) {
        fault(
          'SLACK_BOT_TOKEN',
          'is set together with SLACK_CLIENT_ID',
          'Empty one: a bot token is for one workspace, a client id for many.',
        );
      } else return { clientId, clientSecret, ...http };
      return undefined;
    }
    if (appToken !== undefined) {
      if (botToken !== undefined) return { botToken, appToken };
      fault(
        'SLACK_BOT_TOKEN',
        'is missing while SLACK_APP_TOKEN is set',
        'Install the app to your workspace and copy its bot token, or empty SLACK_APP_TOKEN.',
      );
    } else if (botToken !== undefined) {
      if (http) return { botToken, ...http };
      fault(
        'SLACK_APP_TOKEN',
        'is missing while SLACK_BOT_TOKEN is set',
        'Create an app-level token with connections:write, or set SLACK_SIGNING_SECRET for requests over HTTP, or empty SLACK_BOT_TOKEN.',
      );
    } else if (http) {
      fault(
        'SLACK_BOT_TOKEN',
        'is missing while SLACK_SIGNING_SECRET is set',
        'Install the app to your workspace and copy its bot token, or empty SLACK_SIGNING_SECRET.',
      );
    }
    return undefined;
  };
  const slack = readSlack();
  const slackUrl = readUrl('SLACK_API_URL');
  const discordToken = read('DISCORD_TOKEN');
  const discordUrl = readUrl('DISCORD_API_URL');
  if (discordToken !== undefined && /\s/.test(discordToken)) {
    fault(
      'DISCORD_TOKEN',
      'contains white space',
      'Copy the token alone, without "Bot " before it, from the Bot page of your Discord application.',
    );
  }

  const publicKey = read('DISCORD_PUBLIC_KEY');
  if (publicKey !== undefined && !/^[0-9a-f]{64}$/i.test(publicKey)) {
    fault(
      'DISCORD_PUBLIC_KEY',
      'is not a public key of 64 hexadecimal digits',
      'Copy it from "General Information" of your Discord application, or leave it empty for the gateway.',
    );
  }
  const discordHttp = publicKey && {
    http: { publicKey, port: discordPort, host },
  };

  const previewChannels = (read('PREVIEW_CHANNELS') ?? '')
    .split(/[\s,]+/)
    .filter((id) => id !== '');
  const notIds = previewChannels.filter((id) => !CHANNEL_ID.test(id));
  if (notIds.length > 0) {
    fault(
      'PREVIEW_CHANNELS',
      `holds "${notIds.join('", "')}", which no channel has for its id`,
      'List ids, as C0123ABCDEF for Slack, 123456789012345678 for Discord, or terminal.',
    );
  }
  const web = readWeb(host, readPort('PORT', 3000), { read, readUrl, fault });
  const contact = readUrl('CONTACT_URL');
  const answer = readShare('ANSWER_THRESHOLD', 0.35);
  const closest = readShare('CLOSEST_THRESHOLD', 0.15);
  const databaseUrl = read('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    fault(
      'DATABASE_URL',
      'does not begin with postgres://',
      'Write it as postgres://user:password@host:5432/database, or leave it empty for the database in DATA_DIR.',
    );
  const mode = read('CORRECTIONS') ?? 'edit';
  const corrections = CORRECTION_MODES.find((known) => known === mode);
  if (corrections === undefined)
    fault(
      'CORRECTIONS',
      `"${mode}" is no way to correct`,
      `Use one of: ${CORRECTION_MODES.join(', ')}.`,
    );
  const tier = read('MEANING') ?? 'words';
  const meaning = MEANING_TIERS.find((known) => known === tier);
  if (meaning === undefined)
    fault('MEANING', `"${tier}" is no tier`, `Use one of: ${MEANING_TIERS.join(', ')}.`);
  const level = read('LOG_LEVEL') ?? 'info';
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (logLevel === undefined)
    fault('LOG_LEVEL', `"${level}" is not a level`, `Use one of: ${LOG_LEVELS.join(', ')}.`);

  const loop = readLoopSettings(read, fault);

  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    config: {
      knowledgeDir: read('KNOWLEDGE_DIR') ?? 'knowledge',
      dataDir: read('DATA_DIR') ?? 'data',
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      logLevel: logLevel ?? 'info',
      thresholds: { answer, closest },
      meaning: meaning ?? 'words',
      modelDir: read('MODEL_DIR') ?? 'model',
      corrections: corrections ?? 'edit',
      loop,
      previewChannels,
      ...(contact === undefined ? {} : { contact }),
      ...(web === undefined ? {} : { web }),
      ...(slack === undefined
        ? {}
        : { slack: { ...slack, ...(slackUrl === undefined ? {} : { apiUrl: slackUrl }) } }),
      ...(discordToken === undefined
        ? {}
        : {
            discord: {
              token: discordToken,
              ...(discordUrl === undefined ? {} : { apiUrl: discordUrl }),
              ...(discordHttp || {}),
            },
          }),
    },
  };
}

/** How the settings of one part are read. */
interface Reading {
  readonly read: (variable: Variable) => string | undefined;
  readonly readUrl: (variable: Variable) => string | undefined;
  readonly fault: (variable: Variable, message: string, fix: string) => void;
}

const MIN_TOKEN = 16;

function readWeb(
  host: string,
  port: number,
  { read, readUrl, fault }: Reading,
): WebSettings | undefined {
  const wanted = read('WEB');
  const mode = WEB_MODES.find((known) => known === (wanted ?? 'beside'));
  if (mode === undefined)
    fault(
      'WEB',
      `"${wanted}" is no way to serve the page`,
      `Use one of: ${WEB_MODES.join(', ')}; or leave it empty for ${WEB_MODES[0]}.`,
    );
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
  if (mode === undefined || mode === 'off') return undefined;
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

const SECRETS = [
  'databaseUrl',
  'botToken',
  'appToken',
  'signingSecret',
  'clientSecret',
  'token',
  'privacyKey',
  'operatorToken',
];

/** Everything in a configuration that nobody else may see. */
export function secretsOf({ slack, discord, loop, web, databaseUrl }: Config): readonly string[] {
  const named: Readonly<Record<string, unknown>> = {
    ...slack,
    ...discord,
    ...loop,
    ...web,
    databaseUrl,
  };
  return SECRETS.flatMap((name) => {
    const value = named[name];
    return typeof value === 'string' ? [value] : [];
  });
}
