import type { webApi } from '@slack/bolt';
import { request } from 'undici';

/**
 * What the SDK's client needs of `fetch`, over undici's `request`: the platform's `fetch` takes a good part
 * of the time of a reply (`npm run bench:slack`). It follows no redirect, and sends text only.
 */
export const fetchByRequest: webApi.FetchFunction = async (url, init = {}) => {
  const { method, headers = {}, body, signal } = init;
  const response = await request(url, {
    method: method === 'POST' ? 'POST' : 'GET',
    headers,
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.body.text();
  const got = Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return {
    ok: response.statusCode >= 200 && response.statusCode < 300,
    status: response.statusCode,
    statusText: '',
    url: String(url),
    headers: {
      get: (name) => got.find(([known]) => known === name.toLowerCase())?.[1] ?? null,
      entries: () => got,
    },
    text: async () => text,
    json: async () => JSON.parse(text),
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  };
};
