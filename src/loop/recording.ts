import { randomUUID } from 'node:crypto';
import type { Answer } from '../bot/answer.js';
import type { Question } from '../bot/question.js';
import type { Store } from '../store/store.js';
import type { Background } from './background.js';
import type { Asker } from './loop.js';
import type { Pseudonyms } from './pseudonyms.js';
import { createRecent } from './recent.js';

/** What recording needs. */
export interface RecordingTools {
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  /** How long texts are kept, in milliseconds; 0 keeps none. */
  readonly textTtlMs: number;
  readonly background: Background;
}

/** A question that was answered. */
export interface Answered {
  readonly question: Question;
  readonly answer: Answer;
  readonly asker: Asker;
  readonly askedAt: number;
  readonly latencyMs: number;
  /** Whether it is kept for the buttons under its answer alone: a greeting is no question, but is offered some. */
  readonly isAside: boolean;
}

/** Records questions in the background. */
export interface Recording {
  record(answered: Answered): void;
  /** The question of an answer that was recorded lately, or is being. */
  recent(key: string): Question | undefined;
  /** Forgets what is known here besides the store. */
  forget(): void;
}

/** How long the buttons under an answer know its question. */
export const RECALL_MS = 30 * 86_400_000;
/** In a rush, what comes within this time goes into one commit of the store: nobody waits for it. */
const GATHER_MS = 100;
/** How long a question that is put in the store for its buttons is not put there again. */
const PUT_AGAIN_MS = 3_600_000;

/** Under which key the question of an answer stands in the store. */
export function recallKey(answerId: string, { place }: Pick<Asker, 'place'>): string {
  return `${homeOf(place)} answer ${answerId}`;
}

/** Platform and team or server of a place: keys begin with it, so that all of it goes when Herald is removed there. */
export function homeOf(place: string): string {
  return place.split(' ', 2).join(' ');
}

/** Writes what is recorded at once after a pause, in a rush ten times a second. */
export function createRecording(tools: RecordingTools): Recording {
  const { store, pseudonyms, textTtlMs, background } = tools;
  const keepsText = textTtlMs > 0;
  // Questions that are not in the store yet, or may not be: buttons can be pressed at once.
  const asked = createRecent<Question>();
  const putAt = createRecent<number>();
  let waiting: Answered[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;

  const count = ({ question, answer, asker, askedAt, latencyMs }: Answered) =>
    store.record(
      {
        id: randomUUID(),
        answer: answer.id,
        ...(keepsText ? { text: question.text } : {}),
        outcome: answer.outcome,
        shown: answer.excerpts.map(({ announcement, revision, passage }) => ({
          announcement,
          revision,
          passage,
        })),
        ...(question.announcement === undefined ? {} : { announcement: question.announcement }),
        platform: asker.platform,
        place: asker.place,
        asker: pseudonyms.of(asker),
        askedAt,
        latencyMs,
      },
      keepsText ? textTtlMs : undefined,
    );
  const write = async (answered: Answered) => {
    const { question, answer, asker, askedAt, isAside } = answered;
    const kept = isAside ? undefined : count(answered);
    const key = recallKey(answer.id, asker);
    const isKnown = askedAt - (putAt.get(key) ?? 0) < PUT_AGAIN_MS;
    const put =
      keepsText && !isKnown
        ? store.put('asked', key, JSON.stringify(question), {
            ttlMs: Math.min(RECALL_MS, textTtlMs),
            asker: pseudonyms.of(asker),
          })
        : undefined;
    await Promise.all([kept, put]);
    if (put !== undefined) putAt.set(key, askedAt);
    if (keepsText) asked.delete(key);
  };
  const writeAll = async () => {
    const pauseMs = lastAt + GATHER_MS - performance.now();
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    lastAt = performance.now();
    const all = waiting;
    waiting = [];
    for (const result of await Promise.allSettled(all.map(write)))
      if (result.status === 'rejected')
        background.fault(result.reason, 'a question could not be recorded');
  };

  return {
    record: (answered) => {
      asked.set(recallKey(answered.answer.id, answered.asker), answered.question);
      waiting.push(answered);
      if (waiting.length === 1) background.run(writeAll(), 'questions could not be recorded');
    },
    recent: asked.get,
    forget: () => {
      asked.clear();
      putAt.clear();
    },
  };
}
