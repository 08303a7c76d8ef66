import { join } from 'node:path';
import type { Log } from './adapters/adapter.js';
import type { WebSettings } from './config/web.js';
import type { Config } from './config.js';
import type { Announcement } from './knowledge/announcement.js';
import type { Fault } from './knowledge/fault.js';
import { createLiveBot, type LiveBot } from './live/live-bot.js';
import { createPress, type OnStep, type PressOptions } from './live/press.js';
import { type Unwatch, watchFolder } from './live/watch.js';
import type { DeepTier, Search } from './search/search.js';

/** A bot that follows the announcements on disk; the rest is of what was last read. */
export interface LoadedBot extends Pick<LiveBot, 'bot' | 'reload' | 'onReload'> {
  /** All of them, whether or not they may be quoted now. */
  readonly announcements: readonly Announcement[];
  readonly faults: readonly Fault[];
  /** Over everything that has not expired. */
  readonly search: Search;
}

/** What of the configuration a bot depends on, and how it is to answer. */
export type BotConfig = Pick<Config, 'knowledgeDir' | 'thresholds' | 'contact'> &
  Partial<Pick<Config, 'meaning' | 'modelDir'>> &
  Pick<PressOptions, 'limit' | 'preview' | 'now' | 'enforceGates'> & {
    readonly web?: Pick<WebSettings, 'publicUrl'>;
    /** Is told what went wrong with something that can be done without. */
    readonly onFault?: (error: unknown, message: string) => void;
    /** What is kept for the next start stands in its folder `cache`; by default nothing is kept. */
    readonly dataDir?: string;
  };

/** Loads the announcements and builds the bot that answers from them. */
export async function loadBot(config: BotConfig, onProgress?: OnStep): Promise<LoadedBot> {
  const { web, dataDir, onFault, ...options } = config;
  const home = web?.publicUrl;
  const deep = await openDeepTier(config);
  const makeEdition = createPress(
    {
      ...options,
      ...(deep && { deep }),
      ...(onFault && {
        onError: (error) => onFault(error, 'what is published later could not be indexed ahead'),
      }),
      ...(dataDir === undefined ? {} : { cacheDir: join(dataDir, 'cache') }),
      ...(home === undefined
        ? {}
        : { linkTo: (id, passage) => `${home}/a/${encodeURIComponent(id)}#p${passage}` }),
    },
    onProgress,
  );
  const live = createLiveBot(await makeEdition(), makeEdition);
  return {
    bot: live.bot,
    get search() {
      return live.edition().views.at(true).search;
    },
    get announcements() {
      return live.edition().announcements;
    },
    get faults() {
      return live.edition().faults;
    },
    reload: live.reload,
    onReload: live.onReload,
  };
}

/** The second tier of meaning where it is configured. */
export async function openDeepTier({
  meaning,
  modelDir,
  onFault = () => undefined,
}: Pick<BotConfig, 'meaning' | 'modelDir' | 'onFault'>): Promise<DeepTier | undefined> {
  if (meaning !== 'transformer' || modelDir === undefined) return undefined;
  const { openTransformer } = await import('./transformer/tier.js');
  return openTransformer(modelDir, onFault);
}

/** Reloads a bot whenever its folder changes, and says in the log what came of it; each fault once. */
export async function followFolder(
  live: Pick<LoadedBot, 'reload' | 'onReload'>,
  folder: string,
  log: Log,
): Promise<Unwatch> {
  live.onReload(({ announcements, changed, faults, newFaults, elapsedMs }) => {
    for (const { file, line, message, fix } of newFaults) log.error({ file, line, fix }, message);
    if (changed.length > 0)
      log.info(
        { announcements, changed, faults: faults.length, elapsedMs },
        'announcements reloaded',
      );
  });
  return watchFolder(
    folder,
    () => reloadNow(live, log),
    (err) =>
      log.warn(
        { folder, err, fix: 'Changes may go unseen; send SIGHUP to reload.' },
        'could not watch the announcements',
      ),
  );
}

/** Reloads a bot; what goes wrong with that is logged. */
export function reloadNow({ reload }: Pick<LoadedBot, 'reload'>, log: Log): void {
  reload().catch((err: unknown) =>
    log.error({ err, fix: 'See the error; the bot goes on as it was.' }, 'could not reload'),
  );
}
