import { Worker } from 'node:worker_threads';
import type { Original } from './draft.js';
import type { Limits } from './limits.js';
import { describeBytes, Refusal } from './refusal.js';
import type { Converted, Outcome, Task } from './worker.js';

const YOUNG_HEAP_MB = 16;
const STACK_MB = 4;
/** What is held outside the thread's heap, as unpacked bytes are, is looked at this often. */
const WATCH_MS = 20;
const SMALLER = 'Import it in parts, or save its text as Markdown or text.';

/**
 * Converts a document in a thread of its own, which is ended when it takes more time or memory than the
 * limits allow. `residentBytes` tells the memory of the process. Throws a {@link Refusal}.
 */
export async function convert(
  original: Original,
  limits: Limits,
  residentBytes: () => number,
): Promise<Converted> {
  // A copy, because a buffer may share its memory with others.
  const bytes = new Uint8Array(original.bytes);
  const task: Task = { original: { ...original, bytes }, limits };
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: task,
    transferList: [bytes.buffer],
    resourceLimits: {
      maxOldGenerationSizeMb: limits.heapMb,
      maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      stackSizeMb: STACK_MB,
    },
    // Its libraries' warnings are for nobody here.
    stdout: true,
    stderr: true,
  });
  const timers: NodeJS.Timeout[] = [];
  try {
    return await new Promise<Converted>((resolve, reject) => {
      timers.push(
        setTimeout(() => {
          const seconds = limits.convertMs / 1_000;
          reject(new Refusal(`it was not converted after ${seconds} s`, SMALLER));
        }, limits.convertMs),
        setInterval(() => {
          if (residentBytes() > limits.residentBytes) reject(tooMuchMemory(limits));
        }, WATCH_MS),
      );
      worker.once('message', (outcome: Outcome) => {
        if (outcome.ok) resolve(outcome.converted);
        else reject(new Refusal(outcome.message, outcome.fix));
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory(limits) : broken(error));
      });
      worker.once('exit', (code) => reject(broken(new Error(`the thread ended with ${code}`))));
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await worker.terminate();
  }
}

/** What a library throws outside of what was waited for. */
function broken(error: Error): Refusal {
  return new Refusal(
    `it cannot be read (${String(error).split('\n', 1)[0]})`,
    'Check that it opens in its own program, and save it anew.',
    { cause: error },
  );
}

function tooMuchMemory({ residentBytes }: Limits): Refusal {
  return new Refusal(
    `converting it takes more memory than the ${describeBytes(residentBytes)} it may`,
    SMALLER,
  );
}
