import { german } from './de.js';
import { english } from './en.js';
import { spanish } from './es.js';
import { french } from './fr.js';
import { japanese } from './ja.js';
import type { Words } from './words.js';

const ALL: ReadonlyMap<string, Words> = new Map(
  [english, german, spanish, french, japanese].map((words) => [words.language, words]),
);

/** The words that a reader wants most, by an `Accept-Language` header (RFC 9110, 12.5.4); English where none fits. */
export function chooseWords(accepted: string | undefined): Words {
  const wanted = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
      return { language: tag.slice(0, 2), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const words = ALL.get(language);
    if (words) return words;
  }
  return english;
}
