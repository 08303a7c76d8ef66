import type { Store } from '../store/store.js';
import { changeFollowers } from './followers.js';
import { changeKey } from './pseudonyms.js';

/** Gives the pseudonyms a new key; only whoever waits for an answer is carried over, for their address is kept. */
export async function rotateKey(store: Store, now: number = Date.now()): Promise<void> {
  const pseudonyms = await changeKey(store);
  await changeFollowers(store, pseudonyms, now);
}
