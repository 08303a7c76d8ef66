import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bot/answer.js';
import { createBot } from '../../src/bot/create-bot.js';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import {
  type Correct,
  type Correction,
  type CorrectionMode,
  createCorrections,
} from '../../src/revisions/corrections.js';
import { createSearch } from '../../src/search/search.js';
import { createMemoryStore } from '../../src/store/memory.js';
import type { Store } from '../../src/store/store.js';

const FIRST = `# Launch

The launch is on the third of May.

The price is forty dollars a month.
`;
const SECOND = FIRST.replace('forty', 'fifty');

function read(text: string): Announcement {
  const result = readAnnouncement({ id: 'launch', file: 'launch.md', extension: '.md' }, text);
  if (!result.ok) throw new Error(result.faults[0]?.message);
  return result.announcement;
}

const LEASE_MS = 60_000;

interface Sent {
  readonly address: string;
  readonly how: Correction;
  readonly answer: Answer;
}

/** Corrections with the announcement as it stands in `text`, on a platform that keeps what it is sent. */
async function correctionsOf(
  text: string,
  {
    store = createMemoryStore(),
    mode = 'edit' as CorrectionMode,
    sent = [] as Sent[],
    platform = undefined as Correct | undefined,
    now = Date.now,
  } = {},
) {
  const announcement = read(text);
  const bot = createBot([announcement], await createSearch([announcement]));
  const faults: unknown[] = [];
  const corrections = createCorrections(
    {
      store,
      bot,
      mode,
      announcement: (id) => (id === 'launch' ? announcement : undefined),
      platform: () =>
        platform ??
        (async (address, how, answer) => {
          sent.push({ address, how, answer });
          return 'corrected';
        }),
      onFault: (_, error) => faults.push(error),
      now,
    },
    { betweenMs: 0, leaseMs: LEASE_MS, keptMs: 10 * LEASE_MS },
  );
  const post = (address: string, question: string) =>
    corrections.keep(
      { platform: 'chat', address },
      { text: question },
      bot.ask({ text: question }),
    );
  return { corrections, store, sent, faults, post };
}

const PRICE = 'What is the price?';
const DATE = 'When is the launch?';

/** A store that remembers one answer about the price and one about the date, by the first revision. */
async function postedFirst(store = createMemoryStore()): Promise<Store> {
  const { post } = await correctionsOf(FIRST, { store });
  await post('T1 C1 1', PRICE);
  await post('T1 C1 2', DATE);
  await post('T1 C1 3', 'hello');
  return store;
}

describe('an answer whose quotation has changed', () => {
  test('is answered anew in its place, and no other is touched', async () => {
    const { corrections, sent } = await correctionsOf(SECOND, { store: await postedFirst() });
    expect(await corrections.run()).toEqual({ corrected: 1, left: [], unfinished: false });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ address: 'T1 C1 1', how: { mode: 'edit' } });
    expect(sent[0]?.answer.lead).toBe(
      'Corrected: the announcement has changed since this was first answered. The announcement says:',
    );
    expect(sent[0]?.answer.excerpts[0]?.text).toBe('The price is fifty dollars a month.');
  });

  test('is corrected once, however often one looks, and again when its text changes again', async () => {
    const store = await postedFirst();
    const { corrections, sent } = await correctionsOf(SECOND, { store });
    await corrections.run();
    await corrections.run();
    expect(sent).toHaveLength(1);
    const third = await correctionsOf(SECOND.replace('fifty', 'sixty'), { store });
    await third.corrections.run();
    expect(third.sent.map(({ answer }) => answer.excerpts[0]?.text)).toEqual([
      'The price is sixty dollars a month.',
    ]);
  });

  test('is left alone while its words still stand, wherever they stand now', async () => {
    const moved = `# Launch\n\nA new beginning.\n\n${FIRST.replace('# Launch\n\n', '')}`;
    const { corrections, sent } = await correctionsOf(moved, { store: await postedFirst() });
    expect(await corrections.run()).toEqual({ corrected: 0, left: [], unfinished: false });
    expect(sent).toEqual([]);
  });

  test('is answered below by a reply that a platform can tell from one that was sent before', async () => {
    let time = 1_000;
    const now = () => time;
    const store = await postedFirst(createMemoryStore(now));
    const tried: Correction[] = [];
    const breaking: Correct = async (_address, how) => {
      tried.push(how);
      throw new Error('the connection broke while the reply was on its way');
    };
    const first = await correctionsOf(SECOND, { store, mode: 'reply', platform: breaking, now });
    expect(await first.corrections.run()).toMatchObject({ corrected: 0, unfinished: true });
    expect(first.faults).toHaveLength(1);
    time += LEASE_MS;
    const unsure: Correct = async (_address, how) => {
      tried.push(how);
      return 'unsure';
    };
    const second = await correctionsOf(SECOND, { store, mode: 'reply', platform: unsure, now });
    // Nobody knows whether the reply arrived, so it is shown to the operator, not sent again.
    expect(await second.corrections.run()).toMatchObject({
      corrected: 0,
      left: [{ quotes: [{ passage: 2 }] }],
      unfinished: false,
    });
    const work = expect.stringMatching(/^[\w-]{25}$/);
    expect(tried).toEqual([
      { mode: 'reply', work },
      {
        mode: 'reply',
        work: tried[0]?.mode === 'reply' ? tried[0].work : '',
        triedMsAgo: LEASE_MS,
      },
    ]);
  });

  test('is listed where nothing is to be done by itself', async () => {
    const { corrections, sent } = await correctionsOf(SECOND, {
      store: await postedFirst(),
      mode: 'list',
    });
    const { corrected, left } = await corrections.run();
    expect(corrected).toBe(0);
    expect(left.map(({ posted, quotes }) => [posted.address, quotes[0]?.text])).toEqual([
      ['T1 C1 1', 'The price is forty dollars a month.'],
    ]);
    expect(sent).toEqual([]);
  });

  test('that is gone is forgotten', async () => {
    const store = await postedFirst();
    const platform: Correct = async () => 'gone';
    const { corrections } = await correctionsOf(SECOND, { store, platform });
    await corrections.run();
    expect((await store.list('posted')).map(({ key }) => key)).toEqual(['chat T1 C1 2']);
  });

  test('is corrected by one of two processes', async () => {
    const store = await postedFirst();
    const sent: Sent[] = [];
    const [one, other] = [
      await correctionsOf(SECOND, { store, sent }),
      await correctionsOf(SECOND, { store, sent }),
    ];
    await Promise.all([one.corrections.run(), other.corrections.run()]);
    expect(sent).toHaveLength(1);
  });
});
