import type { AdapterContext, Log } from '../../src/adapters/adapter.js';
import type { Bot } from '../../src/bot/bot.js';
import { createLoop, type LoopTools, type RunningLoop } from '../../src/loop/create-loop.js';
import { createPseudonyms } from '../../src/loop/pseudonyms.js';
import type { Store } from '../../src/store/store.js';

/** What an adapter is given, with a loop that knows no operator and no limits unless tools say otherwise. */
export function createContext(
  {
    bot,
    store,
    log,
  }: {
    readonly bot: Bot;
    readonly store: Store;
    readonly log: Log;
  },
  tools: Partial<LoopTools> = {},
): AdapterContext & { readonly loop: RunningLoop } {
  const onFault = (error: unknown, message: string) => log.error({ err: error }, message);
  const pseudonyms = createPseudonyms('a key of these tests');
  return { bot, store, log, loop: createLoop({ bot, store, pseudonyms, onFault, ...tools }) };
}
