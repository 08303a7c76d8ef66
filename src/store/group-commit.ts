/** Runs writes in groups: all that come before a group begins share its one commit. */
export interface GroupCommit {
  /** Resolves to what the write returned, once the commit that holds it is durable. */
  write<T>(write: () => T): Promise<T>;
  /** Commits what is waiting. */
  flush(): void;
}

interface Waiting {
  readonly run: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Groups the writes of one turn of the event loop; `transaction` runs a function between begin and commit, and
 * takes everything back when it throws. A write that throws fails alone, the others are done again without it;
 * where the commit fails all of the group do: none is acknowledged that was not committed.
 */
export function createGroupCommit(transaction: (run: () => void) => void): GroupCommit {
  let waiting: Waiting[] = [];
  const commit = (group: readonly Waiting[]): void => {
    let running: Waiting | undefined;
    try {
      transaction(() => {
        for (const write of group) {
          running = write;
          write.run();
        }
        running = undefined;
      });
    } catch (error) {
      const failing = running === undefined ? group : [running];
      for (const { failed } of failing) failed(error);
      const others = group.filter((write) => !failing.includes(write));
      if (others.length > 0) commit(others);
      return;
    }
    for (const { done } of group) done();
  };
  const flush = () => {
    const group = waiting;
    waiting = [];
    if (group.length > 0) commit(group);
  };
  return {
    write: <T>(write: () => T) =>
      new Promise<T>((resolve, reject) => {
        let result: T;
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          run: () => {
            result = write();
          },
          done: () => resolve(result),
          failed: reject,
        });
      }),
    flush,
  };
}
