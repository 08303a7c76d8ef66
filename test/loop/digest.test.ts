import { expect, test } from 'vitest';
import { type Digest, scheduleDigest } from '../../src/loop/digest.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { ANA, startLoop, UNCOVERED } from './loop-at.js';

const MONDAY = Date.UTC(2026, 2, 2, 8);
const HOUR_MS = 3_600_000;

test('a digest of the week is posted on its day, once among replicas, and says what to do something about', async () => {
  let time = MONDAY - 24 * HOUR_MS;
  const now = () => time;
  const store = createMemoryStore(now);
  const { loop } = await startLoop({ store, now });
  await loop.ask({ text: UNCOVERED }, ANA);
  await loop.ask({ text: 'Who are the rivals?' }, ANA);
  const posted: { channel: string; digest: Digest }[] = [];
  const faults: string[] = [];
  let fails = true;
  const replicas = [1, 2].map(() =>
    scheduleDigest({
      settings: { platform: 'slack', channel: 'C0OPS', day: 1 },
      store,
      make: loop.digest,
      post: () => async (channel, digest) => {
        if (fails) throw new Error('no connection');
        posted.push({ channel, digest });
      },
      onFault: (_, message) => faults.push(message),
      now,
    }),
  );
  const look = () => Promise.allSettled(replicas.map((replica) => replica.look()));
  await look();
  time = MONDAY - 1;
  await look();
  expect(posted).toEqual([]);
  time = MONDAY;
  await look();
  fails = false;
  time += HOUR_MS;
  await look();
  time += HOUR_MS;
  await look();
  for (const replica of replicas) replica.stop();
  expect(posted).toEqual([
    {
      channel: 'C0OPS',
      digest: expect.objectContaining({
        since: MONDAY + HOUR_MS - 7 * 24 * HOUR_MS,
        until: MONDAY + HOUR_MS,
        questions: 2,
        groups: [expect.objectContaining({ sample: UNCOVERED, outcome: 'not-covered' })],
      }),
    },
  ]);
});
