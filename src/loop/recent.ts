/** The values last set. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  clear(): void;
}

const MAX_KEPT = 500;

/** Keeps the {@link MAX_KEPT} values last set. */
export function createRecent<T>(): Recent<T> {
  const values = new Map<string, T>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= MAX_KEPT) break;
        values.delete(oldest);
      }
    },
    delete: (key) => {
      values.delete(key);
    },
    clear: () => values.clear(),
  };
}
