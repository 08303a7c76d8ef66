import type { Outcome } from '../bot/answer.js';
import type { Bot } from '../bot/bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Sketcher } from '../search/sketch.js';
import { createTimeSlice } from '../search/time-slice.js';
import type { Store } from '../store/store.js';
import { groupAlike } from './grouping.js';
import type { QuestionGroup, Report, ReportedPassage, ReportFilter } from './report.js';
import { type AnswerTally, addressOf, readTally, type Tally } from './tally.js';

/** What a report is made with. */
export interface ReportTools {
  readonly store: Store;
  readonly bot: Bot;
  readonly announcements: readonly Announcement[];
  /** Without one only the same wordings are grouped. */
  readonly sketcher: Sketcher | undefined;
}

const HOUR_MS = 3_600_000;
const MAX_OTHERS = 5;
/** For how many of the gaps it is asked what would come of them now. */
const ASKED_AGAIN = 100;

/** Reads what was asked and says what people wanted to know, without holding the event loop. */
export async function makeReport(
  { store, bot, announcements, sketcher }: ReportTools,
  filter: ReportFilter = {},
): Promise<Report> {
  const tally = await readTally(store, filter);
  const passageOf = passageFinder(announcements);
  const answers = [...tally.answers.values()].filter(({ text }) => text !== undefined);
  const groups = sketcher
    ? await groupAlike(
        answers.map(({ text = '', count }) => ({ text, count })),
        sketcher,
      )
    : sameText(answers);
  const slice = createTimeSlice();
  const reported: QuestionGroup[] = [];
  for (const indexes of groups) {
    if (slice.isOver()) await slice.handBack();
    const group = indexes.flatMap((index) => answers[index] ?? []);
    reported.push(describeGroup(group, passageOf));
  }
  reported.sort(
    (a, b) => rankOf(a) - rankOf(b) || passageNumber(a) - passageNumber(b) || b.count - a.count,
  );
  return {
    questions: tally.questions,
    people: tally.people,
    outcomes: tally.outcomes,
    helpful: sum(tally.answers.values(), ({ helpful }) => helpful),
    notHelpful: sum(tally.answers.values(), ({ notHelpful }) => notHelpful),
    groups: await withPresent(reported, bot),
    neverAsked: announcements
      .filter(({ id }) => filter.announcement === undefined || filter.announcement === id)
      .flatMap(({ id, passages }) =>
        passages
          .map(({ number, text }) => ({ announcement: id, passage: number, text }))
          .filter((passage) => !tally.shown.has(addressOf(passage))),
      ),
    places: [...tally.places]
      .sort(([, a], [, b]) => b - a)
      .map(([place, questions]) => ({ place, questions })),
    hours: hoursOf(tally, announcements),
  };
}

/** Whether a group asks for something to be done: it was not covered, or did not help. */
export function isGap(group: QuestionGroup): boolean {
  return rankOf(group) < 2;
}

function sameText(answers: readonly AnswerTally[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [index, { text = '' }] of answers.entries()) {
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [index]);
    else group.push(index);
  }
  return [...groups.values()];
}

function describeGroup(
  answers: readonly AnswerTally[],
  passageOf: (address: string) => ReportedPassage | undefined,
): QuestionGroup {
  const wordings = new Map<string, { count: number; readonly answer: string }>();
  const outcomes = new Map<Outcome, number>();
  const firsts = new Map<string, number>();
  for (const { id, text = '', count, outcome, first } of answers) {
    const wording = wordings.get(text);
    if (wording === undefined) wordings.set(text, { count, answer: id });
    else wording.count += count;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
    if (first !== undefined) firsts.set(first, (firsts.get(first) ?? 0) + count);
  }
  const [sample, ...others] = [...wordings].sort(([, a], [, b]) => b.count - a.count);
  const best = passageOf(mostOf(firsts) ?? '');
  return {
    sample: sample?.[0] ?? '',
    answer: sample?.[1].answer ?? '',
    others: others.slice(0, MAX_OTHERS).map(([text]) => text),
    count: sum(answers, ({ count }) => count),
    outcome: mostOf(outcomes) ?? 'not-covered',
    helpful: sum(answers, ({ helpful }) => helpful),
    notHelpful: sum(answers, ({ notHelpful }) => notHelpful),
    ...(best === undefined ? {} : { best }),
  };
}

/** The groups, the first gaps with what would come of them now where that has changed. */
async function withPresent(
  groups: readonly QuestionGroup[],
  bot: Bot,
): Promise<readonly QuestionGroup[]> {
  const slice = createTimeSlice();
  const first: QuestionGroup[] = [];
  for (const group of groups.slice(0, ASKED_AGAIN)) {
    if (slice.isOver()) await slice.handBack();
    const now = isGap(group) ? bot.ask({ text: group.sample }).outcome : group.outcome;
    first.push(now === group.outcome ? group : { ...group, now });
  }
  return [...first, ...groups.slice(ASKED_AGAIN)];
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

function passageFinder(announcements: readonly Announcement[]) {
  const passages = new Map(
    announcements.flatMap(({ id, passages: all }) =>
      all.map(({ number, text }) => {
        const passage = { announcement: id, passage: number, text };
        return [addressOf(passage), passage] as const;
      }),
    ),
  );
  return (address: string) => passages.get(address);
}

function hoursOf({ times }: Tally, announcements: readonly Announcement[]): Report['hours'] {
  return [...times].flatMap(([announcement, asked]) => {
    const { published } = announcements.find(({ id }) => id === announcement) ?? {};
    const begin = published === undefined ? Number.NaN : Date.parse(published);
    const since = Number.isNaN(begin) ? (asked[0] ?? 0) : begin;
    const counts = new Map<number, number>();
    for (const at of asked) {
      const hour = Math.floor((at - since) / HOUR_MS);
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a], [b]) => a - b)
      .map(([hour, questions]) => ({ announcement, hour, questions }));
  });
}

function mostOf<K>(counts: ReadonlyMap<K, number>): K | undefined {
  let most: K | undefined;
  let highest = 0;
  for (const [key, count] of counts) {
    if (count <= highest) continue;
    highest = count;
    most = key;
  }
  return most;
}

function sum<T>(items: Iterable<T>, of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
