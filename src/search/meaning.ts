/** A direction in the space of meanings; its length is the weight of what it stands for. */
export type Vector = Float32Array;

/** What words mean to each other in general language: static word vectors and word frequencies. */
export interface Meaning {
  readonly dims: number;
  /** The number of a normalized word or two-word phrase, if the table has it. */
  readonly indexOf: (word: string) => number | undefined;
  /** Whether a word may be the first of a phrase of the table; surely not when it is false. */
  readonly mayBeginPhrase: (word: string) => boolean;
  /** Zipf frequency (van Heuven et al. 2014: log10 of occurrences in a billion words), 0 for an unknown word. */
  readonly zipf: (word: string) => number;
  /** Adds the vector of an entry to a sum; its length is the entry's weight. */
  readonly addTo: (sum: Vector, index: number) => void;
  /** Cosine of two entries, -1 to 1. */
  readonly cosine: (a: number, b: number) => number;
  /** The words and phrases at least as frequent as a Zipf frequency, most frequent first. */
  readonly wordsFrom: (zipf: number) => readonly string[];
}

/** The entries of a text: its two-word phrases where the table has them, else its words. */
export function entriesOf(meaning: Meaning, words: readonly string[]): readonly number[] {
  const entries: number[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const phrase = meaning.mayBeginPhrase(word)
      ? meaning.indexOf(`${word} ${words[at + 1]}`)
      : undefined;
    const entry = phrase ?? meaning.indexOf(word);
    if (phrase !== undefined) at += 1;
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** The sum of the vectors of entries. */
export function sumOf(meaning: Meaning, entries: readonly number[]): Vector {
  const sum = new Float32Array(meaning.dims);
  for (const entry of entries) meaning.addTo(sum, entry);
  return sum;
}

/** The sum of vectors of so many dimensions. */
export function addUp(vectors: readonly Vector[], dims: number): Vector {
  const sum = new Float32Array(dims);
  for (const vector of vectors)
    for (let d = 0; d < dims; d += 1) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
  return sum;
}

/** The vector at length 1: its direction; zeros stay zeros. */
export function normalize(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector));
  if (length === 0) return vector;
  const direction = new Float32Array(vector.length);
  for (let d = 0; d < vector.length; d += 1) direction[d] = (vector[d] ?? 0) / length;
  return direction;
}

/** The direction of a list of entries. */
export function directionOf(meaning: Meaning, entries: readonly number[]): Vector {
  return normalize(sumOf(meaning, entries));
}

/** Inner product; of two directions their cosine. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
