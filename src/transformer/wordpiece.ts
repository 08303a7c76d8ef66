/** Turns a text into the numbers of its word pieces, its beginning and end marked. */
export type Tokenizer = (text: string) => readonly number[];

const UNKNOWN = '[UNK]';
const CONTINUED = '##';
const MAX_WORD = 100;
const BEGIN = '<s>';
const END = '</s>';
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\ufffd]/gu;
/** Ideographs, each a word of its own: the blocks that BERT's own tokenizer names. */
const IDEOGRAPH =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;
/** Punctuation, and everything in ASCII that is neither letter, digit nor space. */
const WORDS = /[\p{P}!-/:-@[-`{-~]|[^\s\p{P}!-/:-@[-`{-~]+/gu;

/**
 * The uncased word-piece tokenizer of BERT (Devlin et al. 2019; Wu et al. 2016) with the marks of MPNet, for a
 * vocabulary of one piece a line. Cuts texts after so many pieces.
 */
export function createTokenizer(vocabulary: string, maxPieces: number): Tokenizer {
  const numbers = new Map(vocabulary.split(/\r?\n/).map((piece, number) => [piece, number]));
  const numberOf = (piece: string): number => {
    const number = numbers.get(piece);
    if (number === undefined) throw new Error(`the vocabulary has no ${piece}`);
    return number;
  };
  const [unknown, begin, end] = [UNKNOWN, BEGIN, END].map(numberOf);
  const marks = { unknown: unknown ?? 0, begin: begin ?? 0, end: end ?? 0 };

  /** The longest pieces that a word begins with, one after the other. */
  const split = (word: string): readonly number[] => {
    const characters = Array.from(word);
    if (characters.length > MAX_WORD) return [marks.unknown];
    const pieces: number[] = [];
    let from = 0;
    for (let to = characters.length; to > from; to -= 1) {
      const piece = numbers.get((from > 0 ? CONTINUED : '') + characters.slice(from, to).join(''));
      if (piece === undefined) continue;
      pieces.push(piece);
      from = to;
      to = characters.length + 1;
    }
    return from === characters.length ? pieces : [marks.unknown];
  };

  return (text) => {
    const pieces: number[] = [];
    for (const [word] of clean(text).matchAll(WORDS)) {
      if (pieces.length >= maxPieces - 2) break;
      pieces.push(...split(word));
    }
    return [marks.begin, ...pieces.slice(0, maxPieces - 2), marks.end];
  };
}

function clean(text: string): string {
  return text
    .replace(/[\t\n\r]/g, ' ')
    .replace(CONTROL, '')
    .replace(IDEOGRAPH, ' $& ')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
