import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../src/adapters/discord/render.js';
import { english } from '../../../src/adapters/discord/words/en.js';
import {
  askCommand,
  CHANNELS,
  directMessage,
  guildMessage,
} from '../../servers/discord/payloads.js';
import { REFUSALS } from '../../servers/discord/refusal.js';
import { type Connected, connect, shipped } from './connect.js';

const QUESTION = 'How much has Microsoft invested in OpenAI?';
const REPLY = renderAnswer(shipped.bot.ask({ text: QUESTION, locale: 'en-US' }), {
  words: english,
  page: 0,
  shareable: false,
});
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
const CALLBACK = 'POST /interactions';
const EDIT = 'PATCH /webhooks';
const SEND = 'POST /channels';

let at: Connected;
beforeEach(async () => {
  at = await connect();
});
afterEach(async () => {
  await at.close();
  const log = at.log.lines.join('\n');
  expect(log).not.toContain(at.discord.token);
  expect(log).not.toContain('interaction-token-canary');
});

const mention = (id?: string, channel: string = CHANNELS.general) =>
  at.discord.gateway.dispatch(
    'MESSAGE_CREATE',
    guildMessage(at.discord, {
      content: `<@${at.discord.self}> ${QUESTION}`,
      channel,
      ...(id === undefined ? {} : { id }),
    }),
  );
const askPublicly = (times?: number) =>
  at.discord.interact(askCommand(QUESTION, { public: true }), times);
const callsOf = (name: string) =>
  at.discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));
const answered = async (asked: { message: unknown }) => {
  await at.discord.until(() => asked.message !== undefined);
  expect(asked.message).toEqual({ ...REPLY.rich, ...NO_MENTIONS });
};

describe('An interaction is answered once', () => {
  it('when it is delivered twice', async () => {
    const asked = askPublicly(2);
    await answered(asked);
    await answered(askPublicly());
    expect(callsOf(CALLBACK).filter(({ path }) => path.includes(asked.id))).toHaveLength(1);
  });

  it.each([
    ['Discord fails', { status: 503 } as const],
    ['the line breaks', 'break' as const],
    ['Discord says nothing', 'silence' as const],
    ['its bucket is empty', { retryAfterSeconds: 0.01 } as const],
    ['all buckets are empty', { retryAfterSeconds: 0.01, global: true } as const],
  ])('when %s at first', async (_, answer) => {
    at.discord.script({ call: CALLBACK, answer }, { call: EDIT, answer });
    await answered(askPublicly());
  });

  it('when the answer to its first response is lost', async () => {
    at.discord.script({ call: CALLBACK, answer: 'lose answer' });
    await answered(askPublicly());
  });

  it('in plain words when Discord refuses the components', async () => {
    at.discord.script({ call: EDIT, answer: { status: 400, code: 50035 } });
    const asked = askPublicly();
    await at.discord.until(() => asked.message !== undefined);
    expect(asked.message).toEqual({ ...REPLY.plain, ...NO_MENTIONS });
  });

  it('in plain words when Discord keeps failing at the components', async () => {
    at.discord.script(...Array(4).fill({ call: EDIT, answer: { status: 500 } }));
    const asked = askPublicly();
    await at.discord.until(() => asked.message !== undefined);
    expect(asked.message).toEqual({ ...REPLY.plain, ...NO_MENTIONS });
  });

  it('also when it cannot be recorded, and the log says so', async () => {
    const broken = await connect({
      discord: at.discord,
      store: { ...at.store, put: () => Promise.reject(new Error('disk full')) },
    });
    await at.herald.stop();
    await answered(askPublicly());
    expect(broken.log.lines).toEqual([
      expect.stringMatching(/^error a question could not be recorded .*disk full/s),
    ]);
    await broken.herald.stop();
  });

  it('with words of regret when no answer can be made', async () => {
    const ask = () => {
      throw new Error('out of memory');
    };
    const broken = await connect({ discord: at.discord, bot: { ...shipped.bot, ask } });
    await at.herald.stop();
    const asked = askPublicly();
    await at.discord.until(() => asked.message !== undefined);
    expect(asked.message).toEqual({
      content: 'Something went wrong here. Please ask again in a moment.',
      ...NO_MENTIONS,
    });
    await broken.herald.stop();
  });
});

describe('An interaction is left alone', () => {
  it.each([
    ['its first response comes after 3 s (10062)', { status: 404, code: 10062 }],
    ['something else has answered it (40060)', { status: 400, code: 40060 }],
  ])('when %s', async (_, answer) => {
    at.discord.script({ call: CALLBACK, answer });
    askPublicly();
    await answered(askPublicly());
    expect(callsOf(EDIT)).toHaveLength(1);
  });

  it('when its first response cannot be in time any more', async () => {
    const hurried = await connect({ discord: at.discord, pace: { firstResponseMs: 0 } });
    await at.herald.stop();
    at.discord.script({ call: CALLBACK, answer: { status: 503 } });
    askPublicly();
    await answered(askPublicly());
    expect(callsOf(CALLBACK)).toHaveLength(2);
    await hurried.herald.stop();
  });

  it('when its token has ended: before the 15 minutes are over by not trying', async () => {
    const slow = await connect({ discord: at.discord, pace: { tokenMs: 0 } });
    await at.herald.stop();
    const asked = askPublicly();
    await at.discord.until(() => asked.response !== undefined);
    await slow.herald.stop();
    expect(callsOf(EDIT)).toEqual([]);
    expect(slow.log.lines.at(-1)).toMatch(/^warn an answer came after the life of its interaction/);
  });

  it('when Discord says that its token has ended (50027)', async () => {
    at.discord.script({ call: EDIT, answer: { status: 401, code: 50027 } });
    askPublicly();
    await answered(askPublicly());
    expect(at.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('A message is answered once', () => {
  it.each([
    ['Discord fails', { status: 503 } as const],
    ['the line breaks', 'break' as const],
    ['Discord says nothing', 'silence' as const],
    ['the reply is sent but the answer is lost', 'lose answer' as const],
    ['its bucket is empty', { retryAfterSeconds: 0.01 } as const],
    ['all buckets are empty', { retryAfterSeconds: 0.01, global: true } as const],
  ])('when %s at first', async (_, answer) => {
    at.discord.script({ call: SEND, answer });
    mention('810000000000000001');
    mention('810000000000000002');
    await at.discord.until(() => at.discord.messages.length === 2);
    expect(at.discord.messages.map(({ body }) => body.nonce)).toEqual([
      '810000000000000001',
      '810000000000000002',
    ]);
  });

  it('in plain words when Discord refuses the components', async () => {
    at.discord.script({ call: SEND, answer: { status: 400, code: 50035 } });
    mention();
    await at.discord.until(() => at.discord.messages.length === 1);
    expect(at.discord.messages[0]?.body).toMatchObject(REPLY.plain);
  });
});

describe('Herald', () => {
  it.each([
    ['may not write (50013)', REFUSALS.missingPermissions],
    ['may not read (50001)', REFUSALS.missingAccess],
  ])('says nothing more for a while in a channel where it %s', async (_, refuse) => {
    const { discord, log } = at;
    discord.forbidden.set(CHANNELS.thread, refuse);
    mention(undefined, CHANNELS.thread);
    mention(undefined, CHANNELS.thread);
    await discord.until(() => callsOf(SEND).length === 1);
    mention();
    await discord.until(() => discord.messages.length === 1);
    expect(callsOf(`${SEND}/${CHANNELS.thread}`)).toHaveLength(1);
    expect(log.lines.filter((line) => line.includes('Give Herald the permissions'))).toHaveLength(
      1,
    );
  });

  it('speaks again in a channel once it may', async () => {
    const { discord } = at;
    const patient = await connect({ discord, pace: { breakerMs: 0 } });
    await at.herald.stop();
    discord.forbidden.set(CHANNELS.general, REFUSALS.missingPermissions);
    mention();
    await discord.until(() => callsOf(SEND).at(-1)?.status === 403);
    discord.forbidden.clear();
    mention();
    await discord.until(() => discord.messages.length === 1);
    await patient.herald.stop();
  });

  it('does not insist where somebody takes no direct messages (50007)', async () => {
    const { discord } = at;
    discord.forbidden.set(CHANNELS.direct, REFUSALS.cannotSendToUser);
    discord.gateway.dispatch('MESSAGE_CREATE', directMessage(discord, { content: QUESTION }));
    await discord.until(() => callsOf(SEND).at(-1)?.status === 403);
    discord.gateway.dispatch('MESSAGE_CREATE', directMessage(discord, { content: QUESTION }));
    await answered(askPublicly());
    expect(callsOf(SEND)).toHaveLength(1);
  });

  it('leaves and says what to do when its token is reset while it runs', async () => {
    const { discord, log } = at;
    discord.script({ call: SEND, answer: { status: 401 } });
    mention();
    await discord.until(() => discord.gateway.sessions.length === 0);
    expect(log.lines.at(-1)).toMatch(/^error a call of Discord failed .*Copy the token/);
  });
});

describe('The gateway', () => {
  const works = async () => answered(askPublicly());

  it.each([
    ['breaks', () => at.discord.gateway.drop()],
    ['closes with a passing error (4000)', () => at.discord.gateway.drop(4000)],
    ['asks to reconnect (op 7)', () => at.discord.gateway.askToReconnect()],
  ])('%s: Herald resumes and answers what was asked meanwhile', async (_, disturb) => {
    const { gateway } = at.discord;
    disturb();
    await at.discord.until(() => gateway.sessions.every((session) => !session.isConnected()));
    const meanwhile = askPublicly();
    await answered(meanwhile);
    expect(gateway.counts).toEqual({ identified: 1, resumed: 1 });
    await works();
  });

  it('invalidates the session for a moment (op 9, resumable): Herald resumes', async () => {
    const { gateway } = at.discord;
    gateway.invalidate(true);
    await at.discord.until(() => gateway.counts.resumed === 1);
    expect(gateway.counts).toEqual({ identified: 1, resumed: 1 });
    await works();
  });

  it('ends the session (op 9): Herald begins another', async () => {
    const { gateway } = at.discord;
    gateway.invalidate(false);
    await at.discord.until(() => gateway.counts.identified === 2);
    await works();
  });

  it('refuses to resume: Herald begins another session', async () => {
    const { gateway } = at.discord;
    gateway.plan.refuseResume = true;
    gateway.drop();
    await at.discord.until(() => gateway.counts.identified === 2);
    await works();
  });

  it('acknowledges no heartbeat: Herald takes the line for dead and resumes', async () => {
    const { discord } = at;
    const { gateway } = discord;
    await at.herald.stop();
    Object.assign(gateway.plan, { heartbeatMs: 50, deaf: true });
    const other = await connect({ discord });
    await discord.until(() => gateway.counts.resumed > 0);
    gateway.plan.deaf = false;
    await works();
    await other.herald.stop();
  });

  it('no longer accepts the token (4004): Herald says what to do and takes nothing else down', async () => {
    at.discord.gateway.drop(4004);
    await at.discord.until(() => at.discord.gateway.sessions.every((one) => !one.isConnected()));
    await at.herald.stop();
    expect(at.log.lines).toContainEqual(
      expect.stringMatching(/^error Discord does not accept DISCORD_TOKEN .*Copy the token/),
    );
  });
});
