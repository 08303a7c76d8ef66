import { describe, expect, test } from 'vitest';
import { createLog } from '../src/log.js';

const CONFIGURED = 'a-token-of-no-known-form';
// Put together here, so that no scanner takes the examples for tokens that leaked.
const TOKENS = {
  'a configured secret': CONFIGURED,
  'a Slack bot token': ['xoxb', '123456789012', 'CanaryCanaryCanary'].join('-'),
  'a Slack app token': ['xapp', '1', 'A0123456789', '1234567890', 'canarycanary'].join('-'),
  'a Slack user token': ['xoxp', '1', '2', 'canary'].join('-'),
  'a Discord bot token': [
    'MTIzNDU2Nzg5MDEyMzQ1Njc4',
    'Canary',
    'canarycanarycanarycanarycanary',
  ].join('.'),
};

function logLines(
  write: (log: ReturnType<typeof createLog>) => void,
  level: Parameters<typeof createLog>[0] = 'debug',
): readonly string[] {
  const lines: string[] = [];
  write(createLog(level, [CONFIGURED], (line) => lines.push(line)));
  return lines;
}

describe.each(Object.entries(TOKENS))('%s', (_, token) => {
  test.each([
    ['in the message', () => logLines((log) => log.info({}, `token ${token} was refused`))],
    ['in a field', () => logLines((log) => log.info({ token }, 'refused'))],
    [
      'deep in fields',
      () =>
        logLines((log) => log.warn({ a: [{ b: { headers: { auth: `Bearer ${token}` } } }] }, '')),
    ],
    ['as the name of a field', () => logLines((log) => log.info({ [token]: true }, ''))],
    [
      'in an error, its cause and what hangs on it',
      () => {
        const cause = new Error(`refused ${token}`);
        const error = Object.assign(new Error(`failed with ${token}`, { cause }), {
          url: `https://example.com/?token=${token}`,
          request: { body: `token=${token}&channel=C1` },
        });
        return logLines((log) => log.error({ err: error }, 'call failed'));
      },
    ],
    [
      'in an object that writes itself',
      () => logLines((log) => log.info({ x: { toJSON: () => token } }, '')),
    ],
  ])('%s never leaves', (_where, lines) => {
    const [line = '', ...others] = lines();
    expect(others).toEqual([]);
    expect(line).toContain('[secret]');
    expect(line).not.toContain(token);
    expect(() => JSON.parse(line)).not.toThrow();
  });
});

describe('an address that is a secret', () => {
  const secret = 'aW50ZXJhY3Rpb246Y2FuYXJ5Y2FuYXJ5';
  test.each([
    `https://discord.com/api/v10/interactions/123/${secret}/callback`,
    `https://discord.com/api/v10/webhooks/123/${secret}/messages/@original`,
    'https://hooks.slack.com/services/T1/B1/aW50ZXJhY3Rpb246Y2FuYXJ5Y2FuYXJ5',
    'https://hooks.slack.com/commands/T1/1/aW50ZXJhY3Rpb246Y2FuYXJ5Y2FuYXJ5',
  ])('leaves without its secret: %s', (url) => {
    const error = Object.assign(new Error(`POST ${url} failed`), { url });
    const [line = ''] = logLines((log) => log.error({ err: error, url }, url));
    expect(line).not.toContain(secret);
    expect(line).toContain('[secret]');
  });
});

describe('a line of the log', () => {
  test('is JSON: level, time, fields, message', () => {
    const [line = ''] = logLines((log) => log.info({ adapter: 'slack' }, 'ready'));
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      adapter: 'slack',
      msg: 'ready',
    });
  });

  test('keeps what is no secret', () => {
    const message = 'C0123456789 in T0123456789 at 1712345678.123456, example.com/a.b.c';
    const [line = ''] = logLines((log) => log.info({}, message));
    expect(JSON.parse(line)).toMatchObject({ msg: message });
  });

  test('is written from its level on', () => {
    const levels = logLines((log) => {
      log.debug({}, 'a');
      log.info({}, 'b');
      log.warn({}, 'c');
      log.error({}, 'd');
    }, 'warn').map((line) => JSON.parse(line).msg);
    expect(levels).toEqual(['c', 'd']);
    expect(logLines((log) => log.error({}, 'a'), 'silent')).toEqual([]);
  });
});
