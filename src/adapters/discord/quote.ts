import type { Excerpt } from '../../bot/answer.js';
import { escapeWords, quoteVerbatim } from './escape.js';
import { abridge, byteLength } from './limits.js';

/** Room for text, in UTF-16 code units and in bytes of UTF-8. */
export interface Room {
  readonly length: number;
  readonly bytes: number;
}

const CUT = '\\[…\\]';
const MAX_SECTION = 120;
const MAX_SOURCE = 100;
const MAX_LINK = 300;

/** An excerpt as a quotation, with where its passage goes on marked outside of it. */
export function quoteExcerpt({ text, highlights, cut }: Excerpt): string {
  return [
    ...(cut.before ? [CUT] : []),
    quoteVerbatim(text, highlights),
    ...(cut.after ? [CUT] : []),
  ].join('\n');
}

/** Where an excerpt stands: section, passage, source, and its language where that is not the reader's. */
export function whereIs(
  { section, passage, source, title, url, language }: Excerpt,
  readerTag: string,
): string {
  const name = escapeWords(abridge(source ?? title, MAX_SOURCE));
  const link = url === undefined ? undefined : toLink(url);
  return [
    ...(section === '' ? [] : [escapeWords(abridge(section, MAX_SECTION))]),
    `¶ ${passage}`,
    link === undefined ? name : `[${name}](${link})`,
    ...(languageOf(language) === languageOf(readerTag)
      ? []
      : [escapeWords(nameOfLanguage(language, readerTag))]),
  ].join(' · ');
}

function languageOf(tag: string): string {
  return new Intl.Locale(tag).language;
}

function nameOfLanguage(tag: string, readerTag: string): string {
  return new Intl.DisplayNames([readerTag], { type: 'language' }).of(tag) ?? tag;
}

/** The room that is left once a text is in it. */
export function roomAfter({ length, bytes }: Room, text: string): Room {
  return { length: length - text.length, bytes: bytes - byteLength(text) };
}

/**
 * The excerpts, cut so that together they fit the room: each gets an equal share of what those before it
 * left, and loses what stands farthest from its first highlight.
 */
export function fitExcerpts(excerpts: readonly Excerpt[], room: Room): readonly Excerpt[] {
  let left = room;
  return excerpts.map((excerpt, index) => {
    const sharers = excerpts.length - index;
    const fitting = fitExcerpt(excerpt, {
      length: Math.floor(left.length / sharers),
      bytes: Math.floor(left.bytes / sharers),
    });
    left = roomAfter(left, quoteExcerpt(fitting));
    return fitting;
  });
}

function fitExcerpt(excerpt: Excerpt, room: Room): Excerpt {
  const fits = (slice: Excerpt) => {
    const { length, bytes } = roomAfter(room, quoteExcerpt(slice));
    return length >= 0 && bytes >= 0;
  };
  // Nothing that is longer unescaped than the room can fit it escaped.
  if (excerpt.text.length <= room.length && fits(excerpt)) return excerpt;
  const [first] = excerpt.highlights;
  const headFits =
    first === undefined || fits(slice(excerpt, 0, Math.min(first[1], room.length + 1)));
  const from = headFits ? 0 : first[0];
  let [most, tooMuch] = [from, Math.min(excerpt.text.length, from + room.length) + 1];
  while (tooMuch - most > 1) {
    const middle = Math.floor((most + tooMuch) / 2);
    if (fits(slice(excerpt, from, middle))) most = middle;
    else tooMuch = middle;
  }
  return slice(excerpt, from, endOfWord(excerpt.text, from, most));
}

/** The excerpt between two offsets into its text; still verbatim, with the cuts marked. */
function slice(excerpt: Excerpt, from: number, to: number): Excerpt {
  return {
    ...excerpt,
    text: excerpt.text.slice(from, to),
    start: excerpt.start + from,
    end: excerpt.start + to,
    highlights: excerpt.highlights.flatMap(([start, end]) =>
      start < to && end > from
        ? [[Math.max(start, from) - from, Math.min(end, to) - from] as const]
        : [],
    ),
    cut: {
      before: excerpt.cut.before || from > 0,
      after: excerpt.cut.after || to < excerpt.text.length,
    },
  };
}

/** The last end of a word up to `to`; `to` itself where there is none near, as in Chinese or Japanese, but never within a character. */
function endOfWord(text: string, from: number, to: number): number {
  if (to >= text.length) return to;
  const near = Math.max(from, to - 60);
  const spaces = [...text.slice(near, to + 1).matchAll(/\s+/g)];
  const last = spaces.at(-1);
  if (last !== undefined && near + last.index > from) return near + last.index;
  return /[\uD800-\uDBFF]/.test(text[to - 1] ?? '') ? to - 1 : to;
}

/** A web address as the target of a masked link, which it cannot leave; `undefined` for what is none. */
function toLink(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const safe = href.replace(
    /[()<>[\]\\`*_~|]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return safe.length <= MAX_LINK ? safe : undefined;
}
