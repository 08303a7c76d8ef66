import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { Answer } from '../bot/answer.js';
import type { Bot } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import { wordingFor } from '../bot/wording.js';
import type { Store } from '../store/store.js';
import type { Background } from './background.js';
import type { Limiter } from './limiter.js';
import type { Asker, Loop } from './loop.js';
import type { Pseudonyms } from './pseudonyms.js';
import { createRecent } from './recent.js';
import { createRecording, RECALL_MS, recallKey } from './recording.js';

/** Hears of every question that is answered here, on any platform; must return at once. */
export type OnAsked = (asked: {
  readonly answer: Answer;
  readonly platform: string;
  readonly latencyMs: number;
}) => void;

/** What asking needs. */
export interface AskingTools {
  readonly bot: Bot;
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  /** How long texts are kept, in milliseconds; 0 keeps none. */
  readonly textTtlMs: number;
  readonly limiter: Limiter | undefined;
  /** Whether no limit holds for somebody. */
  readonly isExempt: (asker: Asker) => boolean;
  /** Whether somebody may take up what others asked. */
  readonly isOperator: (asker: Asker) => boolean;
  readonly onAsked: OnAsked;
  readonly background: Background;
  readonly now: () => number;
}

/** Asks and records. */
export interface Asking extends Pick<Loop, 'ask' | 'record' | 'recall'> {
  /** Forgets the answers given so far: the announcements or the lessons have changed. */
  refresh(): void;
  /** Forgets, of what is not in the store, who asked what. */
  forget(): void;
}

const MAX_KEPT_LENGTH = 500;

/** A question as it is kept. */
export const questionSchema = v.object({
  text: v.string(),
  announcement: v.exactOptional(v.string()),
  preview: v.exactOptional(v.boolean()),
  locale: v.exactOptional(v.string()),
});
const keptSchema = v.pipe(v.string(), v.parseJson(), questionSchema);

/** The one place where questions are asked and recorded. */
export function createAsking(tools: AskingTools): Asking {
  const { bot, store, pseudonyms, limiter, isExempt, isOperator, onAsked, background, now } = tools;
  // The same question gives the same answer as long as nothing is changed, and offered questions are asked often.
  const answers = createRecent<Answer>();
  const recording = createRecording(tools);
  let turn: Promise<unknown> = Promise.resolve();
  let generation = 0;

  const answerTo = async (question: Question): Promise<Answer> => {
    const key = JSON.stringify([bot.edition(question.preview), question]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const since = generation;
    // One answer a turn of the event loop: in a burst, acknowledgements go out between the answers.
    const answered = turn.then(async () => {
      await Promise.all([nextTurn(), bot.prepare(question)]);
      return bot.ask(question);
    });
    turn = answered.catch(() => undefined);
    const answer = await answered;
    if (key.length <= MAX_KEPT_LENGTH && since === generation) answers.set(key, answer);
    return answer;
  };
  const isAllowed = async (asker: Asker): Promise<boolean> => {
    if (limiter === undefined || isExempt(asker)) return true;
    try {
      return await limiter(pseudonyms.of(asker), asker.place);
    } catch (error) {
      background.fault(error, 'questions could not be counted against the limits; this one passes');
      return true;
    }
  };
  /** Wherever it was asked: an operator takes up what a report names. */
  const findQuestion = async (answerId: string): Promise<Question | undefined> => {
    for await (const { answer, text, announcement } of store.questions({
      since: now() - RECALL_MS,
    }))
      if (answer === answerId && text !== undefined)
        return { text, ...(announcement === undefined ? {} : { announcement }) };
    return undefined;
  };
  const record: Loop['record'] = (question, answer, asker, latencyMs) => {
    const isAside = answer.outcome === 'empty' || answer.outcome === 'small-talk';
    if (isAside && answer.suggestions.length === 0) return;
    if (!isAside) onAsked({ answer, platform: asker.platform, latencyMs });
    recording.record({ question, answer, asker, askedAt: now(), latencyMs, isAside });
  };

  return {
    record,
    ask: async (question, asker) => {
      const begin = performance.now();
      if (!(await isAllowed(asker))) return limitedAnswer(question);
      const answer = await answerTo(question);
      record(question, answer, asker, performance.now() - begin);
      return answer;
    },
    recall: async (answerId, asker) => {
      const key = recallKey(answerId, asker);
      const recent = recording.recent(key);
      if (recent !== undefined) return recent;
      const here = v.safeParse(keptSchema, await store.get('asked', key));
      if (here.success) return here.output;
      return isOperator(asker) ? findQuestion(answerId) : undefined;
    },
    refresh: () => {
      generation += 1;
      answers.clear();
    },
    forget: recording.forget,
  };
}

function limitedAnswer(question: Question): Answer {
  return {
    id: 'limited',
    question: question.text,
    outcome: 'limited',
    lead: wordingFor(question.locale).limited,
    excerpts: [],
    further: 0,
    missing: [],
    suggestions: [],
  };
}
