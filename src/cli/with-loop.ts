import { userInfo } from 'node:os';
import type { TeachableBot } from '../bot/bot.js';
import type { Config } from '../config.js';
import { describeFault } from '../knowledge/fault.js';
import { loadBot } from '../load-bot.js';
import { createLoop, type RunningLoop } from '../loop/create-loop.js';
import type { Operator } from '../loop/lesson.js';
import { openPseudonyms, type Pseudonyms } from '../loop/pseudonyms.js';
import type { Store } from '../store/store.js';
import type { ExitCode, Io } from './io.js';
import { writeLine } from './io.js';
import { withStore } from './with-store.js';

/** What a subcommand works with. */
export interface AtLoop {
  readonly loop: RunningLoop;
  readonly bot: TeachableBot;
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly config: Config;
}

const DAY_MS = 86_400_000;

/** Works with the loop of the configuration's store, beside a Herald that serves from it. */
export async function withLoop(
  knowledge: string | undefined,
  io: Io,
  work: (at: AtLoop) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = io.config();
  const live = await loadBot({ ...config, knowledgeDir: knowledge ?? config.knowledgeDir });
  for (const fault of live.faults) await writeLine(io.stderr, describeFault(fault));
  return withStore(io, async (store) => {
    const onFault = (error: unknown, message: string) => {
      io.stderr.write(`herald: ${message} (${error})\n`);
    };
    const pseudonyms = await openPseudonyms(config.loop, store, onFault);
    const loop = createLoop({
      bot: live.bot,
      teachBot: live.bot.teach,
      announcements: () => live.announcements,
      sketcher: () => live.search.sketcher,
      store,
      pseudonyms,
      operators: config.loop.operators,
      textTtlMs: config.loop.textTtlDays * DAY_MS,
      onFault,
    });
    await loop.start();
    try {
      return await work({ loop, bot: live.bot, store, pseudonyms, config });
    } finally {
      await loop.stop();
      pseudonyms.close();
    }
  });
}

/** Whoever sits at the command line. */
export function operatorHere(): Operator {
  return { platform: 'terminal', user: userName() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list, as in containers.
    return 'somebody';
  }
}
