import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A direction in the space of meanings; its length is the weight of what it stands for. */
export type Vector = Float32Array;

/** What words mean to each other in general language: static word vectors and word frequencies. */
export interface Meaning {
  readonly dims: number;
  /** The number of a normalized word or two-word phrase, if the table has it. */
  readonly indexOf: (word: string) => number | undefined;
  /** Zipf frequency (van Heuven et al. 2014: log10 of occurrences in a billion words), 0 for an unknown word. */
  readonly zipf: (word: string) => number;
  /** Adds the vector of an entry to a sum; its length is the entry's weight. */
  readonly addTo: (sum: Vector, index: number) => void;
  /** Cosine of two entries, -1 to 1. */
  readonly cosine: (a: number, b: number) => number;
  /** The words and phrases at least as frequent as a Zipf frequency, most frequent first. */
  readonly wordsFrom: (zipf: number) => readonly string[];
}

const MAGIC = 'HVEC';
/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193;
const headerSchema = v.object({
  version: v.literal(1),
  dims: v.pipe(v.number(), v.integer(), v.minValue(1)),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  wordsBytes: v.pipe(v.number(), v.integer()),
  zipfScale: v.number(),
});

/** The table that Herald ships for English. */
export const ENGLISH_MEANING = new URL('../../models/meaning-en.bin', import.meta.url);

/** Reads a table of word vectors (format: models/README.md); throws when the file is not one. */
export function readMeaning(file: URL): Meaning {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== MAGIC)
    throw new Error(`${file.pathname} is not a table of word vectors`);
  const headerBytes = bytes.readUInt32LE(4);
  const header = v.parse(headerSchema, JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)));
  const { dims, count } = header;
  const scalesAt = Math.ceil((8 + headerBytes) / 4) * 4;
  const rowsAt = scalesAt + 4 * count;
  const zipfAt = rowsAt + dims * count;
  const wordsAt = zipfAt + count;
  const scales = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + scalesAt, bytes.byteOffset + rowsAt),
  );
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, dims * count);
  const zipfs = bytes.subarray(zipfAt, wordsAt);
  const indexOf = indexWords(bytes.subarray(wordsAt, wordsAt + header.wordsBytes), count);
  const lengths = new Float32Array(count);
  const lengthOf = (index: number): number => {
    const known = lengths[index] ?? 0;
    if (known > 0) return known;
    let sum = 0;
    for (let at = index * dims; at < (index + 1) * dims; at += 1) sum += (rows[at] ?? 0) ** 2;
    lengths[index] = Math.max(1e-6, Math.sqrt(sum));
    return lengths[index] ?? 1;
  };
  return {
    dims,
    indexOf,
    wordsFrom: (zipf) => {
      const end = zipfs.findIndex((value) => value < zipf * header.zipfScale);
      return decodeWords(
        bytes.subarray(wordsAt, wordsAt + header.wordsBytes),
        end === -1 ? count : end,
      );
    },
    zipf: (word) => {
      const index = indexOf(word);
      return index === undefined ? 0 : (zipfs[index] ?? 0) / header.zipfScale;
    },
    addTo: (sum, index) => {
      const scale = scales[index] ?? 0;
      const from = index * dims;
      for (let d = 0; d < dims; d += 1) sum[d] = (sum[d] ?? 0) + scale * (rows[from + d] ?? 0);
    },
    cosine: (a, b) => {
      let dot = 0;
      const fromA = a * dims;
      const fromB = b * dims;
      for (let d = 0; d < dims; d += 1) dot += (rows[fromA + d] ?? 0) * (rows[fromB + d] ?? 0);
      return dot / (lengthOf(a) * lengthOf(b));
    },
  };
}

const NEWLINE = 0x0a;
const EMPTY = -1;

/**
 * Finds words in a list of them without holding it as strings: open addressing (Knuth, The Art of Computer
 * Programming, 6.4) over a table of entries and the places where their bytes begin.
 */
function indexWords(words: Uint8Array, count: number): (word: string) => number | undefined {
  const size = 2 ** Math.ceil(Math.log2(count * 2));
  const table = new Int32Array(size).fill(EMPTY);
  const starts = new Int32Array(count + 1);
  let hash = HASH_SEED;
  let entry = 0;
  for (let at = 0; at <= words.length; at += 1) {
    const byte = words[at] ?? NEWLINE;
    if (byte !== NEWLINE) {
      hash = Math.imul(hash ^ byte, HASH_PRIME);
      continue;
    }
    let slot = (hash >>> 0) % size;
    while (table[slot] !== EMPTY) slot = (slot + 1) % size;
    table[slot] = entry;
    entry += 1;
    starts[entry] = at + 1;
    hash = HASH_SEED;
  }
  if (entry !== count)
    throw new Error(`the table has ${entry} words where its header says ${count}`);

  return (word) => {
    const bytes = Buffer.from(word);
    let wanted = HASH_SEED;
    for (const byte of bytes) wanted = Math.imul(wanted ^ byte, HASH_PRIME);
    for (let slot = (wanted >>> 0) % size; ; slot = (slot + 1) % size) {
      const found = table[slot] ?? EMPTY;
      if (found === EMPTY) return undefined;
      const start = starts[found] ?? 0;
      const length = (starts[found + 1] ?? 0) - 1 - start;
      if (length === bytes.length && bytes.every((byte, at) => words[start + at] === byte))
        return found;
    }
  };
}

function decodeWords(words: Uint8Array, count: number): readonly string[] {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
    .toString('utf8')
    .split('\n', count);
}

/** The entries of a text: its two-word phrases where the table has them, else its words. */
export function entriesOf(meaning: Meaning, words: readonly string[]): readonly number[] {
  const entries: number[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const phrase = meaning.indexOf(`${words[at]} ${words[at + 1]}`);
    if (phrase !== undefined) {
      entries.push(phrase);
      at += 1;
      continue;
    }
    const entry = meaning.indexOf(words[at] ?? '');
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
  return length === 0 ? vector : vector.map((value) => value / length);
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
