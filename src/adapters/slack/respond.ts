import type { Log } from '../adapter.js';
import { withinLimits } from './desk.js';
import type { SlackMessage } from './limits.js';

/** How a message is sent to a `response_url`. */
export interface Response {
  readonly to: 'asker' | 'channel';
  readonly thread?: string | undefined;
  /** Whether the message with the button goes. */
  readonly removeOriginal?: boolean;
}

/**
 * Sends a message to a `response_url`, which works where Herald is no member but takes only five messages
 * in 30 minutes; false when it did not take this one. Bolt's own `respond` has no timeout.
 */
export async function respond(
  url: string,
  message: SlackMessage,
  { to, thread, removeOriginal = false }: Response,
  { log, timeoutMs }: { readonly log: Log; readonly timeoutMs: number },
): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        response_type: to === 'asker' ? 'ephemeral' : 'in_channel',
        replace_original: false,
        ...(removeOriginal ? { delete_original: true } : {}),
        ...(thread === undefined ? {} : { thread_ts: thread }),
        unfurl_links: false,
        unfurl_media: false,
        ...withinLimits(message, log),
      }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok)
      log.warn({ status: response.status }, 'Slack took no message at a response_url');
    return response.ok;
  } catch (error) {
    log.warn(
      { reason: error instanceof Error ? error.message : '' },
      'no answer at a response_url',
    );
    return false;
  }
}
