import { createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Bot } from '../../bot/bot.js';
import type { Question } from '../../bot/question.js';
import type { Store } from '../../store/store.js';
import { abridge } from './limits.js';
import { createQueues } from './queue.js';

/** Somebody who asks. */
export interface Asker {
  /** See `ownerOf`. */
  readonly owner: string;
  readonly user: string;
}

/** Asks the bot, and remembers the question for the buttons under its answer and for its asker's Home tab. */
export interface Asking {
  ask(question: Question, asker: Asker): Promise<Answer>;
  /** The question of an answer given there in the last 30 days. */
  recall(answerId: string, owner: string): Promise<Question | undefined>;
  /** What somebody asked last, newest first. */
  recent(asker: Asker): Promise<readonly string[]>;
}

const TTL_MS = 30 * 86_400_000;
const RECENT = 5;
const MAX_KEPT = 500;
const MAX_KEPT_LENGTH = 500;
const MAX_RECENT_LENGTH = 300;

const questionSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ text: v.string(), announcement: v.exactOptional(v.string()) }),
);
const recentSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** Puts a bot and what it was asked together; who asked is kept only as an HMAC under `secret`. */
export function createAsking(bot: Bot, store: Store, secret: string): Asking {
  const queue = createQueues();
  // The same question gives the same answer as long as nothing is published, and offered questions are asked often.
  const answers = new Map<string, Answer>();
  const answerTo = async (question: Question): Promise<Answer> => {
    const key = JSON.stringify([bot.edition(), question]);
    const known = answers.get(key);
    // One answer a turn of the event loop: in a burst, acknowledgements go out between the answers.
    const answer =
      known ??
      (await queue.run('', async () => {
        await nextTurn();
        return bot.ask(question);
      }));
    answers.delete(key);
    if (key.length <= MAX_KEPT_LENGTH) answers.set(key, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= MAX_KEPT) break;
      answers.delete(oldest);
    }
    return answer;
  };
  const pseudonymOf = ({ owner, user }: Asker) =>
    createHmac('sha256', secret).update(`${owner} ${user}`).digest('base64url');
  const keyOf = (asker: Asker) => `${asker.owner} recent ${pseudonymOf(asker)}`;
  const answerKey = (owner: string, answerId: string) => `${owner} answer ${answerId}`;
  const recent = async (asker: Asker) => {
    const parsed = v.safeParse(recentSchema, await store.get('asked', keyOf(asker)));
    return parsed.success ? parsed.output : [];
  };
  const remember = async (asker: Asker, text: string) => {
    const others = (await recent(asker)).filter((other) => other !== text);
    const latest = [text, ...others].slice(0, RECENT);
    await store.put('asked', keyOf(asker), JSON.stringify(latest), {
      ttlMs: TTL_MS,
      asker: pseudonymOf(asker),
    });
  };
  return {
    ask: async ({ text, announcement }, asker) => {
      const question = { text, ...(announcement === undefined ? {} : { announcement }) };
      const answer = await answerTo(question);
      if (answer.outcome === 'empty' || answer.outcome === 'small-talk') return answer;
      await Promise.all([
        store.put('asked', answerKey(asker.owner, answer.id), JSON.stringify(question), {
          ttlMs: TTL_MS,
        }),
        asker.user === '' ? undefined : remember(asker, abridge(text, MAX_RECENT_LENGTH)),
      ]);
      return answer;
    },
    recall: async (answerId, owner) => {
      const parsed = v.safeParse(
        questionSchema,
        await store.get('asked', answerKey(owner, answerId)),
      );
      return parsed.success ? parsed.output : undefined;
    },
    recent,
  };
}
