import { type Display, dim, printable } from '../adapters/terminal/render.js';
import type { QuestionGroup, Report } from '../loop/report.js';

const MAX_GROUPS = 20;
const MAX_PLACES = 10;
const MAX_HOURS = 24;
const BAR = 40;

/** A report as tables for a terminal of so many columns. */
export function reportText(
  report: Report,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const display: Display = { color };
  const { groups, neverAsked, places, hours } = report;
  const gaps = groups.filter(({ outcome }) => outcome === 'not-covered');
  const unhelpful = groups.filter(
    ({ outcome, notHelpful }) => outcome !== 'not-covered' && notHelpful > 0,
  );
  const rest = groups.filter((group) => !gaps.includes(group) && !unhelpful.includes(group));
  const sections = [
    summaryOf(report).join('\n'),
    table('Not in the announcement', gaps, columns, display),
    table('Not helpful', unhelpful, columns, display),
    table('Answered, by passage', rest, columns, display),
    neverAsked.length === 0
      ? ''
      : [
          'Never shown',
          ...[...new Set(neverAsked.map(({ announcement }) => announcement))].map((id) => {
            const numbers = neverAsked
              .filter(({ announcement }) => announcement === id)
              .map(({ passage }) => passage);
            return cut(`  ${id} ¶ ${numbers.join(', ')}`, columns);
          }),
        ].join('\n'),
    bars(
      'By channel',
      places.slice(0, MAX_PLACES).map(({ place, questions }) => [place, questions]),
    ),
    bars(
      'By hour since publication',
      hours
        .slice(0, MAX_HOURS)
        .map(({ announcement, hour, questions }) => [`${announcement} +${hour} h`, questions]),
    ),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** The counts of a report, a line each. */
export function summaryOf({
  questions,
  people,
  outcomes,
  helpful,
  notHelpful,
}: Report): readonly string[] {
  const { answer = 0, closest = 0, 'not-covered': missing = 0 } = outcomes;
  return [
    `${questions} questions by ${people} people`,
    `${answer} answered, ${closest} with the closest passages, ${missing} not in the announcement`,
    `${helpful} helpful, ${notHelpful} not helpful`,
  ];
}

function table(
  title: string,
  groups: readonly QuestionGroup[],
  columns: number,
  display: Display,
): string {
  if (groups.length === 0) return '';
  const lines = groups.slice(0, MAX_GROUPS).flatMap((group) => {
    const { count, sample, others, best, notHelpful, now } = group;
    const notes = [
      best === undefined ? '' : `¶ ${best.passage} of ${best.announcement}`,
      notHelpful === 0 ? '' : `${notHelpful} not helpful`,
      now === undefined ? '' : `${now === 'answer' ? 'answered' : now} now`,
      others.length === 0 ? '' : `also: ${others.join(' / ')}`,
    ].filter((note) => note !== '');
    return [
      cut(`${String(count).padStart(6)}  ${line(sample)}`, columns),
      ...(notes.length === 0
        ? []
        : [dim(cut(`        ${line(notes.join(' · '))}`, columns), display)]),
    ];
  });
  const further = groups.length - MAX_GROUPS;
  return [title, ...lines, ...(further > 0 ? [`        and ${further} more`] : [])].join('\n');
}

function bars(title: string, rows: readonly (readonly [string, number])[]): string {
  if (rows.length === 0) return '';
  const most = Math.max(...rows.map(([, count]) => count));
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(
    ([name, count]) =>
      `  ${name.padEnd(width)}  ${'█'.repeat(Math.max(1, Math.round((count / most) * BAR)))} ${count}`,
  );
  return [title, ...lines].join('\n');
}

/** What people typed, on one line, without what a terminal would obey. */
export function line(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

function cut(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, columns - 1).join('')}…`;
}
