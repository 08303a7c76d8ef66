import { describe, expect, test } from 'vitest';
import { type AskedQuestion, KINDS, type Store } from '../../src/store/store.js';

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
      for (const kind of KINDS) await store.put(kind, 'key', kind);
      for (const kind of KINDS) expect(await store.get(kind, 'key')).toBe(kind);
      await store.remove('asked', 'key');
      expect(await store.get('asked', 'key')).toBeUndefined();
      expect(await store.get('reply', 'key')).toBe('reply');
      expect(await store.claim('key')).toBe(true);
      await store.close();
    });

    test('is forgotten when its time is over, and not before', async () => {
      const { store, pass } = await openWithClock();
      await store.put('thread', 'short', 'value', { ttlMs: 1_000 });
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
      await store.put('thread', 'a', 'one', { ttlMs: 1_000 });
      await store.put('thread', 'a', 'two');
      pass(DAY_MS);
      expect(await store.get('thread', 'a')).toBe('two');
      await store.put('thread', 'a', 'three', { ttlMs: 1_000 });
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
      await store.put('reply', 'day', 'value', { ttlMs: DAY_MS });
      for (let index = 0; index < 2_500; index += 1) {
        await store.put('asked', `${index}`, 'value', { ttlMs: 1 });
        pass(1);
      }
      expect(await store.get('setting', 'kept')).toBe('value');
      expect(await store.get('reply', 'day')).toBe('value');
      expect(await store.get('asked', '2499')).toBeUndefined();
      await store.close();
    });
  });

  describe(`${name}: accepted work`, () => {
    test('is accepted once, with the claim of its id', async () => {
      const { store } = await openWithClock();
      await store.claim('taken');
      expect(await store.accept('taken', 'work')).toBe(false);
      expect(await store.accept('event', 'work')).toBe(true);
      expect(await store.accept('event', 'work')).toBe(false);
      expect(await store.claim('event')).toBe(false);
      await store.close();
    });

    test('is handed to one caller at a time, oldest first, until it is settled', async () => {
      const { store, pass } = await openWithClock();
      await store.accept('first', '{"question": "one"}');
      pass(1);
      await store.accept('second', 'two');
      expect(await store.unsettled(1_000)).toEqual([]);
      pass(60_000);
      const [first, second] = await store.unsettled(1_000);
      expect(first).toEqual({
        id: 'first',
        work: '{"question": "one"}',
        acceptedAt: Date.UTC(2026, 0, 1),
      });
      expect(second?.id).toBe('second');
      expect(await store.unsettled(1_000)).toEqual([]);
      await store.settle('first');
      pass(1_000);
      expect((await store.unsettled(1_000)).map(({ id }) => id)).toEqual(['second']);
      await store.settle('second');
      pass(1_000);
      expect(await store.unsettled(1_000)).toEqual([]);
      expect(await store.accept('first', 'again')).toBe(false);
      await store.close();
    });

    test('is leased by the beginning of its id: no adapter takes another’s', async () => {
      const { store, pass } = await openWithClock();
      await store.accept('slack 1', 'a');
      await store.accept('discord 1', 'b');
      pass(60_000);
      const ids = async (prefix?: string) =>
        (await store.unsettled(1_000, prefix)).map(({ id }) => id);
      expect(await ids('slack ')).toEqual(['slack 1']);
      expect(await ids('slack ')).toEqual([]);
      expect(await ids()).toEqual(['discord 1']);
      await store.close();
    });
  });

  describe(`${name}: values of a kind`, () => {
    test('are listed by prefix, in the order of their keys', async () => {
      const { store, pass } = await openWithClock();
      for (const key of ['b%_', 'b', 'a 2', 'a 10', 'ä', '👍', '\uff5e'])
        await store.put('setting', key, `value of ${key}`);
      await store.put('thread', 'a 3', 'of another kind');
      await store.put('setting', 'a 4', 'short', { ttlMs: 1 });
      pass(1);
      const keys = async (prefix?: string) =>
        (await store.list('setting', prefix)).map(({ key }) => key);
      expect(await keys()).toEqual(['a 10', 'a 2', 'b', 'b%_', 'ä', '\uff5e', '👍']);
      expect(await store.list('setting', 'a ')).toEqual([
        { key: 'a 10', value: 'value of a 10' },
        { key: 'a 2', value: 'value of a 2' },
      ]);
      expect(await keys('b%')).toEqual(['b%_']);
      expect(await keys('👍')).toEqual(['👍']);
      expect(await keys('c')).toEqual([]);
      await store.close();
    });

    test('are watched: whoever watches is called after a change', async () => {
      const { store } = await openWithClock();
      const nextChange = () =>
        new Promise<void>((resolve) => {
          const stop = store.watch('curated', () => {
            stop();
            resolve();
          });
        });
      const put = nextChange();
      await store.put('curated', 'a', 'one');
      await put;
      const removed = nextChange();
      await store.remove('curated', 'a');
      await removed;
      await store.close();
    });
  });

  describe(`${name}: questions`, () => {
    test('are kept as they were asked, in order', async () => {
      const { store } = await openWithClock();
      await store.record(asked({ id: 'b', askedAt: 2, text: 'second 👍 \'"%' }));
      await store.record(asked({ id: 'a', askedAt: 1, announcement: 'news' }));
      expect(await all(store.questions())).toEqual([
        asked({ id: 'a', askedAt: 1, announcement: 'news' }),
        asked({ id: 'b', askedAt: 2, text: 'second 👍 \'"%' }),
      ]);
      await store.close();
    });

    test('are filtered by time, announcement, place and asker', async () => {
      const { store } = await openWithClock();
      const shown = [{ announcement: 'news', revision: 'r1', passage: 3 }];
      await store.record(asked({ id: 'a', askedAt: 1, place: 'slack T1 C1', asker: 'ann' }));
      await store.record(asked({ id: 'b', askedAt: 2, place: 'slack T1 C2', shown }));
      await store.record(asked({ id: 'c', askedAt: 3, place: 'slack T10 C1' }));
      await store.record(asked({ id: 'd', askedAt: 4, announcement: 'news', place: 'web' }));
      const ids = async (filter: Parameters<Store['questions']>[0]) =>
        (await all(store.questions(filter))).map(({ id }) => id);
      expect(await ids({ since: 2, until: 4 })).toEqual(['b', 'c']);
      expect(await ids({ announcement: 'news' })).toEqual(['b', 'd']);
      expect(await ids({ place: 'slack T1 ' })).toEqual(['a', 'b']);
      expect(await ids({ asker: 'ann' })).toEqual(['a']);
      expect(await ids({ asker: 'nobody' })).toEqual([]);
      await store.close();
    });

    test('lose their text when its time is over; the rest stays', async () => {
      const { store, pass } = await openWithClock();
      const { text, ...rest } = asked({ id: 'a', text: 'a secret' });
      await store.record({ ...rest, text: text ?? '' }, 1_000);
      pass(999);
      expect(await all(store.questions())).toEqual([{ ...rest, text }]);
      pass(1);
      expect(await all(store.questions())).toEqual([rest]);
      await store.close();
    });

    test('come with everybody’s word on their answers; a later word replaces the earlier', async () => {
      const { store } = await openWithClock();
      await store.feedback({ answer: 'a', helpful: true });
      await store.feedback({ answer: 'a', helpful: true, asker: 'ann' });
      await store.feedback({ answer: 'b', helpful: true, asker: 'ann' });
      await store.feedback({ answer: 'a', helpful: false, asker: 'ann', reason: 'About May.' });
      expect(await all(store.feedbacks())).toEqual([
        { answer: 'a', helpful: true },
        { answer: 'b', helpful: true, asker: 'ann' },
        { answer: 'a', helpful: false, asker: 'ann', reason: 'About May.' },
      ]);
      await store.close();
    });
  });

  describe(`${name}: forgetting`, () => {
    test('a person leaves counts, but nothing of theirs', async () => {
      const { store } = await openWithClock();
      const { text: _, ...rest } = asked({ id: 'a', asker: 'ann' });
      await store.record(asked({ id: 'a', asker: 'ann' }));
      await store.record(asked({ id: 'b', asker: 'bob', askedAt: 2 }));
      await store.put('asked', 'ann’s', 'text', { asker: 'ann' });
      await store.put('asked', 'bob’s', 'text', { asker: 'bob' });
      await store.feedback({ answer: 'a', helpful: false, asker: 'ann', reason: 'mine' });
      await store.claim('judged ann a');
      await store.claim('judged bob a');
      await store.forgetAsker('ann');
      expect(await store.claim('judged ann a')).toBe(true);
      expect(await store.claim('judged bob a')).toBe(false);
      expect(await all(store.questions())).toEqual([
        { ...rest, asker: '', place: 'slack T1 ' },
        asked({ id: 'b', asker: 'bob', askedAt: 2 }),
      ]);
      expect(await store.list('asked')).toEqual([{ key: 'bob’s', value: 'text' }]);
      expect(await all(store.feedbacks())).toEqual([{ answer: 'a', helpful: false }]);
      await store.close();
    });

    test('a place takes everything of it', async () => {
      const { store } = await openWithClock();
      for (const key of ['slack T1 C1', 'slack T1 C2', 'slack T10 C1']) {
        await store.put('thread', key, '');
        await store.put('setting', key, '');
        await store.record(asked({ id: key, place: key }));
      }
      await store.forgetPlace('slack T1 ');
      expect(await store.list('thread')).toEqual([{ key: 'slack T10 C1', value: '' }]);
      expect(await store.list('setting')).toEqual([{ key: 'slack T10 C1', value: '' }]);
      expect((await all(store.questions())).map(({ id }) => id)).toEqual(['slack T10 C1']);
      await store.close();
    });
  });
}

function asked(given: Partial<AskedQuestion>): AskedQuestion {
  return {
    id: 'id',
    answer: 'answer',
    text: 'Who are the rivals?',
    outcome: 'answer',
    shown: [],
    platform: 'slack',
    place: 'slack T1 C1',
    asker: 'somebody',
    askedAt: 1,
    latencyMs: 0.5,
    ...given,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
