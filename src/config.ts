import { type DiscordSettings, readDiscord } from './config/discord.js';
import { type ConfigFault, createReading, type Reading } from './config/reading.js';
import { readSlack, type SlackSettings } from './config/slack.js';
import { VARIABLES } from './config/variables.js';
import { readWeb, type WebSettings } from './config/web.js';
import { type LoopSettings, readLoopSettings } from './loop/settings.js';

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

/** The configuration, or every fault in it at once. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

const MEANING_TIERS = ['words', 'transformer'] as const;
const CORRECTION_MODES = ['edit', 'reply', 'list'] as const;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** An id of a channel of Slack or Discord, or the terminal. */
const CHANNEL_ID = /^(?:[CDG][A-Z0-9]{5,}|\d{15,25}|terminal)$/;

/** Reads the configuration from environment variables; an empty variable counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const reading = createReading(env);
  const { read, readUrl, readShare, readChoice } = reading;
  const host = read('HOST') ?? '127.0.0.1';
  const slack = readSlack(reading, host);
  const discord = readDiscord(reading, host);
  const previewChannels = readPreviewChannels(reading);
  const web = readWeb(reading, host);
  const contact = readUrl('CONTACT_URL');
  const databaseUrl = readDatabaseUrl(reading);
  const config: Config = {
    knowledgeDir: read('KNOWLEDGE_DIR') ?? 'knowledge',
    dataDir: read('DATA_DIR') ?? 'data',
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    logLevel: readChoice('LOG_LEVEL', LOG_LEVELS, 'info', 'level'),
    thresholds: {
      answer: readShare('ANSWER_THRESHOLD', 0.35),
      closest: readShare('CLOSEST_THRESHOLD', 0.15),
    },
    meaning: readChoice('MEANING', MEANING_TIERS, 'words', 'tier'),
    modelDir: read('MODEL_DIR') ?? 'model',
    corrections: readChoice('CORRECTIONS', CORRECTION_MODES, 'edit', 'way to correct'),
    loop: readLoopSettings(read, reading.fault),
    previewChannels,
    ...(contact === undefined ? {} : { contact }),
    ...(web === undefined ? {} : { web }),
    ...(slack === undefined ? {} : { slack }),
    ...(discord === undefined ? {} : { discord }),
  };
  const faults = reading.faults.toSorted(
    (a, b) => VARIABLES.indexOf(a.variable) - VARIABLES.indexOf(b.variable),
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config };
}

function readPreviewChannels({ read, fault }: Reading): readonly string[] {
  const channels = (read('PREVIEW_CHANNELS') ?? '').split(/[\s,]+/).filter((id) => id !== '');
  const notIds = channels.filter((id) => !CHANNEL_ID.test(id));
  if (notIds.length > 0)
    fault(
      'PREVIEW_CHANNELS',
      `holds "${notIds.join('", "')}", which no channel has for its id`,
      'List ids, as C0123ABCDEF for Slack, 123456789012345678 for Discord, or terminal.',
    );
  return channels;
}

function readDatabaseUrl({ read, fault }: Reading): string | undefined {
  const databaseUrl = read('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    fault(
      'DATABASE_URL',
      'does not begin with postgres://',
      'Write it as postgres://user:password@host:5432/database, or leave it empty for the database in DATA_DIR.',
    );
  return databaseUrl;
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
