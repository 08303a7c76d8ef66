import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { LIMITS } from './limits.js';
import { english } from './words/en.js';
import { LOCALES } from './words/locales.js';
import type { CommandWords } from './words/words.js';

/** Names of the commands and their options, as they come back in interactions whatever the locale. */
export const NAMES = english.commands;

const ANYWHERE = {
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Every command of Herald, in the form in which Discord registers it. */
export const COMMANDS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    type: ApplicationCommandType.ChatInput,
    ...named('ask', 'askWhat'),
    ...ANYWHERE,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...named('question', 'questionWhat'),
        required: true,
        max_length: LIMITS.question,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        ...named('askAbout', 'askAboutWhat'),
        autocomplete: true,
      },
      { type: ApplicationCommandOptionType.Boolean, ...named('public', 'publicWhat') },
    ],
  },
  {
    type: ApplicationCommandType.Message,
    name: NAMES.fromMessage,
    name_localizations: inEveryLocale('fromMessage'),
    ...ANYWHERE,
  },
  { type: ApplicationCommandType.ChatInput, ...named('help', 'helpWhat'), ...ANYWHERE },
  {
    type: ApplicationCommandType.ChatInput,
    ...named('announcement', 'announcementWhat'),
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
    options: [
      { type: ApplicationCommandOptionType.Subcommand, ...named('show', 'showWhat') },
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...named('set', 'setWhat'),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            ...named('setTo', 'setToWhat'),
            autocomplete: true,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...named('settings', 'settingsWhat'),
        options: [
          { type: ApplicationCommandOptionType.Boolean, ...named('public', 'settingsPublicWhat') },
          { type: ApplicationCommandOptionType.Boolean, ...named('threads', 'threadsWhat') },
          { type: ApplicationCommandOptionType.Boolean, ...named('everywhere', 'everywhereWhat') },
        ],
      },
      { type: ApplicationCommandOptionType.Subcommand, ...named('report', 'reportWhat') },
      { type: ApplicationCommandOptionType.Subcommand, ...named('reload', 'reloadWhat') },
    ],
  },
  { type: ApplicationCommandType.ChatInput, ...named('forgetMe', 'forgetMeWhat'), ...ANYWHERE },
  { type: ApplicationCommandType.ChatInput, ...named('myData', 'myDataWhat'), ...ANYWHERE },
];

/** The commands for one server: Discord takes neither contexts nor integration types there. */
export function commandsForGuild(): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  return COMMANDS.map(({ contexts: _, integration_types: __, ...command }) => command);
}

function named(name: keyof CommandWords, description: keyof CommandWords) {
  return {
    name: NAMES[name],
    name_localizations: inEveryLocale(name),
    description: NAMES[description],
    description_localizations: inEveryLocale(description),
  };
}

function inEveryLocale(word: keyof CommandWords): Record<string, string> {
  return Object.fromEntries(
    Object.entries(LOCALES).map(([locale, { commands }]) => [locale, commands[word]]),
  );
}
