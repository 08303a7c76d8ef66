import { describe, expect, test } from 'vitest';
import { describeApi } from '../../../src/adapters/web/api/openapi.js';
import type { OnAsked } from '../../../src/loop/asking.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { shipped } from '../../bot/shipped-bot.js';
import { SHIPPED_ID, serve } from './serve.js';

const asking = (question: string, more = '') =>
  `/api/ask?${new URLSearchParams({ q: question })}${more}`;

describe('GET /api/ask', () => {
  test('gives the bot’s answer whole', async () => {
    const { get } = await serve();
    const response = await get(
      asking('who are teh rivals', `&announcement=${SHIPPED_ID}&locale=de`),
    );
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const question = { text: 'who are teh rivals', announcement: SHIPPED_ID, locale: 'de' };
    expect(await response.json()).toEqual(shipped.bot.ask(question));
  });

  test('refuses with what is wrong and how to mend it', async () => {
    const { get } = await serve({ perMinute: 1 });
    const refusals = [];
    for (const path of ['/api/ask', asking('x', '&announcement=none'), asking('x'), asking('x')]) {
      const response = await get(path);
      const { error } = (await response.json()) as { readonly error?: string };
      refusals.push([response.status, error]);
    }
    expect(refusals).toEqual([
      [400, 'q is missing'],
      [404, 'there is no such announcement'],
      [200, undefined],
      [429, 'too many requests in this minute'],
    ]);
  });

  test('is for other sites only where they are named', async () => {
    const origin = 'https://news.example';
    const allowed = async (corsOrigins: readonly string[]) => {
      const { get } = await serve({ corsOrigins });
      const { headers } = await get(asking('rivals'), { headers: { origin } });
      return [
        headers.get('access-control-allow-origin'),
        headers.get('cross-origin-resource-policy'),
      ];
    };
    expect(await allowed([])).toEqual([null, 'same-origin']);
    expect(await allowed(['https://other.example'])).toEqual([null, 'same-origin']);
    expect(await allowed(['https://other.example', origin])).toEqual([origin, 'cross-origin']);
    expect(await allowed(['*'])).toEqual([origin, 'cross-origin']);
  });
});

describe('beside asking', () => {
  test('announcements are listed', async () => {
    const { get } = await serve();
    expect(await (await get('/api/announcements')).json()).toEqual(shipped.bot.announcements());
  });

  test('health and readiness are told, the latter with the store', async () => {
    const { get } = await serve();
    expect(await (await get('/healthz')).json()).toEqual({ ok: true });
    expect(await (await get('/readyz')).json()).toEqual({
      ok: true,
      announcements: 1,
      store: true,
    });
    const store = {
      ...createMemoryStore(),
      get: async () => {
        throw new Error('the disk is gone');
      },
    };
    const broken = await serve({}, { store });
    const response = await broken.get('/readyz');
    expect([response.status, await response.json()]).toEqual([
      503,
      { ok: false, announcements: 1, store: false },
    ]);
    expect((await broken.get('/healthz')).status).toBe(200);
  });

  test('metrics count questions, for operators alone', async () => {
    const listeners: OnAsked[] = [];
    const onAsked = (listener: OnAsked) => listeners.push(listener);
    const { text } = await serve({}, { onAsked });
    expect(await text('/metrics')).toContain('herald_announcements 1');
    const answer = shipped.bot.ask({ text: 'rivals' });
    for (const listener of listeners) listener({ answer, platform: 'slack', latencyMs: 4 });
    const metrics = await text('/metrics');
    expect(metrics).toContain('herald_questions_total{platform="slack",outcome="answer"} 1');
    expect(metrics).toContain('herald_answer_seconds_bucket{le="0.005",platform="slack"} 1');
    expect(metrics).toContain('process_resident_memory_bytes');

    const operatorToken = 'a-token-of-some-length';
    const { get } = await serve({ operatorToken });
    expect((await get('/metrics')).status).toBe(401);
    const wrong = { headers: { authorization: `Bearer ${operatorToken}x` } };
    expect((await get('/metrics', wrong)).status).toBe(401);
    const right = { headers: { authorization: `Bearer ${operatorToken}` } };
    expect((await get('/metrics', right)).status).toBe(200);
    const proxied = await serve();
    const forwarded = { headers: { 'x-forwarded-for': '203.0.113.7' } };
    expect((await proxied.get('/metrics', forwarded)).status).toBe(401);
  });
});

describe('the description of the API', () => {
  const described = describeApi('/');

  test('names exactly what is served', async () => {
    const { get } = await serve();
    expect(await (await get('/api/openapi.json')).json()).toEqual(described);
    for (const path of Object.keys(described.paths))
      expect([path, (await get(path)).status]).toEqual([path, path === '/api/ask' ? 400 : 200]);
  });

  test.each(['rivals', 'recipe for banana bread', 'hello', '?'])('holds for %s', (text) => {
    const answer = shipped.bot.ask({ text });
    const { Answer, Excerpt } = described.components.schemas;
    for (const [schema, values] of [
      [Answer, [answer]],
      [Excerpt, answer.excerpts],
    ] as const)
      for (const value of values) {
        expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(value)));
        expect(Object.keys(value)).toEqual(expect.arrayContaining(schema.required));
      }
  });
});
