import { basename, extname } from 'node:path';
import { Refusal } from './refusal.js';

const MAX_CHARACTERS = 80;
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/** The announcement's id for a name that an operator gives; throws a {@link Refusal} for one that is no file's. */
export function checkId(name: string): string {
  if (ID.test(name) && name.length <= MAX_CHARACTERS) return name;
  throw new Refusal(
    `"${name}" cannot be the name of an announcement`,
    `Use at most ${MAX_CHARACTERS} letters, digits, dots, hyphens and underscores, the first a letter or digit.`,
  );
}

/** An id from where a document came from, else from its title, else `announcement`. */
export function idFrom(from: string, title: string | undefined): string {
  const last = /^https?:/i.test(from) ? lastOfPath(from) : from === '-' ? '' : basename(from);
  const named = slug(last.slice(0, last.length - extname(last).length));
  const isTelling = /\p{L}{3}/u.test(named) && named !== 'index';
  return (isTelling ? named : slug(title ?? '')) || named || 'announcement';
}

function lastOfPath(address: string): string {
  const last = new URL(address).pathname.split('/').findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(last);
  } catch (error) {
    if (error instanceof URIError) return last;
    throw error;
  }
}

/** A text as lower-case words with hyphens between them, letters without their accents. */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .normalize('NFC')
    .slice(0, MAX_CHARACTERS)
    .replace(/^-+|-+$/g, '');
}
