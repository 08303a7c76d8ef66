import { createFuzzyRanker } from './fuzzy.js';
import { createTimeSlice } from './time-slice.js';

/** A word of the vocabulary that a mistyped word may stand for. */
export interface Correction {
  readonly word: string;
  /** How sure the correction is, 0 to 1: one minus the share of letters that were changed. */
  readonly weight: number;
}

/** Finds the words of a vocabulary that a mistyped word may stand for, surest first. */
export type Speller = (word: string) => readonly Correction[];

const SHORTLIST = 24;
const MAX_CORRECTIONS = 3;
const FUSE_THRESHOLD = 0.6;
const MAX_WORD = 32;
/** Letters and the mark for a word's ends; a pair is two of them. Other characters share the last place. */
const ALPHABET = 28;
const MEMORY = 2_048;

/**
 * A speller over a vocabulary of normalized words. A word is looked up in three steps: the entries that
 * share most character pairs with it, ordered by Fuse.js, judged by optimal string alignment distance
 * (Boytsov 2011, "Indexing methods for approximate dictionary searching"): one edit from 3 letters on,
 * two from 6, three from 10. It remembers the last 2,048 words it was asked. Hands the event loop back while it is being made.
 */
export async function createSpeller(vocabulary: readonly string[]): Promise<Speller> {
  const slice = createTimeSlice();
  const steps = indexPairs(vocabulary);
  let step = steps.next();
  while (!step.done) {
    if (slice.isOver()) await slice.handBack();
    step = steps.next();
  }
  return createSpellerWith(step.value);
}

/** The same, made in one go: for a vocabulary that takes a few milliseconds. */
export function createSpellerAtOnce(vocabulary: readonly string[]): Speller {
  const steps = indexPairs(vocabulary);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return createSpellerWith(step.value);
}

function createSpellerWith(shortlist: Shortlist): Speller {
  const remembered = new Map<string, readonly Correction[]>();

  const correct = (word: string): readonly Correction[] => {
    const edits = maxEdits(word.length);
    if (edits === 0 || word.length > MAX_WORD || /\d/.test(word)) return [];
    return createFuzzyRanker(shortlist(word, edits), FUSE_THRESHOLD)(word, SHORTLIST)
      .map((candidate) => ({ candidate, distance: alignmentDistance(word, candidate) }))
      .filter(({ distance }) => distance <= edits)
      .sort(
        (a, b) =>
          a.distance - b.distance ||
          firstLetter(word, a.candidate) - firstLetter(word, b.candidate),
      )
      .slice(0, MAX_CORRECTIONS)
      .map(({ candidate, distance }) => ({
        word: candidate,
        weight: 1 - distance / Math.max(word.length, candidate.length),
      }));
  };

  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const corrections = correct(word);
    if (remembered.size >= MEMORY) remembered.clear();
    remembered.set(word, corrections);
    return corrections;
  };
}

/** Finds the words that share most character pairs with a word and whose length allows so few edits. */
type Shortlist = (word: string, edits: number) => readonly string[];

/** How many words are indexed between two chances to hand the event loop back. */
const STEP = 256;

/** Lists, for every pair of characters, the words that have it; yields now and then. */
function* indexPairs(vocabulary: readonly string[]): Generator<undefined, Shortlist> {
  const words = vocabulary.filter(
    (word) => word.length >= 2 && word.length <= MAX_WORD && !/\d/.test(word),
  );
  const readPairs = createPairReader();
  const offsets = new Int32Array(ALPHABET * ALPHABET + 1);
  for (const [entry, word] of words.entries()) {
    const { pairs, count } = readPairs(word);
    for (let at = 0; at < count; at += 1) {
      const next = (pairs[at] ?? 0) + 1;
      offsets[next] = (offsets[next] ?? 0) + 1;
    }
    if (entry % STEP === 0) yield;
  }
  for (let pair = 0; pair < ALPHABET * ALPHABET; pair += 1) {
    offsets[pair + 1] = (offsets[pair + 1] ?? 0) + (offsets[pair] ?? 0);
  }
  const lists = new Int32Array(offsets[ALPHABET * ALPHABET] ?? 0);
  const filled = offsets.slice();
  for (const [entry, word] of words.entries()) {
    const { pairs, count } = readPairs(word);
    for (let at = 0; at < count; at += 1) {
      const pair = pairs[at] ?? 0;
      const end = filled[pair] ?? 0;
      lists[end] = entry;
      filled[pair] = end + 1;
    }
    if (entry % STEP === 0) yield;
  }
  const lengths = Uint8Array.from(words, (word) => word.length);
  const shared = new Uint8Array(words.length);

  return (word, edits) => {
    const touched: number[] = [];
    const { pairs, count } = readPairs(word);
    for (let nth = 0; nth < count; nth += 1) {
      const pair = pairs[nth] ?? 0;
      for (let at = offsets[pair] ?? 0; at < (offsets[pair + 1] ?? 0); at += 1) {
        const entry = lists[at] ?? 0;
        if (Math.abs((lengths[entry] ?? 0) - word.length) > edits) continue;
        if (shared[entry] === 0) touched.push(entry);
        shared[entry] = (shared[entry] ?? 0) + 1;
      }
    }
    // An edit changes at most two pairs, a swap three: what shares fewer is too far away.
    const least = Math.max(1, count - 3 * edits);
    // Sorted as it grows: of a large vocabulary thousands are touched, and few are kept.
    const near: { readonly entry: number; readonly likeness: number }[] = [];
    for (const entry of touched) {
      const common = shared[entry] ?? 0;
      shared[entry] = 0;
      if (common < least) continue;
      const likeness = (2 * common) / (count + (lengths[entry] ?? 0) + 1);
      const isBehind = (other: (typeof near)[number] | undefined) =>
        other !== undefined &&
        (other.likeness < likeness || (other.likeness === likeness && other.entry > entry));
      if (near.length === SHORTLIST && !isBehind(near[SHORTLIST - 1])) continue;
      let at = near.length;
      while (isBehind(near[at - 1])) at -= 1;
      near.splice(at, 0, { entry, likeness });
      if (near.length > SHORTLIST) near.pop();
    }
    return near.map(({ entry }) => words[entry] ?? '');
  };
}

function maxEdits(length: number): number {
  if (length < 3) return 0;
  if (length < 6) return 1;
  return length < 10 ? 2 : 3;
}

function firstLetter(a: string, b: string): number {
  return a.charAt(0) === b.charAt(0) ? 0 : 1;
}

/** The distinct pairs of neighbouring characters of a word, its ends included, as numbers; good until the next word. */
type PairReader = (word: string) => { readonly pairs: Int32Array; readonly count: number };

function createPairReader(): PairReader {
  const pairs = new Int32Array(MAX_WORD + 1);
  const seenIn = new Int32Array(ALPHABET * ALPHABET);
  let words = 0;
  return (word) => {
    words += 1;
    let count = 0;
    let before = 0;
    for (let at = 0; at <= word.length; at += 1) {
      const code = at === word.length ? 0 : word.charCodeAt(at) - 96;
      const letter = code < 0 || code >= ALPHABET ? ALPHABET - 1 : code;
      const pair = before * ALPHABET + letter;
      if (seenIn[pair] !== words) {
        seenIn[pair] = words;
        pairs[count] = pair;
        count += 1;
      }
      before = letter;
    }
    return { pairs, count };
  };
}

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
export function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
