import * as v from 'valibot';
import type { Store } from '../../store/store.js';

/** What those who manage a server set for a channel; its threads inherit it. */
export interface ChannelSetting {
  /** Id of the one announcement that is asked there; all of them by default. */
  readonly announcement?: string;
  /** Whether everyone sees replies to `/ask` (default false). */
  readonly public?: boolean;
}

/** The settings of channels. */
export interface Settings {
  /** The setting of a channel, or else of its parent. */
  of(channel: string | undefined, parent?: string | null): Promise<ChannelSetting>;
  /** Replaces the setting of a channel. */
  set(channel: string, setting: ChannelSetting): Promise<void>;
}

const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ announcement: v.exactOptional(v.string()), public: v.exactOptional(v.boolean()) }),
);

/** Settings that a store keeps. */
export function createSettings(store: Store): Settings {
  const keyOf = (channel: string) => `discord channel ${channel}`;
  const read = async (channel: string) => {
    const parsed = v.safeParse(schema, await store.get('setting', keyOf(channel)));
    return parsed.success ? parsed.output : undefined;
  };
  return {
    of: async (channel, parent) =>
      (channel && (await read(channel))) || (parent && (await read(parent))) || {},
    set: (channel, setting) => store.put('setting', keyOf(channel), JSON.stringify(setting)),
  };
}
