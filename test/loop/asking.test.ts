import { describe, expect, test } from 'vitest';
import { createLimiter } from '../../src/loop/limiter.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { ANA, BEN, OLGA, SHIPPED, startLoop, UNCOVERED } from './loop-at.js';

const RIVALS = { text: 'Who are the rivals?' };
const PSEUDONYM = /^[\w-]{43}$/;

describe('a question', () => {
  test('is answered as the bot answers it, and recorded with what was shown', async () => {
    const { loop, recorded } = await startLoop({ now: () => 1_000 });
    const answer = await loop.ask(RIVALS, ANA);
    expect(answer.excerpts[0]?.passage).toBe(14);
    expect(await recorded()).toEqual([
      {
        id: expect.any(String),
        answer: answer.id,
        text: RIVALS.text,
        outcome: 'answer',
        shown: [{ announcement: SHIPPED, revision: expect.any(String), passage: 14 }],
        platform: 'slack',
        place: 'slack T1 C1',
        asker: expect.stringMatching(PSEUDONYM),
        askedAt: 1_000,
        latencyMs: expect.any(Number),
      },
    ]);
  });

  test('is recorded without its text where none may be stored, and its buttons work all the same', async () => {
    const { loop, store, recorded } = await startLoop({ textTtlMs: 0 });
    const { id } = await loop.ask(RIVALS, ANA);
    expect(await loop.recall(id, ANA)).toEqual(RIVALS);
    expect(await recorded()).toEqual([expect.not.objectContaining({ text: expect.anything() })]);
    expect(await store.list('asked')).toEqual([]);
    expect(await loop.follow({ text: UNCOVERED }, ANA, 'D1')).toBe(false);
  });

  test('is not recorded when it is none', async () => {
    const { loop, recorded } = await startLoop();
    await loop.ask({ text: '?!' }, ANA);
    await loop.ask({ text: 'thanks' }, ANA);
    expect(await recorded()).toEqual([]);
  });

  test('that is none, but is offered some, is known to their buttons', async () => {
    const { loop, store, recorded } = await startLoop();
    const hello = { text: 'Hello!' };
    const { id, suggestions } = await loop.ask(hello, ANA);
    expect(suggestions).not.toEqual([]);
    expect(await recorded()).toEqual([]);
    expect(await loop.recall(id, ANA)).toEqual(hello);
    expect(await store.list('asked')).toHaveLength(1);
  });

  test('is answered also when it cannot be recorded, which is not lost in silence', async () => {
    const store = createMemoryStore();
    const { loop, faults } = await startLoop({
      store: { ...store, record: () => Promise.reject(new Error('disk full')) },
    });
    expect((await loop.ask(RIVALS, ANA)).outcome).toBe('answer');
    await loop.stop();
    expect(faults).toEqual(['a question could not be recorded: Error: disk full']);
  });

  test('is known again to its team, and to operators, but not to others', async () => {
    const { loop } = await startLoop();
    const { id } = await loop.ask(RIVALS, ANA);
    expect(await loop.recall(id, { ...BEN, place: ANA.place, platform: 'slack' })).toEqual(RIVALS);
    expect(await loop.recall(id, BEN)).toBeUndefined();
    await loop.stop();
    expect(await loop.recall(id, { ...OLGA, place: 'slack T2 C2' })).toEqual(RIVALS);
  });
});

describe('too many questions', () => {
  const ask = (text: string) => ({ text, locale: 'de' });

  test('of one person in a minute get a plain notice, in their language, and are not recorded', async () => {
    const { loop, recorded } = await startLoop({
      limiter: createLimiter({ perPerson: 2, perChannel: 0 }),
    });
    await loop.ask(ask('Azure'), ANA);
    await loop.ask(ask('Google'), ANA);
    expect(await loop.ask(ask('Meta'), ANA)).toMatchObject({
      outcome: 'limited',
      excerpts: [],
      lead: 'Das sind viele Fragen auf einmal. Bitte warten Sie eine Minute und fragen Sie dann noch einmal.',
    });
    expect((await loop.ask(ask('Meta'), BEN)).outcome).toBe('answer');
    expect(await recorded()).toHaveLength(3);
  });

  test('in one channel get it too, whoever asks', async () => {
    const { loop } = await startLoop({ limiter: createLimiter({ perPerson: 0, perChannel: 1 }) });
    await loop.ask(RIVALS, ANA);
    expect((await loop.ask(RIVALS, { ...ANA, user: 'U0CAT' })).outcome).toBe('limited');
    expect((await loop.ask(RIVALS, { ...ANA, place: 'slack T1 C2' })).outcome).toBe('answer');
  });

  test('of an operator are answered', async () => {
    const { loop } = await startLoop({ limiter: createLimiter({ perPerson: 1, perChannel: 1 }) });
    const outcomes = await Promise.all([1, 2, 3].map(() => loop.ask(RIVALS, OLGA)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['answer', 'answer', 'answer']);
  });

  test('pass when they cannot be counted, and the log says so', async () => {
    const { loop, faults } = await startLoop({
      limiter: createLimiter({ perPerson: 1, perChannel: 0 }, () => ({
        consume: () => Promise.reject(new Error('no connection')),
      })),
    });
    expect((await loop.ask(RIVALS, ANA)).outcome).toBe('answer');
    expect(faults).toEqual([
      'questions could not be counted against the limits; this one passes: Error: no connection',
    ]);
  });
});
