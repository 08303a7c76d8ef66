import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../src/adapters/slack/render.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { click, globalShortcut, submitView, typeAhead } from '../../servers/slack/interactions.js';
import { directMessage, mention, slashCommand } from '../../servers/slack/payloads.js';
import { postSigned, type Tampering } from '../../servers/slack/requests.js';
import type { SlackServer } from '../../servers/slack/server.js';
import type { Envelope } from '../../servers/slack/socket-mode.js';
import { type Connected, connect, freePort, shipped } from './connect.js';

const SECRET = 'canary-signing-secret';
const QUESTION = 'How much has Microsoft invested in OpenAI?';

let at: Connected;
let slack: SlackServer;
let base: string;
beforeEach(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  at = await connect({ http: { signingSecret: SECRET, port } });
  slack = at.slack;
});
afterEach(() => at.close());

const post = async (envelope: Envelope, tampering?: Tampering) => {
  const url = `${base}/slack/events`;
  const response = await postSigned(url, SECRET, slack.workspace, envelope, tampering);
  await at.calm();
  return response;
};
const reply = (ephemeral: boolean) =>
  renderAnswer(shipped.bot.ask({ text: QUESTION }), 0, { ephemeral })[0];
const nowS = () => Math.floor(Date.now() / 1_000);

describe('Over HTTP', () => {
  it('every door answers', async () => {
    expect(await post(mention(slack, { text: `<@U0HERALD> ${QUESTION}` }))).toEqual({
      status: 200,
      content: '',
    });
    await post(directMessage(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toMatchObject([
      { channel: 'C0GENERAL', ...reply(false) },
      { channel: 'D0ASKER', ...reply(false) },
    ]);
    const { content } = await post(slashCommand(slack, { text: QUESTION }));
    expect(content).toEqual({ response_type: 'ephemeral', ...reply(true) });
  });

  it('buttons, shortcuts, modals and type-ahead answer', async () => {
    await post(slashCommand(slack, { text: QUESTION }));
    const [message] = slack.workspace.ephemerals;
    if (message) await post(click(slack, message, 'herald_share'));
    await slack.until(() => slack.workspace.messages.length === 1);
    await post(globalShortcut(slack, 'herald_ask'));
    await slack.until(() => slack.workspace.views.length === 1);
    const [modal] = slack.workspace.views;
    if (modal)
      expect(
        (await post(submitView(slack, modal, { herald_own: QUESTION }))).content,
      ).toMatchObject({ response_action: 'update' });
    expect((await post(typeAhead(slack, 'herald_pick', 'mi'))).content).toHaveProperty('options');
  });

  it('a request is answered whose form type has a charset', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    const { content } = await post(slashCommand(slack, { text: QUESTION }), { contentType });
    expect(content).toMatchObject({ response_type: 'ephemeral' });
  });

  it('the health endpoint says that Herald is up', async () => {
    const health = async () => (await fetch(`${base}/health`)).json();
    expect(await health()).toEqual({ ok: true, connected: 1, wanted: 1 });
    await post(mention(slack, { text: QUESTION }));
    expect(await health()).toMatchObject({ ok: true, lastInboundAt: expect.any(Number) });
    await at.herald.stop();
    expect(at.herald.health()).toMatchObject({ connected: 0 });
  });

  it.each([
    ['GET', '/slack/events'],
    ['POST', '/other'],
    ['GET', '/'],
  ])('%s %s is not found', async (method, path) => {
    expect((await fetch(`${base}${path}`, { method })).status).toBe(404);
  });

  it('app_rate_limited, which comes without an event, is acknowledged', async () => {
    const payload = { type: 'app_rate_limited', team_id: 'T0EXAMPLE', minute_rate_limited: 1 };
    expect((await post({ type: 'events_api', payload })).status).toBe(200);
  });

  it('the verification of the address is answered', async () => {
    const payload = { type: 'url_verification', challenge: 'abc', token: 'redacted' };
    expect(await post({ type: 'events_api', payload })).toEqual({
      status: 200,
      content: { challenge: 'abc' },
    });
  });

  it('an event that cannot be kept is refused, so that Slack delivers it again', async () => {
    await at.herald.stop();
    const store = createMemoryStore();
    const accept = () => Promise.reject(new Error('the disk is full'));
    const port = Number(new URL(base).port);
    const http = { signingSecret: SECRET, port };
    const other = await connect({ slack, http, store: { ...store, accept } });
    expect((await post(mention(slack, { text: QUESTION }))).status).toBe(503);
    expect(slack.workspace.messages).toEqual([]);
    await other.herald.stop();
  });

  it('a port in use is a start that fails with its fix', async () => {
    const port = Number(new URL(base).port);
    const other = await connect({ slack, idle: true, http: { signingSecret: SECRET, port } });
    await expect(other.herald.start()).rejects.toMatchObject({
      name: 'StartError',
      fix: 'Free the port or choose another one.',
    });
  });
});

describe('A request is refused', () => {
  const forgeries: readonly (readonly [string, Tampering])[] = [
    ['that was tampered with', { body: '{"type":"event_callback"}' }],
    ['signed with another secret', { secret: 'wrong' }],
    ['without a signature', { without: ['x-slack-signature'] }],
    ['without a timestamp', { without: ['x-slack-request-timestamp'] }],
    ['older than five minutes', { timestamp: nowS() - 301 }],
    ['from the future', { timestamp: nowS() + 86_400 }],
    ['with a timestamp that is no number', { timestamp: Number.NaN }],
  ];
  it.each(forgeries)('%s', async (_, tampering) => {
    expect((await post(mention(slack, { text: QUESTION }), tampering)).status).toBe(401);
    expect(slack.workspace.messages).toEqual([]);
  });

  it('that is over 4 MB', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(4 * 1024 * 1024 + 1) });
    expect((await post(mention(slack, { text: QUESTION }), { body })).status).toBe(413);
  });

  it('a second time: an exact replay has no second effect', async () => {
    const tampering = { timestamp: nowS() };
    const event = mention(slack, { text: QUESTION });
    const command = slashCommand(slack, { text: QUESTION });
    for (const envelope of [event, event, command, command]) await post(envelope, tampering);
    expect(slack.workspace.messages).toHaveLength(1);
    expect(slack.workspace.ephemerals).toHaveLength(1);
  });
});
