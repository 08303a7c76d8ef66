import type { webApi } from '@slack/bolt';
import type { Desk } from './desk.js';
import type { Place } from './questions.js';

const STATUS = 'is looking it up…';

/**
 * Shows in a direct message that Herald is at work, where that takes longer than `statusMs`.
 * Slack takes the status away with the reply; where there came none, it is taken away here.
 */
export async function showStatus<T>(
  { caller, log, statusMs }: Pick<Desk, 'caller' | 'log' | 'statusMs'>,
  client: webApi.WebClient,
  { channel, thread }: Place,
  work: Promise<T>,
): Promise<T> {
  const set = (status: string) =>
    caller
      .call('assistant.threads.setStatus', () =>
        client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status }),
      )
      .catch((error: unknown) => log.warn({ err: error }, 'could not show the status'));
  let shown: Promise<unknown> | undefined;
  const slow = setTimeout(() => {
    shown = set(STATUS);
  }, statusMs);
  try {
    return await work;
  } finally {
    clearTimeout(slow);
    if (shown !== undefined) await shown.then(() => set(''));
  }
}
