import { type Adapter, type AdapterContext, type Log, StartError } from './adapters/adapter.js';
import type { TerminalConfig } from './adapters/terminal/adapter.js';
import type { WebAdapter } from './adapters/web/adapter.js';
import type { DiscordSettings } from './config/discord.js';
import type { Config } from './config.js';

/** Discord's shards in processes of their own: the one that starts them, or one of them. */
export type Sharding =
  | {
      readonly role: 'supervisor';
      /** The program to start for each shard, and its arguments. */
      readonly file: string;
      readonly args: readonly string[];
    }
  | { readonly role: 'shard' };

/** Each adapter is imported only when it is used: an SDK that is not needed costs no start-up time or memory. */
export async function createAdapters(
  config: Config,
  contextOf: (platform: string) => AdapterContext,
  terminal: TerminalConfig | undefined,
  sharding: Sharding | undefined,
): Promise<readonly Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.slack && sharding?.role !== 'shard') {
    const { createSlackAdapter } = await import('./adapters/slack/adapter.js');
    adapters.push(createSlackAdapter(config.slack, contextOf('slack')));
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import('./adapters/discord/adapter.js');
    adapters.push(
      sharding?.role === 'supervisor'
        ? await superviseDiscord(config.discord, sharding, contextOf('discord').log)
        : createDiscordAdapter(
            { ...config.discord, ...(sharding ? { shards: 'supervised' as const } : {}) },
            contextOf('discord'),
          ),
    );
  }
  if (adapters.length === 0 && terminal && config.web?.mode !== 'alone') {
    const { createTerminalAdapter } = await import('./adapters/terminal/adapter.js');
    adapters.push(createTerminalAdapter(terminal, contextOf('terminal')));
  }
  return adapters;
}

/** The page, where it is wanted: beside a chat only while somebody sits there, for a pipe ends with its input. */
export async function createPage(
  { web, slack, discord }: Config,
  context: AdapterContext,
  terminal: TerminalConfig | undefined,
  sharding: Sharding | undefined,
): Promise<WebAdapter | undefined> {
  if (web === undefined || sharding?.role === 'shard') return undefined;
  const isPiped = !slack && !discord && terminal?.interactive === false;
  if (web.mode === 'beside' && isPiped) return undefined;
  const { createWebAdapter } = await import('./adapters/web/adapter.js');
  // Rendered by the platforms' own code, which is loaded when somebody looks at a preview.
  return createWebAdapter(web, context, {
    slack: async (answer) => {
      const { renderAnswer } = await import('./adapters/slack/render.js');
      return renderAnswer(answer, 0, { ephemeral: false })[0];
    },
    discord: async (answer) => {
      const { renderAnswer } = await import('./adapters/discord/render.js');
      const { wordsFor } = await import('./adapters/discord/words/locales.js');
      return renderAnswer(answer, { words: wordsFor('en-US'), page: 0, shareable: false }).rich;
    },
  });
}

/** Starts an adapter and says so, or why not; its name where it runs. */
export async function startAdapter(adapter: Adapter, log: Log): Promise<string | undefined> {
  try {
    await adapter.start();
    const address = adapter.address?.();
    log.info({ adapter: adapter.name, ...(address && { address }) }, 'ready');
    return adapter.name;
  } catch (error) {
    const fix =
      error instanceof StartError ? error.fix : 'See the error; the other adapters go on.';
    log.error({ adapter: adapter.name, err: error, fix }, 'could not start');
    return undefined;
  }
}

async function superviseDiscord(
  settings: DiscordSettings,
  { file, args }: Extract<Sharding, { readonly role: 'supervisor' }>,
  log: Log,
): Promise<Adapter> {
  const { superviseShards } = await import('./adapters/discord/sharding.js');
  let stop = async (): Promise<void> => undefined;
  return {
    name: 'discord',
    start: async () => {
      const supervisor = await superviseShards({ ...settings, file, args }, log);
      stop = supervisor.stop;
    },
    stop: () => stop(),
  };
}
