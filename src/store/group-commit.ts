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
 * takes everything back when it throws. Then all of the group fail: none is acknowledged that was not committed.
 */
export function createGroupCommit(transaction: (run: () => void) => void): GroupCommit {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      transaction(() => {
        for (const { run } of group) run();
      });
    } catch (error) {
      for (const { failed } of group) failed(error);
      return;
    }
    for (const { done } of group) done();
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
