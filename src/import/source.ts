import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Original } from './draft.js';
import type { Limits } from './limits.js';
import { Refusal, tooLarge } from './refusal.js';

/** Whether what an operator names is an address rather than a file. */
export function isWebAddress(from: string): boolean {
  return /^https?:\/\//i.test(from) && URL.canParse(from);
}

/** Reads a file within the limits; throws a {@link Refusal} for one that cannot be read. */
export async function readFileWithin(path: string, limits: Limits): Promise<Original> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe without a writer would be waited for without end.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(
      code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`,
      'Check the path, and that you may read it.',
      { cause: error },
    );
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new Refusal('it is not a file', 'Name a file, an address, or -.');
    if (status.size > limits.bytes) throw tooLarge(limits.bytes);
    return {
      bytes: await readWithin(file.createReadStream({ autoClose: false }), limits),
      from: path,
    };
  } finally {
    await file.close();
  }
}

/** Reads a stream to its end within the limits. */
export async function readWithin(stream: Readable, limits: Limits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > limits.bytes) throw tooLarge(limits.bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
