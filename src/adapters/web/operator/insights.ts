import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnnouncementText, Bot } from '../../../bot/bot.js';
import type { AskedQuestion, Store } from '../../../store/store.js';
import { createSentenceFinder } from './sentences.js';

/** Which questions to look at; those about one announcement, all by default. */
export interface Filter {
  /** From this time on, in milliseconds since the epoch. */
  readonly since?: number;
  /** Only places that begin so: a platform, or one of its channels. */
  readonly place?: string;
}

/** How a part of the announcement fared. */
export interface Heat {
  readonly asked: number;
  readonly helped: number;
  readonly notHelped: number;
}

/** A question that was asked, once or again. */
export interface Asked extends Heat {
  /** Absent where it is no longer kept. */
  readonly text: string | undefined;
  readonly outcome: string;
  /** Number of the passage that was shown first, in the present revision. */
  readonly passage: number | undefined;
  readonly lastAt: number;
}

/** One stretch of time. */
export interface Bucket {
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Median, in milliseconds; absent while nothing was asked. */
  readonly latencyMs?: number;
}

/** Where the questions about an announcement fall. */
export interface Insights {
  readonly questions: number;
  readonly people: number;
  /** Of the answers looked at. */
  readonly votes: Omit<Heat, 'asked'>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly platforms: ReadonlyMap<string, number>;
  /** By place, the busiest first. */
  readonly places: readonly (readonly [place: string, questions: number])[];
  /** Median and 95th percentile, in milliseconds. */
  readonly latencyMs?: { readonly median: number; readonly p95: number };
  readonly passages: ReadonlyMap<number, Heat>;
  /** How often each sentence answered, by where it starts in the announcement's file. */
  readonly sentences: ReadonlyMap<number, number>;
  /** Questions whose passages were those of an earlier revision. */
  readonly earlier: number;
  /** The most asked first. */
  readonly asked: readonly Asked[];
  readonly buckets: readonly Bucket[];
}

const TURN = 500;
const HOUR_MS = 3_600_000;
/** Lengths of a stretch of time, and the longest time that is told in such. */
const STRETCHES = [
  [HOUR_MS, 4 * 24 * HOUR_MS],
  [6 * HOUR_MS, 30 * 24 * HOUR_MS],
  [24 * HOUR_MS, Number.POSITIVE_INFINITY],
] as const;

/** Reads where the questions fall, as the store has them. */
export function createInsightReader(
  bot: Bot,
  store: Store,
): (announcement: AnnouncementText, filter: Filter) => Promise<Insights> {
  const sentencesOf = createSentenceFinder(bot);
  return async (announcement, filter) => {
    const { id, revision, published } = announcement;
    const votes = await readVotes(store);
    const rows: AskedQuestion[] = [];
    const answers = new Map<string, { first: AskedQuestion; asked: number; lastAt: number }>();
    for await (const row of store.questions({ ...filter, announcement: id })) {
      rows.push(row);
      const known = answers.get(row.answer);
      if (known === undefined)
        answers.set(row.answer, { first: row, asked: 1, lastAt: row.askedAt });
      else {
        known.asked += 1;
        known.lastAt = Math.max(known.lastAt, row.askedAt);
      }
      if (rows.length % TURN === 0) await nextTurn();
    }
    const total = { helped: 0, notHelped: 0 };
    const passages = new Map<number, Heat>();
    const asked: Asked[] = [];
    let earlier = 0;
    for (const [answer, { first, asked: times, lastAt }] of answers) {
      const vote = votes.get(answer) ?? { helped: 0, notHelped: 0 };
      total.helped += vote.helped;
      total.notHelped += vote.notHelped;
      const shown = first.shown.find((one) => one.announcement === id);
      const passage = shown?.revision === revision ? shown.passage : undefined;
      if (shown !== undefined && passage === undefined) earlier += times;
      const heat = { asked: times, ...vote };
      asked.push({ ...heat, text: first.text, outcome: first.outcome, passage, lastAt });
      if (passage === undefined || first.outcome === 'not-covered') continue;
      const before = passages.get(passage) ?? { asked: 0, helped: 0, notHelped: 0 };
      passages.set(passage, {
        asked: before.asked + heat.asked,
        helped: before.helped + heat.helped,
        notHelped: before.notHelped + heat.notHelped,
      });
    }
    const questions = merged(asked);
    const latencies = rows.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    return {
      questions: rows.length,
      people: new Set(rows.map(({ asker }) => asker).filter((asker) => asker !== '')).size,
      votes: total,
      outcomes: countBy(rows, ({ outcome }) => outcome),
      platforms: countBy(rows, ({ platform }) => platform),
      places: [...countBy(rows, ({ place }) => place)].sort(([, a], [, b]) => b - a),
      ...(latencies.length === 0
        ? {}
        : { latencyMs: { median: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) } }),
      passages,
      sentences: await sentencesOf(announcement, questions),
      earlier,
      asked: questions,
      buckets: toBuckets(rows, filter.since ?? publishedAt(published)),
    };
  };
}

/** The same words with the same outcome are one question, whatever the answer's id: that depends on the language, too. */
function merged(asked: readonly Asked[]): readonly Asked[] {
  const byWords = new Map<string, Asked>();
  for (const one of asked) {
    const key = JSON.stringify([one.text?.toLowerCase().trim(), one.outcome, one.passage]);
    const known = byWords.get(key);
    byWords.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            asked: known.asked + one.asked,
            helped: known.helped + one.helped,
            notHelped: known.notHelped + one.notHelped,
            lastAt: Math.max(known.lastAt, one.lastAt),
          },
    );
  }
  return [...byWords.values()].sort((a, b) => b.asked - a.asked || b.lastAt - a.lastAt);
}

async function readVotes(store: Store) {
  const votes = new Map<string, { helped: number; notHelped: number }>();
  for await (const { answer, helpful } of store.feedbacks()) {
    const vote = votes.get(answer) ?? { helped: 0, notHelped: 0 };
    votes.set(answer, vote);
    if (helpful) vote.helped += 1;
    else vote.notHelped += 1;
  }
  return votes;
}

/** Stretches from `from`, or from the first question where that is earlier or unknown, to the last question. */
function toBuckets(rows: readonly AskedQuestion[], from: number | undefined): readonly Bucket[] {
  const times = rows.map(({ askedAt }) => askedAt);
  const first = times.reduce((a, b) => Math.min(a, b), from ?? Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), 0);
  if (rows.length === 0 || last < first) return [];
  const length = STRETCHES.find(([, longest]) => last - first <= longest)?.[0] ?? HOUR_MS;
  const begin = Math.floor(first / length) * length;
  const inEach = Array.from(
    { length: Math.floor((last - begin) / length) + 1 },
    () => [] as AskedQuestion[],
  );
  for (const row of rows) inEach[Math.floor((row.askedAt - begin) / length)]?.push(row);
  return inEach.map((inside, index) => ({
    startsAt: begin + index * length,
    outcomes: Object.fromEntries(countBy(inside, ({ outcome }) => outcome)),
    ...(inside.length === 0
      ? {}
      : {
          latencyMs: quantile(
            inside.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b),
            0.5,
          ),
        }),
  }));
}

function publishedAt(published: string | undefined): number | undefined {
  const at = published === undefined ? Number.NaN : Date.parse(published);
  return Number.isNaN(at) ? undefined : at;
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
}

/** A quantile of ascending numbers, by nearest rank. */
function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
}
