import { type RESTPostAPIChannelMessagesThreadsJSONBody, Routes } from 'discord.js';
import type { Log } from '../adapter.js';
import { createPauses, type TryCall } from './attempts.js';
import { plainWords } from './escape.js';
import { OPEN_THREAD } from './faults.js';
import { abridge, LIMITS } from './limits.js';
import type { Pace } from './pace.js';
import type { Permits } from './permissions.js';
import type { Rest } from './rest.js';

/** Opens a thread from a message; its id, or `undefined` where Discord does not allow that. */
export type OpenThread = (
  channel: string,
  message: string,
  name: string,
  /** Whether Herald may have opened it before, and could not say so. */
  again: boolean,
) => Promise<string | undefined>;

const EXISTS = 160004;

/** Opens threads, and tries no more for a while in a channel where that is not permitted. */
export function createThreads(
  { bot }: Pick<Rest, 'bot'>,
  permits: Permits,
  attempt: TryCall,
  { breakerMs }: Pace,
  log: Log,
): OpenThread {
  const refused = createPauses(breakerMs);
  return async (channel, message, name, again) => {
    if (refused.has(channel) || !permits(channel, 'open threads')) return undefined;
    const body: RESTPostAPIChannelMessagesThreadsJSONBody = { name };
    const opened = await attempt(OPEN_THREAD, () =>
      bot.post(Routes.threads(channel, message), { body }),
    );
    // A thread has the id of the message that it was opened from.
    if (opened.ok) return message;
    const { fault, retried } = opened;
    // The try that seemed to fail had arrived; otherwise the thread is somebody else's.
    if (fault.code === EXISTS && (again || retried)) return message;
    if (fault.kind === 'forbidden') {
      refused.add(channel);
      log.warn({ channel, forMs: breakerMs }, 'Herald answers in a channel, not in threads');
    }
    return undefined;
  };
}

/** The name of the thread in which a question is answered: the question; empty where it has no words. */
export function threadNameOf(question: string): string {
  return abridge(plainWords(question), LIMITS.threadName);
}
