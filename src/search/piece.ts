import type { Announcement } from '../knowledge/announcement.js';
import type { Analyzer } from './analysis.js';
import { createLexicon, type Lexicon } from './lexicon.js';
import { tokenize } from './tokens.js';

/**
 * The content words of one announcement: all that its index is made of, whatever other announcements there are.
 * Words are numbers of a lexicon in `words`, and elsewhere places in `words`.
 */
export interface Piece {
  /** Each word once, in the order in which it is first met: passage by passage, its headings after its text. */
  readonly words: Int32Array;
  /** The words of all sentences, in order. */
  readonly tokens: Int32Array;
  /** Where in `tokens` each sentence begins, and where the last one ends. */
  readonly sentenceStarts: Int32Array;
  /** The words of each distinct section, in the order in which sections are first met. */
  readonly headings: Int32Array;
  /** Where in `headings` each section begins, and where the last one ends. */
  readonly headingStarts: Int32Array;
}

/** The pieces of announcements, each made once and kept for as long as its announcement is. */
export interface PieceShelf {
  readonly lexicon: Lexicon;
  readonly pieceOf: (announcement: Announcement, analyzer: Analyzer) => Piece;
  readonly find: (announcement: Announcement) => Piece | undefined;
  /** Puts a piece there that was made before, over the same lexicon. */
  readonly put: (announcement: Announcement, piece: Piece) => void;
}

/** An empty shelf. */
export function createPieceShelf(lexicon: Lexicon = createLexicon()): PieceShelf {
  const pieces = new WeakMap<Announcement, Piece>();
  return {
    lexicon,
    pieceOf: (announcement, analyzer) => {
      const piece = pieces.get(announcement) ?? readPiece(announcement, analyzer, lexicon);
      pieces.set(announcement, piece);
      return piece;
    },
    find: (announcement) => pieces.get(announcement),
    put: (announcement, piece) => {
      pieces.set(announcement, piece);
    },
  };
}

/** The sections of an announcement, each once, in the order in which they are first met. */
export function sectionsOf({ passages }: Announcement): readonly string[] {
  return [...new Set(passages.map(({ section }) => section))];
}

function readPiece(announcement: Announcement, analyzer: Analyzer, lexicon: Lexicon): Piece {
  const words: number[] = [];
  const places = new Map<string, number>();
  const placeOf = (word: string): number => {
    const known = places.get(word);
    if (known !== undefined) return known;
    places.set(word, words.length);
    return words.push(lexicon.idOf(word)) - 1;
  };
  const content = (text: string, spans: Parameters<typeof tokenize>[1]) =>
    tokenize(text, spans)
      .filter(({ word }) => !analyzer.isStopWord(word))
      .map(({ word, start }) => ({ start, place: placeOf(word) }));

  const tokens: number[] = [];
  const sentenceStarts: number[] = [];
  const headings: number[] = [];
  const headingStarts: number[] = [];
  const sections = new Set<string>();
  for (const { prose, sentences, section } of announcement.passages) {
    const found = content(announcement.text, prose);
    let next = 0;
    for (const { end } of sentences) {
      sentenceStarts.push(tokens.length);
      for (let token = found[next]; token && token.start < end; token = found[next]) {
        tokens.push(token.place);
        next += 1;
      }
    }
    if (sections.has(section)) continue;
    sections.add(section);
    headingStarts.push(headings.length);
    for (const { place } of content(section, [{ start: 0, end: section.length }]))
      headings.push(place);
  }
  sentenceStarts.push(tokens.length);
  headingStarts.push(headings.length);
  return {
    words: Int32Array.from(words),
    tokens: Int32Array.from(tokens),
    sentenceStarts: Int32Array.from(sentenceStarts),
    headings: Int32Array.from(headings),
    headingStarts: Int32Array.from(headingStarts),
  };
}
