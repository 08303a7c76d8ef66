/** Runs jobs of one key one after the other, in the order they came; keys do not wait for each other. */
export interface Queues {
  run<T>(key: string, job: () => Promise<T>): Promise<T>;
}

/** Queues that exist while they have jobs. */
export function createQueues(): Queues {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, job) => {
      const before = last.get(key) ?? Promise.resolve();
      const running = before.then(job, job);
      last.set(key, running);
      const leave = () => {
        if (last.get(key) === running) last.delete(key);
      };
      running.then(leave, leave);
      return running;
    },
  };
}
