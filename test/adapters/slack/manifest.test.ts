import { readdir, readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createManifest, OPTIONAL_SCOPES, SCOPES } from '../../../src/adapters/slack/manifest.js';
import { slackManifestCommand } from '../../../src/cli/slack.js';

const FOLDER = 'src/adapters/slack';
/** What each method takes, by docs.slack.dev/reference/methods. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'apps.connections.open': [],
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.replies': ['im:history', 'channels:history', 'groups:history'],
  'views.open': [],
  'views.publish': [],
};
/** What each event takes, by docs.slack.dev/reference/events. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  app_uninstalled: [],
  tokens_revoked: [],
};

async function run(options: { readonly http?: string }) {
  const out: string[] = [];
  const err: string[] = [];
  const into = (lines: string[]) =>
    new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
  const exit = await slackManifestCommand(options, { stdout: into(out), stderr: into(err) });
  return { exit, out: out.join(''), err: err.join('') };
}

describe('The manifest', () => {
  it('in the repository is the one for Socket Mode', async () => {
    expect(JSON.parse(await readFile('manifest.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(createManifest())),
    );
  });

  it('is printed by herald slack manifest', async () => {
    const { exit, out, err } = await run({});
    expect([exit, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(JSON.parse(await readFile('manifest.json', 'utf8')));
  });

  it('for HTTP names the address wherever Slack calls', async () => {
    const { out } = await run({ http: 'https://herald.example/' });
    expect(JSON.parse(out)).toMatchObject({
      features: { slash_commands: [{ url: 'https://herald.example/slack/events' }] },
      oauth_config: { redirect_urls: ['https://herald.example/slack/oauth_redirect'] },
      settings: {
        event_subscriptions: { request_url: 'https://herald.example/slack/events' },
        interactivity: {
          request_url: 'https://herald.example/slack/events',
          message_menu_options_url: 'https://herald.example/slack/events',
        },
        socket_mode_enabled: false,
      },
    });
  });

  it('for HTTP wants an https address', async () => {
    for (const http of ['http://herald.example', 'herald.example', '']) {
      const { exit, out, err } = await run({ http });
      expect([exit, out]).toEqual([2, '']);
      expect(err).toContain(`"${http}" is not an https address.`);
    }
  });

  it('asks for exactly the scopes of the methods, events and features that are used', async () => {
    const sources = await Promise.all(
      (await readdir(FOLDER)).map((file) => readFile(`${FOLDER}/${file}`, 'utf8')),
    );
    const source = sources.join('\n');
    const found = (pattern: RegExp) =>
      [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))].sort();
    const methods = found(/\bclient\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g);
    expect(methods).toEqual(Object.keys(METHOD_SCOPES).sort());
    const manifest = JSON.parse(JSON.stringify(createManifest()));
    const events: readonly string[] = manifest.settings.event_subscriptions.bot_events;
    expect([...events].sort()).toEqual(Object.keys(EVENT_SCOPES).sort());
    expect([...new Set(events.map((event) => event.replace(/\..*/, '')))].sort()).toEqual(
      [
        ...found(/app\.event\('([a-z_]+)'/g),
        ...found(/type: v\.literal\('(app_mention|message)'\)/g),
      ].sort(),
    );
    const used = [...Object.values(METHOD_SCOPES), ...Object.values(EVENT_SCOPES), ['commands']];
    expect([...new Set(used.flat())].sort()).toEqual([...SCOPES, ...OPTIONAL_SCOPES].sort());
    const { bot, bot_optional } = manifest.oauth_config.scopes;
    expect([bot, bot_optional]).toEqual([SCOPES, OPTIONAL_SCOPES]);
  });

  it('keeps within the lengths that Slack allows', () => {
    const { display_information: shown, features } = JSON.parse(JSON.stringify(createManifest()));
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(features.agent_view.agent_description.length).toBeLessThanOrEqual(300);
    for (const { name, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });
});
