import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineSlack } from '../../../src/adapters/slack/doctor.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';

let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlackServer();
});
afterEach(() => slack.close());

const examine = (botToken = slack.tokens.bot, appToken = slack.tokens.app) =>
  examineSlack({ botToken, appToken, apiUrl: slack.apiUrl });
const unseen = { ok: true, what: expect.stringContaining('mention Herald in a channel') };

describe('An examination of Slack', () => {
  it('finds all well', async () => {
    slack.scopes = [...slack.scopes, 'channels:history', 'groups:history'];
    expect(await examine()).toEqual([
      { ok: true, what: 'The bot token is that of herald in Example.' },
      { ok: true, what: 'The app has every scope that Herald needs.' },
      { ok: true, what: 'Herald may follow threads that it answered in.' },
      { ok: true, what: 'The app token may open connections.' },
      unseen,
    ]);
    expect(slack.sockets.open).toEqual([]);
  });

  it('names missing scopes, and what declined ones cost', async () => {
    slack.scopes = ['chat:write', 'groups:history'];
    expect(await examine()).toMatchObject([
      { ok: true },
      {
        ok: false,
        what: 'The app lacks the scopes app_mentions:read, assistant:write, commands, im:history.',
        fix: expect.stringContaining('herald slack manifest'),
      },
      {
        ok: true,
        what: 'Without channels:history a further question in a thread needs another mention.',
      },
      { ok: true },
      unseen,
    ]);
  });

  it('names wrong tokens with their fix, and never shows one', async () => {
    const findings = await examine('xoxb-wrong', slack.tokens.bot);
    expect(findings).toMatchObject([
      { ok: false, what: 'Slack refused auth.test: invalid_auth.', fix: expect.any(String) },
      {
        ok: false,
        what: 'Slack refused apps.connections.open: not_allowed_token_type.',
        fix: expect.any(String),
      },
      unseen,
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/xoxb-wrong|canary/);
  });
});
