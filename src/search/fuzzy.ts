import Fuse from 'fuse.js';

/** Ranks short strings by their likeness to a pattern, likest first. */
export type FuzzyRanker = (pattern: string, limit: number) => readonly string[];

const MAX_PATTERN = 100;

/**
 * A fuzzy ranker over short strings (words, titles, questions) by Fuse.js. A blank pattern ranks nothing;
 * `threshold` is Fuse.js's: the largest distance, 0 to 1, that still counts as alike.
 */
export function createFuzzyRanker(texts: readonly string[], threshold: number): FuzzyRanker {
  const fuse = new Fuse(texts, { threshold, ignoreLocation: true, minMatchCharLength: 1 });
  return (pattern, limit) => {
    const typed = pattern.trim().slice(0, MAX_PATTERN);
    return typed === '' ? [] : fuse.search(typed, { limit }).map(({ item }) => item);
  };
}
