import { Hono } from 'hono';
import type { Answer } from '../../../bot/answer.js';
import { HEADERS } from '../security.js';
import type { Routes, Site, WebContext, WebEnv } from '../server.js';
import { chooseWords } from '../words/choose.js';
import { describeApi } from './openapi.js';

/** How much of a question is taken, in UTF-16 code units. */
const MAX_QUESTION = 2_000;
const API_HEADERS: Readonly<Record<string, string>> = {
  ...HEADERS,
  'content-type': 'application/json; charset=utf-8',
};

/** Asking over HTTP, for programs and for other sites' pages; needs no middleware before it. */
export function apiRoutes({ context, settings, allows, addressOf }: Site): Routes {
  const { bot, loop, store } = context;
  const routes: Routes = new Hono<WebEnv>();
  // The loop hands out the same answer to the same question.
  const written = new WeakMap<Answer, string>();
  const write = (answer: Answer): string => {
    const known = written.get(answer);
    if (known !== undefined) return known;
    const text = JSON.stringify(answer);
    written.set(answer, text);
    return text;
  };
  const headersFor = (c: WebContext): Readonly<Record<string, string>> => {
    const { corsOrigins } = settings;
    if (corsOrigins.length === 0) return API_HEADERS;
    const { origin } = c.env.incoming.headers;
    const isAllowed =
      origin !== undefined && (corsOrigins.includes('*') || corsOrigins.includes(origin));
    return {
      ...API_HEADERS,
      vary: 'origin',
      ...(isAllowed && {
        'access-control-allow-origin': origin,
        'cross-origin-resource-policy': 'cross-origin',
      }),
    };
  };
  // Plain headers, and a response that is not looked into again, are what the server sends fastest.
  const send = (c: WebContext, body: string, status = 200, more: Record<string, string> = {}) =>
    new Response(body, { status, headers: { ...headersFor(c), ...more } });
  const refuse = (c: WebContext, status: 400 | 404 | 429, error: string, fix: string) =>
    send(c, JSON.stringify({ error, fix }), status, status === 429 ? { 'retry-after': '60' } : {});

  routes.get('/api/ask', async (c) => {
    const { incoming } = c.env;
    const text = c.req.query('q')?.slice(0, MAX_QUESTION);
    const announcement = c.req.query('announcement');
    if (text === undefined)
      return refuse(c, 400, 'q is missing', 'Send the question as q, as /api/ask?q=Who+is+it.');
    if (announcement !== undefined && !bot.knows(announcement))
      return refuse(
        c,
        404,
        'there is no such announcement',
        'See /api/announcements for the ids, or leave announcement out to ask all.',
      );
    if (!(await allows(incoming)))
      return refuse(c, 429, 'too many requests in this minute', 'Wait a minute, then ask again.');
    const question = {
      text,
      locale: c.req.query('locale') ?? chooseWords(incoming.headers['accept-language']).language,
      ...(announcement === undefined ? {} : { announcement }),
    };
    const user = addressOf(incoming);
    const answer = await loop.ask(question, { platform: 'web', user, place: 'web api' });
    return send(c, write(answer));
  });
  routes.get('/api/announcements', (c) => send(c, JSON.stringify(bot.announcements())));
  routes.get('/api/openapi.json', (c) =>
    send(c, JSON.stringify(describeApi(settings.publicUrl ?? '/'))),
  );
  routes.get('/healthz', (c) => send(c, JSON.stringify({ ok: true })));
  routes.get('/readyz', async (c) => {
    const isStored = await store.get('setting', 'web ready').then(
      () => true,
      () => false,
    );
    const state = { announcements: bot.announcements().length, store: isStored };
    const isReady = state.announcements > 0 && state.store;
    return send(c, JSON.stringify({ ok: isReady, ...state }), isReady ? 200 : 503);
  });
  return routes;
}
