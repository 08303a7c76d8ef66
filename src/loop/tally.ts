import type { Outcome } from '../bot/answer.js';
import { createTimeSlice } from '../search/time-slice.js';
import type { Store } from '../store/store.js';
import type { ReportFilter } from './report.js';

/** What is known of one answer: the same question has the same while nothing is changed. */
export interface AnswerTally {
  readonly id: string;
  /** The question; absent where it is no longer kept. */
  text: string | undefined;
  readonly outcome: Outcome;
  /** The first passage that was shown, as `number announcement`. */
  readonly first: string | undefined;
  count: number;
  helpful: number;
  notHelpful: number;
}

/** Counts of all that was asked. */
export interface Tally {
  readonly questions: number;
  readonly people: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly answers: ReadonlyMap<string, AnswerTally>;
  /** Passages that were shown, as `number announcement`. */
  readonly shown: ReadonlySet<string>;
  readonly places: ReadonlyMap<string, number>;
  /** When each announcement was asked about, in milliseconds since the epoch. */
  readonly times: ReadonlyMap<string, readonly number[]>;
}

/** Names a passage in a tally. */
export function addressOf({
  announcement,
  passage,
}: {
  readonly announcement: string;
  readonly passage: number;
}): string {
  return `${passage} ${announcement}`;
}

/** Goes through the questions of a store, and the feedback on them. */
export async function readTally(
  store: Store,
  { channel, ...filter }: ReportFilter,
): Promise<Tally> {
  const slice = createTimeSlice();
  const answers = new Map<string, AnswerTally>();
  const people = new Set<string>();
  const outcomes: Partial<Record<Outcome, number>> = {};
  const shownPassages = new Set<string>();
  const places = new Map<string, number>();
  const times = new Map<string, number[]>();
  let questions = 0;
  for await (const question of store.questions(filter)) {
    if (slice.isOver()) await slice.handBack();
    if (channel !== undefined && !question.place.endsWith(` ${channel}`)) continue;
    questions += 1;
    if (question.asker !== '') people.add(question.asker);
    const outcome = question.outcome as Outcome;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    places.set(question.place, (places.get(question.place) ?? 0) + 1);
    const { answer, text, shown } = question;
    for (const one of shown) shownPassages.add(addressOf(one));
    const [first] = shown;
    const about = question.announcement ?? first?.announcement;
    if (about !== undefined) {
      const asked = times.get(about);
      if (asked === undefined) times.set(about, [question.askedAt]);
      else asked.push(question.askedAt);
    }
    const known = answers.get(answer);
    if (known === undefined) {
      answers.set(answer, {
        id: answer,
        text,
        outcome,
        first: first && addressOf(first),
        count: 1,
        helpful: 0,
        notHelpful: 0,
      });
    } else {
      known.count += 1;
      known.text ??= text;
    }
  }
  for await (const { answer, helpful } of store.feedbacks()) {
    if (slice.isOver()) await slice.handBack();
    const known = answers.get(answer);
    if (known === undefined) continue;
    if (helpful) known.helpful += 1;
    else known.notHelpful += 1;
  }
  return {
    questions,
    people: people.size,
    outcomes,
    answers,
    shown: shownPassages,
    places,
    times,
  };
}
