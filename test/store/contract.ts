import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.js';

const DAY_MS = 86_400_000;

/** Tests a store against everything that its port promises; `open` makes an empty one that tells the time by `now`. */
export function describeStore(
  name: string,
  open: (now: () => number) => Store | Promise<Store>,
): void {
  /** A store with a clock that stands until it is moved. */
  const openWithClock = async () => {
    let time = Date.UTC(2026, 0, 1);
    const store = await open(() => time);
    return {
      store,
      pass: (ms: number) => {
        time += ms;
      },
    };
  };

  describe(`${name}: a claim`, () => {
    test('succeeds once', async () => {
      const { store } = await openWithClock();
      expect(await store.claim('event')).toBe(true);
      expect(await store.claim('event')).toBe(false);
      expect(await store.claim('other')).toBe(true);
      await store.close();
    });

    test('succeeds for exactly one of many at the same time', async () => {
      const { store } = await openWithClock();
      const ids = Array.from({ length: 500 }, (_, index) => `event ${index % 50}`);
      const claims = await Promise.all(ids.map(async (id) => [id, await store.claim(id)] as const));
      const won = claims.filter(([, isMine]) => isMine).map(([id]) => id);
      expect(won.sort()).toEqual([...new Set(ids)].sort());
      await store.close();
    });

    test('is for a day, or as long as was said', async () => {
      const { store, pass } = await openWithClock();
      await store.claim('day');
      await store.claim('minute', 60_000);
      pass(59_999);
      expect(await store.claim('minute')).toBe(false);
      pass(1);
      expect(await store.claim('minute', 60_000)).toBe(true);
      pass(DAY_MS - 60_001);
      expect(await store.claim('day')).toBe(false);
      pass(1);
      expect(await store.claim('day')).toBe(true);
      await store.close();
    });

    test('that failed does not prolong the one that stands', async () => {
      const { store, pass } = await openWithClock();
      await store.claim('event', 1_000);
      pass(900);
      expect(await store.claim('event', 1_000)).toBe(false);
      pass(100);
      expect(await store.claim('event', 1_000)).toBe(true);
      await store.close();
    });

    test('takes any id', async () => {
      const { store } = await openWithClock();
      const ids = ['', ' ', '__proto__', 'a:b', 'ü', '👍', 'x'.repeat(1_000), "'; --"];
      for (const id of ids) expect([id, await store.claim(id)]).toEqual([id, true]);
      for (const id of ids) expect([id, await store.claim(id)]).toEqual([id, false]);
      await store.close();
    });
  });

  describe(`${name}: a value`, () => {
    test('is what was last put under its key', async () => {
      const { store } = await openWithClock();
      expect(await store.get('reply', 'a')).toBeUndefined();
      await store.put('reply', 'a', 'one');
      await store.put('reply', 'a', 'two');
      await store.put('reply', 'b', 'three');
      expect(await store.get('reply', 'a')).toBe('two');
      expect(await store.get('reply', 'b')).toBe('three');
      await store.close();
    });

    test('is of its kind: the same key of another kind is another', async () => {
      const { store } = await openWithClock();
      const kinds = ['asked', 'reply', 'thread', 'setting', 'installation'] as const;
      for (const kind of kinds) await store.put(kind, 'key', kind);
      for (const kind of kinds) expect(await store.get(kind, 'key')).toBe(kind);
      await store.remove('asked', 'key');
      expect(await store.get('asked', 'key')).toBeUndefined();
      expect(await store.get('reply', 'key')).toBe('reply');
      expect(await store.claim('key')).toBe(true);
      await store.close();
    });

    test('is forgotten when its time is over, and not before', async () => {
      const { store, pass } = await openWithClock();
      await store.put('thread', 'short', 'value', 1_000);
      await store.put('thread', 'long', 'value');
      pass(999);
      expect(await store.get('thread', 'short')).toBe('value');
      pass(1);
      expect(await store.get('thread', 'short')).toBeUndefined();
      pass(1_000 * DAY_MS);
      expect(await store.get('thread', 'long')).toBe('value');
      await store.close();
    });

    test('has the time of its last put', async () => {
      const { store, pass } = await openWithClock();
      await store.put('thread', 'a', 'one', 1_000);
      await store.put('thread', 'a', 'two');
      pass(DAY_MS);
      expect(await store.get('thread', 'a')).toBe('two');
      await store.put('thread', 'a', 'three', 1_000);
      pass(1_000);
      expect(await store.get('thread', 'a')).toBeUndefined();
      await store.close();
    });

    test('is gone once removed; removing what is not there is fine', async () => {
      const { store } = await openWithClock();
      await store.put('setting', 'a', 'one');
      await store.remove('setting', 'a');
      await store.remove('setting', 'a');
      expect(await store.get('setting', 'a')).toBeUndefined();
      await store.close();
    });

    test('is any text, kept as it is', async () => {
      const { store } = await openWithClock();
      const values = ['', ' ', '{"a": 1}', 'ü 東京 👍', 'a\nb', '%s ? $1 \'"', 'x'.repeat(100_000)];
      for (const [index, value] of values.entries()) await store.put('asked', `${index}`, value);
      for (const [index, value] of values.entries())
        expect(await store.get('asked', `${index}`)).toBe(value);
      await store.close();
    });

    test('outlives thousands of others that come and go', async () => {
      const { store, pass } = await openWithClock();
      await store.put('setting', 'kept', 'value');
      await store.put('reply', 'day', 'value', DAY_MS);
      for (let index = 0; index < 2_500; index += 1) {
        await store.put('asked', `${index}`, 'value', 1);
        pass(1);
      }
      expect(await store.get('setting', 'kept')).toBe('value');
      expect(await store.get('reply', 'day')).toBe('value');
      expect(await store.get('asked', '2499')).toBeUndefined();
      await store.close();
    });
  });

  test(`${name}: feedback is taken, with or without a reason`, async () => {
    const { store } = await openWithClock();
    await expect(store.feedback({ answer: 'a', helpful: true })).resolves.toBeUndefined();
    await expect(
      store.feedback({ answer: 'a', helpful: false, reason: 'It is about May.' }),
    ).resolves.toBeUndefined();
    await store.close();
  });
}
