import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KINDS } from '../../../src/store/store.js';
import { eventEnvelope, mention } from '../../servers/slack/payloads.js';
import { postSigned } from '../../servers/slack/requests.js';
import type { SlackServer } from '../../servers/slack/server.js';
import type { Envelope } from '../../servers/slack/socket-mode.js';
import type { Grant } from '../../servers/slack/workspace.js';
import { type Connected, connect, freePort } from './connect.js';

const SECRET = 'canary-signing-secret';
const QUESTION = 'How much has Microsoft invested in OpenAI?';
const ACME: Grant = { token: 'xoxb-canary-acme', teamId: 'T0ACME', userId: 'U1', botId: 'B1' };
const BETA: Grant = { token: 'xoxb-canary-beta', teamId: 'T0BETA', userId: 'U2', botId: 'B2' };
const ORG: Grant = { ...BETA, token: 'xoxb-canary-org', enterpriseId: 'E0ORG' };

let at: Connected;
let slack: SlackServer;
let base: string;
beforeEach(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  at = await connect({
    http: { signingSecret: SECRET, port, host: '127.0.0.1' },
    oauth: { clientId: '12345.67890', clientSecret: 'canary-client-secret' },
  });
  slack = at.slack;
});
afterEach(async () => {
  expect(at.log.lines.filter((line) => line.includes('canary'))).toEqual([]);
  await at.close();
});

/** Goes through an installation as a browser does; `forge` changes the state it comes back with. */
async function install(grant: Grant, forge = (state: string) => state): Promise<number> {
  const page = await fetch(`${base}/slack/install`);
  const link = (await page.text()).match(/href="(https:[^"]+)"/)?.[1]?.replaceAll('&amp;', '&');
  const state = forge(new URL(link ?? '').searchParams.get('state') ?? '');
  const code = `code-${grant.token}`;
  slack.workspace.grants.set(code, grant);
  const query = new URLSearchParams({ code, state });
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const done = await fetch(`${base}/slack/oauth_redirect?${query}`, { headers: { cookie } });
  return done.status;
}

/** An event as it comes from where Herald was installed by a grant. */
function from({ teamId, userId, enterpriseId }: Grant, { type, payload }: Envelope): Envelope {
  const authorization = {
    enterprise_id: enterpriseId ?? null,
    team_id: teamId,
    user_id: userId,
    is_bot: true,
    is_enterprise_install: enterpriseId !== undefined,
  };
  return {
    type,
    payload: {
      ...(payload as object),
      team_id: teamId,
      enterprise_id: enterpriseId ?? null,
      is_enterprise_install: enterpriseId !== undefined,
      authorizations: [authorization],
    },
  };
}
const post = async (envelope: Envelope) => {
  const url = `${base}/slack/events`;
  const response = await postSigned(url, SECRET, slack.workspace, envelope);
  await at.calm();
  return response;
};
const ask = (grant: Grant) =>
  post(from(grant, mention(slack, { text: `<@${grant.userId}> hello there` })));
const gone = (grant: Grant, type: string, atS = Math.floor(Date.now() / 1_000) + 1, bot = ['U1']) =>
  post(
    (({ payload, ...rest }) => ({ ...rest, payload: { ...(payload as object), event_time: atS } }))(
      from(grant, eventEnvelope(slack, { type, tokens: { oauth: ['U0ADMIN'], bot } })),
    ),
  );
const tokensUsed = () =>
  slack.calls.filter(({ method }) => method === 'chat.postMessage').map(({ token }) => token);

describe('Herald for many workspaces', () => {
  it('asks for exactly its scopes on the install page', async () => {
    const page = await (await fetch(`${base}/slack/install`)).text();
    const link = page.match(/href="(https:[^"]+)"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(new URL(link).searchParams.get('scope')?.split(',')).toEqual([
      'app_mentions:read',
      'assistant:write',
      'chat:write',
      'commands',
      'im:history',
    ]);
  });

  it('answers each workspace with its own token', async () => {
    expect(await install(ACME)).toBe(200);
    expect(await install(BETA)).toBe(200);
    for (const grant of [ACME, BETA, ACME]) expect((await ask(grant)).status).toBe(200);
    expect(tokensUsed()).toEqual([ACME.token, BETA.token, ACME.token]);
  });

  it('answers in all workspaces of an organisation that installed it', async () => {
    await install(ORG);
    await ask(ORG);
    await ask({ ...ORG, teamId: 'T0ELSEWHERE' });
    expect(tokensUsed()).toEqual([ORG.token, ORG.token]);
  });

  it('keeps what belongs to an organisation under its name, whatever the workspace', async () => {
    await install(ORG);
    await post(from(ORG, mention(slack, { text: `<@${ORG.userId}> ${QUESTION}` })));
    const elsewhere = { ...ORG, teamId: 'T0ELSEWHERE' };
    await post(from(elsewhere, mention(slack, { text: `<@${ORG.userId}> ${QUESTION}` })));
    expect(await at.store.list('reply', 'slack E0ORG ')).toHaveLength(2);
    expect(await at.store.list('reply')).toHaveLength(2);
    await gone(ORG, 'app_uninstalled');
    for (const kind of KINDS) expect(await at.store.list(kind)).toEqual([]);
  });

  it('refuses an installation with a forged state', async () => {
    expect(await install(ACME, (state) => `${state}x`)).not.toBe(200);
    expect(await at.store.get('installation', 'slack T0ACME installation')).toBeUndefined();
  });

  it('is silent where it is not installed, and wants no retries', async () => {
    expect((await ask(ACME)).status).toBe(200);
    expect(tokensUsed()).toEqual([]);
    expect(at.log.lines.join('\n')).toContain('not installed in slack T0ACME');
  });
});

describe('A workspace that removes Herald', () => {
  it('leaves nothing behind, and its neighbours everything', async () => {
    const neighbour = { ...BETA, teamId: 'T0ACMEX' };
    for (const grant of [ACME, neighbour]) {
      await install(grant);
      await post(from(grant, mention(slack, { text: `<@${grant.userId}> ${QUESTION}` })));
    }
    const kept = async (prefix: string) =>
      (await Promise.all(KINDS.map((kind) => at.store.list(kind, prefix)))).flat().length;
    await vi.waitFor(async () => expect(await kept('slack T0ACME ')).toBe(4));
    const before = 4;
    await vi.waitFor(async () => expect(await kept('slack T0ACMEX ')).toBe(before));
    await gone(ACME, 'app_uninstalled');
    expect(await kept('slack T0ACME ')).toBe(0);
    const asked: string[] = [];
    for await (const { place } of at.store.questions()) asked.push(place);
    expect(asked).toEqual(['slack T0ACMEX C0GENERAL']);
    expect(await kept('slack T0ACMEX ')).toBe(before);
    expect(await kept('')).toBe(before);
  });

  const orders: readonly (readonly string[])[] = [
    ['app_uninstalled', 'tokens_revoked'],
    ['tokens_revoked', 'app_uninstalled'],
    ['app_uninstalled', 'app_uninstalled'],
  ];
  it.each(orders)('is forgotten by %s, then %s', async (first, second) => {
    await install(ACME);
    await install(ORG);
    for (const type of [first, second]) expect((await gone(ACME, type ?? '')).status).toBe(200);
    expect(await at.store.get('installation', 'slack T0ACME installation')).toBeUndefined();
    expect(await at.store.get('installation', 'slack E0ORG installation')).toBeDefined();
    await gone(ORG, second ?? '');
    expect(await at.store.get('installation', 'slack E0ORG installation')).toBeUndefined();
  });

  it('and installs it again is not forgotten by an event that comes late', async () => {
    await install(ACME);
    await gone(ACME, 'app_uninstalled', Math.floor(Date.now() / 1_000) - 60);
    expect(await at.store.get('installation', 'slack T0ACME installation')).toBeDefined();
  });

  it('is not mistaken for a person who revokes a token of theirs', async () => {
    await install(ACME);
    await gone(ACME, 'tokens_revoked', undefined, []);
    expect(await at.store.get('installation', 'slack T0ACME installation')).toBeDefined();
  });
});
