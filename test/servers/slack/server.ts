import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { parseContent } from './message.js';
import { METHODS } from './methods.js';
import { Refusal } from './refusal.js';
import { takeResponse } from './response.js';
import { createSocketMode, type SocketMode } from './socket-mode.js';
import { createWorkspace, type Installed, type Workspace } from './workspace.js';

/** A call of the Web API as it came in. */
export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly token?: unknown;
}

/** What goes wrong with one call. */
export interface Fault {
  readonly method: string;
  /** Only calls that this is true of; all by default. */
  readonly when?: (args: Readonly<Record<string, unknown>>) => boolean;
  readonly answer:
    | { readonly error: string }
    | { readonly status: number; readonly retryAfterSeconds?: number }
    /** No answer, ever. */
    | 'silence'
    /** The connection breaks. */
    | 'break'
    /** The answer comes once this resolves. */
    | Promise<void>;
}

/** A server that speaks enough of Slack's Web API and Socket Mode to run a real client against, and refuses what Slack refuses. */
export interface SlackServer {
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly workspace: Workspace;
  readonly sockets: SocketMode;
  readonly calls: readonly Call[];
  /** Scopes that `auth.test` reports. */
  scopes: readonly string[];
  /** Adds faults, each used up by the first call that it fits. */
  script(...faults: readonly Fault[]): void;
  /** A fresh `response_url` for an interaction in a channel; it takes five messages. */
  responseUrl(channel: string, user: string): string;
  /** Resolves as soon as the condition holds; it is looked at whenever anything happens here. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const RESPONSE_URL_USES = 5;

/** Starts the server on a free port of the loopback interface. */
export async function startSlackServer(): Promise<SlackServer> {
  const tokens = { bot: 'xoxb-canary-bot-token', app: 'xapp-canary-app-token' };
  const calls: Call[] = [];
  const faults: Fault[] = [];
  const responseUrls: { channel: string; user: string; uses: number }[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of watchers) watch();
  };
  const sockets = createSocketMode(changed, (envelope, payload) =>
    takeResponse(workspace, envelope.payload, payload),
  );
  let port = 0;
  const workspace = createWorkspace(() => `ws://127.0.0.1:${port}/link`);

  const runMethod = async (request: IncomingMessage, response: ServerResponse, method: string) => {
    const args = readForm(request, await readText(request));
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? args.token;
    calls.push({ method, args, at: performance.now(), token });
    changed();
    const index = faults.findIndex(
      (fault) => fault.method === method && (fault.when?.(args) ?? true),
    );
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    const answer = fault?.answer;
    if (answer === 'silence') return changed();
    if (answer === 'break') {
      request.socket.destroy();
      return changed();
    }
    if (answer instanceof Promise) await answer;
    else if (answer !== undefined && 'status' in answer) {
      const { status, retryAfterSeconds } = answer;
      if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
      response.writeHead(status).end();
      return changed();
    } else if (answer !== undefined) {
      sendJson(response, { ok: false, error: answer.error });
      return changed();
    }
    try {
      const known = METHODS[method];
      if (known === undefined) throw new Refusal('unknown_method');
      const self = known.token === 'none' ? workspace.self : checkToken(token, known.token);
      response.setHeader('x-oauth-scopes', server.scopes.join(','));
      checkScopes(server.scopes, known.scopes?.(args) ?? []);
      sendJson(response, { ok: true, ...known.run(args, workspace, self) });
    } catch (error) {
      sendRefusal(response, error);
    }
    changed();
  };
  const checkToken = (token: unknown, kind: 'bot' | 'app'): Installed => {
    if (token === undefined) throw new Refusal('not_authed');
    const installed = workspace.installed.get(String(token));
    if (installed !== undefined && kind === 'bot') return installed;
    if (token !== tokens.bot && token !== tokens.app) throw new Refusal('invalid_auth');
    if (token !== tokens[kind]) throw new Refusal('not_allowed_token_type');
    return workspace.self;
  };
  const respondTo = async (request: IncomingMessage, response: ServerResponse, index: number) => {
    const url = responseUrls[index];
    const body = JSON.parse(await readText(request));
    calls.push({ method: 'response_url', args: body, at: performance.now() });
    try {
      if (url === undefined || url.uses >= RESPONSE_URL_USES) throw new Refusal('used_url');
      url.uses += 1;
      const { channel, user } = url;
      const ts = workspace.nextTs();
      const thread = typeof body.thread_ts === 'string' ? { thread: body.thread_ts } : {};
      if (body.delete_original !== true || body.text !== undefined) {
        const content = parseContent(body);
        if (body.response_type === 'in_channel')
          workspace.messages.push({ channel, ts, ...thread, ...content });
        else workspace.ephemerals.push({ channel, ts, user, ...thread, ...content });
      }
      sendJson(response, { ok: true });
    } catch (error) {
      response.statusCode = 404;
      sendRefusal(response, error);
    }
    changed();
  };

  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, kind, name = ''] = pathname.split('/');
    if (kind === 'api') void runMethod(request, response, name);
    else if (kind === 'response') void respondTo(request, response, Number(name));
    else response.writeHead(404).end();
  });
  http.on('upgrade', sockets.upgrade);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  port = (http.address() as AddressInfo).port;

  const server: SlackServer = {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    tokens,
    workspace,
    sockets,
    calls,
    scopes: ['app_mentions:read', 'assistant:write', 'chat:write', 'commands', 'im:history'],
    script: (...more) => {
      faults.push(...more);
    },
    responseUrl: (channel, user) => {
      responseUrls.push({ channel, user, uses: 0 });
      return `http://127.0.0.1:${port}/response/${responseUrls.length - 1}`;
    },
    until: (condition) =>
      new Promise((resolve) => {
        const watch = () => {
          if (!condition()) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    close: async () => {
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
    },
  };
  return server;
}

/** The arguments of a call: Slack's clients send forms, with structures as JSON in their fields. */
function readForm(request: IncomingMessage, body: string): Readonly<Record<string, unknown>> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return {};
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [
      key,
      ['blocks', 'view', 'prompts', 'metadata'].includes(key) ? JSON.parse(value) : value,
    ]),
  );
}

function checkScopes(granted: readonly string[], needed: readonly string[]): void {
  if (needed.some((scope) => !granted.includes(scope))) throw new Refusal('missing_scope');
}

function sendRefusal(response: ServerResponse, error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
  sendJson(response, {
    ok: false,
    error: error.code,
    response_metadata: { messages: error.details },
  });
}

function sendJson(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
