import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, type Json } from './message-rules.js';

/** A session of the gateway: it outlives its connection until it is resumed or ended. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly number[];
  readonly isConnected: () => boolean;
}

/** Discord's gateway. */
export interface Gateway {
  readonly sessions: readonly Session[];
  /** How often a session was begun and resumed. */
  readonly counts: { identified: number; resumed: number };
  /** How often a connection was tried. */
  readonly tries: { connected: number };
  /** What goes wrong with the sessions that are begun from now on. */
  readonly plan: {
    /** Code with which identifying is refused, as 4004 or 4014. */
    refuseIdentify: number | undefined;
    /** Whether a resume is refused (op 9), so that a new session must be begun. */
    refuseResume: boolean;
    /** Whether heartbeats stay without acknowledgement. */
    deaf: boolean;
    heartbeatMs: number;
    /** Whether nobody takes a connection. */
    away: boolean;
  };
  /** Sends an event to every session that its intents allow it; one without connection gets it when it resumes. */
  dispatch(type: string, data: Json): void;
  /** Closes every connection with a code, or breaks it without one; some codes end the sessions. */
  drop(code?: number): void;
  /** Asks every client to reconnect (op 7). */
  askToReconnect(): void;
  /** Ends every session (op 9); `resumable` leaves it to be resumed. */
  invalidate(resumable: boolean): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

interface OpenSession extends Session {
  seq: number;
  readonly events: { s: number; t: string; d: Json }[];
  socket: WebSocket | undefined;
}

const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
/** Codes with which a session is over: a wrong sequence, one that lasted too long. */
const ENDING: ReadonlySet<number | undefined> = new Set([4007, 4009]);
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;

/** A gateway; `changed` is called whenever anything happened, `ready` gives the data of a new session. */
export function createGateway(
  token: string,
  botId: string,
  changed: () => void,
  ready: (session: Session) => { readonly ready: Json; readonly guilds: readonly Json[] },
): Gateway {
  const server = new WebSocketServer({ noServer: true });
  const sessions: OpenSession[] = [];
  const counts = { identified: 0, resumed: 0 };
  const plan: Gateway['plan'] = {
    refuseIdentify: undefined,
    refuseResume: false,
    deaf: false,
    heartbeatMs: 41_250,
    away: false,
  };
  const tries = { connected: 0 };

  const send = (socket: WebSocket, payload: object) => socket.send(JSON.stringify(payload));
  const emit = (session: OpenSession, t: string, d: Json) => {
    session.seq += 1;
    const event = { s: session.seq, t, d };
    session.events.push(event);
    if (session.socket) send(session.socket, { op: 0, ...event });
  };
  const end = (session: OpenSession) => {
    const index = sessions.indexOf(session);
    if (index >= 0) sessions.splice(index, 1);
  };

  const identify = (socket: WebSocket, data: Json) => {
    const intents = Number(data.intents);
    if (plan.refuseIdentify !== undefined) return socket.close(plan.refuseIdentify);
    if (data.token !== token) return socket.close(4004);
    if (!Number.isInteger(intents)) return socket.close(4013);
    if ((intents & PRIVILEGED) !== 0) return socket.close(4014);
    const shard = Array.isArray(data.shard) ? data.shard.map(Number) : [0, 1];
    counts.identified += 1;
    const session: OpenSession = {
      id: `session${counts.identified}`,
      intents,
      shard,
      seq: 0,
      events: [],
      socket,
      isConnected: () => session.socket !== undefined,
    };
    sessions.push(session);
    const first = ready(session);
    emit(session, 'READY', first.ready);
    for (const guild of first.guilds) emit(session, 'GUILD_CREATE', guild);
    return undefined;
  };
  const resume = (socket: WebSocket, data: Json) => {
    const session = sessions.find(({ id }) => id === data.session_id);
    if (data.token !== token) return socket.close(4004);
    if (session === undefined || plan.refuseResume) {
      if (session) end(session);
      return send(socket, { op: 9, d: false });
    }
    session.socket = socket;
    counts.resumed += 1;
    for (const event of session.events.filter(({ s }) => s > Number(data.seq)))
      send(socket, { op: 0, ...event });
    emit(session, 'RESUMED', {});
    return undefined;
  };
  const receive = (socket: WebSocket, payload: Json) => {
    const data = isObject(payload.d) ? payload.d : {};
    if (payload.op === 1 && !plan.deaf) send(socket, { op: 11 });
    if (payload.op === 2) identify(socket, data);
    if (payload.op === 6) resume(socket, data);
    changed();
  };

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const query = new URL(request.url ?? '', 'ws://gateway').searchParams;
    if (query.get('v') !== '10' || query.get('encoding') !== 'json') return socket.close(4012);
    send(socket, { op: 10, d: { heartbeat_interval: plan.heartbeatMs } });
    socket.on('message', (raw) => receive(socket, JSON.parse(String(raw))));
    socket.on('close', (code) => {
      const session = sessions.find((one) => one.socket === socket);
      if (session) {
        session.socket = undefined;
        // A client that closes with 1000 or 1001 ends its session.
        if (code === 1000 || code === 1001) end(session);
      }
      changed();
    });
    return undefined;
  });

  const connected = () => sessions.flatMap((session) => session.socket ?? []);
  return {
    sessions,
    counts,
    tries,
    plan,
    dispatch: (type, data) => {
      for (const session of sessions)
        if (isAllowed(session.intents, type, data) && isOfShard(session.shard, data))
          emit(session, type, withheld(data, botId));
    },
    drop: (code) => {
      const sockets = connected();
      if (ENDING.has(code)) for (const session of [...sessions]) end(session);
      for (const socket of sockets)
        if (code === undefined) socket.terminate();
        else socket.close(code);
    },
    askToReconnect: () => {
      for (const socket of connected()) send(socket, { op: 7, d: null });
    },
    invalidate: (resumable) => {
      for (const session of [...sessions]) {
        if (session.socket) send(session.socket, { op: 9, d: resumable });
        if (!resumable) end(session);
      }
    },
    upgrade: (request, socket, head) => {
      tries.connected += 1;
      changed();
      if (plan.away) socket.destroy();
      else
        server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request));
    },
    close: () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function isAllowed(intents: number, type: string, data: Json): boolean {
  if (!type.startsWith('MESSAGE_')) return true;
  return (intents & (data.guild_id === undefined ? DIRECT_MESSAGES : GUILD_MESSAGES)) !== 0;
}

/** A server's events come to one shard, direct messages to the first. */
function isOfShard([id = 0, count = 1]: readonly number[], data: Json): boolean {
  const guild = typeof data.guild_id === 'string' ? BigInt(data.guild_id) : 0n;
  return Number((guild >> 22n) % BigInt(count)) === id;
}

/** Without the privileged intent a message of a server shows its text only to a bot that it mentions. */
function withheld(data: Json, botId: string): Json {
  if (data.guild_id === undefined || typeof data.content !== 'string') return data;
  const author = isObject(data.author) ? data.author.id : undefined;
  const mentions = Array.isArray(data.mentions) ? data.mentions : [];
  const isVisible =
    author === botId || mentions.some((user) => isObject(user) && user.id === botId);
  return isVisible ? data : { ...data, content: '', embeds: [], attachments: [], components: [] };
}
