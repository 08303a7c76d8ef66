import type { webApi } from '@slack/bolt';
import * as v from 'valibot';
import type { Desk, Target } from './desk.js';
import { readMark } from './mark.js';

const MAX_READ = 200;

const threadSchema = v.object({
  messages: v.array(v.object({ ts: v.string(), metadata: v.optional(v.unknown()) })),
});

/**
 * The messages of a reply that stand in a thread already, in order; `undefined` where the thread may not be
 * read: in channels that takes the optional history scopes.
 */
export async function findPosted(
  { caller }: Pick<Desk, 'caller'>,
  client: webApi.WebClient,
  { channel, thread, ts }: Required<Target> & { readonly ts: string },
  work: string,
): Promise<readonly string[] | undefined> {
  const read = await caller.call('conversations.replies', () =>
    client.conversations.replies({
      channel,
      ts: thread,
      oldest: ts,
      limit: MAX_READ,
      include_all_metadata: true,
    }),
  );
  const parsed = v.safeParse(threadSchema, read);
  if (!parsed.success) return undefined;
  return parsed.output.messages
    .flatMap((message) => {
      const mark = readMark(message.metadata);
      return mark?.work === work ? [{ ts: message.ts, part: mark.part }] : [];
    })
    .sort((a, b) => a.part - b.part)
    .map((found) => found.ts);
}
