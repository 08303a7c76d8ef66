import { afterEach, describe, expect, it } from 'vitest';
import { PACE } from '../../../src/adapters/slack/pace.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import {
  directMessage,
  eventEnvelope,
  mention,
  messageChanged,
  slashCommand,
} from '../../servers/slack/payloads.js';
import type { Envelope } from '../../servers/slack/socket-mode.js';
import { type Connected, connect } from './connect.js';

const QUESTION = '<@U0HERALD> How much has Microsoft invested in OpenAI?';

let at: Connected;
const open = async (settings: Parameters<typeof connect>[0] = {}) => {
  at = await connect(settings);
  return at.slack;
};
afterEach(() => at.close());

/** What a process leaves in the store that was killed while it answered. */
const begun = ({ payload }: Envelope): [id: string, work: string] => [
  `slack ${(payload as { readonly event_id: string }).event_id}`,
  JSON.stringify(payload),
];
const calls = (method: string) => at.slack.calls.filter((call) => call.method === method);

describe('A delivery that comes again', () => {
  it('is answered once, whether it comes at once, on another connection, or later', async () => {
    const slack = await open();
    const envelope = mention(slack, { text: QUESTION });
    await Promise.all([1, 2, 3].map(() => at.deliver(envelope)));
    await at.deliver({ ...envelope, retry_attempt: 1, retry_reason: 'timeout' });
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('is answered by the time that Slack can be reached again, without another delivery', async () => {
    const now = { ms: Date.now() };
    const store = createMemoryStore(() => now.ms);
    const slack = await open({ store, pace: { retryMs: [], resumeMs: 1, leaseMs: 0 } });
    slack.script({ method: 'chat.postMessage', answer: { status: 503 } });
    await slack.sockets.deliver(mention(slack, { text: QUESTION }));
    await slack.until(() => calls('chat.postMessage').length === 1);
    now.ms += 60_000;
    await at.calm();
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('gets an apology where it could not be answered for an hour', async () => {
    const now = { ms: Date.now() - 3_660_000 };
    const store = createMemoryStore(() => now.ms);
    const slack = await open({ store, idle: true });
    await at.store.accept(...begun(mention(slack, { text: QUESTION })));
    now.ms = Date.now();
    await at.herald.start();
    await at.calm();
    expect(slack.workspace.messages).toMatchObject([
      { text: 'I could not answer this in time. Please ask again.' },
    ]);
    now.ms += 3_660_000;
    expect(await store.unsettled(0)).toEqual([]);
  });

  it('is given up where it is too late and even the apology fails', async () => {
    const now = { ms: Date.now() - 3_660_000 };
    const store = createMemoryStore(() => now.ms);
    const slack = await open({ store, idle: true, pace: { retryMs: [] } });
    await at.store.accept(...begun(mention(slack, { text: QUESTION })));
    now.ms = Date.now();
    slack.script({ method: 'chat.postMessage', answer: { status: 503 } });
    await at.herald.start();
    await at.calm();
    expect(slack.workspace.messages).toEqual([]);
    expect(at.log.lines.join('\n')).toContain('error gave up on an answer');
    now.ms += 3_660_000;
    expect(await store.unsettled(0)).toEqual([]);
  });

  it('has no second effect as a command', async () => {
    const slack = await open();
    const command = slashCommand(slack, { text: 'How much has Microsoft invested in OpenAI?' });
    const [first, second] = [await at.deliver(command), await at.deliver(command)];
    expect(first.payload).toMatchObject({ response_type: 'ephemeral' });
    expect(second.payload).toEqual({});
  });

  it('gives one reply an event over 500 events, four deliveries each, at once', async () => {
    const slack = await open({ pace: PACE });
    const envelopes = Array.from({ length: 500 }, (_, index) =>
      mention(slack, { text: `${QUESTION} ${index}`, channel: `C${index % 50}` }),
    );
    const acks = await Promise.all(
      [1, 2, 3, 4].flatMap(() => envelopes.map((envelope) => at.deliver(envelope))),
    );
    await slack.until(() => slack.workspace.messages.length >= 500);
    await at.herald.stop();
    expect(slack.workspace.messages).toHaveLength(500);
    expect(new Set(slack.workspace.messages.map(({ thread }) => thread)).size).toBe(500);
    expect(Math.max(...acks.map(({ afterMs }) => afterMs))).toBeLessThan(3_000);
  });
});

describe('A process that is killed', () => {
  const now = { ms: Date.now() };
  const asked = { text: QUESTION, ts: '1790000000.900000' };

  it('before it answered leaves the answer to the next, once', async () => {
    const store = createMemoryStore(() => now.ms);
    const slack = await open({ store, pace: { resumeMs: 1 } });
    const envelope = mention(slack, asked);
    await at.store.accept(...begun(envelope));
    await slack.sockets.deliver({ ...envelope, retry_attempt: 1, retry_reason: 'timeout' });
    expect(slack.workspace.messages).toEqual([]);
    now.ms += 60_000;
    await at.calm();
    await at.deliver({ ...envelope, retry_attempt: 2, retry_reason: 'timeout' });
    expect(slack.workspace.messages).toHaveLength(1);
  });

  /** Answers, and is killed before it has written down that it did; then the next process takes over. */
  const dieAfterPosting = async (envelopeOf: typeof mention, scopes: readonly string[] = []) => {
    const store = createMemoryStore(() => now.ms);
    const never = new Promise<never>(() => undefined);
    const put: typeof store.put = (kind, ...value) =>
      kind === 'reply' ? never : store.put(kind, ...value);
    const slack = await open({ store: { ...store, put }, pace: { drainMs: 0 } });
    slack.scopes = [...slack.scopes, ...scopes];
    const envelope = envelopeOf(slack, asked);
    await slack.sockets.deliver(envelope);
    await slack.until(() => slack.workspace.messages.length === 1);
    await at.herald.stop();
    now.ms += 60_000;
    at = await connect({ slack, store, pace: { resumeMs: 1 } });
    await slack.until(() => calls('conversations.replies').length === 1);
    await at.herald.stop();
    expect(await store.unsettled(0)).toEqual([]);
    return slack.workspace.messages.length;
  };

  it('after it answered in a direct message does not answer again', async () => {
    expect(await dieAfterPosting(directMessage)).toBe(1);
  });

  it('after it answered in a channel does not answer again, where it may read the channel', async () => {
    expect(await dieAfterPosting(mention, ['channels:history'])).toBe(1);
  });

  it('after it answered where it may not read says it again rather than never', async () => {
    expect(await dieAfterPosting(mention)).toBe(2);
  });
});

describe('A call that fails', () => {
  it('for a rate limit is sent again after the wait, and holds up no other channel', async () => {
    const slack = await open();
    slack.script({
      method: 'chat.postMessage',
      when: ({ channel }) => channel === 'C0BUSY',
      answer: { status: 429, retryAfterSeconds: 1 },
    });
    const limited = at.deliver(mention(slack, { text: QUESTION, channel: 'C0BUSY' }));
    await slack.until(() => calls('chat.postMessage').length === 1);
    await slack.sockets.deliver(mention(slack, { text: QUESTION, channel: 'C0QUIET' }));
    await slack.until(() => slack.workspace.messages.length === 1);
    expect(slack.workspace.messages.map(({ channel }) => channel)).toEqual(['C0QUIET']);
    await limited;
    expect(slack.workspace.messages.map(({ channel }) => channel)).toEqual(['C0QUIET', 'C0BUSY']);
    const [first, , second] = calls('chat.postMessage');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('is acknowledged in time though the reply has to wait', async () => {
    const slack = await open();
    slack.script({ method: 'chat.postMessage', answer: { status: 429, retryAfterSeconds: 1 } });
    const { afterMs } = await at.deliver(mention(slack, { text: QUESTION }));
    expect(afterMs).toBeLessThan(900);
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it.each([
    ['a fault of Slack’s', { status: 503 }],
    ['an internal error', { error: 'internal_error' }],
    ['silence', 'silence' as const],
    ['a broken connection', 'break' as const],
  ])('for %s is sent again', async (_, answer) => {
    const slack = await open({ pace: { callTimeoutMs: 150 } });
    slack.script({ method: 'chat.postMessage', answer }, { method: 'chat.postMessage', answer });
    await at.deliver(mention(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toHaveLength(1);
    expect(calls('chat.postMessage')).toHaveLength(3);
  });

  it('a third time leaves the event in the store, to be tried again', async () => {
    const slack = await open();
    const fault = { method: 'chat.postMessage', answer: { status: 503 } };
    slack.script(fault, fault, fault);
    await slack.sockets.deliver(mention(slack, { text: QUESTION }));
    await slack.until(() => calls('chat.postMessage').length === 3);
    await at.herald.stop();
    expect(at.log.lines.join('\n')).toContain('could not answer; it will be tried again');
    expect(calls('chat.postMessage')).toHaveLength(3);
  });

  it.each([
    'is_archived',
    'not_in_channel',
    'channel_not_found',
    'restricted_action',
    'restricted_action_thread_only_channel',
    'thread_not_found',
  ] as const)('for good (%s) is not sent again, and logged once', async (state) => {
    const slack = await open();
    slack.workspace.channels.set('C0GENERAL', state);
    const envelope = mention(slack, { text: QUESTION });
    await at.deliver(envelope);
    await at.deliver({ ...envelope, retry_attempt: 1 });
    expect(calls('chat.postMessage')).toHaveLength(1);
    expect(at.log.lines.filter((line) => line.includes(state))).toHaveLength(1);
  });
});

describe('A reply that somebody removed', () => {
  it('is not looked for again after message_not_found, which is logged once', async () => {
    const slack = await open();
    const asked = { text: QUESTION, ts: '1790000000.900000' };
    await at.deliver(mention(slack, asked));
    slack.workspace.messages.length = 0;
    for (const text of ['<@U0HERALD> Who are the rivals?', '<@U0HERALD> Is there a risk?'])
      await at.deliver(messageChanged(slack, asked, text));
    expect(calls('chat.update')).toHaveLength(1);
    expect(slack.workspace.messages).toEqual([]);
    expect(at.log.lines.filter((line) => line.includes('message_not_found'))).toHaveLength(1);
  });
});

describe('A reply in a direct message that takes long', () => {
  const statuses = () =>
    calls('assistant.threads.setStatus').map(({ args: { channel_id, thread_ts, status } }) => ({
      channel_id,
      thread_ts,
      status,
    }));

  it('shows that Herald is at work, and no longer once it is there', async () => {
    const slack = await open({ pace: { statusMs: 20 } });
    slack.script({ method: 'chat.postMessage', answer: { status: 429, retryAfterSeconds: 1 } });
    const asked = { text: QUESTION, ts: '1790000000.900000' };
    await at.deliver(directMessage(slack, asked));
    const where = { channel_id: 'D0ASKER', thread_ts: asked.ts };
    expect(statuses()).toEqual([
      { ...where, status: 'is looking it up…' },
      { ...where, status: '' },
    ]);
  });

  it('shows nothing where it is quick', async () => {
    const slack = await open();
    await at.deliver(directMessage(slack, { text: QUESTION }));
    expect(statuses()).toEqual([]);
  });

  it('comes though Slack refuses the status', async () => {
    const slack = await open({ pace: { statusMs: 20 } });
    const refusal = { method: 'assistant.threads.setStatus', answer: { status: 500 } };
    slack.script(...Array.from({ length: 6 }, () => refusal), {
      method: 'chat.postMessage',
      answer: { status: 429, retryAfterSeconds: 1 },
    });
    await at.deliver(directMessage(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toHaveLength(1);
  });
});

describe('A connection', () => {
  it('that is to be refreshed leaves no gap: the other takes the events', async () => {
    const slack = await open();
    slack.sockets.refresh(0);
    await slack.until(() => slack.sockets.open.length === 1);
    await at.deliver(mention(slack, { text: QUESTION }));
    await slack.until(() => slack.sockets.open.length === 2);
    expect(calls('apps.connections.open')).toHaveLength(3);
  });

  it('that breaks is opened again, and so are both', async () => {
    const slack = await open();
    for (const socket of [...slack.sockets.open]) socket.terminate();
    await slack.until(() => slack.sockets.open.length === 0);
    await slack.until(() => slack.sockets.open.length === 2);
    await at.deliver(mention(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('that no longer answers pings is given up and opened again', async () => {
    const slack = await open({ pace: { pongMs: 90 } });
    const [stalled] = slack.sockets.open;
    stalled?.pause();
    await slack.until(() => slack.sockets.open.length === 3);
    stalled?.terminate();
    await slack.until(() => slack.sockets.open.length === 2);
    await at.deliver(mention(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('that is one too many is tried again after a longer wait, with the fix in the log', async () => {
    const slack = await open();
    slack.sockets.greeting = { disconnect: 'too_many_websockets' };
    slack.sockets.open[0]?.terminate();
    await slack.until(() => calls('apps.connections.open').length === 4);
    slack.sockets.greeting = 'hello';
    await slack.until(() => slack.sockets.open.length === 2);
    expect(at.log.lines.join('\n')).toContain('At most ten connections are open for one app');
    const [, , third, fourth] = calls('apps.connections.open');
    expect((fourth?.at ?? 0) - (third?.at ?? 0)).toBeGreaterThanOrEqual(40);
  });

  it('that is refused with invalid_auth does not end Herald: it backs off, and recovers', async () => {
    const slack = await open();
    const fault = { method: 'apps.connections.open', answer: { error: 'invalid_auth' } };
    slack.script(fault, fault, fault, { ...fault, answer: { status: 503 } });
    for (const socket of [...slack.sockets.open]) socket.terminate();
    await slack.until(() => calls('apps.connections.open').length > 2);
    expect(at.herald.health().connected).toBeLessThan(2);
    await slack.until(() => slack.sockets.open.length === 2);
    for (const index of [0, 1]) await at.deliver(mention(slack, { text: `${QUESTION} ${index}` }));
    expect(slack.workspace.messages).toHaveLength(2);
    expect(at.herald.health()).toMatchObject({ connected: 2, wanted: 2 });
    expect(at.log.lines.filter((line) => line.startsWith('error no connection'))).toHaveLength(4);
  });

  it('that closes before an acknowledgement costs no second reply', async () => {
    const store = createMemoryStore();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked: () => void = () => undefined;
    const accepting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const accept: typeof store.accept = async (...work) => {
      asked();
      await held;
      return store.accept(...work);
    };
    const slack = await open({ store: { ...store, accept } });
    const envelope = mention(slack, { text: QUESTION });
    const lost = slack.sockets.offer(envelope, 100);
    await accepting;
    for (const socket of [...slack.sockets.open]) socket.terminate();
    await slack.until(() => slack.sockets.open.length === 0);
    release();
    expect(await lost).toBe(false);
    await slack.until(() => slack.sockets.open.length === 2);
    await at.deliver({ ...envelope, retry_attempt: 1 });
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('survives frames that are not Slack’s', async () => {
    const slack = await open();
    for (const frame of ['', 'null', '7', '{}', '[]', '{"type":"events_api"}', '{"type":"x"}'])
      slack.sockets.sendRaw(frame);
    slack.sockets.sendRaw('{"type":"events_api","envelope_id":"1","payload":{}}');
    await at.deliver(mention(slack, { text: QUESTION }));
    expect(slack.workspace.messages).toHaveLength(1);
  });

  it('acknowledges app_rate_limited, which comes without an event, and logs it', async () => {
    await open();
    await at.deliver({
      type: 'events_api',
      payload: {
        token: 'redacted',
        type: 'app_rate_limited',
        team_id: 'T0EXAMPLE',
        minute_rate_limited: 1_790_000_000,
        api_app_id: 'A0EXAMPLE',
      },
    });
    expect(at.log.lines.join('\n')).toContain('Slack withholds events: rate limit');
  });
});

describe('Nothing that goes wrong', () => {
  it('writes a token to the log', async () => {
    const slack = await open();
    slack.script(
      { method: 'chat.postMessage', answer: { error: 'invalid_auth' } },
      { method: 'chat.postMessage', answer: 'break' },
      { method: 'apps.connections.open', answer: { status: 500 } },
    );
    await at.deliver(mention(slack, { text: QUESTION }));
    await at.deliver(directMessage(slack, { text: QUESTION }));
    await slack.sockets.offer(eventEnvelope(slack, { type: 'message', channel: 7 }), 100);
    slack.sockets.open[0]?.terminate();
    await slack.until(() => slack.sockets.open.length === 2);
    expect(at.log.lines.length).toBeGreaterThan(3);
    expect(at.log.lines.filter((line) => line.includes('canary'))).toEqual([]);
  });
});
