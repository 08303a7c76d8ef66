import type { AskedQuestion } from '../../../store/store.js';

const HEAD = ['asked at', 'platform', 'place', 'outcome', 'passage', 'latency ms', 'question'];

/** Questions as CSV (RFC 4180), a line each, first shown passage of `announcement` named by its number. */
export async function* toCsv(
  questions: AsyncIterable<AskedQuestion>,
  announcement: string,
): AsyncGenerator<string> {
  yield line(HEAD);
  for await (const { askedAt, platform, place, outcome, shown, latencyMs, text } of questions) {
    const passage = shown.find((one) => one.announcement === announcement)?.passage;
    yield line([
      new Date(askedAt).toISOString(),
      platform,
      place,
      outcome,
      passage === undefined ? '' : String(passage),
      latencyMs.toFixed(1),
      text ?? '',
    ]);
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string): string {
  // A spreadsheet would take what begins so for a formula, and people type what they like.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
