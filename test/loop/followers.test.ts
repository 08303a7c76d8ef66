import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.js';
import { ANA, BEN, OLGA, OTHER, SHIPPED, startLoop, UNCOVERED } from './loop-at.js';

const LESSON = { kind: 'passage', question: UNCOVERED, announcement: SHIPPED, passage: 9 } as const;

test('whoever follows a question is told once when it is answered, and nobody before', async () => {
  const { loop, told } = await startLoop();
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.follow({ text: UNCOVERED, locale: 'fr' }, BEN, 'D0BEN');
  await loop.follow({ text: OTHER }, BEN, 'D0BEN');
  loop.reloaded();
  await loop.stop();
  expect(told).toEqual([]);
  await loop.teach(LESSON, OLGA);
  loop.reloaded();
  await loop.stop();
  loop.reloaded();
  await loop.stop();
  expect(told.map(({ address, answer }) => [address, answer.question]).sort()).toEqual([
    ['D0ANA', UNCOVERED],
    ['D0BEN', UNCOVERED],
  ]);
  expect(told.find(({ address }) => address === 'D0ANA')?.answer).toMatchObject({
    outcome: 'answer',
    lead: 'You asked to be told when this is answered: The announcement says:',
    excerpts: [{ passage: 9 }],
  });
});

test('two replicas tell everyone once between them', async () => {
  const store = createMemoryStore();
  const replicas = await Promise.all([startLoop({ store }), startLoop({ store })]);
  for (let n = 0; n < 50; n += 1)
    await replicas[0].loop.follow({ text: UNCOVERED }, { ...ANA, user: `U${n}` }, `D${n}`);
  await replicas[0].loop.teach(LESSON, OLGA);
  for (const { loop } of replicas) loop.reloaded();
  await Promise.all(replicas.map(({ loop }) => loop.stop()));
  const addresses = replicas.flatMap(({ told }) => told.map(({ address }) => address));
  expect(addresses.sort()).toEqual(Array.from({ length: 50 }, (_, n) => `D${n}`).sort());
});

test('whoever could not be told is told later; whoever may have been told is not told again', async () => {
  let time = 0;
  let fails = true;
  const told: string[] = [];
  const { loop, faults, store } = await startLoop({
    store: createMemoryStore(() => time),
    now: () => time,
    notify: () => async (address) => {
      if (fails) throw new Error('no connection');
      told.push(address);
    },
  });
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.teach(LESSON, OLGA);
  await loop.stop();
  expect(faults).toEqual([
    'somebody could not be told that their question is answered; it is tried again: Error: no connection',
  ]);
  fails = false;
  time += 61_000;
  loop.reloaded();
  await loop.stop();
  expect(told).toEqual(['D0ANA']);

  await loop.follow({ text: UNCOVERED }, BEN, 'D0BEN');
  const [item] = await store.list('follower');
  if (item === undefined) throw new Error('nobody follows');
  // As a process leaves it that ends between sending and noting that it has sent.
  await store.put('follower', item.key, JSON.stringify({ ...JSON.parse(item.value), begun: true }));
  loop.reloaded();
  await loop.stop();
  expect(told).toEqual(['D0ANA']);
  expect(await store.list('follower')).toEqual([]);
});

test('whoever asks to be forgotten is not told', async () => {
  const { loop, told } = await startLoop();
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.forgetMe(ANA);
  await loop.teach(LESSON, OLGA);
  await loop.stop();
  expect(told).toEqual([]);
});
