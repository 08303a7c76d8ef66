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

/** Settings that a store keeps, under the name of the server: with it they go. */
export function createSettings(store: Store): Settings {
  const read = async (key: string) => {
    const parsed = v.safeParse(schema, await store.get('setting', key));
    return parsed.success ? parsed.output : undefined;
  };
  const ofChannel = async ({ channel, parent, server }: Where) =>
    (channel && (await read(channelKey(server, channel)))) ||
    (parent && (await read(channelKey(server, parent)))) ||
    undefined;
  const ofServer = async ({ server }: Where) =>
    server === undefined ? undefined : read(serverKey(server));
  return {
    of: async (where) => ({ ...(await ofServer(where)), ...(await ofChannel(where)) }),
    change: async (scope, where, change) => {
      const { server, channel } = where;
      const isServer = scope === 'server';
      const id = isServer ? server : channel;
      if (id === undefined) return;
      const key = isServer ? serverKey(id) : channelKey(server, id);
      const before = isServer ? await ofServer(where) : await ofChannel(where);
      await store.put('setting', key, JSON.stringify(change(before ?? {})));
    },
  };
}

function serverKey(server: string): string {
  return `discord ${server} server`;
}

function channelKey(server: string | undefined, channel: string): string {
  return `discord ${server ?? '@me'} channel ${channel}`;
}
