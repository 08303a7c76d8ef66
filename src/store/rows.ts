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

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

const MAX_READ = 1_000;
const shownByText = new Map<string, readonly Shown[]>();

/** The passages of a row; the same are shown again and again. */
function readShown(text: string): readonly Shown[] {
  const known = shownByText.get(text);
  if (known !== undefined) return known;
  const shown = v.parse(shownSchema, text);
  if (shownByText.size >= MAX_READ) shownByText.clear();
  shownByText.set(text, shown);
  return shown;
}

/** A question as its table has it, and its number there. */
export function readQuestionRow(row: unknown): {
  readonly number: number;
  readonly question: AskedQuestion;
} {
  const read = v.parse(questionRow, row);
  // Written out: reports read a hundred thousand of them.
  const question: Writable<AskedQuestion> = {
    id: read.id,
    answer: read.answer,
    outcome: read.outcome,
    shown: readShown(read.shown),
    platform: read.platform,
    place: read.place,
    asker: read.asker,
    askedAt: read.asked_at,
    latencyMs: read.latency_ms,
  };
  if (read.text !== null) question.text = read.text;
  if (read.announcement !== null) question.announcement = read.announcement;
  return { number: read.number, question };
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
