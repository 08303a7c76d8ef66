import { stringify } from 'yaml';
import { KNOWN_KEYS } from '../knowledge/front-matter.js';
import type { Draft } from './draft.js';

/** The keys that an import writes, in the order in which they stand. */
const OWN_KEYS = ['title', 'source', 'url', 'published', 'language'] as const;

/**
 * The announcement's file: front matter and Markdown. `kept` is front matter that the document did not
 * give: what an operator wrote into the file that this one replaces.
 */
export function composeFile(
  { facts, frontMatter = new Map(), body }: Draft,
  kept: ReadonlyMap<string, unknown>,
): string {
  const values = new Map<string, unknown>();
  for (const key of OWN_KEYS) if (facts[key] !== undefined) values.set(key, facts[key]);
  for (const [key, value] of [...frontMatter, ...kept])
    if (KNOWN_KEYS.includes(key) && !values.has(key)) values.set(key, value);
  const yaml = values.size === 0 ? '' : `---\n${stringify(values, { lineWidth: 0 })}---\n\n`;
  return `${yaml}${body.trim()}\n`;
}
