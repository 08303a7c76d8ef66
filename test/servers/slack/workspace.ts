import type { View } from './blocks.js';
import type { Message } from './message.js';

/** What a channel answers besides `joined`: the error that posting to it is refused with. */
export type ChannelState =
  | 'joined'
  | 'not_in_channel'
  | 'is_archived'
  | 'channel_not_found'
  | 'restricted_action'
  | 'restricted_action_thread_only_channel'
  | 'thread_not_found';

/** Herald as it is installed somewhere. */
export interface Installed {
  readonly teamId: string;
  readonly userId: string;
  readonly botId: string;
}

/** What somebody grants by installing Herald, for all of an organisation where that is given. */
export interface Grant extends Installed {
  readonly token: string;
  readonly enterpriseId?: string;
}

/** Everything that a workspace holds; tests read it and set it up. */
export interface Workspace {
  readonly self: Installed;
  /** What each code of a finished installation is worth, and the bots that resulted, by token. */
  readonly grants: Map<string, Grant>;
  readonly installed: Map<string, Grant>;
  readonly messages: Message[];
  readonly ephemerals: Message[];
  readonly views: { readonly id: string; readonly view: View }[];
  readonly homes: Map<string, View>;
  readonly prompts: Map<string, readonly { readonly title: string; readonly message: string }[]>;
  /** Metadata of messages, by their `ts`; nobody sees it. */
  readonly metadata: Map<string, unknown>;
  /** Texts of messages posted without forbidding unfurls. */
  readonly unfurled: string[];
  /** Channels that are not simply joined. */
  readonly channels: Map<string, ChannelState>;
  /** When each unused trigger was issued. */
  readonly triggers: Map<string, number>;
  readonly nextTs: () => string;
  readonly nextTrigger: () => string;
  readonly socketUrl: () => string;
}

/** An empty workspace with Herald installed as U0HERALD. */
export function createWorkspace(socketUrl: () => string): Workspace {
  let count = 0;
  const triggers = new Map<string, number>();
  return {
    self: { teamId: 'T0EXAMPLE', userId: 'U0HERALD', botId: 'B0HERALD' },
    grants: new Map(),
    installed: new Map(),
    messages: [],
    ephemerals: [],
    views: [],
    homes: new Map(),
    prompts: new Map(),
    metadata: new Map(),
    unfurled: [],
    channels: new Map(),
    triggers,
    nextTs: () => {
      count += 1;
      return `1790000000.${String(count).padStart(6, '0')}`;
    },
    nextTrigger: () => {
      count += 1;
      const trigger = `12345.98765.${count}`;
      triggers.set(trigger, Date.now());
      return trigger;
    },
    socketUrl,
  };
}
