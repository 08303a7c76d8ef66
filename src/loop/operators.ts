import type { Operator } from './lesson.js';

/** Who may teach: people by platform and id (`slack:U123`), and those who manage a server where `managers` is named. */
export type Operators = readonly string[];

/** Whoever manages the server, while nobody is named. */
export const DEFAULT_OPERATORS: Operators = ['managers'];

/** Whether somebody may teach; whoever sits at the command line may. */
export function isOperatorOf(operators: Operators, { platform, user, manages }: Operator): boolean {
  return (
    platform === 'terminal' ||
    operators.includes(`${platform}:${user}`) ||
    (manages === true && operators.includes('managers'))
  );
}
