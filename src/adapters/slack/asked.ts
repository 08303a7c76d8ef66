import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import type { AdapterContext } from '../adapter.js';
import { abridge } from './limits.js';

/** Somebody who asks. */
export interface Asker {
  /** See `ownerOf`. */
  readonly owner: string;
  readonly user: string;
  /** Where they ask, as far as that is known. */
  readonly channel?: string;
}

/** Asks, and remembers what was asked for its asker's Home tab. */
export interface Asking {
  ask(question: Question, asker: Asker): Promise<Answer>;
  /** The question of an answer given there in the last 30 days. */
  recall(answerId: string, owner: string): Promise<Question | undefined>;
  /** What somebody asked last, newest first. */
  recent(asker: Asker): Promise<readonly string[]>;
}

const TTL_MS = 30 * 86_400_000;
const RECENT = 5;
const MAX_RECENT_LENGTH = 300;

const recentSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** Asks through the loop, for people in Slack. */
export function createAsking({ loop, store }: Pick<AdapterContext, 'loop' | 'store'>): Asking {
  const toAsker = ({ owner, user, channel = '' }: Asker) => ({
    platform: 'slack',
    user,
    place: `${owner} ${channel}`,
  });
  const pseudonymOf = (asker: Asker) => loop.pseudonym(toAsker(asker));
  const keyOf = (asker: Asker) => `${asker.owner} recent ${pseudonymOf(asker)}`;
  const recent = async (asker: Asker) => {
    const parsed = v.safeParse(recentSchema, await store.get('asked', keyOf(asker)));
    return parsed.success ? parsed.output : [];
  };
  const remember = async (asker: Asker, text: string) => {
    const others = (await recent(asker)).filter((other) => other !== text);
    const latest = [text, ...others].slice(0, RECENT);
    await store.put('asked', keyOf(asker), JSON.stringify(latest), {
      ttlMs: Math.min(TTL_MS, loop.textTtlMs),
      asker: pseudonymOf(asker),
    });
  };
  return {
    ask: async ({ text, announcement }, asker) => {
      const question = { text, ...(announcement === undefined ? {} : { announcement }) };
      const answer = await loop.ask(question, toAsker(asker));
      if (answer.outcome === 'empty' || answer.outcome === 'small-talk') return answer;
      if (asker.user !== '' && loop.textTtlMs > 0)
        await remember(asker, abridge(text, MAX_RECENT_LENGTH));
      return answer;
    },
    recall: (answerId, owner) => loop.recall(answerId, toAsker({ owner, user: '' })),
    recent,
  };
}
