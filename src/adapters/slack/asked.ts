import type { Answer } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import type { Asker as LoopAsker } from '../../loop/loop.js';
import type { AdapterContext } from '../adapter.js';

/** Somebody who asks or presses a button. */
export interface Asker {
  /** See `ownerOf`. */
  readonly owner: string;
  readonly user: string;
  /** Where they are, as far as that is known. */
  readonly channel?: string;
}

/** Asks through the loop, for people in Slack. */
export interface Asking {
  ask(question: Question, asker: Asker): Promise<Answer>;
  /** The question of an answer given there in the last 30 days. */
  recall(answerId: string, owner: string): Promise<Question | undefined>;
  /** What somebody asked last, newest first, each wording once. */
  recent(asker: Asker): Promise<readonly string[]>;
}

const RECENT = 5;
const RECENT_MS = 30 * 86_400_000;

/** Who somebody in Slack is to the loop. */
export function toLoopAsker({ owner, user, channel = '' }: Asker): LoopAsker {
  return { platform: 'slack', user, place: `${owner} ${channel}` };
}

/** Asks through the loop; what somebody asked before is read from what the store recorded. */
export function createAsking({
  loop,
  store,
  mayPreview,
}: Pick<AdapterContext, 'loop' | 'store' | 'mayPreview'>): Asking {
  return {
    ask: (question, asker) => {
      const preview = asker.channel !== undefined && mayPreview?.(asker.channel) === true;
      return loop.ask(preview ? { ...question, preview } : question, toLoopAsker(asker));
    },
    recall: (answerId, owner) => loop.recall(answerId, toLoopAsker({ owner, user: '' })),
    recent: async (asker) => {
      const person = toLoopAsker(asker);
      const latest = new Set<string>();
      const questions = store.questions({
        asker: loop.pseudonym(person),
        place: `${asker.owner} `,
        since: Date.now() - RECENT_MS,
      });
      for await (const { text } of questions) {
        if (text === undefined) continue;
        // Again at the end, where the newest stand.
        latest.delete(text);
        latest.add(text);
      }
      return [...latest].slice(-RECENT).reverse();
    },
  };
}
