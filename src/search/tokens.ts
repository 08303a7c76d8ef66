import type { Span } from '../knowledge/announcement.js';

/** A word of a text: where it stands, and the form in which words are compared. */
export interface Token extends Span {
  /** Lower case, without diacritics, possessive or apostrophes; numbers in digits. */
  readonly word: string;
}

const WORD = /[$€£¥%]|\d+(?:[.,]\d+)*|[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*/gu;
/** Runs of a script written without spaces between words, and runs of other letters. */
const RUNS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]+/gu;
const UNSPACED =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]/u;
/** The first character of the first such script, Thai; most text stands below it. */
const FIRST_UNSPACED = /[\u0e00-\uffff]/;

const SIGNS = new Map([
  ['$', 'dollar'],
  ['€', 'euro'],
  ['£', 'pound'],
  ['¥', 'yen'],
  ['%', 'percent'],
]);

const NUMBER_WORDS = new Map(
  'two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((name, index) => [name, String(index + 2)] as const),
);

const UNITS = new Map([
  ['bn', 'billion'],
  ['mn', 'million'],
  ['mio', 'million'],
  ['tn', 'trillion'],
  ['pct', 'percent'],
]);

/** The words of a text, or of the given spans of it, in order. */
export function tokenize(
  text: string,
  spans: readonly Span[] = [{ start: 0, end: text.length }],
): Token[] {
  const tokens: Token[] = [];
  for (const span of spans) {
    for (const match of text.slice(span.start, span.end).matchAll(WORD)) {
      const start = span.start + match.index;
      const raw = match[0];
      if (FIRST_UNSPACED.test(raw)) tokens.push(...runsOf(raw, start));
      else tokens.push({ start, end: start + raw.length, word: normalizeWord(raw) });
    }
  }
  return tokens.filter(({ word }) => word !== '');
}

/** The words of a run of letters in which scripts without spaces may stand, those in pairs of characters. */
function runsOf(raw: string, start: number): Token[] {
  return [...raw.matchAll(RUNS)].flatMap(({ 0: run, index }) =>
    UNSPACED.test(run)
      ? characterPairs(run, start + index)
      : [{ start: start + index, end: start + index + run.length, word: normalizeWord(run) }],
  );
}

/** The form in which words are compared: `Microsoft’s` and `microsoft`, `Zürich` and `zurich`, `ten` and `10` are one. */
export function normalizeWord(raw: string): string {
  if (/^[a-z]+$/.test(raw)) return NUMBER_WORDS.get(raw) ?? UNITS.get(raw) ?? raw;
  const sign = SIGNS.get(raw);
  if (sign !== undefined) return sign;
  if (/^\d/.test(raw)) return raw.replace(/[.,](?=\d{3}(?:\D|$))/g, '').replace(',', '.');
  const word = raw
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’ʼ]s$/, '')
    .replace(/['’ʼ]/g, '');
  return NUMBER_WORDS.get(word) ?? UNITS.get(word) ?? word;
}

function characterPairs(raw: string, start: number): Token[] {
  const characters: Token[] = [];
  let at = start;
  for (const character of raw) {
    characters.push({ start: at, end: at + character.length, word: character });
    at += character.length;
  }
  if (characters.length === 1) return characters;
  return characters.slice(0, -1).flatMap((first, index) => {
    const second = characters[index + 1];
    return second ? [{ start: first.start, end: second.end, word: first.word + second.word }] : [];
  });
}
