import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** Keeps long work from holding the event loop: ask between steps, and hand back when it is over. */
export interface TimeSlice {
  /** Whether the loop has been held for 2 ms or more. */
  readonly isOver: () => boolean;
  /** Lets everything else that waits have its turn, then begins a new slice. */
  readonly handBack: () => Promise<void>;
}

const SLICE_MS = 2;

/** Begins a time slice. */
export function createTimeSlice(): TimeSlice {
  let begin = performance.now();
  return {
    isOver: () => performance.now() - begin > SLICE_MS,
    handBack: async () => {
      await yieldToEventLoop();
      begin = performance.now();
    },
  };
}
