import type { Feedback, Kind, Store } from './store.js';

const DAY_MS = 86_400_000;
const SWEEP_EVERY = 1_000;

interface Entry {
  readonly value: string;
  readonly expires: number;
}

/** A store that forgets everything when the process ends; `now` is in milliseconds since the epoch. */
export function createMemoryStore(now: () => number = Date.now): Store {
  const entries = new Map<string, Entry>();
  const feedback: Feedback[] = [];
  let puts = 0;
  const keyOf = (kind: Kind | 'claim', key: string) => `${kind} ${key}`;
  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry && entry.expires > now() ? entry : undefined;
  };
  const put = (key: string, value: string, ttlMs: number) => {
    puts += 1;
    if (puts % SWEEP_EVERY === 0) {
      for (const [old, { expires }] of entries) if (expires <= now()) entries.delete(old);
    }
    entries.set(key, { value, expires: now() + ttlMs });
  };
  return {
    claim: async (id, ttlMs = DAY_MS) => {
      const key = keyOf('claim', id);
      if (live(key)) return false;
      put(key, '', ttlMs);
      return true;
    },
    get: async (kind, key) => live(keyOf(kind, key))?.value,
    put: async (kind, key, value, ttlMs = Number.POSITIVE_INFINITY) =>
      put(keyOf(kind, key), value, ttlMs),
    remove: async (kind, key) => {
      entries.delete(keyOf(kind, key));
    },
    feedback: async (word) => {
      feedback.push(word);
    },
    close: async () => entries.clear(),
  };
}
