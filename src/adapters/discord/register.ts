import { REST, Routes } from 'discord.js';
import * as v from 'valibot';
import { StartError } from '../adapter.js';
import { COMMANDS, commandsForGuild } from './commands.js';
import { toCallFault, toStartError } from './faults.js';

/** Where to register the commands: everywhere, or in one server, where a change shows at once. */
export interface Registration {
  readonly token: string;
  readonly apiUrl?: string;
  /** Id of the one server. */
  readonly guild?: string;
}

/** What is registered: the names, and the application they belong to. */
export interface Registered {
  readonly application: string;
  readonly names: readonly string[];
}

/** Links with which a server, or somebody for themself, installs Herald. */
export interface Invitation {
  readonly server: string;
  readonly user: string;
}

/** View channels, send messages (in threads too), embed links, read history. */
const PERMISSIONS = '274877991936';
const TIMEOUT_MS = 10_000;
const applicationSchema = v.object({ id: v.string() });
const commandsSchema = v.array(v.object({ name: v.string() }));

/** Replaces the registered commands by Herald's; throws {@link StartError} with the fix when Discord refuses. */
export async function registerCommands({
  token,
  apiUrl,
  guild,
}: Registration): Promise<Registered> {
  return withRest({ token, apiUrl }, async (rest) => {
    const application = await fetchApplication(rest);
    const answer =
      guild === undefined
        ? await rest.put(Routes.applicationCommands(application), { body: COMMANDS })
        : await rest
            .put(Routes.applicationGuildCommands(application, guild), { body: commandsForGuild() })
            .catch((error: unknown) => {
              throw toGuildError(error, guild, application);
            });
    return { application, names: v.parse(commandsSchema, answer).map(({ name }) => name) };
  });
}

/** The links to install Herald; throws {@link StartError} with the fix when the token is not good. */
export async function fetchInvitation({
  token,
  apiUrl,
}: Omit<Registration, 'guild'>): Promise<Invitation> {
  return withRest({ token, apiUrl }, async (rest) => invitationFor(await fetchApplication(rest)));
}

function invitationFor(application: string): Invitation {
  const link = (query: Readonly<Record<string, string>>) =>
    `https://discord.com/oauth2/authorize?${new URLSearchParams({ client_id: application, ...query })}`;
  return {
    server: link({
      scope: 'bot applications.commands',
      permissions: PERMISSIONS,
      integration_type: '0',
    }),
    user: link({ scope: 'applications.commands', integration_type: '1' }),
  };
}

async function withRest<T>(
  { token, apiUrl }: { readonly token: string; readonly apiUrl: string | undefined },
  run: (rest: REST) => Promise<T>,
): Promise<T> {
  const rest = new REST({
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    timeout: TIMEOUT_MS,
  }).setToken(token);
  try {
    return await run(rest);
  } catch (error) {
    throw error instanceof StartError ? error : toStartError(error);
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

async function fetchApplication(rest: REST): Promise<string> {
  return v.parse(applicationSchema, await rest.get(Routes.currentApplication())).id;
}

function toGuildError(error: unknown, guild: string, application: string): unknown {
  const { kind, code } = toCallFault(error);
  if (kind !== 'forbidden' && code !== 10004) return error;
  return new StartError(
    `Discord does not let Herald register commands in the server ${guild}`,
    `Check the id, and invite Herald there first: ${invitationFor(application).server}`,
  );
}
