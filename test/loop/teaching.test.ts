import { describe, expect, test } from 'vitest';
import type { Lesson } from '../../src/loop/lesson.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { ANA, BEN, OLGA, SHIPPED, startLoop, UNCOVERED } from './loop-at.js';

const PASSAGE: Lesson = { kind: 'passage', question: UNCOVERED, announcement: SHIPPED, passage: 9 };
const STATEMENT: Lesson = {
  kind: 'statement',
  question: UNCOVERED,
  text: 'Nobody did: there was no party.',
  approver: 'Press office',
};
const taughtAt = Date.UTC(2026, 2, 5, 12);

describe('teaching', () => {
  test('shows a passage as the answer, also when the question is put in other words', async () => {
    const { loop } = await startLoop();
    expect((await loop.ask({ text: UNCOVERED }, ANA)).outcome).toBe('not-covered');
    expect(await loop.teach(PASSAGE, OLGA)).toMatchObject({ ok: true, taught: { holds: true } });
    for (const text of [
      UNCOVERED,
      'who was catering the signing party',
      'Who catered the party for the signing',
    ]) {
      const { outcome, excerpts } = await loop.ask({ text }, ANA);
      expect([text, outcome, excerpts[0]?.passage]).toEqual([text, 'answer', 9]);
    }
  });

  test('shows an official statement as one, with who answers for it and the day, and quotes nothing', async () => {
    const { loop } = await startLoop({ now: () => taughtAt });
    await loop.teach(STATEMENT, OLGA);
    expect(await loop.ask({ text: UNCOVERED }, ANA)).toMatchObject({
      outcome: 'answer',
      lead: 'An official statement, not from the announcement:',
      excerpts: [],
      further: 0,
      statement: { text: STATEMENT.text, approver: 'Press office', date: '2026-03-05' },
    });
  });

  test('lets people say another name for what the announcement names', async () => {
    const { loop } = await startLoop();
    const text = 'Is the Zuckerberg shop a competitor?';
    const before = await loop.ask({ text }, ANA);
    expect(before.missing).toContain('Zuckerberg');
    await loop.teach({ kind: 'alias', name: 'Meta', alias: 'Zuckerberg shop' }, OLGA);
    const after = await loop.ask({ text }, ANA);
    const named = await loop.ask({ text: 'Is Meta a competitor?' }, ANA);
    expect(after.missing).toEqual([]);
    expect([after.outcome, after.excerpts[0]?.passage]).toEqual(['answer', 14]);
    expect(named.excerpts[0]?.passage).toBe(14);
  });

  test('is for operators alone: nothing is learned without one', async () => {
    const { loop, store } = await startLoop();
    for (const by of [ANA, BEN, { ...BEN, manages: true }, { ...ANA, user: 'U0OLGA0' }])
      expect(await loop.teach(PASSAGE, by)).toEqual({
        ok: false,
        message: 'Only operators may teach.',
      });
    const answer = await loop.ask({ text: UNCOVERED }, ANA);
    for (let vote = 0; vote < 50; vote += 1)
      await loop.feedback(
        answer.id,
        { helpful: false, reason: 'Passage 9!' },
        { ...ANA, user: `${vote}` },
      );
    await loop.stop();
    expect(await store.list('curated')).toEqual([]);
    expect(await loop.audit()).toEqual([]);
    expect(await loop.ask({ text: UNCOVERED }, BEN)).toEqual(answer);
  });

  test('is for those who manage a server where the operator says so', async () => {
    const { loop } = await startLoop({ operators: ['managers'] });
    expect(await loop.teach(PASSAGE, { ...BEN, manages: false })).toMatchObject({ ok: false });
    expect(await loop.teach(PASSAGE, { ...BEN, manages: true })).toMatchObject({ ok: true });
  });

  test('can be taken back, by an operator, and then everything is as it was', async () => {
    const { loop } = await startLoop();
    const before = await loop.ask({ text: UNCOVERED }, ANA);
    const result = await loop.teach(PASSAGE, OLGA);
    const id = result.ok ? result.taught.id : '';
    expect(await loop.unteach(id, ANA)).toBe(false);
    expect((await loop.ask({ text: UNCOVERED }, ANA)).outcome).toBe('answer');
    expect(await loop.unteach(id, OLGA)).toBe(true);
    expect(await loop.ask({ text: UNCOVERED }, ANA)).toEqual(before);
    expect(await loop.unteach(id, OLGA)).toBe(false);
    expect(await loop.taught()).toEqual([]);
  });

  test('is written down with who, when and what', async () => {
    let time = taughtAt;
    const { loop } = await startLoop({ now: () => time });
    const result = await loop.teach(STATEMENT, OLGA);
    const id = result.ok ? result.taught.id : '';
    time += 1_000;
    await loop.unteach(id, OLGA);
    const by = loop.pseudonym(OLGA);
    expect(await loop.audit()).toEqual([
      { at: taughtAt, by, did: 'taught', id, lesson: STATEMENT },
      { at: taughtAt + 1_000, by, did: 'took back', id, lesson: STATEMENT },
    ]);
  });

  test('the same question twice holds the later, and taking that back the earlier', async () => {
    let time = taughtAt;
    const { loop } = await startLoop({ now: () => time });
    await loop.teach(STATEMENT, OLGA);
    time += 1_000;
    const later = await loop.teach({ ...STATEMENT, text: 'A baker did.' }, OLGA);
    expect((await loop.ask({ text: UNCOVERED }, ANA)).statement?.text).toBe('A baker did.');
    await loop.unteach(later.ok ? later.taught.id : '', OLGA);
    expect((await loop.ask({ text: UNCOVERED }, ANA)).statement?.text).toBe(STATEMENT.text);
  });

  test('is known to another replica at once, and after a restart', async () => {
    const store = createMemoryStore();
    const here = await startLoop({ store });
    const there = await startLoop({ store });
    const heard = new Promise<void>((resolve) => {
      store.watch('curated', resolve);
    });
    await here.loop.teach(PASSAGE, OLGA);
    await heard;
    await there.loop.taught();
    expect((await there.loop.ask({ text: UNCOVERED }, ANA)).outcome).toBe('answer');
    const again = await startLoop({ store });
    expect((await again.loop.ask({ text: UNCOVERED }, ANA)).outcome).toBe('answer');
  });

  test.each<[string, Lesson, RegExp]>([
    ['a passage that is not there', { ...PASSAGE, passage: 99 }, /^There is no passage 99 in/],
    [
      'an announcement that is not there',
      { ...PASSAGE, announcement: 'x' },
      /^There is no announcement “x”/,
    ],
    ['no question', { ...PASSAGE, question: ' ?' }, /^A question has words/],
    [
      'a question of stop words',
      { ...PASSAGE, question: 'what is it about?' },
      /^The question has no words to know it by/,
    ],
    ['a statement without words', { ...STATEMENT, text: '' }, /^A statement has words/],
    [
      'a statement of nobody',
      { ...STATEMENT, approver: '' },
      /^A statement names who answers for it/,
    ],
    [
      'a name for what is not there',
      { kind: 'alias', name: 'Tesla', alias: 'cars' },
      /^No announcement mentions “Tesla”/,
    ],
  ])('%s is refused, and nothing changes', async (_, lesson, message) => {
    const { loop } = await startLoop();
    expect(await loop.teach(lesson, OLGA)).toEqual({
      ok: false,
      message: expect.stringMatching(message),
    });
    expect(await loop.taught()).toEqual([]);
    expect((await loop.ask({ text: UNCOVERED }, ANA)).outcome).toBe('not-covered');
  });
});
