import type { Outcome } from '../bot/answer.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { AskedQuestion, Store } from '../store/store.js';
import type { QuestionGroup, Report, ReportedPassage, ReportFilter } from './report.js';

const HOUR_MS = 3_600_000;
const MAX_OTHERS = 5;

interface Group {
  readonly wordings: Map<string, { count: number; readonly answer: string }>;
  readonly answers: Set<string>;
  readonly outcomes: Map<string, number>;
  readonly firsts: Map<string, number>;
  count: number;
}

/** Reads what was asked and says what people wanted to know. */
export async function makeReport(
  store: Store,
  announcements: readonly Announcement[],
  filter: ReportFilter = {},
): Promise<Report> {
  const groups = new Map<string, Group>();
  const people = new Set<string>();
  const outcomes: Partial<Record<Outcome, number>> = {};
  const places = new Map<string, number>();
  const shown = new Set<string>();
  const times = new Map<string, number[]>();
  let questions = 0;
  for await (const question of store.questions(filter)) {
    questions += 1;
    if (question.asker !== '') people.add(question.asker);
    const outcome = question.outcome as Outcome;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    add(places, question.place);
    for (const { announcement, passage } of question.shown) shown.add(`${passage} ${announcement}`);
    const about = question.announcement ?? question.shown[0]?.announcement;
    if (about !== undefined) {
      const asked = times.get(about) ?? [];
      times.set(about, asked);
      asked.push(question.askedAt);
    }
    if (question.text !== undefined) group(groups, question, question.text);
  }
  const votes = new Map<string, { helpful: number; notHelpful: number }>();
  const total = { helpful: 0, notHelpful: 0 };
  for await (const { answer, helpful } of store.feedbacks()) {
    const vote = votes.get(answer) ?? { helpful: 0, notHelpful: 0 };
    votes.set(answer, vote);
    for (const sum of [vote, total]) {
      if (helpful) sum.helpful += 1;
      else sum.notHelpful += 1;
    }
  }
  const passageOf = (address: string): ReportedPassage | undefined => {
    const [passage = '', id = ''] = address.split(/ (.*)/s);
    const found = announcements.find((one) => one.id === id)?.passages[Number(passage) - 1];
    return found && { announcement: id, passage: found.number, text: found.text };
  };
  const reported = [...groups.values()].map((one): QuestionGroup => {
    const [sample, ...others] = byCount(one.wordings, ({ count }) => count);
    const best = passageOf(byCount(one.firsts)[0]?.[0] ?? '');
    const sums = [...one.answers].map((answer) => votes.get(answer));
    return {
      sample: sample?.[0] ?? '',
      answer: sample?.[1].answer ?? '',
      others: others.slice(0, MAX_OTHERS).map(([text]) => text),
      count: one.count,
      outcome: (byCount(one.outcomes)[0]?.[0] ?? 'not-covered') as Outcome,
      helpful: sums.reduce((sum, vote) => sum + (vote?.helpful ?? 0), 0),
      notHelpful: sums.reduce((sum, vote) => sum + (vote?.notHelpful ?? 0), 0),
      ...(best === undefined ? {} : { best }),
    };
  });
  return {
    questions,
    people: people.size,
    outcomes,
    ...total,
    groups: reported.sort(
      (a, b) => rankOf(a) - rankOf(b) || passageNumber(a) - passageNumber(b) || b.count - a.count,
    ),
    neverAsked: announcements
      .filter(({ id }) => filter.announcement === undefined || filter.announcement === id)
      .flatMap(({ id, passages }) =>
        passages
          .filter(({ number }) => !shown.has(`${number} ${id}`))
          .map(({ number, text }) => ({ announcement: id, passage: number, text })),
      ),
    places: byCount(places).map(([place, count]) => ({ place, questions: count })),
    hours: [...times].flatMap(([announcement, asked]) => {
      const { published } = announcements.find(({ id }) => id === announcement) ?? {};
      const begin = published === undefined ? Number.NaN : Date.parse(published);
      const since = Number.isNaN(begin) ? (asked[0] ?? 0) : begin;
      const counts = new Map<number, number>();
      for (const at of asked) add(counts, Math.floor((at - since) / HOUR_MS));
      return [...counts]
        .sort(([a], [b]) => a - b)
        .map(([hour, count]) => ({ announcement, hour, questions: count }));
    }),
  };
}

function group(
  groups: Map<string, Group>,
  { answer, outcome, shown }: AskedQuestion,
  text: string,
) {
  const key = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const known: Group = groups.get(key) ?? {
    wordings: new Map(),
    answers: new Set(),
    outcomes: new Map(),
    firsts: new Map(),
    count: 0,
  };
  groups.set(key, known);
  known.count += 1;
  known.answers.add(answer);
  add(known.outcomes, outcome);
  const [first] = shown;
  if (first !== undefined) add(known.firsts, `${first.passage} ${first.announcement}`);
  const wording = known.wordings.get(text) ?? { count: 0, answer };
  wording.count += 1;
  known.wordings.set(text, wording);
}

/** Whether a group asks for something to be done: it was not covered, or did not help. */
export function isGap(group: QuestionGroup): boolean {
  return rankOf(group) < 2;
}

/** Not covered, then not helpful, then the rest. */
function rankOf({ outcome, notHelpful }: QuestionGroup): number {
  if (outcome === 'not-covered') return 0;
  return notHelpful > 0 ? 1 : 2;
}

/** Only what is neither missing nor unhelpful is told by passage. */
function passageNumber(group: QuestionGroup): number {
  return rankOf(group) === 2 ? (group.best?.passage ?? 0) : 0;
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byCount<K, V>(
  counts: ReadonlyMap<K, V>,
  countOf: (value: V) => number = Number,
): readonly (readonly [K, V])[] {
  return [...counts].sort(([, a], [, b]) => countOf(b) - countOf(a));
}
