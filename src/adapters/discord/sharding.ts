import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Routes, type Shard, ShardEvents, ShardingManager } from 'discord.js';
import * as v from 'valibot';
import type { Log } from '../adapter.js';
import { toStartError } from './faults.js';
import { PACE, type Pace } from './pace.js';
import { createRest } from './rest.js';

/** Which program runs a shard. */
export interface SupervisorConfig {
  readonly token: string;
  readonly apiUrl?: string;
  /** The program's file; it must start Herald with `shards: 'supervised'`. */
  readonly file: string;
  readonly args: readonly string[];
}

/** Processes of which each runs one shard. */
export interface Supervisor {
  readonly count: number;
  /** Tells every process to stop and waits until it has. */
  stop(): Promise<void>;
}

/** Discord takes `max_concurrency` sessions in 5 s. */
const IDENTIFY_MS = 5_500;
const READY_MS = 60_000;
const gatewaySchema = v.object({
  shards: v.number(),
  session_start_limit: v.object({ max_concurrency: v.number() }),
});

/**
 * Runs as many shards as Discord wants, each in a process of its own that is started again when it dies,
 * later each time. Resolves when all are ready; throws `StartError` when Discord cannot be asked.
 */
export async function superviseShards(
  { token, apiUrl, file, args }: SupervisorConfig,
  log: Log,
  pace: Pace = PACE,
): Promise<Supervisor> {
  const rest = createRest(token, apiUrl, pace, log);
  const gateway = await rest
    .learn(Routes.gatewayBot())
    .catch((error: unknown) => {
      throw toStartError(error);
    })
    .finally(rest.close);
  const { shards: totalShards, session_start_limit: starts } = v.parse(gatewaySchema, gateway);
  const manager = new ShardingManager(file, {
    token,
    totalShards,
    shardArgs: [...args],
    // The SDK's own respawn is immediate and endless; Discord resets the token of a bot that starts too often.
    respawn: false,
  });
  const stopping = new AbortController();
  manager.on('shardCreate', (shard) => restart(shard, pace, log, stopping.signal));
  await manager.spawn({
    delay: starts.max_concurrency >= totalShards ? 0 : IDENTIFY_MS,
    timeout: READY_MS,
  });
  return {
    count: totalShards,
    stop: async () => {
      stopping.abort();
      await Promise.all([...manager.shards.values()].map(end));
    },
  };
}

function restart(shard: Shard, pace: Pace, log: Log, signal: AbortSignal): void {
  let deaths = 0;
  shard.on(ShardEvents.Ready, () => log.info({ shard: shard.id }, 'a shard is ready'));
  shard.on(ShardEvents.Death, async () => {
    if (signal.aborted) return;
    deaths += 1;
    const pauseMs = pace.respawnMs * 2 ** Math.min(deaths - 1, 6);
    log.error({ shard: shard.id, deaths, againInMs: pauseMs }, 'a shard died');
    try {
      await wait(pauseMs, undefined, { signal });
      await shard.spawn(READY_MS);
    } catch (error) {
      if (!signal.aborted)
        log.error({ shard: shard.id, err: error }, 'a shard could not be started again');
    }
  });
}

async function end(shard: Shard): Promise<void> {
  const child = shard.process;
  if (child === null || child.exitCode !== null) return;
  const gone = once(child, 'exit');
  shard.kill();
  await gone;
}
