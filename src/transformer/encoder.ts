import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Encoder } from '../search/encoder.js';
import type { Vector } from '../search/meaning.js';
import { createDirectionCache } from './cache.js';
import { packDirections, unpackDirections } from './directions.js';
import { checkSizes, ModelFault, type TransformerModel } from './model.js';
import { type Report, type Setup, STATE, STATE_BYTES, type Task } from './protocol.js';

/** What an encoder is opened with. */
export interface EncoderOptions {
  /** The folder with the model's files; what is made of announcements is kept in it too. */
  readonly folder: string;
  readonly model: TransformerModel;
  /** Is told what went wrong; Herald then goes on without the encoder, or without what is kept on disk. */
  readonly onFault: (error: unknown, message: string) => void;
}

const MAX_THREADS = 4;
/** Texts that are sent at once: a question waits for no more. */
const BATCH = 4;
const QUESTIONS_KEPT = 2_048;
const PATIENCE_MS = 10_000;

/**
 * Opens a transformer in a thread of its own. The library's own calls hold the thread that makes them, all the
 * while that they compute; here that is never the one that serves, but where a question was not prepared.
 * Throws a {@link ModelFault} when files or library are not there.
 */
export async function openEncoder({ folder, model, onFault }: EncoderOptions): Promise<Encoder> {
  checkSizes(folder, model);
  const { dims } = model;
  const thread = await startThread(folder, model);
  const cache = createDirectionCache(join(folder, 'cache'), model.weights, dims);
  const known = new Map<string, Vector>();
  let hasFailed = false;
  thread.onEnd((error) => {
    hasFailed = true;
    onFault(
      error,
      'the transformer has failed; answers are found without it until Herald is restarted',
    );
  });
  const remember = (question: string, vector: Vector): Vector => {
    known.delete(question);
    known.set(question, vector);
    if (known.size > QUESTIONS_KEPT) known.delete(known.keys().next().value ?? question);
    return vector;
  };
  const encodeBatch = async (texts: readonly string[]): Promise<readonly Vector[]> => {
    const vectors = await thread.encode(texts);
    return texts.map((_, at) => vectors.slice(at * dims, (at + 1) * dims));
  };

  return {
    encodeAll: async (texts, onProgress = () => undefined) => {
      const kept = await cache.read(texts).catch((error: unknown) => {
        onFault(error, 'what the transformer made of an announcement could not be read');
        return undefined;
      });
      if (kept !== undefined) return unpackDirections(kept);
      const vectors = new Float32Array(texts.length * dims);
      for (let from = 0; from < texts.length; from += BATCH) {
        onProgress(from, texts.length);
        vectors.set(await thread.encode(texts.slice(from, from + BATCH)), from * dims);
      }
      onProgress(texts.length, texts.length);
      const packed = packDirections(vectors, dims);
      await cache
        .write(texts, packed)
        .catch((error: unknown) =>
          onFault(error, 'what the transformer made of an announcement could not be kept'),
        );
      return unpackDirections(packed);
    },
    prepare: async (questions) => {
      const unknown = [...new Set(questions)].filter((question) => !known.has(question));
      for (let from = 0; from < unknown.length && !hasFailed; from += BATCH) {
        const batch = unknown.slice(from, from + BATCH);
        const vectors = await encodeBatch(batch).catch((error: unknown) => {
          onFault(error, 'the transformer could not read a question beforehand');
          return [];
        });
        for (const [at, question] of batch.entries()) {
          const vector = vectors[at];
          if (vector) remember(question, vector);
        }
      }
    },
    encode: (question) => {
      const at = known.get(question);
      if (at !== undefined) return remember(question, at);
      if (hasFailed) return undefined;
      const vector = thread.encodeNow(question);
      if (vector === undefined) hasFailed = true;
      return vector && remember(question, vector);
    },
  };
}

interface Thread {
  readonly encode: (texts: readonly string[]) => Promise<Float32Array>;
  /** Holds the calling thread until it is done; `undefined` when it fails. */
  readonly encodeNow: (text: string) => Vector | undefined;
  readonly onEnd: (listener: (error: Error) => void) => void;
}

async function startThread(folder: string, model: TransformerModel): Promise<Thread> {
  const setup: Setup = {
    weights: join(folder, model.weights.name),
    vocabulary: join(folder, model.vocabulary.name),
    dims: model.dims,
    maxPieces: model.maxPieces,
    threads: Math.min(MAX_THREADS, availableParallelism()),
  };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup });
  const pending = new Map<
    number,
    { readonly resolve: (vectors: Float32Array) => void; readonly reject: (error: Error) => void }
  >();
  const listeners: ((error: Error) => void)[] = [];
  let ended: Error | undefined;
  let lastId = 0;

  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (report: Report) => {
      if (report.kind === 'unusable') reject(faultOf(report));
      else resolve();
    });
  });
  worker.on('message', (report: Report) => {
    if (report.kind !== 'encoded' && report.kind !== 'failed') return;
    const task = pending.get(report.id);
    pending.delete(report.id);
    // The thread keeps the process alive only while somebody waits for it.
    if (pending.size === 0) worker.unref();
    if (report.kind === 'encoded') task?.resolve(report.vectors);
    else task?.reject(new Error(report.message));
  });
  const end = (error: Error) => {
    if (ended !== undefined) return;
    ended = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    for (const listener of listeners) listener(error);
  };
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`its thread ended with ${code}`)));
  worker.unref();

  const send = (task: Task) => worker.postMessage(task);
  return {
    encode: (texts) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        worker.ref();
        send({ id: lastId, texts });
      }),
    encodeNow: (text) => {
      const shared = new SharedArrayBuffer(STATE_BYTES + 4 * model.dims);
      const state = new Int32Array(shared, 0, 1);
      send({ id: 0, texts: [text], shared });
      Atomics.wait(state, 0, STATE.waiting, PATIENCE_MS);
      return Atomics.load(state, 0) === STATE.done
        ? new Float32Array(shared, STATE_BYTES).slice()
        : undefined;
    },
    onEnd: (listener) => {
      listeners.push(listener);
    },
  };
}

function faultOf({ message, isMissing }: Extract<Report, { kind: 'unusable' }>): ModelFault {
  return isMissing
    ? new ModelFault(
        'MEANING=transformer needs the package onnxruntime-node, which is not installed',
        'Run npm install --no-save --save-peer --ignore-scripts onnxruntime-node@1.30.0, or set MEANING=words.',
      )
    : new ModelFault(
        `the transformer cannot be opened (${message})`,
        'Run herald model install again, or set MEANING=words.',
      );
}
