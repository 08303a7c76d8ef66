/** What the thread that encodes is given. */
export interface Setup {
  readonly weights: string;
  readonly vocabulary: string;
  readonly dims: number;
  readonly maxPieces: number;
  readonly threads: number;
}

/** Texts to encode: answered with a message, or in the memory that is given for one text. */
export interface Task {
  readonly id: number;
  readonly texts: readonly string[];
  readonly shared?: SharedArrayBuffer;
}

/** What the thread says: once that it is ready or cannot be, then the outcome of each task. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string; readonly isMissing: boolean }
  | { readonly kind: 'encoded'; readonly id: number; readonly vectors: Float32Array }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** Bytes of the shared memory before the numbers: the state of the task. */
export const STATE_BYTES = 4;
/** The states of a task in shared memory. */
export const STATE = { waiting: 0, done: 1, failed: 2 } as const;
