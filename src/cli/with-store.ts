import { openStore, StoreError } from '../store/open.js';
import type { Store } from '../store/store.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Works with the store beside a Herald that serves from it. */
export async function withStore(
  io: Io,
  work: (store: Store) => Promise<ExitCode>,
): Promise<ExitCode> {
  let store: Store | undefined;
  try {
    store = await openStore(io.config());
    return await work(store);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    await writeLine(io.stderr, `herald: ${error.message}. ${error.fix}`);
    return EXIT.fault;
  } finally {
    await store?.close();
  }
}
