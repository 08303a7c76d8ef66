/** What outcomes are called on the operator's pages. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  answer: 'answered',
  closest: 'closest shown',
  'not-covered': 'not covered',
  limited: 'too many at once',
};
