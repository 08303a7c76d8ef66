import { type Marks, percent, type Trial } from '../bot/rehearse.js';

/** The marks of a rehearsal as lines for the terminal. */
export function describeMarks({
  answerable,
  p1,
  p3,
  mrr,
  wrongRefusals,
  outcomes,
}: Marks): readonly string[] {
  const rows = Object.entries(outcomes).map(
    ([kind, counts]) =>
      `  ${kind.padEnd(22)} ${Object.entries(counts)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(', ')}`,
  );
  return [
    `${answerable} answerable questions: P@1 ${percent(p1)}, P@3 ${percent(p3)}, MRR ${mrr.toFixed(3)}, refused ${wrongRefusals}`,
    'Outcomes by kind:',
    ...rows,
    '',
  ];
}

/** A question that did not go as wanted, in two lines: what it was, what was wanted and what came. */
export function describeMiss({ asked, answer, rank }: Trial): string {
  const first = answer.excerpts[0];
  const got =
    first === undefined
      ? 'nothing'
      : `¶ ${first.passage} (${first.score.toFixed(2)}) "${abridge(first.text)}"`;
  const wanted =
    asked.gold.length === 0
      ? 'no answer'
      : `¶ ${asked.gold.join(', ')}${rank > 1 ? ` (found at ${rank})` : ''}`;
  return `${asked.id}: ${asked.question}\n  wanted ${wanted}; ${answer.outcome} with ${got}`;
}

function abridge(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
