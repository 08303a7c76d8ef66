const QUESTION_OPENING =
  '(?:who|what|when|where|why|how|which|whose|is|are|was|were|does|do|did|will|would|can|could|has|have|should)';
const BETWEEN_PARTS = new RegExp(
  `\\?+\\s+(?=\\S)|;\\s+|,?\\s+(?:and|or|plus|also|&)\\s+(?:also\\s+)?(?=${QUESTION_OPENING}\\b)`,
  'i',
);
const MAX_PARTS = 3;
/** What stands further down in a message is not looked at for parts. */
const MAX_CHARACTERS = 1_000;

/** The questions that a message asks at once (`who are the rivals and how much was invested?`), at most three. */
export function splitParts(text: string): readonly string[] {
  return text
    .slice(0, MAX_CHARACTERS)
    .split(BETWEEN_PARTS)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MAX_PARTS);
}
