import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { Meaning } from './meaning.js';
import { once } from './once.js';
import { createRowStore } from './row-store.js';

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

/** The shipped table for English, read at the first call. */
export const englishMeaning = once(() => readMeaning(ENGLISH_MEANING));

/**
 * Reads a table of word vectors (format: models/README.md); throws when the file is not one. The file stays
 * open: a word's vector is read when it is first used.
 */
export function readMeaning(file: URL): Meaning {
  const descriptor = openSync(file, 'r');
  const read = (position: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    readSync(descriptor, bytes, 0, length, position);
    return bytes;
  };
  const start = read(0, 8);
  if (start.toString('latin1', 0, 4) !== MAGIC) {
    closeSync(descriptor);
    throw new Error(`${fileURLToPath(file)} is not a table of word vectors`);
  }
  const headerBytes = start.readUInt32LE(4);
  const header = v.parse(headerSchema, JSON.parse(read(8, headerBytes).toString('utf8')));
  const { dims, count, wordsBytes, zipfScale } = header;
  const scalesAt = Math.ceil((8 + headerBytes) / 4) * 4;
  const rowsAt = scalesAt + 4 * count;
  const zipfAt = rowsAt + dims * count;
  const end = zipfAt + count + wordsBytes;
  const { size } = fstatSync(descriptor);
  if (size < end) {
    closeSync(descriptor);
    throw new Error(
      `${fileURLToPath(file)} is cut off: it has ${size} bytes of ${end}. Install Herald again.`,
    );
  }
  const scaleBytes = read(scalesAt, 4 * count);
  const scales = new Float32Array(scaleBytes.buffer, scaleBytes.byteOffset, count);
  const zipfs = read(zipfAt, count);
  const words = read(zipfAt + count, wordsBytes);
  const { indexOf, mayBeginPhrase } = indexWords(words, count);
  const rows = createRowStore({ descriptor, position: rowsAt, count, bytesPerRow: dims });
  const lengths = new Float32Array(count);
  const lengthOf = (index: number): number => {
    const known = lengths[index] ?? 0;
    if (known > 0) return known;
    const row = rows.blockOf(index);
    const from = rows.offsetOf(index);
    let sum = 0;
    for (let d = 0; d < dims; d += 1) sum += (row[from + d] ?? 0) ** 2;
    const length = Math.max(1e-6, Math.sqrt(sum));
    lengths[index] = length;
    return length;
  };
  return {
    dims,
    indexOf,
    mayBeginPhrase,
    wordsFrom: (zipf) => {
      const below = zipfs.findIndex((value) => value < zipf * zipfScale);
      return words.toString('utf8').split('\n', below === -1 ? count : below);
    },
    zipf: (word) => {
      const index = indexOf(word);
      return index === undefined ? 0 : (zipfs[index] ?? 0) / zipfScale;
    },
    addTo: (sum, index) => {
      const scale = scales[index] ?? 0;
      const row = rows.blockOf(index);
      const from = rows.offsetOf(index);
      for (let d = 0; d < dims; d += 1) sum[d] = (sum[d] ?? 0) + scale * (row[from + d] ?? 0);
    },
    cosine: (a, b) => {
      const rowA = rows.blockOf(a);
      const rowB = rows.blockOf(b);
      const fromA = rows.offsetOf(a);
      const fromB = rows.offsetOf(b);
      let dot = 0;
      // Whole numbers throughout, which no product of int8 rows outgrows, take half the time.
      for (let d = 0; d < dims; d += 1)
        dot = (dot + Math.imul(rowA[fromA + d] ?? 0, rowB[fromB + d] ?? 0)) | 0;
      return dot / (lengthOf(a) * lengthOf(b));
    },
  };
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const EMPTY = -1;

/**
 * Finds words in a list of them without holding it as strings: open addressing (Knuth, The Art of Computer
 * Programming, 6.4) over a table of entries and the places where their bytes begin.
 */
function indexWords(words: Uint8Array, count: number): Pick<Meaning, 'indexOf' | 'mayBeginPhrase'> {
  const size = 2 ** Math.ceil(Math.log2(count * 2));
  const table = new Int32Array(size).fill(EMPTY);
  const starts = new Int32Array(count + 1);
  /** Marked where the first words of phrases hash to. */
  const heads = new Uint8Array(size);
  let hash = HASH_SEED;
  let entry = 0;
  for (let at = 0; at <= words.length; at += 1) {
    const byte = words[at] ?? NEWLINE;
    if (byte !== NEWLINE) {
      if (byte === SPACE) heads[(hash >>> 0) % size] = 1;
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

  const isAt = (found: number, bytes: Uint8Array): boolean => {
    const start = starts[found] ?? 0;
    if ((starts[found + 1] ?? 0) - 1 - start !== bytes.length) return false;
    for (let at = 0; at < bytes.length; at += 1) if (words[start + at] !== bytes[at]) return false;
    return true;
  };
  return {
    indexOf: (word) => {
      const bytes = bytesOf(word);
      for (let slot = hashOf(bytes) % size; ; slot = (slot + 1) % size) {
        const found = table[slot] ?? EMPTY;
        if (found === EMPTY) return undefined;
        if (isAt(found, bytes)) return found;
      }
    },
    mayBeginPhrase: (word) => heads[hashOf(bytesOf(word)) % size] === 1,
  };
}

function hashOf(bytes: Uint8Array): number {
  let hash = HASH_SEED;
  for (let at = 0; at < bytes.length; at += 1)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), HASH_PRIME);
  return hash >>> 0;
}

const encoder = new TextEncoder();
const memory = new Uint8Array(256);

/** The bytes of a word in UTF-8, good until the next. */
function bytesOf(word: string): Uint8Array {
  const { read, written } = encoder.encodeInto(word, memory);
  return read === word.length ? memory.subarray(0, written) : encoder.encode(word);
}
