import * as v from 'valibot';
import type { Store } from '../../store/store.js';

/** What those who manage a server set for a channel, or for all of them; its threads inherit it. */
export interface ChannelSetting {
  /** Id of the one announcement that is asked there; all of them by default. */
  readonly announcement?: string;
  /** Whether everyone sees replies to `/ask` (default false). */
  readonly public?: boolean;
  /** Whether a message is answered in a thread that Herald opens from it (default false). */
  readonly threads?: boolean;
}

/** A channel, the channel that it is a thread of, and its server. */
export interface Where {
  readonly channel: string | undefined;
  readonly parent: string | null | undefined;
  readonly server: string | undefined;
}

/** The settings of channels and servers. */
export interface Settings {
  /** What holds in a channel: its own setting, or else that of its parent, and beneath it the server's. */
  of(where: Where): Promise<ChannelSetting>;
  /** Changes what a channel has of its own (to begin with, its parent's), or its server; nothing where there is none. */
  change(
    scope: 'channel' | 'server',
    where: Where,
    change: (before: ChannelSetting) => ChannelSetting,
  ): Promise<void>;
}

const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    announcement: v.exactOptional(v.string()),
    public: v.exactOptional(v.boolean()),
    threads: v.exactOptional(v.boolean()),
  }),
);

/** Settings that a store keeps. */
export function createSettings(store: Store): Settings {
  const read = async (scope: 'channel' | 'server', id: string | null | undefined) => {
    if (!id) return undefined;
    const parsed = v.safeParse(schema, await store.get('setting', keyOf(scope, id)));
    return parsed.success ? parsed.output : undefined;
  };
  const ofChannel = async ({ channel, parent }: Where) =>
    (await read('channel', channel)) ?? (await read('channel', parent));
  return {
    of: async (where) => ({
      ...(await read('server', where.server)),
      ...(await ofChannel(where)),
    }),
    change: async (scope, where, change) => {
      const id = where[scope];
      if (id === undefined) return;
      const before = scope === 'channel' ? await ofChannel(where) : await read(scope, id);
      await store.put('setting', keyOf(scope, id), JSON.stringify(change(before ?? {})));
    },
  };
}

function keyOf(scope: 'channel' | 'server', id: string): string {
  return `discord ${scope} ${id}`;
}
