import type { Directions } from '../search/encoder.js';
import type { Vector } from '../search/meaning.js';

/** Directions in little memory: a byte for each number, and a scale for each direction. */
export interface PackedDirections {
  readonly dims: number;
  readonly scales: Float32Array;
  readonly rows: Int8Array;
}

const MAGIC = 'HDIR';
const HEADER_BYTES = 12;
const LARGEST = 127;

/** Packs directions that stand one after the other. */
export function packDirections(vectors: Float32Array, dims: number): PackedDirections {
  const count = vectors.length / dims;
  const scales = new Float32Array(count);
  const rows = new Int8Array(vectors.length);
  for (let row = 0; row < count; row += 1) {
    const from = row * dims;
    let largest = 0;
    for (let d = 0; d < dims; d += 1) largest = Math.max(largest, Math.abs(vectors[from + d] ?? 0));
    const scale = largest / LARGEST || 1;
    scales[row] = scale;
    for (let d = 0; d < dims; d += 1) rows[from + d] = Math.round((vectors[from + d] ?? 0) / scale);
  }
  return { dims, scales, rows };
}

/** The directions by their place. */
export function unpackDirections({ dims, scales, rows }: PackedDirections): Directions {
  return (index): Vector => {
    const direction = new Float32Array(dims);
    const scale = scales[index] ?? 0;
    for (let d = 0; d < dims; d += 1) direction[d] = scale * (rows[index * dims + d] ?? 0);
    return direction;
  };
}

/** Directions as the bytes of a file: `HDIR`, how many, of how many numbers, scales, rows; little endian. */
export function writeDirections({ dims, scales, rows }: PackedDirections): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(scales.length, 4);
  header.writeUInt32LE(dims, 8);
  return Buffer.concat([
    header,
    Buffer.from(scales.buffer, scales.byteOffset, scales.byteLength),
    Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength),
  ]);
}

/** Reads what {@link writeDirections} wrote; `undefined` unless it is whole and holds so many directions. */
export function readDirections(
  bytes: Buffer,
  count: number,
  dims: number,
): PackedDirections | undefined {
  const isWhole =
    bytes.length === HEADER_BYTES + count * (4 + dims) &&
    bytes.toString('latin1', 0, 4) === MAGIC &&
    bytes.readUInt32LE(4) === count &&
    bytes.readUInt32LE(8) === dims;
  if (!isWhole) return undefined;
  const memory = new Uint8Array(bytes).buffer;
  return {
    dims,
    scales: new Float32Array(memory, HEADER_BYTES, count),
    rows: new Int8Array(memory, HEADER_BYTES + 4 * count),
  };
}
