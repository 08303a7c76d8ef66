import type { SketchedWord } from '../search/sketch.js';

/** The stems of many questions, by number. */
export interface Stems {
  /** The distinct stems of a question. */
  read(words: readonly SketchedWord[]): readonly number[];
  rarityOf(stem: number): number;
  /** In how many questions a stem stands. */
  frequencyOf(stem: number): number;
  /** Finds the stem that one which is no word is most probably a misspelling of, or itself. */
  corrections(): (stem: number) => number;
}

/** A misspelling is looked for among words that general language knows, or that stand in so many questions. */
const ESTABLISHED = 5;
/** And is itself in at most so many. */
const SELDOM = 2;
const MIN_LENGTH = 4;

interface Stem {
  /** The words that have it. */
  readonly words: string[];
  readonly rarity: number;
  readonly isWord: boolean;
  frequency: number;
}

/** Numbers stems as they come. */
export function createStems(): Stems {
  const idsOfWords = new Map<string, number>();
  const ids = new Map<string, number>();
  const stems: Stem[] = [];
  const add = ({ word, stem = word, rarity, entry }: SketchedWord): number => {
    const id = ids.get(stem) ?? stems.length;
    if (id === stems.length) {
      ids.set(stem, id);
      stems.push({ words: [], rarity, isWord: entry !== undefined, frequency: 0 });
    }
    stems[id]?.words.push(word);
    idsOfWords.set(word, id);
    return id;
  };
  return {
    read: (words) => {
      const read: number[] = [];
      for (const word of words) {
        if (word.stem === undefined) continue;
        const id = idsOfWords.get(word.word) ?? add(word);
        const known = stems[id];
        if (known === undefined || read.includes(id)) continue;
        known.frequency += 1;
        read.push(id);
      }
      return read;
    },
    rarityOf: (id) => stems[id]?.rarity ?? 0,
    frequencyOf: (id) => stems[id]?.frequency ?? 0,
    corrections: () => {
      const found = correct(stems);
      return (id) => found.get(id) ?? id;
    },
  };
}

/**
 * Symmetric deletion (Garbe, SymSpell): two words one edit apart are equal, or become so by leaving out a
 * character of one or of both.
 */
function correct(stems: readonly Stem[]): ReadonlyMap<number, number> {
  const established = new Map<string, number>();
  const frequencyOf = (id: number | undefined) => stems[id ?? -1]?.frequency ?? 0;
  for (const [id, { words, isWord, frequency }] of stems.entries()) {
    if (!isWord && frequency < ESTABLISHED) continue;
    for (const form of words.flatMap(formsOf))
      if (frequencyOf(established.get(form)) < frequency) established.set(form, id);
  }
  const found = new Map<number, number>();
  for (const [id, { words, isWord, frequency }] of stems.entries()) {
    if (isWord || frequency > SELDOM) continue;
    let best: number | undefined;
    for (const form of words.flatMap(formsOf)) {
      const candidate = established.get(form);
      if (frequencyOf(candidate) > frequencyOf(best)) best = candidate;
    }
    if (best !== undefined) found.set(id, best);
  }
  return found;
}

/** A word and what is left of it without one of its characters; none for short words. */
function formsOf(word: string): readonly string[] {
  if (word.length < MIN_LENGTH) return [];
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}
