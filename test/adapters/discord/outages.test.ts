import { afterEach, describe, expect, it } from 'vitest';
import { PACE } from '../../../src/adapters/discord/pace.js';
import { askCommand, CHANNELS, guildMessage } from '../../servers/discord/payloads.js';
import { type Connected, connect, type Settings } from './connect.js';

const QUESTION = 'Who are the rivals?';

let at: Connected;
const open = async (settings: Settings = {}) => {
  at = await connect(settings);
};
afterEach(() => at.close());

const answered = async () => {
  const asked = at.discord.interact(askCommand(QUESTION));
  await at.discord.until(() => asked.message !== undefined);
};
const mention = (channel: string = CHANNELS.general) => {
  const content = `<@${at.discord.self}> ${QUESTION}`;
  at.discord.gateway.dispatch('MESSAGE_CREATE', guildMessage(at.discord, { content, channel }));
};
const callsOf = (name: string) =>
  at.discord.calls.filter(({ method, path }) => `${method} ${path}`.startsWith(name));

describe('The gateway', () => {
  it.each([
    ['takes a sequence for wrong (4007)', 4007],
    ['ends a session that lasted too long (4009)', 4009],
  ])('%s: Herald begins another session and answers', async (_, code) => {
    await open();
    const { gateway } = at.discord;
    gateway.drop(code);
    await at.discord.until(() => gateway.counts.identified === 2);
    await answered();
  });

  it('is away for a while: Herald comes back without hurry and answers what was asked meanwhile', async () => {
    await open();
    const { gateway, until } = at.discord;
    gateway.plan.away = true;
    const from = performance.now();
    gateway.drop();
    const meanwhile = at.discord.interact(askCommand(QUESTION));
    mention();
    await until(() => gateway.tries.connected === 4);
    expect(performance.now() - from).toBeGreaterThan(1_000);
    gateway.plan.away = false;
    await until(() => meanwhile.message !== undefined && at.discord.messages.length === 1);
    expect(gateway.counts).toEqual({ identified: 1, resumed: 1 });
  });

  it('is away and forgets the session: Herald begins another', async () => {
    await open();
    const { gateway, until } = at.discord;
    Object.assign(gateway.plan, { away: true, refuseResume: true });
    gateway.drop();
    await until(() => gateway.tries.connected === 3);
    gateway.plan.away = false;
    await until(() => gateway.counts.identified === 2);
    await answered();
  });

  it('is away for longer than a session is kept: Herald begins another', async () => {
    await open({ pace: { sessionMs: 0 } });
    const { gateway, until } = at.discord;
    gateway.plan.away = true;
    gateway.drop();
    await until(() => gateway.tries.connected === 3);
    gateway.plan.away = false;
    await until(() => gateway.counts.identified === 2);
    expect(gateway.counts.resumed).toBe(0);
    await answered();
  });

  it.each([
    [4004, /^error Discord does not accept DISCORD_TOKEN .*Copy the token/],
    [4011, /^error Discord refuses the connection: Sharding is required \(4011\) .*Start again/],
    [4014, /^error Discord refuses the intents \(4014\).*Check that DISCORD_TOKEN/],
  ])('ends for good with %i: Herald says what to do and does not try again', async (code, line) => {
    await open();
    const { gateway, until } = at.discord;
    gateway.drop(code);
    await until(() => gateway.sessions.every((session) => !session.isConnected()));
    await at.herald.stop();
    expect(at.log.lines).toContainEqual(expect.stringMatching(line));
    expect(gateway.tries.connected).toBe(1);
  });
});

describe('Herald starts', () => {
  it.each([
    ['fails', { status: 503 } as const],
    ['says nothing', 'silence' as const],
    ['breaks the line', 'break' as const],
  ])('although Discord %s at first, and says so', async (_, answer) => {
    await open({ idle: true });
    at.discord.script({ call: 'GET /gateway', answer }, { call: 'GET /gateway', answer });
    await at.herald.start();
    await answered();
    expect(at.log.lines).toEqual(
      Array(2).fill(expect.stringMatching(/^warn Discord cannot be reached/)),
    );
  });
});

describe('A call that fails', () => {
  it('is tried again at the pace of Herald, not of the SDK, and then no more', async () => {
    const retryMs = [40, 80, 160];
    await open({ pace: { retryMs } });
    at.discord.script(...Array(4).fill({ call: 'POST /channels', answer: { status: 503 } }));
    mention();
    await at.discord.until(() => callsOf('POST /channels').length === 4);
    const times = callsOf('POST /channels').map(({ at: time }) => time);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const [index, pauseMs] of retryMs.entries())
      expect(pauses[index]).toBeGreaterThan(pauseMs * 0.74);
    await answered();
    expect(callsOf('POST /channels')).toHaveLength(4);
  });

  it('is counted where Discord refuses it: a ban of the address is announced before it comes', async () => {
    // A refusal that comes too late for Herald is none to it.
    await open({ pace: { callTimeoutMs: PACE.callTimeoutMs } });
    const answer = { status: 403, code: 50001 };
    const refused = () => callsOf('PATCH /webhooks').filter(({ status }) => status === 403);
    for (let count = 50; count <= 500; count += 50) {
      at.discord.script(...Array(50).fill({ call: 'PATCH /webhooks', answer }));
      for (let ask = 0; ask < 50; ask += 1) at.discord.interact(askCommand(QUESTION));
      await at.discord.until(() => refused().length === count);
    }
    await at.herald.stop();
    expect(at.log.lines.filter((line) => line.startsWith('warn'))).toEqual([
      expect.stringMatching(/^warn Discord refuses many calls .*count: 500.*bans the address/),
    ]);
  });
});

describe('A bucket that is empty', () => {
  it('holds up its own route for as long as Discord says, and no other', async () => {
    await open();
    at.discord.script({ call: 'POST /channels', answer: { retryAfterSeconds: 0.5 } });
    mention();
    await at.discord.until(() => callsOf('POST /channels').length === 1);
    await answered();
    expect(at.discord.messages).toEqual([]);
    await at.discord.until(() => at.discord.messages.length === 1);
    const [first, second] = callsOf('POST /channels').map(({ at: time }) => time);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(500);
  });

  it('holds up every call of the bot where it is the global one', async () => {
    await open();
    const limited = performance.now();
    at.discord.script({
      call: 'POST /channels',
      answer: { retryAfterSeconds: 0.5, global: true },
    });
    mention();
    await at.discord.until(() => callsOf('POST /channels').some(({ status }) => status === 429));
    mention(CHANNELS.thread);
    await at.discord.until(() => at.discord.messages.length === 2);
    const later = callsOf('POST /channels').filter(({ status }) => status === 200);
    for (const { at: time } of later) expect(time - limited).toBeGreaterThan(500);
  });
});
