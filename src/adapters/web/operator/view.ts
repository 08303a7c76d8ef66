import type { AnnouncementCard, AnnouncementText } from '../../../bot/bot.js';
import type { Taught } from '../../../loop/lesson.js';
import type { QuestionGroup } from '../../../loop/report.js';
import type { Insights } from './insights.js';

/** What the operator has chosen to look at. */
export interface Choice {
  readonly announcement: string;
  readonly period: Period;
  /** A platform, or the beginning of a place; empty for all. */
  readonly place: string;
  /** A passage whose questions are listed. */
  readonly passage?: number;
}

/** How far back to look. */
export type Period = keyof typeof PERIODS_MS;

const DAY_MS = 86_400_000;
export const PERIODS_MS = {
  all: Number.POSITIVE_INFINITY,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
} as const;

/** Everything that the operator's page shows. */
export interface OperatorView {
  readonly announcement: AnnouncementText;
  readonly cards: readonly AnnouncementCard[];
  readonly choice: Choice;
  readonly insights: Insights;
  /** What asks for something to be taught, the most urgent first. */
  readonly gaps: readonly QuestionGroup[];
  readonly taught: readonly Taught[];
  /** What forms that act carry. */
  readonly proof: string;
  /** What came of the last action. */
  readonly said?: string;
}

/** The address of a choice; `changes` replace parts of it. */
export function linkToChoice(
  choice: Choice,
  changes: Partial<Choice> = {},
  path = '/operator',
): string {
  const { announcement, period, place, passage } = { ...choice, ...changes };
  const query = new URLSearchParams({
    announcement,
    ...(period === 'all' ? {} : { period }),
    ...(place === '' ? {} : { place }),
    ...(passage === undefined ? {} : { passage: String(passage) }),
  });
  return `${path}?${query}`;
}
