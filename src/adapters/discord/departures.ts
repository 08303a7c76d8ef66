import * as v from 'valibot';
import type { AdapterContext } from '../adapter.js';

/** `GUILD_DELETE`: with `unavailable`, an outage of Discord's; without, Herald was removed from the server. */
const leftSchema = v.object({ id: v.string(), unavailable: v.optional(v.boolean(), false) });

/** Forgets what was asked in a server that Herald was removed from. */
export async function forgetServer(
  { loop, log }: Pick<AdapterContext, 'loop' | 'log'>,
  received: unknown,
): Promise<void> {
  const parsed = v.safeParse(leftSchema, received);
  if (!parsed.success || parsed.output.unavailable) return;
  // With the space: no server's id begins with another's and a space.
  await loop.forgetPlaces(`discord ${parsed.output.id} `);
  log.warn(
    { guild: parsed.output.id, fix: 'Invite the app again to let it answer there.' },
    'Herald was removed from a server',
  );
}
