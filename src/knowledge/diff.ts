import type { Passage } from './announcement.js';

/** What became of a passage from one revision to the next. */
export type PassageChange<P extends Comparable = Passage> =
  | { readonly kind: 'kept' | 'moved' | 'edited'; readonly before: P; readonly after: P }
  | { readonly kind: 'removed'; readonly before: P }
  | { readonly kind: 'added'; readonly after: P };

/** What of a passage is compared. */
export type Comparable = Pick<Passage, 'number' | 'text'>;

/** From this likeness on, of words in common, a passage counts as another one's new wording. */
const EDITED_FROM = 0.5;
/** A word of more passages than this tells little about which one is meant. */
const MAX_PASSAGES_OF_WORD = 200;

/**
 * Matches the passages of two revisions. The same text is kept, or moved where most others kept another order;
 * what is left is paired by likeness, the likest first, or removed and added. In the order of the new revision,
 * the removed last.
 */
export function diffPassages<P extends Comparable>(
  before: readonly P[],
  after: readonly P[],
): readonly PassageChange<P>[] {
  const twins = sameTexts(before, after);
  const inOrder = new Set(longestAscending(twins.map(({ index }) => index)));
  const matched = new Map<P, { readonly kind: 'kept' | 'moved' | 'edited'; readonly before: P }>(
    twins.map(({ old, now, index }) => [
      now,
      { kind: inOrder.has(index) ? 'kept' : 'moved', before: old },
    ]),
  );
  const gone = new Set(before);
  for (const { old } of twins) gone.delete(old);
  const fresh = after.filter((now) => !matched.has(now));
  for (const { old, now } of pairsByLikeness([...gone], fresh)) {
    if (matched.has(now) || !gone.delete(old)) continue;
    matched.set(now, { kind: 'edited', before: old });
  }
  return [
    ...after.map((now): PassageChange<P> => {
      const found = matched.get(now);
      return found ? { ...found, after: now } : { kind: 'added', after: now };
    }),
    ...[...gone].map((old): PassageChange<P> => ({ kind: 'removed', before: old })),
  ];
}

/** Each new passage with the first old one of the same text that no other took; `index` is the old one's place. */
function sameTexts<P extends Comparable>(before: readonly P[], after: readonly P[]) {
  const byText = new Map<string, { readonly old: P; readonly index: number }[]>();
  // From the last, so that the first can be popped.
  for (const [index, old] of [...before.entries()].reverse()) {
    const sames = byText.get(old.text);
    if (sames) sames.push({ old, index });
    else byText.set(old.text, [{ old, index }]);
  }
  return after.flatMap((now) => {
    const twin = byText.get(now.text)?.pop();
    return twin === undefined ? [] : [{ now, ...twin }];
  });
}

/** A longest ascending subsequence of distinct numbers, by patience sorting. */
function longestAscending(numbers: readonly number[]): readonly number[] {
  const tops: { readonly number: number; readonly under: number }[][] = [];
  for (const number of numbers) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle]?.at(-1)?.number ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    const pile = tops[low] ?? [];
    tops[low] = pile;
    pile.push({ number, under: (tops[low - 1]?.length ?? 0) - 1 });
  }
  const found: number[] = [];
  let index = (tops.at(-1)?.length ?? 0) - 1;
  for (const pile of tops.reverse()) {
    const top = pile[index];
    if (top === undefined) break;
    found.push(top.number);
    index = top.under;
  }
  return found.reverse();
}

/** Pairs that have enough words in common (Dice's coefficient over their distinct words), the likest first. */
function pairsByLikeness<P extends Comparable>(before: readonly P[], after: readonly P[]) {
  const words = after.map(wordsOf);
  const having = new Map<string, number[]>();
  for (const [index, own] of words.entries()) {
    for (const word of own) {
      const indexes = having.get(word);
      if (indexes) indexes.push(index);
      else having.set(word, [index]);
    }
  }
  const pairs = before.flatMap((old) => {
    const own = wordsOf(old);
    const common = new Map<number, number>();
    for (const word of own) {
      const indexes = having.get(word) ?? [];
      if (indexes.length > MAX_PASSAGES_OF_WORD) continue;
      for (const index of indexes) common.set(index, (common.get(index) ?? 0) + 1);
    }
    return [...common].flatMap(([index, shared]) => {
      const now = after[index];
      const likeness = (2 * shared) / (own.size + (words[index]?.size ?? 0));
      return now !== undefined && likeness >= EDITED_FROM ? [{ old, now, likeness }] : [];
    });
  });
  return pairs.sort((a, b) => b.likeness - a.likeness || a.now.number - b.now.number);
}

function wordsOf({ text }: Comparable): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}
