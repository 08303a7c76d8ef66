import { parseHTML } from 'linkedom';
import { describe, expect, test, vi } from 'vitest';
import { type Running, runApp } from './app.js';
import { SHIPPED_ID } from './serve.js';

const TOKEN = 'a-token-of-some-length';
const GAP = 'how many jobs will be cut';

const documentOf = async (response: Promise<Response>) =>
  parseHTML(await (await response).text()).document;
type Page = Awaited<ReturnType<typeof documentOf>>;
const textOf = (page: Page, selector: string) =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
const ask = async ({ get }: Running, text: string, helpful?: 'yes' | 'no') => {
  const page = await documentOf(get(`/a/${SHIPPED_ID}?${new URLSearchParams({ q: text })}`));
  const answer = page.querySelector('input[name=answer]')?.getAttribute('value') ?? '';
  if (helpful !== undefined)
    await get('/feedback', { method: 'POST', body: new URLSearchParams({ answer, helpful }) });
  return page;
};
/** The fields of a form of a page, some of them filled in otherwise. */
const fieldsOf = (
  form: ReturnType<Page['querySelector']> | undefined,
  filled: Readonly<Record<string, string>> = {},
) =>
  new URLSearchParams({
    ...Object.fromEntries(
      [...(form?.querySelectorAll('input') ?? [])].map((input) => [
        input.getAttribute('name') ?? '',
        input.getAttribute('value') ?? '',
      ]),
    ),
    ...filled,
  });
const formWith = (page: Page, kind: string) =>
  page.querySelector(`#gaps input[name=kind][value=${kind}]`)?.parentElement;

describe('where the questions fall', () => {
  test('stands beside each passage and in its sentences', async () => {
    const running = await runApp();
    await ask(running, 'who are the rivals', 'yes');
    await ask(running, 'who are the rivals');
    await ask(running, 'who are teh rivals', 'no');
    const page = await documentOf(running.get('/operator'));
    const margin = page.querySelector('#p14 .margin');
    expect(margin?.textContent.replace(/\s+/g, ' ').trim()).toBe('¶ 14 3 asked1 helped 1 did not');
    expect(textOf(page, '#p14 .s')).toEqual([expect.stringMatching(/^Competitors .* agents\.$/)]);
    expect(page.querySelector('#p14 .s')?.className).toBe('s h4');
    expect(textOf(page, '.cold .asked-times')).toHaveLength(15);
    expect(textOf(page, '.tiles dd').slice(0, 5)).toEqual(['3', '1', '100%', '0%', '1 / 1']);
    expect(textOf(page, '#asked .question')).toEqual(['who are the rivals', 'who are teh rivals']);
    expect(page.querySelector('.chart')?.getAttribute('data-series')).toMatch(
      /\[3\],\[0\],\[0\]\]$/,
    );

    const link = margin?.getAttribute('href') ?? '';
    const chosen = await documentOf(running.get(link));
    expect(textOf(chosen, '#asked-title')).toEqual(['Asked of ¶ 14']);
    expect(textOf(chosen, '#asked .question')).toHaveLength(2);
    const other = await documentOf(running.get(link.replace('passage=14', 'passage=7')));
    expect(textOf(other, '#asked .note')).toEqual(['Nobody has asked for this passage.']);
  });

  test('is filtered by time and place, and handed out as CSV', async () => {
    const running = await runApp();
    await ask(running, 'who are the rivals');
    await running.get(`/api/ask?q=${encodeURIComponent('=HYPERLINK("x"), rivals')}`);
    const tiles = async (query: string) =>
      textOf(await documentOf(running.get(`/operator?${query}`)), '.tiles dd')[0];
    expect(await tiles('')).toBe('2');
    expect(await tiles('place=web+api')).toBe('1');
    expect(await tiles('place=slack')).toBe('0');
    expect(await tiles('period=day')).toBe('2');
    expect(await tiles('period=constructor')).toBe('2');
    const csv = await running.get('/operator/questions.csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, first, second] = (await csv.text()).split('\r\n');
    expect(head).toBe('asked at,platform,place,outcome,passage,latency ms,question');
    expect(first).toMatch(/^\d{4}-.*Z,web,web page,answer,14,[\d.]+,who are the rivals$/);
    expect(second).toMatch(/,web api,.*,"'=HYPERLINK\(""x""\), rivals"$/);
    expect((await running.get('/operator?announcement=none')).status).toBe(404);
  });
});

describe('a gap', () => {
  const gapOf = async (running: Running) => {
    await ask(running, GAP);
    return documentOf(running.get('/operator'));
  };
  const act = ({ get }: Running, path: string, body: URLSearchParams) =>
    get(path, { method: 'POST', body });

  test('is taught a passage, which answers at once, and that is taken back', async () => {
    const running = await runApp();
    const page = await gapOf(running);
    expect(textOf(page, '#gaps .question')).toEqual([GAP]);
    const taught = await act(
      running,
      '/operator/teach',
      fieldsOf(formWith(page, 'passage'), { passage: '9' }),
    );
    expect([taught.status, taught.headers.get('location')]).toEqual([
      303,
      `/operator?announcement=${SHIPPED_ID}&said=taught`,
    ]);
    const answered = await ask(running, GAP);
    expect(answered.querySelector('#text mark')?.closest('.p')?.id).toBe('p9');
    expect(textOf(answered, '#answer-title')).toEqual(['Answer']);

    const after = await documentOf(running.get(taught.headers.get('location') ?? ''));
    expect(textOf(after, '.said')).toEqual(['Taught. It holds at once, on every platform.']);
    expect(textOf(after, '#gaps .question')).toEqual([]);
    const undo = after.querySelector('#lessons form');
    expect((await act(running, '/operator/undo', fieldsOf(undo))).status).toBe(303);
    expect(textOf(await ask(running, GAP), '#answer-title')).not.toEqual(['Answer']);
    expect((await act(running, '/operator/undo', fieldsOf(undo))).status).toBe(404);
  });

  test('is given a statement, shown as one', async () => {
    const running = await runApp();
    const page = await gapOf(running);
    const said = { text: 'None will be <b>cut</b>.', approver: 'Press office' };
    await act(running, '/operator/teach', fieldsOf(formWith(page, 'statement'), said));
    const answered = await ask(running, GAP);
    expect(textOf(answered, '.statement p')[0]).toBe('None will be <b>cut</b>.');
    expect(textOf(answered, '#answer .lead')).toEqual([
      'An official statement, not from the announcement:',
    ]);
    expect(textOf(answered, '#answer blockquote')).toEqual([]);
  });

  test('is closed by an alias, or refused in plain words', async () => {
    const running = await runApp();
    const page = await gapOf(running);
    const alias = { alias: 'wintel giant', name: 'Microsoft' };
    const form = formWith(page, 'alias');
    expect((await act(running, '/operator/teach', fieldsOf(form, alias))).status).toBe(303);
    const empty = await act(running, '/operator/teach', fieldsOf(form, { alias: ' ', name: 'x' }));
    expect(empty.status).toBe(400);
    const nowhere = fieldsOf(formWith(page, 'passage'), { passage: '99' });
    const refused = await act(running, '/operator/teach', nowhere);
    expect(refused.status).toBe(422);
    expect(textOf(parseHTML(await refused.text()).document, 'h1')[0]).toContain('99');
  });

  test('is taught by nothing but the page’s own forms', async () => {
    const running = await runApp();
    const page = await gapOf(running);
    const right = fieldsOf(formWith(page, 'passage'), { passage: '9' });
    const forged = new URLSearchParams(right);
    forged.set('proof', 'x'.repeat(43));
    expect((await act(running, '/operator/teach', forged)).status).toBe(403);
    const headers = { 'sec-fetch-site': 'cross-site' };
    const crossing = { method: 'POST', headers, body: right };
    expect((await running.get('/operator/teach', crossing)).status).toBe(403);
    const origin = { method: 'POST', headers: { origin: 'https://evil.example' }, body: right };
    expect((await running.get('/operator/teach', origin)).status).toBe(403);
    expect(textOf(await ask(running, GAP), '#answer-title')).not.toEqual(['Answer']);
  });
});

describe('the operator’s page', () => {
  test('opens to whoever knows the token, by a session that no script can read', async () => {
    const { get } = await runApp({ OPERATOR_TOKEN: TOKEN });
    const gate = await get('/operator');
    expect(gate.status).toBe(401);
    expect(await gate.text()).not.toContain(TOKEN);
    const enter = (token: string) =>
      get('/operator/enter', { method: 'POST', body: new URLSearchParams({ token }) });
    const wrong = await enter(`${TOKEN}x`);
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null]);
    const right = await enter(TOKEN);
    const cookie = right.headers.get('set-cookie') ?? '';
    expect(right.headers.get('location')).toBe('/operator');
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const [session = ''] = cookie.split(';');
    expect((await get('/operator', { headers: { cookie: session } })).status).toBe(200);
    const longer = session.replace(/=(\d)/, (_, digit: string) => `=9${digit}`);
    expect((await get('/operator', { headers: { cookie: longer } })).status).toBe(401);
    const bearer = { authorization: `Bearer ${TOKEN}` };
    expect((await get('/operator/questions.csv', { headers: bearer })).status).toBe(200);
    // A token in a header proves no form.
    expect((await get('/operator/undo', { method: 'POST', headers: bearer })).status).toBe(403);
  });

  test('is without a token for this machine alone, and for no proxy or borrowed name', async () => {
    const { get, address } = await runApp();
    expect((await get('/operator')).status).toBe(200);
    for (const headers of [
      { forwarded: 'for=203.0.113.7' },
      { 'x-forwarded-for': '203.0.113.7' },
      { via: '1.1 proxy' },
    ] as const)
      expect((await get('/operator', { headers })).status).toBe(403);
    const { hostname, port } = new URL(address);
    expect(await statusFor(hostname, Number(port), 'evil.example')).toBe(403);
    expect(await statusFor(hostname, Number(port), `localhost:${port}`)).toBe(200);
    const { get: other } = await runApp({ PUBLIC_URL: 'https://herald.example' });
    expect((await other('/operator')).status).toBe(403);
  });

  test('hears of questions and lessons while it is open', async () => {
    const running = await runApp();
    const response = await fetch(new URL('/operator/events', running.address));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const listening = (async () => {
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return;
        heard += value;
      }
    })();
    await vi.waitFor(() => expect(heard).toContain('event: ready'));
    await ask(running, 'who are the rivals');
    await vi.waitFor(() => expect(heard).toContain('event: changed'), 5_000);
    await reader?.cancel();
    await listening;
  });
});

/** The status of the operator's page asked for under a name. */
async function statusFor(
  hostname: string,
  port: number,
  host: string,
): Promise<number | undefined> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get({ hostname, port, path: '/operator', headers: { host }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
