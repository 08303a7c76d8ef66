import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../store/store.js';
import type { Person } from './loop.js';

/** Names for people that cannot be turned back without the key. */
export interface Pseudonyms {
  /** HMAC-SHA256 of the platform and its id of the person, in 43 characters of the URL-safe base64 alphabet. */
  of(person: Person): string;
}

/** Pseudonyms under a key. */
export function createPseudonyms(key: string | (() => string)): Pseudonyms {
  return {
    of: ({ platform, user }) =>
      createHmac('sha256', typeof key === 'string' ? key : key())
        .update(`${platform} ${user}`)
        .digest('base64url'),
  };
}

const KEY = 'herald privacy-key';
const MAKING_MS = 5_000;

/** Pseudonyms that stop following their key when they are closed. */
export interface OpenPseudonyms extends Pseudonyms {
  readonly close: () => void;
}

/** Pseudonyms under the key that is set, or else under the one that the store keeps. */
export async function openPseudonyms(
  { privacyKey }: { readonly privacyKey?: string },
  store: Store,
  onFault: (error: unknown, message: string) => void,
): Promise<OpenPseudonyms> {
  if (privacyKey !== undefined) return { ...createPseudonyms(privacyKey), close: () => undefined };
  return loadPseudonyms(store, (error) =>
    onFault(error, 'the key of the pseudonyms could not be read'),
  );
}

/**
 * Pseudonyms under the key that the store keeps, made when there is none; they follow when another process
 * changes it.
 */
async function loadPseudonyms(
  store: Store,
  onFault: (error: unknown) => void,
): Promise<OpenPseudonyms> {
  let key = await loadKey(store);
  const stop = store.watch('setting', () => {
    store.get('setting', KEY).then((latest) => {
      key = latest ?? key;
    }, onFault);
  });
  return { ...createPseudonyms(() => key), close: stop };
}

/** Puts a new key in the place of the old one, under which nobody can be found any more. */
export async function changeKey(store: Store): Promise<Pseudonyms> {
  const key = makeKey();
  await store.put('setting', KEY, key);
  return createPseudonyms(key);
}

async function loadKey(store: Store): Promise<string> {
  const known = await store.get('setting', KEY);
  if (known !== undefined) return known;
  // One of several that start at the same time makes it; the others hear of it.
  if (await store.claim(KEY, MAKING_MS)) {
    const key = makeKey();
    await store.put('setting', KEY, key);
    return key;
  }
  return new Promise((resolve, reject) => {
    const stop = store.watch('setting', () => look());
    const late = setTimeout(() => {
      stop();
      loadKey(store).then(resolve, reject);
    }, MAKING_MS);
    const look = () => {
      store.get('setting', KEY).then((key) => {
        if (key === undefined) return;
        stop();
        clearTimeout(late);
        resolve(key);
      }, reject);
    };
    look();
  });
}

function makeKey(): string {
  return randomBytes(32).toString('base64url');
}
