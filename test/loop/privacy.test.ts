import { describe, expect, test } from 'vitest';
import { changeKey, openPseudonyms } from '../../src/loop/pseudonyms.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { KINDS, type Store } from '../../src/store/store.js';
import { ANA, BEN, OLGA, SHIPPED, startLoop, UNCOVERED } from './loop-at.js';

/** Everything that a store keeps, as one text. */
async function everythingIn(store: Store): Promise<string> {
  const parts: unknown[] = [];
  for (const kind of KINDS) parts.push(...(await store.list(kind)));
  for await (const question of store.questions()) parts.push(question);
  for await (const feedback of store.feedbacks()) parts.push(feedback);
  return JSON.stringify(parts);
}

describe('somebody who asks to be forgotten', () => {
  test('leaves no id, pseudonym or text; the counts stay, and others too', async () => {
    const { loop, store } = await startLoop();
    const answer = await loop.ask({ text: UNCOVERED }, ANA);
    await loop.feedback(answer.id, { helpful: false, reason: 'I am Ana' }, ANA);
    await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
    await loop.ask({ text: 'Who are the rivals?' }, BEN);
    await loop.forgetMe(ANA);
    const left = await everythingIn(store);
    for (const trace of [UNCOVERED, 'U0ANA', 'D0ANA', 'I am Ana', loop.pseudonym(ANA)])
      expect([trace, left.includes(trace)]).toEqual([trace, false]);
    expect(left).toContain('Who are the rivals?');
    expect(left).toContain(loop.pseudonym(BEN));
    const report = await loop.report();
    expect([report.questions, report.notHelpful, report.people]).toEqual([2, 1, 1]);
    expect(await loop.recall(answer.id, ANA)).toBeUndefined();
  });

  test('is nowhere by their own id before that either, but where a message is to reach them', async () => {
    const { loop, store } = await startLoop();
    const { id } = await loop.ask({ text: UNCOVERED }, ANA);
    await loop.feedback(id, { helpful: true }, ANA);
    await loop.teach({ kind: 'alias', name: 'Microsoft', alias: 'Redmond' }, OLGA);
    await loop.stop();
    const kept = await everythingIn(store);
    expect(kept).not.toContain('U0ANA');
    expect(kept).not.toContain('U0OLGA');
  });
});

test('what is kept of somebody is handed to them as JSON, and nothing of others', async () => {
  const { loop } = await startLoop({ now: () => Date.UTC(2026, 0, 1) });
  const answer = await loop.ask({ text: 'Who are the rivals?' }, ANA);
  await loop.feedback(answer.id, { helpful: false, reason: 'too short' }, ANA);
  await loop.follow({ text: UNCOVERED }, ANA, 'D0ANA');
  await loop.ask({ text: 'Azure?' }, BEN);
  const [excerpt] = answer.excerpts;
  expect(JSON.parse(await loop.myData(ANA))).toEqual({
    pseudonym: loop.pseudonym(ANA),
    questions: [
      {
        askedAt: '2026-01-01T00:00:00.000Z',
        text: 'Who are the rivals?',
        outcome: 'answer',
        place: 'slack T1 C1',
        shown: [`${SHIPPED} ¶ 14 (${excerpt?.revision})`],
      },
    ],
    feedback: [{ answer: answer.id, helpful: false, reason: 'too short' }],
    following: [{ text: UNCOVERED }],
  });
});

describe('the key of the pseudonyms', () => {
  const fail = (error: unknown) => {
    throw error;
  };

  test('is made once, whoever starts at the same time, and kept', async () => {
    const store = createMemoryStore();
    const opened = await Promise.all([1, 2, 3].map(() => openPseudonyms({}, store, fail)));
    expect(new Set(opened.map(({ of }) => of(ANA))).size).toBe(1);
    const later = await openPseudonyms({}, store, fail);
    expect(later.of(ANA)).toBe(opened[0]?.of(ANA));
    expect(later.of(ANA)).not.toBe(later.of(BEN));
  });

  test('once changed links nobody to what they asked before, in every process', async () => {
    const store = createMemoryStore();
    const pseudonyms = await openPseudonyms({}, store, fail);
    const before = pseudonyms.of(ANA);
    const changed = new Promise<void>((resolve) => {
      store.watch('setting', resolve);
    });
    await changeKey(store);
    await changed;
    await store.get('setting', 'any');
    expect(pseudonyms.of(ANA)).not.toBe(before);
    pseudonyms.close();
  });

  test('may be set', async () => {
    const store = createMemoryStore();
    const privacyKey = 'k'.repeat(32);
    const [one, two] = await Promise.all([
      openPseudonyms({ privacyKey }, store, fail),
      openPseudonyms({ privacyKey }, createMemoryStore(), fail),
    ]);
    expect(one.of(ANA)).toBe(two.of(ANA));
    expect(await store.list('setting')).toEqual([]);
  });
});
