import { createFuzzyRanker } from './fuzzy.js';

/** A word of the vocabulary that a mistyped word may stand for. */
export interface Correction {
  readonly word: string;
  /** How sure the correction is, 0 to 1: one minus the share of letters that were changed. */
  readonly weight: number;
}

/** Finds the words of a vocabulary that a mistyped word may stand for, surest first. */
export type Speller = (word: string) => readonly Correction[];

const SHORTLIST = 48;
const MAX_CORRECTIONS = 3;
const FUSE_THRESHOLD = 0.6;
const MAX_WORD = 32;

/**
 * A speller over a vocabulary of normalized words. A word is looked up in three steps: the entries that
 * share most character pairs with it, ordered by Fuse.js, judged by optimal string alignment distance
 * (Boytsov 2011, "Indexing methods for approximate dictionary searching"): one edit from 3 letters on,
 * two from 6, three from 10.
 */
export function createSpeller(vocabulary: readonly string[]): Speller {
  const words = vocabulary.filter(
    (word) => word.length >= 2 && word.length <= MAX_WORD && !/\d/.test(word),
  );
  const entriesByPair = new Map<string, number[]>();
  for (const [entry, word] of words.entries()) {
    for (const pair of characterPairs(word)) {
      const entries = entriesByPair.get(pair);
      if (entries) entries.push(entry);
      else entriesByPair.set(pair, [entry]);
    }
  }

  const shortlist = (word: string): string[] => {
    const shared = new Map<number, number>();
    for (const pair of characterPairs(word)) {
      for (const entry of entriesByPair.get(pair) ?? [])
        shared.set(entry, (shared.get(entry) ?? 0) + 1);
    }
    const edits = maxEdits(word.length);
    return [...shared]
      .map(([entry, count]) => ({ word: words[entry] ?? '', count }))
      .filter((candidate) => Math.abs(candidate.word.length - word.length) <= edits)
      .map(({ word: candidate, count }) => ({
        candidate,
        likeness: (2 * count) / (candidate.length + word.length + 2),
      }))
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, SHORTLIST)
      .map(({ candidate }) => candidate);
  };

  return (word) => {
    const edits = maxEdits(word.length);
    if (edits === 0 || word.length > MAX_WORD || /\d/.test(word)) return [];
    return createFuzzyRanker(shortlist(word), FUSE_THRESHOLD)(word, SHORTLIST)
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
}

function maxEdits(length: number): number {
  if (length < 3) return 0;
  if (length < 6) return 1;
  return length < 10 ? 2 : 3;
}

function firstLetter(a: string, b: string): number {
  return a.charAt(0) === b.charAt(0) ? 0 : 1;
}

function characterPairs(word: string): Set<string> {
  const padded = `^${word}$`;
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < padded.length; at += 1) pairs.add(padded.slice(at, at + 2));
  return pairs;
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
