import type { Announcement, Passage } from '../knowledge/announcement.js';
import type { Analyzer } from './analysis.js';
import { createPieceShelf, type Piece, type PieceShelf, sectionsOf } from './piece.js';
import { createTimeSlice, type TimeSlice } from './time-slice.js';

/** A passage of the collection with the announcement it belongs to. */
export interface Entry {
  readonly announcement: Announcement;
  readonly passage: Passage;
}

/** A run of the collection's passages, `[from, to)`: those of one announcement, or all. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where every term of the collection stands; terms and passages are numbered from 0, passages in reading order. */
export interface Postings {
  readonly entries: readonly Entry[];
  readonly rangeOf: ReadonlyMap<string, Range>;
  /** The number of a term (a stem), if any passage has it. */
  readonly termOf: ReadonlyMap<string, number>;
  /** The distinct normalized words of the collection, each with its term. */
  readonly words: ReadonlyMap<string, number>;
  /** The first word of the collection that has a term. */
  readonly wordOf: (term: number) => string;
  /** The passages that have a term, ascending, and how often each has it. */
  readonly passagesOf: (term: number) => Int32Array;
  readonly countsOf: (term: number) => Uint8Array;
  /** The content terms of a passage's sentences, in order: one array a sentence. */
  readonly sentencesOf: (passage: number) => readonly Int32Array[];
  /** The terms of the headings above a passage. */
  readonly headingOf: (passage: number) => Int32Array;
  /** How many content terms a passage has. */
  readonly lengths: Int32Array;
}

/** How far the building of an index is: passages done and in all. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Indexes the passages of all announcements from their pieces, those made before taken as they are; hands the
 * event loop back every 2 ms or so. A word's term is that of the language in which it is first met.
 */
export async function buildPostings(
  announcements: readonly Announcement[],
  analyzerOf: (announcement: Announcement) => Analyzer,
  onProgress: OnProgress = () => undefined,
  shelf: PieceShelf = createPieceShelf(),
): Promise<Postings> {
  const { lexicon } = shelf;
  const slice = createTimeSlice();
  const entries: Entry[] = [];
  const rangeOf = new Map<string, Range>();
  const pieces: Piece[] = [];
  for (const announcement of announcements) {
    const from = entries.length;
    for (const passage of announcement.passages) entries.push({ announcement, passage });
    rangeOf.set(announcement.id, { from, to: entries.length });
  }
  for (const announcement of announcements) {
    pieces.push(shelf.pieceOf(announcement, analyzerOf(announcement)));
    if (!slice.isOver()) continue;
    onProgress(rangeOf.get(announcement.id)?.to ?? 0, entries.length);
    await slice.handBack();
  }

  const termOf = new Map<string, number>();
  const words = new Map<string, number>();
  const firstWords: string[] = [];
  const termOfWord = createTable();
  const termOfStem = createTable();
  const termFor = (word: number, analyzer: Analyzer): number => {
    const known = termOfWord.get(word);
    if (known !== undefined) return known;
    const stem = lexicon.stemOf(word, analyzer);
    let term = termOfStem.get(stem);
    if (term === undefined) {
      term = firstWords.length;
      termOfStem.set(stem, term);
      termOf.set(lexicon.wordOf(stem), term);
      firstWords.push(lexicon.wordOf(word));
    }
    termOfWord.set(word, term);
    words.set(lexicon.wordOf(word), term);
    return term;
  };

  const sizeOf = (count: (piece: Piece) => number) =>
    pieces.reduce((sum, piece) => sum + count(piece), 0);
  const forward = new Int32Array(sizeOf(({ tokens }) => tokens.length));
  const starts = new Int32Array(sizeOf(({ sentenceStarts }) => sentenceStarts.length - 1) + 1);
  const firstSentence = new Int32Array(entries.length + 1);
  const lengths = new Int32Array(entries.length);
  const headingOf: Int32Array[] = [];
  const at = (array: Int32Array, index: number) => array[index] ?? 0;
  let tokenEnd = 0;
  let sentenceEnd = 0;
  for (const [index, announcement] of announcements.entries()) {
    const piece = pieces[index];
    if (piece === undefined) continue;
    const { tokens, sentenceStarts } = piece;
    const analyzer = analyzerOf(announcement);
    const terms = piece.words.map((word) => termFor(word, analyzer));
    for (let token = 0; token < tokens.length; token += 1)
      forward[tokenEnd + token] = at(terms, at(tokens, token));
    for (let sentence = 0; sentence < sentenceStarts.length - 1; sentence += 1)
      starts[sentenceEnd + sentence] = tokenEnd + at(sentenceStarts, sentence);
    const headings = headingsBySection(announcement, piece, terms);
    let sentence = 0;
    for (const [passage, { sentences, section }] of announcement.passages.entries()) {
      const place = (rangeOf.get(announcement.id)?.from ?? 0) + passage;
      firstSentence[place] = sentenceEnd + sentence;
      const begin = at(sentenceStarts, sentence);
      sentence += sentences.length;
      lengths[place] = at(sentenceStarts, sentence) - begin;
      headingOf.push(headings.get(section) ?? new Int32Array(0));
    }
    tokenEnd += tokens.length;
    sentenceEnd += sentenceStarts.length - 1;
    if (slice.isOver()) await slice.handBack();
  }
  firstSentence[entries.length] = sentenceEnd;
  starts[sentenceEnd] = tokenEnd;

  const termsOf = (passage: number) =>
    forward.subarray(
      at(starts, at(firstSentence, passage)),
      at(starts, at(firstSentence, passage + 1)),
    );

  const lists = await invert(entries.length, firstWords.length, termsOf, slice);
  onProgress(entries.length, entries.length);
  return {
    entries,
    rangeOf,
    termOf,
    words,
    wordOf: (term) => firstWords[term] ?? '',
    ...lists,
    lengths,
    headingOf: (passage) => headingOf[passage] ?? new Int32Array(0),
    sentencesOf: (passage) => {
      const sentences: Int32Array[] = [];
      for (let s = at(firstSentence, passage); s < at(firstSentence, passage + 1); s += 1) {
        sentences.push(forward.subarray(at(starts, s), at(starts, s + 1)));
      }
      return sentences;
    },
  };
}

/** The terms of an announcement's sections; `terms` are those of the piece's words. */
function headingsBySection(
  announcement: Announcement,
  { headings, headingStarts }: Piece,
  terms: Int32Array,
): ReadonlyMap<string, Int32Array> {
  return new Map(
    sectionsOf(announcement).map((section, index) => [
      section,
      headings
        .subarray(headingStarts[index], headingStarts[index + 1])
        .map((place) => terms[place] ?? 0),
    ]),
  );
}

/** Turns passages with their terms into terms with their passages: two passes, no sort. */
async function invert(
  passages: number,
  terms: number,
  termsOf: (passage: number) => Int32Array,
  slice: TimeSlice,
): Promise<Pick<Postings, 'passagesOf' | 'countsOf'>> {
  const offsets = new Int32Array(terms + 1);
  const lastPassage = new Int32Array(terms).fill(-1);
  for (let passage = 0; passage < passages; passage += 1) {
    for (const term of termsOf(passage)) {
      if (lastPassage[term] === passage) continue;
      lastPassage[term] = passage;
      offsets[term + 1] = (offsets[term + 1] ?? 0) + 1;
    }
    if (slice.isOver()) await slice.handBack();
  }
  for (let term = 0; term < terms; term += 1) {
    offsets[term + 1] = (offsets[term + 1] ?? 0) + (offsets[term] ?? 0);
  }
  const list = new Int32Array(offsets[terms] ?? 0);
  const counts = new Uint8Array(list.length);
  const filled = offsets.slice(0, terms);
  lastPassage.fill(-1);
  for (let passage = 0; passage < passages; passage += 1) {
    for (const term of termsOf(passage)) {
      const end = filled[term] ?? 0;
      if (lastPassage[term] === passage) {
        counts[end - 1] = Math.min(255, (counts[end - 1] ?? 0) + 1);
        continue;
      }
      lastPassage[term] = passage;
      list[end] = passage;
      counts[end] = 1;
      filled[term] = end + 1;
    }
    if (slice.isOver()) await slice.handBack();
  }
  return {
    passagesOf: (term) => list.subarray(offsets[term], offsets[term + 1]),
    countsOf: (term) => counts.subarray(offsets[term], offsets[term + 1]),
  };
}

/** A table from numbers to numbers, from 0 both; a map of as many would take several times the memory. */
function createTable() {
  let values = new Int32Array(1_024);
  return {
    get: (key: number): number | undefined => {
      const value = values[key] ?? 0;
      return value === 0 ? undefined : value - 1;
    },
    set: (key: number, value: number): void => {
      if (key >= values.length) {
        const grown = new Int32Array(Math.max(key + 1, Math.ceil(values.length * 1.5)));
        grown.set(values);
        values = grown;
      }
      values[key] = value + 1;
    },
  };
}
