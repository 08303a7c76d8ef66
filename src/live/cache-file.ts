import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';

/** What a cache file holds: a list of any JSON, and arrays of numbers that it points into. */
export interface CacheContent {
  readonly header: unknown;
  readonly numbers: Int32Array;
  readonly words: readonly string[];
}

const MAGIC = 'HERALDIX';
const DIGEST_BYTES = 32;
const preambleSchema = v.object({
  fingerprint: v.string(),
  numbers: v.pipe(v.number(), v.integer(), v.minValue(0)),
  header: v.unknown(),
});

/** Writes a cache file so that it is there whole or not at all; makes its folder where it is missing. */
export async function writeCacheFile(
  file: string,
  fingerprint: string,
  { header, numbers, words }: CacheContent,
): Promise<void> {
  const preamble = Buffer.from(JSON.stringify({ fingerprint, numbers: numbers.length, header }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(preamble.length);
  const body = Buffer.concat([
    length,
    preamble,
    // The numbers begin at a multiple of four, so that they can be used where they lie.
    Buffer.alloc((4 - (preamble.length % 4)) % 4),
    Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    Buffer.from(words.join('\n')),
  ]);
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, Buffer.concat([Buffer.from(MAGIC), await digestOf(body), body]));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Reads a cache file; `undefined` where there is none, and where it is broken or of another program. */
export async function readCacheFile(
  file: string,
  fingerprint: string,
): Promise<CacheContent | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const bodyAt = MAGIC.length + DIGEST_BYTES;
  const body = bytes.subarray(bodyAt);
  if (!(await digestOf(body)).equals(bytes.subarray(MAGIC.length, bodyAt))) return undefined;
  const preambleEnd = 4 + body.readUInt32LE(0);
  const preamble = v.safeParse(
    preambleSchema,
    JSON.parse(body.toString('utf8', 4, preambleEnd)) as unknown,
  );
  if (!preamble.success || preamble.output.fingerprint !== fingerprint) return undefined;
  const numbersAt = body.byteOffset + Math.ceil(preambleEnd / 4) * 4;
  const { numbers: count, header } = preamble.output;
  const words = body.toString('utf8', numbersAt - body.byteOffset + 4 * count);
  return {
    header,
    numbers: new Int32Array(body.buffer, numbersAt, count),
    words: words === '' ? [] : words.split('\n'),
  };
}

/** Off the thread of the event loop: there may be much to digest. */
async function digestOf(bytes: Buffer): Promise<Buffer> {
  return bytes.length < 1_000_000
    ? createHash('sha256').update(bytes).digest()
    : Buffer.from(await crypto.subtle.digest('SHA-256', bytes));
}
