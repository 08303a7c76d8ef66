import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type Report, type Setup, STATE, STATE_BYTES, type Task } from './protocol.js';
import { createTokenizer } from './wordpiece.js';

const PACKAGE = 'onnxruntime-node';
const port = parentPort;
if (port === null) throw new Error('this is the program of a thread');
const say = (report: Report, transfer: ArrayBuffer[] = []) => port.postMessage(report, transfer);
const setup = workerData as Setup;

try {
  const encode = await open(setup);
  // One after the other: a question may come while an announcement is read.
  let last: Promise<void> = Promise.resolve();
  port.on('message', (task: Task) => {
    last = last.then(() => work(task, encode));
  });
  say({ kind: 'ready' });
} catch (error) {
  const isMissing =
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') &&
    error.message.includes(PACKAGE);
  say({ kind: 'unusable', message: String(error), isMissing });
}

async function work(
  { id, texts, shared }: Task,
  encode: (text: string) => Promise<Float32Array>,
): Promise<void> {
  const state = shared && new Int32Array(shared, 0, 1);
  try {
    const vectors = shared
      ? new Float32Array(shared, STATE_BYTES)
      : new Float32Array(texts.length * setup.dims);
    for (const [at, text] of texts.entries()) vectors.set(await encode(text), at * setup.dims);
    if (state) Atomics.store(state, 0, STATE.done);
    else say({ kind: 'encoded', id, vectors }, [vectors.buffer as ArrayBuffer]);
  } catch (error) {
    if (state) Atomics.store(state, 0, STATE.failed);
    else say({ kind: 'failed', id, message: String(error) });
  }
  if (state) Atomics.notify(state, 0);
}

/** Opens the encoder. Texts go through it one by one: beside others, the same text would come out slightly otherwise. */
async function open({ weights, vocabulary, threads, maxPieces, dims }: Setup) {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(weights, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    // Threads that wait without sleeping would take the processor from everything else.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const tokenize = createTokenizer(readFileSync(vocabulary, 'utf8'), maxPieces);
  return async (text: string): Promise<Float32Array> => {
    const pieces = tokenize(text);
    const shape = [1, pieces.length];
    const { sentence } = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(pieces, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(pieces.length).fill(1n), shape),
    });
    if (!(sentence?.data instanceof Float32Array) || sentence.data.length !== dims)
      throw new Error(`the model gives no direction of ${dims} numbers`);
    return sentence.data;
  };
}
