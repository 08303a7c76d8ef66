import type { Vector } from './meaning.js';

/** Reads whole texts, in which the order of the words counts, as a transformer does: the second tier of meaning. */
export interface Encoder {
  /** The directions of an announcement's texts, kept on disk; `onProgress` hears of texts done and in all. */
  readonly encodeAll: (
    texts: readonly string[],
    onProgress?: (done: number, total: number) => void,
  ) => Promise<Directions>;
  /** Encodes questions beside the event loop, so that `encode` has their directions at hand. */
  readonly prepare: (questions: readonly string[]) => Promise<void>;
  /** The direction of a question; waits for it where it was not prepared. `undefined` when the encoder has failed. */
  readonly encode: (question: string) => Vector | undefined;
}

/** The directions of texts, by their place in the list. */
export type Directions = (index: number) => Vector;
