/** Runs tasks one after the other within a key, and side by side across keys. */
export interface Queues {
  /** Resolves or rejects as the task does; a task that rejects does not hold up the next. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
}

/** Queues that exist only while they hold a task. */
export function createQueues(): Queues {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run: (key, task) => {
      const result = (tails.get(key) ?? Promise.resolve()).then(task);
      const tail: Promise<unknown> = result
        .catch(() => undefined)
        .then(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return result;
    },
  };
}
