import * as v from 'valibot';
import type { Store } from '../../store/store.js';

/** Begins the keys of messages in the store. */
const PREFIX = 'discord ';
/** As long as what was posted is corrected when an announcement changes. */
const TTL_MS = 90 * 86_400_000;

const replySchema = v.object({
  id: v.string(),
  /** The corrections that stand below it. */
  below: v.exactOptional(v.array(v.string())),
  /** Where it does not stand in the channel of the message. */
  thread: v.exactOptional(v.string()),
  /** Tells what the message asked, without keeping it. */
  fingerprint: v.string(),
  /** Whether the question stands above it, for readers who have not seen it asked. */
  shared: v.exactOptional(v.boolean()),
  /** Pseudonym of whoever asked: what is kept goes with them. */
  asker: v.exactOptional(v.string()),
});
const keptSchema = v.pipe(v.string(), v.parseJson(), replySchema);

/** What Herald answered a message with; the answer to an interaction is kept under its own id. */
export type KeptReply = v.InferOutput<typeof replySchema>;

/** The replies that a store keeps, by the message that they answer. */
export interface Replies {
  of(message: string): Promise<KeptReply | undefined>;
  keep(message: string, reply: KeptReply): Promise<void>;
  forget(message: string): Promise<void>;
}

/** Keeps replies for 90 days. */
export function createReplies(store: Store): Replies {
  return {
    of: async (message) => {
      const parsed = v.safeParse(keptSchema, await store.get('reply', keyOf(message)));
      return parsed.success ? parsed.output : undefined;
    },
    keep: (message, reply) =>
      store.put('reply', keyOf(message), JSON.stringify(reply), {
        ttlMs: TTL_MS,
        ...(reply.asker === undefined ? {} : { asker: reply.asker }),
      }),
    forget: (message) => store.remove('reply', keyOf(message)),
  };
}

function keyOf(message: string): string {
  return `${PREFIX}${message}`;
}
