import { german } from './de.js';
import { english } from './en.js';
import { spanish } from './es.js';
import { french } from './fr.js';
import { japanese } from './ja.js';
import type { Words } from './words.js';

/** Discord's locales in which Herald speaks something other than English; es-419 is Latin America's Spanish. */
export const LOCALES: Readonly<Record<string, Words>> = {
  de: german,
  'es-ES': spanish,
  'es-419': spanish,
  fr: french,
  ja: japanese,
};

/** Herald's words for one of Discord's locales; English for all it does not speak. */
export function wordsFor(locale = 'en-US'): Words {
  return LOCALES[locale] ?? LOCALES[locale.slice(0, 2)] ?? english;
}
