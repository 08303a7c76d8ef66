import type { Feedback, Store } from '../store/store.js';
import type { Followers } from './followers.js';

/** All that a store keeps of a person, as indented JSON. */
export async function exportPerson(
  store: Store,
  followers: Followers,
  pseudonym: string,
): Promise<string> {
  const questions: object[] = [];
  for await (const question of store.questions({ asker: pseudonym })) {
    const { text, outcome, shown, announcement, place, askedAt } = question;
    questions.push({
      askedAt: new Date(askedAt).toISOString(),
      ...(text === undefined ? {} : { text }),
      outcome,
      place,
      ...(announcement === undefined ? {} : { announcement }),
      shown: shown.map((one) => `${one.announcement} ¶ ${one.passage} (${one.revision})`),
    });
  }
  const feedback: Omit<Feedback, 'asker'>[] = [];
  for await (const { asker, ...word } of store.feedbacks())
    if (asker === pseudonym) feedback.push(word);
  const following = await followers.of(pseudonym);
  return `${JSON.stringify({ pseudonym, questions, feedback, following }, null, 2)}\n`;
}
