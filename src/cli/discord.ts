import { StartError } from '../adapters/adapter.js';
import type { Config } from '../config.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald discord register`. */
export interface RegisterOptions {
  /** Id of the one server to register the commands in; everywhere without. */
  readonly guild?: string;
}

type DiscordIo = Pick<Io, 'stdout' | 'stderr' | 'config'>;

/** `herald discord register`: registers the commands, everywhere or in one server. */
export async function discordRegisterCommand(
  { guild }: RegisterOptions,
  io: DiscordIo,
): Promise<ExitCode> {
  if (guild !== undefined && !/^\d{15,21}$/.test(guild)) {
    await writeLine(
      io.stderr,
      `"${guild}" is not the id of a server. Switch on Developer Mode in Discord, right-click the server and choose "Copy Server ID".`,
    );
    return EXIT.usage;
  }
  return withDiscord(io, async (settings) => {
    const { registerCommands } = await import('../adapters/discord/register.js');
    const { names } = await registerCommands({
      ...settings,
      ...(guild === undefined ? {} : { guild }),
    });
    const where = guild === undefined ? 'everywhere' : `in the server ${guild}`;
    return `Registered ${where}: ${names.join(', ')}`;
  });
}

/** `herald discord invite`: prints the links that install Herald in a server or for oneself. */
export async function discordInviteCommand(io: DiscordIo): Promise<ExitCode> {
  return withDiscord(io, async (settings) => {
    const { fetchInvitation } = await import('../adapters/discord/register.js');
    const { server, user } = await fetchInvitation(settings);
    return `For a server:  ${server}\nFor yourself:  ${user}`;
  });
}

async function withDiscord(
  io: DiscordIo,
  run: (settings: NonNullable<Config['discord']>) => Promise<string>,
): Promise<ExitCode> {
  const { discord } = io.config();
  if (discord === undefined) {
    await writeLine(
      io.stderr,
      'DISCORD_TOKEN is not set. Copy the token from the Bot page of your application (discord.com/developers/applications) into .env.',
    );
    return EXIT.usage;
  }
  try {
    await writeLine(io.stdout, await run(discord));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    await writeLine(io.stderr, `${error.message}. ${error.fix}`);
    return EXIT.fault;
  }
}
