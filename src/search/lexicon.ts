import type { Analyzer } from './analysis.js';

/** Numbers for words, given in the order in which they are first met and kept for good: arrays of them stay valid. */
export interface Lexicon {
  readonly idOf: (word: string) => number;
  readonly wordOf: (id: number) => string;
  /** The number of a word's stem, which is a word of the lexicon too; worked out once. */
  readonly stemOf: (id: number, analyzer: Analyzer) => number;
  /** All words, in the order of their numbers. */
  readonly words: readonly string[];
}

const UNKNOWN = -1;

/** A lexicon that begins with the given words. */
export function createLexicon(known: readonly string[] = []): Lexicon {
  const words = [...known];
  const ids = new Map(words.map((word, id) => [word, id]));
  const stems = new WeakMap<Analyzer, Int32Array>();
  const idOf = (word: string): number => {
    const id = ids.get(word);
    if (id !== undefined) return id;
    ids.set(word, words.length);
    return words.push(word) - 1;
  };
  const stemsFor = (analyzer: Analyzer): Int32Array => {
    const table = stems.get(analyzer) ?? new Int32Array(0);
    if (table.length >= words.length && table.length > 0) return table;
    const grown = new Int32Array(Math.ceil(words.length * 1.5) + 1_024).fill(UNKNOWN);
    grown.set(table);
    stems.set(analyzer, grown);
    return grown;
  };
  return {
    words,
    idOf,
    wordOf: (id) => words[id] ?? '',
    stemOf: (id, analyzer) => {
      const table = stemsFor(analyzer);
      const stem = table[id] ?? UNKNOWN;
      if (stem !== UNKNOWN) return stem;
      const found = idOf(analyzer.stem(words[id] ?? ''));
      table[id] = found;
      return found;
    },
  };
}
