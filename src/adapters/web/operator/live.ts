import type { Store } from '../../../store/store.js';
import type { AdapterContext } from '../../adapter.js';

/** Tells open pages that something was asked or taught, here or in another process. */
export interface Live {
  /** Calls back soon after, at most every {@link PACE_MS}, until the returned function is called. */
  follow(onChange: () => void): () => void;
  /** How many follow. */
  count(): number;
  /** Lets all go. */
  close(): void;
}

const PACE_MS = 250;
const LOOK_MS = 5_000;

/** Looks now and then whether another process recorded a question; returns the way to stop. */
function watchOthers(store: Store, onChange: () => void): () => void {
  let since = Date.now();
  const look = async () => {
    const from = since;
    since = Date.now();
    for await (const _ of store.questions({ since: from })) {
      onChange();
      return;
    }
  };
  // A store that fails says so where questions are recorded.
  const timer = setInterval(() => look().catch(() => undefined), LOOK_MS);
  return () => clearInterval(timer);
}

/** Watches only while somebody follows. */
export function createLive({ store, onAsked }: Pick<AdapterContext, 'store' | 'onAsked'>): Live {
  const followers = new Set<() => void>();
  let unwatch: readonly (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    if (followers.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const follower of followers) follower();
    }, PACE_MS);
  };
  onAsked?.(changed);
  const rest = () => {
    for (const stop of unwatch) stop();
    unwatch = [];
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    follow: (onChange) => {
      if (followers.size === 0)
        unwatch = [store.watch('curated', changed), watchOthers(store, changed)];
      followers.add(onChange);
      return () => {
        followers.delete(onChange);
        if (followers.size === 0) rest();
      };
    },
    count: () => followers.size,
    close: () => {
      followers.clear();
      rest();
    },
  };
}
