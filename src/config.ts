import * as v from 'valibot';

/** How to reach Slack; `apiUrl` points at another server that speaks its API. */
export interface SlackSettings {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl?: string;
}

/** How to reach Discord; `apiUrl` points at another server that speaks its API. */
export interface DiscordSettings {
  readonly token: string;
  readonly apiUrl?: string;
}

/** Everything an operator can set. */
export interface Config {
  readonly knowledgeDir: string;
  readonly logLevel: LogLevel;
  /** Where answer, closest and not-covered part: probabilities, 0 to 1. */
  readonly thresholds: { readonly answer: number; readonly closest: number };
  readonly slack?: SlackSettings;
  readonly discord?: DiscordSettings;
}

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

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Every variable that Herald reads. */
export const VARIABLES = [
  'KNOWLEDGE_DIR',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_API_URL',
  'DISCORD_TOKEN',
  'DISCORD_API_URL',
  'ANSWER_THRESHOLD',
  'CLOSEST_THRESHOLD',
  'LOG_LEVEL',
] as const;

type Variable = (typeof VARIABLES)[number];

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
  if (botToken !== undefined && appToken === undefined) {
    fault(
      'SLACK_APP_TOKEN',
      'is missing while SLACK_BOT_TOKEN is set',
      'Create an app-level token with connections:write, or empty SLACK_BOT_TOKEN.',
    );
  }
  if (appToken !== undefined && botToken === undefined) {
    fault(
      'SLACK_BOT_TOKEN',
      'is missing while SLACK_APP_TOKEN is set',
      'Install the app to your workspace and copy its bot token, or empty SLACK_APP_TOKEN.',
    );
  }
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

  const answer = readShare('ANSWER_THRESHOLD', 0.35);
  const closest = readShare('CLOSEST_THRESHOLD', 0.15);
  const level = read('LOG_LEVEL') ?? 'info';
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (logLevel === undefined)
    fault('LOG_LEVEL', `"${level}" is not a level`, `Use one of: ${LOG_LEVELS.join(', ')}.`);

  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    config: {
      knowledgeDir: read('KNOWLEDGE_DIR') ?? 'knowledge',
      logLevel: logLevel ?? 'info',
      thresholds: { answer, closest },
      ...(botToken !== undefined && appToken !== undefined
        ? { slack: { botToken, appToken, ...(slackUrl === undefined ? {} : { apiUrl: slackUrl }) } }
        : {}),
      ...(discordToken === undefined
        ? {}
        : {
            discord: {
              token: discordToken,
              ...(discordUrl === undefined ? {} : { apiUrl: discordUrl }),
            },
          }),
    },
  };
}
