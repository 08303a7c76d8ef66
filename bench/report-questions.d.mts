import type { Store } from '../src/store/store.js';

export function fill(store: Store, count: number): Promise<number>;
