// Discord's gateway and REST API as far as the bench needs them: events are kept and sent again on resume.

import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

const APPLICATION = '128000000000000000';
const GUILD = '900000000000000001';
const ANA = { id: '700000000000000001', username: 'ana', discriminator: '0', bot: false };

/** Starts it on a free port of the loopback interface; `ready` resolves when a bot has begun a session. */
export async function startDiscord() {
  let socket;
  let nextId = 1_300_000_000_000_000_000n;
  let becomeReady;
  let becomeResumed = () => undefined;
  const ready = new Promise((resolve) => {
    becomeReady = resolve;
  });
  const events = [];
  const sessions = { begun: 0, resumed: 0 };
  /** Questions by what their calls are known by: an interaction's token, a message's id. */
  const asked = new Map();
  const send = (payload) => socket?.send(JSON.stringify(payload));
  const dispatch = (t, d) => {
    const event = { op: 0, s: events.length + 1, t, d };
    events.push(event);
    send(event);
  };
  const answer = (question, at) => {
    question.replies += 1;
    question.reply ??= at - question.sentAt;
    question.done();
  };

  const http = createServer(async (request, response) => {
    const at = performance.now();
    const body = await text(request);
    const [, , , kind, first, second] = request.url.split('/');
    const respond = (json) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(json));
    };
    switch (kind) {
      case 'gateway': {
        const start = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
        return respond({ url: urlOf('ws'), shards: 1, session_start_limit: start });
      }
      case 'interactions': {
        const question = asked.get(second);
        question.responses += 1;
        question.first ??= at - question.sentAt;
        return response.writeHead(204).end();
      }
      case 'webhooks':
        respond({ id: first, channel_id: '800000000000000001' });
        return answer(asked.get(second), at);
      default: {
        const { nonce } = JSON.parse(body);
        respond({ id: `1${nonce}`, channel_id: first });
        return answer(asked.get(nonce), at);
      }
    }
  });
  const urlOf = (scheme) => `${scheme}://127.0.0.1:${http.address().port}`;
  const gateway = new WebSocketServer({ server: http });
  gateway.on('connection', (connection) => {
    socket = undefined;
    connection.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    connection.on('message', (raw) => {
      const { op, d } = JSON.parse(raw);
      if (op === 1) connection.send(JSON.stringify({ op: 11 }));
      if (op === 2) begin(connection);
      if (op === 6) resume(connection, d.seq);
    });
  });
  const begin = (connection) => {
    socket = connection;
    sessions.begun += 1;
    const user = { id: APPLICATION, username: 'Herald', discriminator: '0001', bot: true };
    dispatch('READY', {
      v: 10,
      user,
      guilds: [],
      session_id: 'bench',
      resume_gateway_url: urlOf('ws'),
      application: { id: APPLICATION, flags: 0 },
    });
    setImmediate(becomeReady);
  };
  const resume = (connection, seq) => {
    socket = connection;
    for (const event of events.slice(seq)) send(event);
    dispatch('RESUMED', {});
    sessions.resumed += 1;
    becomeResumed();
  };
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

  const ask = (key, type, payload, times) =>
    new Promise((resolve) => {
      const question = { sentAt: performance.now(), responses: 0, replies: 0 };
      asked.set(key, question);
      question.done = () => resolve(question);
      for (let time = 0; time < times; time += 1) dispatch(type, payload);
    });
  return {
    apiUrl: `${urlOf('http')}/api`,
    ready,
    sessions,
    /** Every question and how often it was responded to and replied to. */
    asked: () => [...asked.values()],
    /** Delivers `/ask` as often as told; resolves when it has a reply. */
    interact: (question, times = 1) => {
      nextId += 1n;
      const id = String(nextId);
      const token = `token-${id}`;
      return ask(token, 'INTERACTION_CREATE', interactionOf(id, token, question), times);
    },
    /** Mentions the bot; resolves when that has a reply. */
    mention: (question) => {
      nextId += 1n;
      const id = String(nextId);
      return ask(id, 'MESSAGE_CREATE', messageOf(id, question), 1);
    },
    /** Breaks the connection; resolves when the session is resumed. */
    drop: () =>
      new Promise((resolve) => {
        becomeResumed = resolve;
        const broken = socket;
        socket = undefined;
        broken.terminate();
      }),
    close: () => {
      gateway.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

function interactionOf(id, token, question) {
  return {
    id,
    token,
    application_id: APPLICATION,
    type: 2,
    version: 1,
    locale: 'en-US',
    guild_id: GUILD,
    channel_id: '800000000000000001',
    channel: { id: '800000000000000001', type: 0 },
    member: { user: ANA, roles: [], permissions: '2048' },
    context: 0,
    entitlements: [],
    authorizing_integration_owners: { 0: GUILD },
    data: {
      id: '600000000000000001',
      type: 1,
      name: 'ask',
      options: [{ name: 'question', type: 3, value: question }],
    },
  };
}

function messageOf(id, question) {
  return {
    id,
    channel_id: `8000000000000000${10 + (Number(id) % 50)}`,
    guild_id: GUILD,
    type: 0,
    content: `<@${APPLICATION}> ${question}`,
    author: ANA,
    mentions: [{ id: APPLICATION, username: 'Herald', bot: true }],
    timestamp: '2026-11-20T10:00:00.000000+00:00',
  };
}
