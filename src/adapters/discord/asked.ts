import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Bot } from '../../bot/bot.js';
import type { Question } from '../../bot/question.js';
import type { Store } from '../../store/store.js';
import { createQueues } from './queue.js';

/** Asks the bot, and remembers the question for the buttons under its answer. */
export interface Asking {
  ask(question: Question): Promise<Answer>;
  /** The question of an answer given in the last 30 days. */
  recall(answerId: string): Promise<Question | undefined>;
}

const TTL_MS = 30 * 86_400_000;

const questionSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    text: v.string(),
    announcement: v.exactOptional(v.string()),
    locale: v.exactOptional(v.string()),
  }),
);

/** Puts a bot and what it was asked together. */
export function createAsking(bot: Bot, store: Store): Asking {
  const queues = createQueues();
  return {
    ask: async (question) => {
      // One answer a turn of the event loop: in a burst, first responses go out between the answers.
      const answer = await queues.run('', async () => {
        await nextTurn();
        return bot.ask(question);
      });
      if (answer.outcome !== 'empty' && answer.outcome !== 'small-talk')
        await store.put('asked', answer.id, JSON.stringify(question), { ttlMs: TTL_MS });
      return answer;
    },
    recall: async (answerId) => {
      const parsed = v.safeParse(questionSchema, await store.get('asked', answerId));
      return parsed.success ? parsed.output : undefined;
    },
  };
}
