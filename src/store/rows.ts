import * as v from 'valibot';
import type { AskedQuestion, Feedback, QuestionFilter, Shown } from './store.js';

const text = v.string();
const optionalText = v.nullable(v.string());
/** An integer of a table; Postgres hands those of 64 bits out as text. */
export const integer = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));

const shownSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ announcement: text, revision: text, passage: v.number() })),
);

const questionRow = v.object({
  number: integer,
  id: text,
  answer: text,
  text: optionalText,
  outcome: text,
  shown: text,
  announcement: optionalText,
  platform: text,
  place: text,
  asker: text,
  asked_at: integer,
  latency_ms: v.number(),
});

const feedbackRow = v.object({
  number: integer,
  answer: text,
  helpful: v.union([
    v.boolean(),
    v.pipe(
      v.number(),
      v.transform((value): boolean => value !== 0),
    ),
  ]),
  reason: optionalText,
  asker: optionalText,
});

/** A question as its table has it, and its number there. */
export function readQuestionRow(row: unknown): {
  readonly number: number;
  readonly question: AskedQuestion;
} {
  const {
    number,
    text: asked,
    announcement,
    shown,
    asked_at,
    latency_ms,
    ...rest
  } = v.parse(questionRow, row);
  const question = {
    ...rest,
    shown: v.parse(shownSchema, shown) satisfies readonly Shown[],
    askedAt: asked_at,
    latencyMs: latency_ms,
    ...(asked === null ? {} : { text: asked }),
    ...(announcement === null ? {} : { announcement }),
  };
  return { number, question };
}

/** A word on an answer as its table has it, and its number there. */
export function readFeedbackRow(row: unknown): {
  readonly number: number;
  readonly feedback: Feedback;
} {
  const { number, reason, asker, ...rest } = v.parse(feedbackRow, row);
  return {
    number,
    feedback: {
      ...rest,
      ...(reason === null ? {} : { reason }),
      ...(asker === null ? {} : { asker }),
    },
  };
}

/** Whether a question showed, or asked only, the announcement of a filter. */
export function isAbout(
  { announcement, shown }: AskedQuestion,
  { announcement: wanted }: QuestionFilter,
): boolean {
  return (
    wanted === undefined ||
    announcement === wanted ||
    shown.some((passage) => passage.announcement === wanted)
  );
}

/** The team or server of a place, with the space that parts it from the channel; the place where it names neither. */
export function teamOf(place: string): string {
  return place.replace(/^([^ ]* [^ ]* ).*/s, '$1');
}

/** Text as databases take it: a NUL and halves of surrogate pairs, which they refuse, become U+FFFD. */
export function storable(value: string): string {
  return value.replace(
    /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
}
