import { type ClientOptions, SimpleShardingStrategy } from 'discord.js';

type BuildStrategy = NonNullable<NonNullable<ClientOptions['ws']>['buildStrategy']>;

/** The line broke, or could not be opened, without a word from Discord. */
const NO_WORD = 1006;

/**
 * The SDK's own strategy, but for one thing: where a line cannot be opened again at first, the SDK would begin
 * another session, and what was asked meanwhile would be lost. The session is kept for `keepMs`, and resumed;
 * Discord says (op 9) where it has ended.
 */
export function keepSessions(keepMs: number): BuildStrategy {
  return (manager) => {
    const { options } = manager;
    const update = options.updateSessionInfo.bind(options);
    /** Shards without a line: since when, and how it last closed. */
    const away = new Map<number, { readonly since: number; readonly code: number }>();
    manager.on('closed', ({ shardId, code }) => {
      away.set(shardId, { since: away.get(shardId)?.since ?? performance.now(), code });
    });
    manager.on('hello', ({ shardId }) => away.delete(shardId));
    options.updateSessionInfo = (shardId, session) => {
      const { code, since } = away.get(shardId) ?? { code: 0, since: 0 };
      const isKept = session === null && code === NO_WORD && performance.now() - since < keepMs;
      return isKept ? undefined : update(shardId, session);
    };
    return new SimpleShardingStrategy(manager);
  };
}
