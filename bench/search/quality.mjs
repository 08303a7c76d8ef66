import { readSquad } from '../../training/ranker/data.mjs';
import { misspellAll, readShipped } from './corpus.mjs';
import { SYSTEMS } from './systems.mjs';

/** The sets of questions that were asked for: `{name, articles: [{announcement, questions}]}`. */
export function readSets({ squad, questions }) {
  const sets = [{ name: 'shipped rehearsal', articles: [readShipped()] }];
  if (questions) sets.push({ name: 'questions file', articles: [readShipped(questions)] });
  if (squad) {
    const { validation } = readSquad(squad);
    const misspelt = validation.map((article) => ({
      ...article,
      questions: misspellAll(article.questions),
    }));
    sets.push({ name: 'SQuAD in-article', articles: validation });
    sets.push({ name: 'SQuAD misspelt', articles: misspelt });
  }
  return sets;
}

/** How often each system puts an accepted passage first, and among its first three, on a set of questions. */
export async function measureQuality({ name, articles }) {
  const found = Object.fromEntries(SYSTEMS.map(({ id }) => [id, { first: 0, firstThree: 0 }]));
  let asked = 0;
  for (const { announcement, questions } of articles) {
    const texts = announcement.passages.map(({ text }) => text);
    const ready = [];
    for (const system of SYSTEMS) {
      ready.push({
        id: system.id,
        ask: await system.build({ announcements: [announcement], texts }),
      });
    }
    for (const { question, gold } of questions) {
      if (!gold?.length) continue;
      asked += 1;
      for (const { id, ask } of ready) {
        const accepted = (await ask(question)).map((position) => gold.includes(position + 1));
        if (accepted[0]) found[id].first += 1;
        if (accepted.slice(0, 3).includes(true)) found[id].firstThree += 1;
      }
    }
  }
  return { name, asked, found };
}
