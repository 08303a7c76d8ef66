/**
 * Characters that can begin or end markup. Source: Discord's client rules as of 2026 (quotation, heading,
 * subtext, list, emphasis, spoiler, code, masked link, autolink, mention, timestamp, emoji, invite). Some
 * are live only at the start of a line (`#`, `+`, `-`, the point of `1.`), a colon only before a character.
 */
const SPECIAL = /[\\`*_~|<>[\]@/]|:(?=\S)|(?<=^\s*)[#+-]|(?<=^\s*\d+)\./gm;

/** What must not stand in Herald's own words: control characters, and those that reorder or hide text. */
const INVISIBLE = /[\p{Cc}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

type Range = readonly [start: number, end: number];

/**
 * Verbatim text as a Discord quotation that shows exactly these characters: every line quoted, nothing in
 * it live, the highlighted ranges bold. Taking away `> ` before each line, then each `**` that no
 * backslash precedes, then the backslash of each pair gives the text back.
 */
export function quoteVerbatim(text: string, highlights: readonly Range[] = []): string {
  const special = new Set([...text.matchAll(SPECIAL)].map(({ index }) => index));
  const bold = new Set(emphasized(text, highlights).flat());
  let quoted = '> ';
  for (let at = 0; at < text.length; at += 1) {
    if (bold.has(at)) quoted += '**';
    if (special.has(at)) quoted += '\\';
    quoted += text[at] === '\n' ? '\n> ' : text[at];
  }
  return bold.has(text.length) ? `${quoted}**` : quoted;
}

/** Herald's own words, or somebody's within them, on one line and with nothing in it live. */
export function escapeWords(words: string): string {
  return toWellFormed(words)
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .trim()
    .replace(SPECIAL, '\\$&');
}

/** Words for a field in which nothing is markup: a button's label, a choice. */
export function plainWords(words: string): string {
  return toWellFormed(words).replace(/\s+/g, ' ').replace(INVISIBLE, '').trim();
}

/** Text that survives being sent as UTF-8: lone surrogates become U+FFFD, as in `String.prototype.toWellFormed`. */
export function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** The ranges within single lines, without white space at their edges, those that touch as one: `**a****b**` is not bold. */
function emphasized(text: string, highlights: readonly Range[]): readonly Range[] {
  const merged: [number, number][] = [];
  for (const range of highlights) {
    const [first, end] = [outsidePair(text, range[0]), outsidePair(text, range[1])];
    for (const { 0: line, index } of text.slice(first, end).matchAll(/\S(?:.*\S)?/g)) {
      const from = first + index;
      const last = merged.at(-1);
      if (last?.[1] === from) last[1] = from + line.length;
      else merged.push([from, from + line.length]);
    }
  }
  return merged;
}

/** An offset that is not within a surrogate pair: the end of the pair instead. */
function outsidePair(text: string, offset: number): number {
  const isWithin =
    /[\uD800-\uDBFF]/.test(text[offset - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[offset] ?? '');
  return isWithin ? offset + 1 : offset;
}
