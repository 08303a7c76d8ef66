import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDirectionCache } from '../../src/transformer/cache.js';
import {
  packDirections,
  readDirections,
  unpackDirections,
  writeDirections,
} from '../../src/transformer/directions.js';
import { createFolder } from '../folder.js';

const DIMS = 6;
const vectors = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: DIMS, maxLength: DIMS })
  .filter((values) => values.some((value) => Math.abs(value) > 0.01));

describe('directions in little memory', () => {
  test('are what they were but for half a step of 127, also after a file', () => {
    fc.assert(
      fc.property(fc.array(vectors, { minLength: 1, maxLength: 8 }), (lists) => {
        const packed = packDirections(Float32Array.from(lists.flat()), DIMS);
        const read = readDirections(writeDirections(packed), lists.length, DIMS);
        const [before, after] = [packed, read].map((one) => one && unpackDirections(one));
        for (const [index, values] of lists.entries()) {
          const step = Math.max(...values.map(Math.abs)) / 127;
          const unpacked = before?.(index) ?? [];
          expect(after?.(index)).toEqual(unpacked);
          for (const [d, value] of values.entries())
            expect(Math.abs((unpacked[d] ?? Number.NaN) - value)).toBeLessThanOrEqual(0.51 * step);
        }
      }),
    );
  });

  test('are not read from a file that is cut off or of something else', () => {
    const bytes = writeDirections(packDirections(new Float32Array(2 * DIMS).fill(0.4), DIMS));
    expect(readDirections(bytes, 2, DIMS)).toBeDefined();
    expect(readDirections(bytes.subarray(0, -1), 2, DIMS)).toBeUndefined();
    expect(readDirections(bytes, 3, DIMS)).toBeUndefined();
    expect(readDirections(Buffer.from(bytes).fill('X', 0, 4), 2, DIMS)).toBeUndefined();
  });
});

describe('directions on disk', () => {
  const weights = { name: 'w', bytes: 1, sha256: 'a' };
  const packed = packDirections(new Float32Array(2 * DIMS).fill(0.4), DIMS);

  test('are found again for the same texts and model, and for no others', async () => {
    const folder = `${await createFolder()}/cache`;
    const cache = createDirectionCache(folder, weights, DIMS);
    expect(await cache.read(['one', 'two'])).toBeUndefined();
    await cache.write(['one', 'two'], packed);
    expect(await cache.read(['one', 'two'])).toEqual(packed);
    expect(await cache.read(['one', 'three'])).toBeUndefined();
    const other = createDirectionCache(folder, { ...weights, sha256: 'b' }, DIMS);
    expect(await other.read(['one', 'two'])).toBeUndefined();
  });
});
