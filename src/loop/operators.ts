import type { Operator } from './lesson.js';

/** Who may teach: people by platform and id (`slack:U123`), and those who manage a server where `managers` is named. */
export type Operators = readonly string[];

/** Whoever manages the server, while nobody is named. */
export const DEFAULT_OPERATORS: Operators = ['managers'];

/** Platforms whose people were let in by other means: the command line, and the operator's page. */
const LET_IN: ReadonlySet<string> = new Set(['terminal', 'operator']);

/** Whether somebody may teach; whoever sits at the command line may, and whoever is let into the operator's page. */
export function isOperatorOf(operators: Operators, { platform, user, manages }: Operator): boolean {
  return (
    LET_IN.has(platform) ||
    operators.includes(`${platform}:${user}`) ||
    (manages === true && operators.includes('managers'))
  );
}
