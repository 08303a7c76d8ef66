import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type RehearsedQuestion, readRehearsal } from '../../src/knowledge/rehearsal.js';
import { ANA, OLGA, SHIPPED, startLoop } from './loop-at.js';

const file = fileURLToPath(new URL(`../../knowledge/${SHIPPED}.rehearsal.jsonl`, import.meta.url));
const { questions } = await readRehearsal(file);

/** Ways to put a question again. */
const REWORDINGS = [
  (question: string) => `hey, ${question.toLowerCase().replace(/\?$/, '')} please`,
  (question: string) => `Can you tell me ${question}`,
];

test('teaching a miss of the rehearsal makes it and rewordings of it hit, and lowers no other', async () => {
  const { loop } = await startLoop();
  const marksOf = async ({ question, gold, kind }: RehearsedQuestion) => {
    const { outcome, excerpts } = await loop.ask({ text: question }, ANA);
    const isRight = gold.includes(excerpts[0]?.passage ?? 0);
    return kind === 'answerable' ? outcome === 'answer' && isRight : outcome !== 'answer';
  };
  const before = new Map<string, boolean>();
  for (const question of questions) before.set(question.id, await marksOf(question));
  const misses = questions.filter(({ id, kind }) => kind === 'answerable' && !before.get(id));
  expect(misses.length).toBeGreaterThan(0);

  for (const miss of misses) {
    const { question } = miss;
    const [passage = 0] = miss.gold;
    const result = await loop.teach(
      { kind: 'passage', question, announcement: SHIPPED, passage },
      OLGA,
    );
    for (const text of [question, ...REWORDINGS.map((reword) => reword(question))]) {
      const { outcome, excerpts } = await loop.ask({ text }, ANA);
      expect([text, outcome, excerpts[0]?.passage]).toEqual([text, 'answer', passage]);
    }
    for (const other of questions)
      if (before.get(other.id))
        expect([other.question, await marksOf(other)]).toEqual([other.question, true]);
    if (result.ok) await loop.unteach(result.taught.id, OLGA);
  }
});
