/**
 * What pressing a component means. It stands whole in the component's `custom_id`, so a button works after
 * a restart; `answer` is the id of the answer, under which the store knows the question.
 */
export type Press =
  | { readonly press: 'more'; readonly answer: string; readonly page: number }
  /** Excerpt `index` of page `page`, widened `steps` times. */
  | {
      readonly press: 'around';
      readonly answer: string;
      readonly page: number;
      readonly index: number;
      readonly steps: number;
    }
  /** The page, or with `around` one of its excerpts in context. */
  | {
      readonly press: 'share';
      readonly answer: string;
      readonly page: number;
      readonly around?: { readonly index: number; readonly steps: number };
    }
  /** Suggestion `index` of the answer. */
  | { readonly press: 'try'; readonly answer: string; readonly index: number }
  | {
      readonly press: 'helpful' | 'not-helpful' | 'reason' | 'follow' | 'teach' | 'taught';
      readonly answer: string;
    };

const VERSION = '1';
const ANSWER = /^[\w-]{1,24}$/;
const NUMBER = /^\d{1,4}$/;

/** The `custom_id` of a press; at most 50 characters. */
export function writePress(press: Press): string {
  return [press.press, VERSION, press.answer, ...numbersOf(press)].join(':');
}

/** The press of a `custom_id`, or `undefined` for one that this Herald did not write. */
export function readPress(customId: string): Press | undefined {
  const [kind = '', version, answer = '', ...rest] = customId.split(':');
  if (version !== VERSION || !ANSWER.test(answer) || !rest.every((part) => NUMBER.test(part)))
    return undefined;
  const [first, second, third] = rest.map(Number);
  switch (kind) {
    case 'more':
      return first === undefined ? undefined : { press: kind, answer, page: first };
    case 'share':
      if (first === undefined) return undefined;
      return second === undefined || third === undefined
        ? { press: kind, answer, page: first }
        : { press: kind, answer, page: first, around: { index: second, steps: third } };
    case 'try':
      return first === undefined ? undefined : { press: kind, answer, index: first };
    case 'around':
      return first === undefined || second === undefined || third === undefined
        ? undefined
        : { press: kind, answer, page: first, index: second, steps: third };
    case 'helpful':
    case 'not-helpful':
    case 'reason':
    case 'follow':
    case 'teach':
    case 'taught':
      return { press: kind, answer };
    default:
      return undefined;
  }
}

function numbersOf(press: Press): readonly number[] {
  switch (press.press) {
    case 'more':
      return [press.page];
    case 'share':
      return [press.page, ...(press.around ? [press.around.index, press.around.steps] : [])];
    case 'try':
      return [press.index];
    case 'around':
      return [press.page, press.index, press.steps];
    default:
      return [];
  }
}
