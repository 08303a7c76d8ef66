import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../../src/adapters/adapter.js';
import { createSlackAdapter } from '../../../src/adapters/slack/adapter.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { createContext } from '../../loop/context.js';
import { mention } from '../../servers/slack/payloads.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';
import { BRISK, type Connected, connect, recordLog, shipped } from './connect.js';

let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlackServer();
});
afterEach(() => slack.close());

async function failToStart(settings: Parameters<typeof connect>[0] = {}) {
  const { herald, log } = await connect({ ...settings, slack, idle: true });
  const error = await herald.start().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  const { message, fix } = error as StartError;
  for (const text of [message, fix, ...log.lines]) {
    expect(text).not.toContain('canary');
    expect(text).not.toContain('xoxb-wrong');
  }
  await herald.stop();
  return { message, fix };
}

describe('A start that fails names its fix', () => {
  it('for a wrong bot token', async () => {
    expect(await failToStart({ botToken: 'xoxb-wrong' })).toEqual({
      message: 'Slack refused auth.test: invalid_auth',
      fix: 'Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of your Slack app to SLACK_BOT_TOKEN; install the app to the workspace first.',
    });
  });

  it('for a bot token in the place of the app token', async () => {
    expect(await failToStart({ appToken: slack.tokens.bot })).toEqual({
      message: 'Slack refused apps.connections.open: not_allowed_token_type',
      fix: 'Generate an app-level token (xapp-…) with the scope connections:write under "Basic Information" of your Slack app and set SLACK_APP_TOKEN to it.',
    });
  });

  it('for an app token without its scope', async () => {
    slack.script({ method: 'apps.connections.open', answer: { error: 'missing_scope' } });
    expect((await failToStart()).fix).toContain('lacks the scope connections:write');
  });

  it('for an app that was removed', async () => {
    slack.script({ method: 'auth.test', answer: { error: 'account_inactive' } });
    expect((await failToStart()).fix).toContain('Install it again');
  });

  it('for an error it does not know', async () => {
    slack.script({ method: 'auth.test', answer: { error: 'org_login_required' } });
    expect(await failToStart()).toEqual({
      message: 'Slack refused auth.test: org_login_required',
      fix: 'Look up "org_login_required" at https://docs.slack.dev/reference/methods/auth.test.',
    });
  });

  it('when Slack is silent, broken, or says no hello', async () => {
    slack.script({ method: 'auth.test', answer: 'silence' });
    expect((await failToStart({ pace: { callTimeoutMs: 100 } })).fix).toContain(
      'Check that this machine reaches https://slack.com',
    );
    slack.script({ method: 'auth.test', answer: { status: 503 } });
    expect((await failToStart()).message).toBe('Slack refused auth.test: http_503');
    slack.sockets.greeting = 'silence';
    expect((await failToStart({ pace: { helloMs: 100 } })).message).toBe(
      'Slack refused apps.connections.open: no hello',
    );
    slack.sockets.greeting = { disconnect: 'too_many_websockets' };
    expect((await failToStart()).fix).toContain('At most ten connections');
  });

  it('when nobody listens', async () => {
    const herald = createSlackAdapter(
      { botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: 'http://127.0.0.1:1/api/' },
      createContext({ bot: shipped.bot, store: createMemoryStore(), log: recordLog() }),
      BRISK,
    );
    await expect(herald.start()).rejects.toThrow('Slack refused auth.test: no_answer');
  });
});

describe('A start that succeeds', () => {
  it('opens two connections and warns of scopes that the app lacks', async () => {
    slack.scopes = ['chat:write'];
    const { herald, log } = await connect({ slack });
    expect(slack.sockets.open).toHaveLength(2);
    expect(log.lines).toEqual([
      expect.stringContaining(
        "missing: [ 'app_mentions:read', 'assistant:write', 'commands', 'im:history' ]",
      ),
    ]);
    await herald.stop();
  });
});

describe('A stop', () => {
  let at: Connected;
  beforeEach(async () => {
    at = await connect({ slack });
  });

  it('finishes the answer under way, takes no other, and closes the connections', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    slack.script({ method: 'chat.postMessage', answer: held });
    const acknowledged = slack.sockets.deliver(mention(slack, { text: '<@U0HERALD> hello' }));
    await slack.until(() => slack.calls.some(({ method }) => method === 'chat.postMessage'));
    const stopped = at.herald.stop();
    const refused = slack.sockets.offer(mention(slack, { text: '<@U0HERALD> hello' }), 100);
    expect(await refused).toBe(false);
    release();
    await acknowledged;
    await stopped;
    expect(slack.workspace.messages).toHaveLength(1);
    await slack.until(() => slack.sockets.open.length === 0);
  });

  it('before any start is fine', async () => {
    await at.herald.stop();
    await (await connect({ slack, idle: true })).herald.stop();
  });
});
