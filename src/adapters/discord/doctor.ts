import { Routes } from 'discord.js';
import * as v from 'valibot';
import { StartError } from '../adapter.js';
import type { DiscordConfig } from './adapter.js';
import { COMMANDS } from './commands.js';
import { toStartError } from './faults.js';
import { PACE } from './pace.js';
import { createRest, type Rest } from './rest.js';

/** What an examination found; `fix` where something is to be done. */
export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly fix?: string;
}

const FEW_STARTS = 10;
const UNSEEN =
  'Whether Herald may speak in a channel is not to be seen from here: mention it there. If it stays silent, the log names the permissions that it lacks.';

const applicationSchema = v.object({
  id: v.string(),
  name: v.string(),
  verify_key: v.optional(v.string()),
  interactions_endpoint_url: v.nullish(v.string()),
});
const commandsSchema = v.array(v.object({ name: v.string() }));
const gatewaySchema = v.object({
  shards: v.number(),
  session_start_limit: v.object({ remaining: v.number(), reset_after: v.number() }),
});

type Application = v.InferOutput<typeof applicationSchema>;

/** Asks Discord whether token, commands and sessions are right; sends no message and opens no connection. */
export async function examineDiscord(config: DiscordConfig): Promise<readonly Finding[]> {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const rest = createRest(config.token, config.apiUrl, PACE, log);
  try {
    const application = v.parse(applicationSchema, await rest.bot.get(Routes.currentApplication()));
    return [
      { ok: true, what: `The token is that of the application ${application.name}.` },
      examineDoor(config, application),
      await examineCommands(rest, application.id),
      ...(config.http ? [] : [await examineSessions(rest)]),
      { ok: true, what: UNSEEN },
    ];
  } catch (error) {
    const { message, fix } = error instanceof StartError ? error : toStartError(error);
    return [{ ok: false, what: `${message}.`, fix }];
  } finally {
    rest.close();
  }
}

function examineDoor({ http }: DiscordConfig, application: Application): Finding {
  const url = application.interactions_endpoint_url ?? undefined;
  if (http === undefined)
    return url === undefined
      ? { ok: true, what: 'Interactions come over the gateway.' }
      : {
          ok: false,
          what: `Interactions go to ${url}, not to the gateway: commands and buttons will not be answered.`,
          fix: 'Empty "Interactions Endpoint URL" on the "General Information" page of the application.',
        };
  if (application.verify_key !== http.publicKey.toLowerCase())
    return {
      ok: false,
      what: 'DISCORD_PUBLIC_KEY is not that of this application.',
      fix: 'Copy it from the "General Information" page of the application.',
    };
  return url === undefined
    ? {
        ok: false,
        what: 'Discord does not know where to send interactions.',
        fix: 'Start Herald, then set "Interactions Endpoint URL" of the application to its address with /discord/interactions.',
      }
    : { ok: true, what: `Interactions go to ${url}.` };
}

async function examineCommands({ bot }: Rest, application: string): Promise<Finding> {
  const registered = v
    .parse(commandsSchema, await bot.get(Routes.applicationCommands(application)))
    .map(({ name }) => name);
  const missing = COMMANDS.map(({ name }) => name).filter((name) => !registered.includes(name));
  return missing.length === 0
    ? { ok: true, what: 'Every command is registered.' }
    : {
        ok: false,
        what: `These commands are not registered everywhere: ${missing.join(', ')}.`,
        fix: 'Run herald discord register.',
      };
}

async function examineSessions({ bot }: Rest): Promise<Finding> {
  const { shards, session_start_limit: starts } = v.parse(
    gatewaySchema,
    await bot.get(Routes.gatewayBot()),
  );
  const minutes = Math.ceil(starts.reset_after / 60_000);
  return starts.remaining >= Math.max(shards, FEW_STARTS)
    ? { ok: true, what: `Discord allows ${starts.remaining} more starts today, ${shards} at once.` }
    : {
        ok: false,
        what: `Discord allows only ${starts.remaining} more starts in the next ${minutes} minutes.`,
        fix: 'Look for what starts Herald so often; until then let it run.',
      };
}
