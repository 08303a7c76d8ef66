import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../src/config/variables.js';
import { readConfig } from '../src/config.js';

const DEFAULTS = {
  knowledgeDir: 'knowledge',
  logLevel: 'info',
  thresholds: { answer: 0.35, closest: 0.15 },
  meaning: 'words',
  modelDir: 'model',
  corrections: 'edit',
  loop: {
    operators: ['managers'],
    textTtlDays: 90,
    limits: { perPerson: 20, perChannel: 120 },
    answerWithinMinutes: 60,
  },
  previewChannels: [],
  dataDir: 'data',
  web: { host: '127.0.0.1', port: 3000, mode: 'beside', corsOrigins: [], perMinute: 120 },
};
const faultsOf = (env: Readonly<Record<string, string>>) => {
  const result = readConfig(env);
  return result.ok
    ? []
    : result.faults.map(({ variable, message, fix }) => `${variable} ${message}. ${fix}`);
};
const text = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

describe('the configuration', () => {
  test('has defaults for everything, and no platform', () => {
    expect(readConfig({})).toEqual({ ok: true, config: DEFAULTS });
  });

  test('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(VARIABLES.map((variable) => [variable, ' ']));
    expect(readConfig(empty)).toEqual({ ok: true, config: DEFAULTS });
  });

  test('is read from the environment, white space around values left out', () => {
    const env = {
      KNOWLEDGE_DIR: ' docs ',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1 ',
      SLACK_API_URL: 'http://127.0.0.1:8080/api/',
      DISCORD_TOKEN: 'abc.def.ghi',
      DISCORD_API_URL: 'https://discord.example/api',
      MEANING: 'transformer',
      MODEL_DIR: '/srv/model',
      ANSWER_THRESHOLD: '0.5',
      CLOSEST_THRESHOLD: '1',
      PREVIEW_CHANNELS: 'C0123ABCDEF, 123456789012345678,terminal',
      LOG_LEVEL: 'warn',
      SOMETHING_ELSE: 'ignored',
    };
    expect(readConfig(env)).toEqual({
      ok: true,
      config: {
        ...DEFAULTS,
        knowledgeDir: 'docs',
        logLevel: 'warn',
        thresholds: { answer: 0.5, closest: 1 },
        meaning: 'transformer',
        modelDir: '/srv/model',
        previewChannels: ['C0123ABCDEF', '123456789012345678', 'terminal'],
        slack: { botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: 'http://127.0.0.1:8080/api/' },
        discord: { token: 'abc.def.ghi', apiUrl: 'https://discord.example/api' },
      },
    });
  });

  test('takes ids of channels for previews, not their names', () => {
    expect(faultsOf({ PREVIEW_CHANNELS: '#press C0123ABCDEF general' })).toEqual([
      'PREVIEW_CHANNELS holds "#press", "general", which no channel has for its id. List ids, as C0123ABCDEF for Slack, 123456789012345678 for Discord, or terminal.',
    ]);
  });

  test('has one platform without the other', () => {
    expect(readConfig({ DISCORD_TOKEN: 'abc.def.ghi' })).toEqual({
      ok: true,
      config: { ...DEFAULTS, discord: { token: 'abc.def.ghi' } },
    });
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toEqual({
      ok: true,
      config: { ...DEFAULTS, slack: { botToken: 'xoxb-1', appToken: 'xapp-1' } },
    });
  });
});

describe('Slack is reached', () => {
  const slackOf = (env: Readonly<Record<string, string>>) => {
    const result = readConfig(env);
    return result.ok ? result.config.slack : faultsOf(env);
  };
  const http = { SLACK_SIGNING_SECRET: 's3cret', SLACK_PORT: '8080', HOST: '0.0.0.0' };
  const address = { signingSecret: 's3cret', port: 8080, host: '0.0.0.0' };

  test('by signed requests for one workspace', () => {
    expect(slackOf({ ...http, SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual({
      botToken: 'xoxb-1',
      ...address,
    });
  });

  test('by signed requests for many workspaces', () => {
    expect(slackOf({ ...http, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c' })).toEqual({
      clientId: '1.2',
      clientSecret: 'c',
      ...address,
    });
  });

  test.each([
    [
      { SLACK_CLIENT_ID: '1.2' },
      'SLACK_CLIENT_SECRET is missing while SLACK_CLIENT_ID is set. Copy it from "Basic Information" of your Slack app.',
    ],
    [
      { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c' },
      'SLACK_SIGNING_SECRET is missing while SLACK_CLIENT_ID is set. Copy it from "Basic Information" of your Slack app: workspaces that install it send signed requests.',
    ],
    [
      { SLACK_SIGNING_SECRET: 's' },
      'SLACK_BOT_TOKEN is missing while SLACK_SIGNING_SECRET is set. Install the app to your workspace and copy its bot token, or empty SLACK_SIGNING_SECRET.',
    ],
    [
      { PORT: 'http' },
      'PORT "http" is not a port. Use a number from 0 to 65535, or leave it empty for 3000.',
    ],
  ])('not by %o', (env, fault) => {
    expect(slackOf(env)).toEqual([fault]);
  });
});

describe('a fault in the configuration names the variable and the fix', () => {
  const copyBot = 'Copy the Bot User OAuth Token from "OAuth & Permissions" of your Slack app.';
  const copyApp =
    'Copy an app-level token with connections:write from "Basic Information" of your Slack app.';

  test.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set. Create an app-level token with connections:write, or set SLACK_SIGNING_SECRET for requests over HTTP, or empty SLACK_BOT_TOKEN.',
    ],
    [
      { SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN is missing while SLACK_APP_TOKEN is set. Install the app to your workspace and copy its bot token, or empty SLACK_APP_TOKEN.',
    ],
    [
      { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' },
      `SLACK_BOT_TOKEN does not begin with xoxb-. ${copyBot}`,
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' },
      `SLACK_APP_TOKEN does not begin with xapp-. ${copyApp}`,
    ],
    [
      { DISCORD_TOKEN: 'Bot abc.def.ghi' },
      'DISCORD_TOKEN contains white space. Copy the token alone, without "Bot " before it, from the Bot page of your Discord application.',
    ],
    [
      { SLACK_API_URL: 'localhost' },
      'SLACK_API_URL "localhost" is not a web address. Write it out, as http://127.0.0.1:8080/api/, or leave it empty.',
    ],
    [
      { DISCORD_API_URL: 'ftp://example.com' },
      'DISCORD_API_URL "ftp://example.com" is not a web address. Write it out, as http://127.0.0.1:8080/api/, or leave it empty.',
    ],
    [
      { ANSWER_THRESHOLD: '35%' },
      'ANSWER_THRESHOLD "35%" is not a number from 0 to 1. Leave it empty for the default, 0.35.',
    ],
    [
      { CLOSEST_THRESHOLD: '1.5' },
      'CLOSEST_THRESHOLD "1.5" is not a number from 0 to 1. Leave it empty for the default, 0.15.',
    ],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL "loud" is no level. Use one of: debug, info, warn, error, silent; or leave it empty for info.',
    ],
  ])('%j', (env, fault) => {
    expect(faultsOf(env)).toEqual([fault]);
  });

  test('all of them at once', () => {
    const variables = faultsOf({
      SLACK_BOT_TOKEN: 'secret-1',
      SLACK_API_URL: 'x',
      DISCORD_TOKEN: 'a b',
      ANSWER_THRESHOLD: '-1',
      CLOSEST_THRESHOLD: 'NaN',
      LOG_LEVEL: 'INFO',
    }).map((fault) => fault.split(' ', 1)[0]);
    expect(variables).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'DISCORD_TOKEN',
      'ANSWER_THRESHOLD',
      'CLOSEST_THRESHOLD',
      'LOG_LEVEL',
    ]);
  });

  test('never a token', () => {
    const faults = faultsOf({ SLACK_BOT_TOKEN: 'canary-1', DISCORD_TOKEN: 'canary -2' });
    expect(faults.join('\n')).not.toContain('canary');
  });
});

describe('the documentation of the configuration', () => {
  const example = parse(text('.env.example'));

  test('is .env.example, with every variable and nothing else', () => {
    expect(Object.keys(example).sort()).toEqual([...VARIABLES].sort());
    expect(text('.env.example')).toMatch(/^#/);
  });

  test('gives each variable its default', () => {
    expect(readConfig(example)).toEqual(readConfig({}));
    expect(example).toMatchObject({ KNOWLEDGE_DIR: 'knowledge', LOG_LEVEL: 'info' });
  });

  test('explains each variable in the lines above it, some together with the one before', () => {
    const lines = text('.env.example').split('\n');
    for (const variable of VARIABLES) {
      const at = lines.findIndex((line) => line.startsWith(`${variable}=`));
      const above = lines.slice(0, at).findLast((line) => !/^[A-Z_]+=/.test(line));
      expect([variable, above]).toEqual([variable, expect.stringMatching(/^# \S/)]);
    }
  });

  test('is the README’s table too, with the same defaults', () => {
    const rows = [...text('README.md').matchAll(/^\| `([A-Z_]+)` \| ?(.*?) \| .+ \|$/gm)];
    const documented = Object.fromEntries(
      rows.map(([, variable, standard = '']) => [variable, standard.replace(/^`(.*)`$/, '$1')]),
    );
    expect(documented).toEqual(example);
  });
});

describe('the page is served', () => {
  const webOf = (env: Readonly<Record<string, string>>) => {
    const result = readConfig(env);
    return result.ok ? result.config.web : faultsOf(env);
  };

  test('as it is told', () => {
    const env = {
      HOST: '::1',
      PORT: '0',
      WEB: 'alone',
      PUBLIC_URL: 'https://herald.example/page/',
      OPERATOR_TOKEN: 'a-token-of-some-length',
      CORS_ORIGIN: 'https://a.example, https://b.example:8443',
      WEB_LIMIT: '0',
    };
    expect(webOf(env)).toEqual({
      host: '::1',
      port: 0,
      mode: 'alone',
      publicUrl: 'https://herald.example/page',
      operatorToken: 'a-token-of-some-length',
      corsOrigins: ['https://a.example', 'https://b.example:8443'],
      perMinute: 0,
    });
  });

  test('not at all when it is off', () => {
    expect(webOf({ WEB: 'off' })).toBeUndefined();
  });

  test('after every fault is mended', () => {
    const env = {
      WEB: 'no',
      PUBLIC_URL: 'https://herald.example/?a',
      OPERATOR_TOKEN: 'short',
      CORS_ORIGIN: 'https://a.example/page',
      WEB_LIMIT: '-1',
    };
    expect(webOf(env)).toEqual([
      'WEB "no" is no way to serve the page. Use one of: beside, alone, off; or leave it empty for beside.',
      'PUBLIC_URL has a query or a fragment. Write the address of the page alone.',
      'OPERATOR_TOKEN is shorter than 16 characters. Make a long one, as with: openssl rand -hex 24.',
      'CORS_ORIGIN "https://a.example/page" is no origin. Write scheme and host alone, as https://example.com; part several by commas.',
      'WEB_LIMIT "-1" is not a number of requests. Use a whole number, 0 for no limit, or leave it empty for 120.',
    ]);
  });
});
