import type { Report } from '../loop/report.js';

const HEAD = [
  'count',
  'outcome',
  'now',
  'helpful',
  'not helpful',
  'question',
  'announcement',
  'passage',
  'other wordings',
];

/** The groups of a report as CSV (RFC 4180), a line each. */
export function reportCsv({ groups }: Report): string {
  const rows = groups.map(
    ({ count, outcome, now = outcome, helpful, notHelpful, sample, best, others }) => [
      String(count),
      outcome,
      now,
      String(helpful),
      String(notHelpful),
      sample,
      best?.announcement ?? '',
      best === undefined ? '' : String(best.passage),
      others.join(' / '),
    ],
  );
  return [HEAD, ...rows].map((row) => row.map(toCell).join(',')).join('\r\n');
}

function toCell(value: string): string {
  // A spreadsheet would take what begins so for a formula, and people type what they like.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
