import { describe, expect, test } from 'vitest';
import { fill } from '../../bench/report-questions.mjs';
import { createMemoryStore } from '../../src/store/memory.js';
import { ANA, BEN, OLGA, OTHER, SHIPPED, startLoop, UNCOVERED } from './loop-at.js';

const RIVALS = 'Who are the rivals?';
const HOUR_MS = 3_600_000;

describe('a report', () => {
  test('tells what was not covered first, then what did not help, then the rest by passage', async () => {
    const { loop } = await startLoop();
    const ask = async (text: string, asker = ANA) => loop.ask({ text }, asker);
    await ask('Where does the cloud run?');
    const rivals = await ask(RIVALS);
    await ask('how much has microsoft invested');
    await ask(OTHER);
    await ask(UNCOVERED);
    await ask('who catered the signing party', BEN);
    await ask('Who was catering the sigining party??', BEN);
    await loop.feedback(rivals.id, { helpful: false }, ANA);
    const report = await loop.report();
    expect(
      report.groups.map(({ sample, outcome, count, notHelpful, best }) => [
        sample,
        outcome,
        count,
        notHelpful,
        best?.passage,
      ]),
    ).toEqual([
      [UNCOVERED, 'not-covered', 3, 0, expect.any(Number)],
      [OTHER, 'not-covered', 1, 0, expect.any(Number)],
      [RIVALS, 'answer', 1, 1, 14],
      ['Where does the cloud run?', 'answer', 1, 0, 7],
      ['how much has microsoft invested', 'answer', 1, 0, 13],
    ]);
    expect(report).toMatchObject({ questions: 7, people: 2, helpful: 0, notHelpful: 1 });
    expect(report.places).toEqual([
      { place: 'slack T1 C1', questions: 5 },
      { place: 'discord G1 C9', questions: 2 },
    ]);
    const neverAsked = report.neverAsked.map(({ passage }) => passage);
    for (const shown of [7, 13, 14]) expect(neverAsked).not.toContain(shown);
    expect(neverAsked.length).toBeGreaterThan(5);
  });

  test('says what of it has been taught since', async () => {
    const { loop } = await startLoop();
    await loop.ask({ text: UNCOVERED }, ANA);
    await loop.teach(
      { kind: 'passage', question: UNCOVERED, announcement: SHIPPED, passage: 9 },
      OLGA,
    );
    const [group] = (await loop.report()).groups;
    expect(group).toMatchObject({ sample: UNCOVERED, outcome: 'not-covered', now: 'answer' });
  });

  test('is of a time, a place or an announcement, and counts the hours since it was published', async () => {
    let time = Date.UTC(2026, 0, 1);
    const { loop } = await startLoop({ now: () => time });
    await loop.ask({ text: RIVALS }, ANA);
    time += HOUR_MS;
    await loop.ask({ text: RIVALS, announcement: SHIPPED }, ANA);
    time += 2 * HOUR_MS;
    await loop.ask({ text: RIVALS }, BEN);
    const count = async (filter: Parameters<typeof loop.report>[0]) =>
      (await loop.report(filter)).questions;
    expect(await count({ since: time })).toBe(1);
    expect(await count({ until: time })).toBe(2);
    expect(await count({ place: 'slack T1' })).toBe(2);
    expect(await count({ announcement: SHIPPED })).toBe(3);
    expect(await count({ announcement: 'another' })).toBe(0);
    const [first, ...later] = (await loop.report()).hours;
    expect(later.map(({ hour, questions }) => [hour - (first?.hour ?? 0), questions])).toEqual([
      [1, 1],
      [3, 1],
    ]);
  });

  test('of 100,000 questions takes less than two seconds of the processor', async () => {
    const store = createMemoryStore();
    await fill(store, 100_000);
    const { loop } = await startLoop({ store });
    const seconds: number[] = [];
    for (let round = 0; round < 8 && !(Math.min(...seconds) < 2); round += 1) {
      const before = process.cpuUsage();
      const { questions } = await loop.report();
      const { user, system } = process.cpuUsage(before);
      expect(questions).toBe(100_000);
      seconds.push((user + system) / 1e6);
    }
    // The quickest of a few: others may want the processor's caches too.
    expect(Math.min(...seconds)).toBeLessThan(2);
  }, 120_000);
});
