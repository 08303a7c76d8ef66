import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createManifest, OPTIONAL_SCOPES, SCOPES } from '../../../src/adapters/slack/manifest.js';
import { slackManifestCommand } from '../../../src/cli/slack.js';

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

  it('asks for no more scopes than its events and calls need', () => {
    expect([...SCOPES, ...OPTIONAL_SCOPES]).toEqual([
      'app_mentions:read', // app_mention
      'assistant:write', // assistant.threads.*
      'chat:write', // chat.*
      'commands', // slash command, shortcuts
      'im:history', // message.im
      'channels:history', // message.channels
      'groups:history', // message.groups
    ]);
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
