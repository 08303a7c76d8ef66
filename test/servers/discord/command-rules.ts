import { isObject, type Json } from './message-rules.js';
import { invalidForm } from './refusal.js';

const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;
const LOCALES = ['de', 'en-GB', 'en-US', 'es-419', 'es-ES', 'fr', 'ja'];

/** Refuses commands that Discord would refuse to register. */
export function checkCommands(body: unknown, where: 'global' | 'guild'): readonly Json[] {
  if (!Array.isArray(body)) throw invalidForm(['body: an array']);
  const commands = body.filter(isObject);
  const faults = commands.flatMap((command) => commandFaults(command, where));
  const keys = commands.map(({ type, name }) => `${type ?? 1} ${name}`);
  if (new Set(keys).size < keys.length) faults.push('name: duplicate');
  if (commands.filter(({ type }) => (type ?? 1) === 1).length > 100) faults.push('too many');
  if (commands.filter(({ type }) => type === 3).length > 15) faults.push('too many');
  if (faults.length > 0) throw invalidForm(faults);
  return commands;
}

function commandFaults(command: Json, where: 'global' | 'guild'): readonly string[] {
  const faults: string[] = [];
  if (where === 'guild' && ('contexts' in command || 'integration_types' in command))
    faults.push('contexts: only for global commands');
  if (command.type === 3) {
    if (typeof command.name !== 'string' || command.name.length > 32) faults.push('name');
    if ('description' in command || 'options' in command) faults.push('description: not here');
    return faults;
  }
  return [...faults, ...namedFaults(command), ...optionsFaults(command.options)];
}

function namedFaults(named: Json): readonly string[] {
  const { name, description } = named;
  const names = [name, ...Object.values(localized(named.name_localizations))];
  const descriptions = [description, ...Object.values(localized(named.description_localizations))];
  const locales = [named.name_localizations, named.description_localizations].flatMap((of) =>
    Object.keys(localized(of)),
  );
  return [
    ...names
      .filter(
        (one) => typeof one !== 'string' || !NAME.test(one) || one !== one.toLocaleLowerCase(),
      )
      .map((one) => `name: ${one}`),
    ...descriptions
      .filter((one) => typeof one !== 'string' || one.length < 1 || one.length > 100)
      .map((one) => `description: ${one}`),
    ...locales.filter((locale) => !LOCALES.includes(locale)).map((locale) => `locale: ${locale}`),
  ];
}

function optionsFaults(options: unknown): readonly string[] {
  if (options === undefined) return [];
  if (!Array.isArray(options) || options.length > 25) return ['options: at most 25'];
  const list = options.filter(isObject);
  const optionalFirst = list.findIndex(({ required }) => required !== true);
  const requiredLast = list.findLastIndex(({ required }) => required === true);
  return [
    ...(optionalFirst >= 0 && requiredLast > optionalFirst ? ['options: required first'] : []),
    ...list.flatMap((option) => [
      ...namedFaults(option),
      ...(option.autocomplete === true && option.choices !== undefined ? ['choices'] : []),
      ...(Number(option.max_length ?? 1) > 6_000 ? ['max_length'] : []),
      ...optionsFaults(option.options),
    ]),
  ];
}

function localized(value: unknown): Json {
  return isObject(value) ? value : {};
}
