/** Work that nobody waits for but that must not be lost in silence. */
export interface Background {
  /** Watches over work under way; `failed` says in the log what came to nothing. */
  run(work: Promise<unknown>, failed: string): void;
  fault(error: unknown, message: string): void;
  /** Resolves when all that is under way now is done; what comes meanwhile is not waited for. */
  drain(): Promise<void>;
}

/** Keeps track of work in the background; `onFault` hears of what fails. */
export function createBackground(onFault: (error: unknown, message: string) => void): Background {
  const running = new Set<Promise<void>>();
  return {
    run: (work, failed) => {
      const done = work.then(
        () => undefined,
        (error: unknown) => onFault(error, failed),
      );
      running.add(done);
      void done.finally(() => running.delete(done));
    },
    fault: onFault,
    drain: async () => {
      await Promise.all(running);
    },
  };
}
