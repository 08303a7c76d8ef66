import type { Outcome, Platform, ShownExcerpt, Step } from './platform.js';

/** What came of each step, in order; of a step that is repeated until the end, each time. */
export interface Played extends Pick<Platform, 'name' | 'lacks' | 'room'> {
  readonly outcomes: readonly (readonly Outcome[])[];
}

/** More presses of one button than an announcement of this size has pages or sentences. */
const MAX_PRESSES = 60;

/** Runs a transcript through a platform. */
export async function play(steps: readonly Step[], platform: Platform): Promise<Played> {
  const outcomes: (readonly Outcome[])[] = [];
  for (const step of steps) {
    const these: Outcome[] = [];
    do these.push(await platform.run(step));
    while (goesOn(step, these.at(-1)) && these.length < MAX_PRESSES);
    outcomes.push(these);
  }
  return { ...platform, outcomes };
}

function goesOn(step: Step, outcome: Outcome | undefined): boolean {
  if (!('until' in step) || typeof outcome !== 'object') return false;
  return step.press === 'more' ? outcome.hasMore : outcome.lead === 'In context:';
}

/** Everything that one platform shows otherwise than another: in which step, and what each of them shows. */
export function findDifferences(
  steps: readonly Step[],
  expected: Played,
  actual: Played,
): readonly string[] {
  const lacking = [...expected.lacks, ...actual.lacks];
  return steps.flatMap((step, index) => {
    if ('press' in step && lacking.includes(step.press)) return [];
    const [theirs, ours] = [expected.outcomes[index] ?? [], actual.outcomes[index] ?? []];
    const times = Math.max(theirs.length, ours.length);
    return Array.from({ length: times }, (_, time) => {
      const at = `Step ${index + 1}, ${JSON.stringify(step)}${times > 1 ? `, time ${time + 1}` : ''}`;
      const shown = ours[time];
      const [left, right] = [partsOf(fitted(theirs[time], shown, actual.room)), partsOf(shown)];
      return [...new Set([...left.keys(), ...right.keys()])]
        .filter((part) => left.get(part) !== right.get(part))
        .map((part) =>
          [
            `${at}: ${part}`,
            `${expected.name}: ${left.get(part) ?? 'nothing'}`,
            `${actual.name}: ${right.get(part) ?? 'nothing'}`,
          ].join('\n  '),
        );
    }).flat();
  });
}

/** What is expected where a message has less room: of excerpts too long for it those parts that are shown, if they are verbatim. */
function fitted(
  expected: Outcome | undefined,
  shown: Outcome | undefined,
  room = Number.POSITIVE_INFINITY,
): Outcome | undefined {
  if (typeof expected !== 'object' || typeof shown !== 'object') return expected;
  const length = expected.excerpts.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= room) return expected;
  return {
    ...expected,
    excerpts: expected.excerpts.map((excerpt, rank) => cutAs(excerpt, shown.excerpts[rank])),
  };
}

function cutAs(excerpt: ShownExcerpt, shown: ShownExcerpt | undefined): ShownExcerpt {
  const from = shown === undefined ? -1 : excerpt.text.indexOf(shown.text);
  if (shown === undefined || from < 0) return excerpt;
  const to = from + shown.text.length;
  return {
    ...excerpt,
    text: shown.text,
    bold: excerpt.bold.includes(shown.bold) ? shown.bold : excerpt.bold,
    cut: {
      before: excerpt.cut.before || from > 0,
      after: excerpt.cut.after || to < excerpt.text.length,
    },
  };
}

/** The parts of what came of a step, each as text that can be compared; every excerpt is one, by its rank. */
function partsOf(outcome: Outcome | undefined): ReadonlyMap<string, string> {
  if (typeof outcome !== 'object') return new Map([['outcome', outcome ?? 'not pressed']]);
  const { excerpts, ...others } = outcome;
  return new Map(
    [
      ['outcome', 'a reply'],
      ...Object.entries(others),
      ...excerpts.map((excerpt, index) => [`excerpt ${index + 1}`, excerpt] as const),
    ].map(([part, shown]) => [String(part), JSON.stringify(shown)]),
  );
}
