import type { Announcement, Passage } from '../knowledge/announcement.js';
import type { Analyzer } from './analysis.js';
import { createTimeSlice, type TimeSlice } from './time-slice.js';
import { tokenize } from './tokens.js';

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

/** Indexes the passages of all announcements; hands the event loop back every 2 ms or so. */
export async function buildPostings(
  announcements: readonly Announcement[],
  analyzerOf: (announcement: Announcement) => Analyzer,
  onProgress: OnProgress = () => undefined,
): Promise<Postings> {
  const entries: Entry[] = [];
  const rangeOf = new Map<string, Range>();
  for (const announcement of announcements) {
    const from = entries.length;
    for (const passage of announcement.passages) entries.push({ announcement, passage });
    rangeOf.set(announcement.id, { from, to: entries.length });
  }

  const termOf = new Map<string, number>();
  const words = new Map<string, number>();
  const firstWords: string[] = [];
  const termFor = (word: string, analyzer: Analyzer): number => {
    const known = words.get(word);
    if (known !== undefined) return known;
    const stem = analyzer.stem(word);
    const term = termOf.get(stem) ?? termOf.size;
    if (term === termOf.size) {
      termOf.set(stem, term);
      firstWords.push(word);
    }
    words.set(word, term);
    return term;
  };
  const contentTerms = (text: string, spans: Passage['prose'], analyzer: Analyzer) =>
    tokenize(text, spans)
      .filter(({ word }) => !analyzer.isStopWord(word))
      .map(({ word, start }) => ({ start, term: termFor(word, analyzer) }));

  const terms = createIntList();
  const sentenceStarts = createIntList();
  const firstSentence = new Int32Array(entries.length + 1);
  const lengths = new Int32Array(entries.length);
  const headings = new Map<string, Int32Array>();
  const headingOf: Int32Array[] = [];
  const slice = createTimeSlice();

  for (const [index, { announcement, passage }] of entries.entries()) {
    const analyzer = analyzerOf(announcement);
    const tokens = contentTerms(announcement.text, passage.prose, analyzer);
    firstSentence[index] = sentenceStarts.length;
    let next = 0;
    for (const sentence of passage.sentences) {
      sentenceStarts.push(terms.length);
      for (let token = tokens[next]; token && token.start < sentence.end; token = tokens[next]) {
        terms.push(token.term);
        next += 1;
      }
    }
    lengths[index] = next;
    const headingKey = `${announcement.language} ${passage.section}`;
    const heading =
      headings.get(headingKey) ??
      Int32Array.from(
        contentTerms(passage.section, [{ start: 0, end: passage.section.length }], analyzer),
        ({ term }) => term,
      );
    headings.set(headingKey, heading);
    headingOf.push(heading);
    if (slice.isOver()) {
      onProgress(index, entries.length);
      await slice.handBack();
    }
  }
  firstSentence[entries.length] = sentenceStarts.length;
  sentenceStarts.push(terms.length);

  const forward = terms.toArray();
  const starts = sentenceStarts.toArray();
  const at = (array: Int32Array, index: number) => array[index] ?? 0;
  const termsOf = (passage: number) =>
    forward.subarray(
      at(starts, at(firstSentence, passage)),
      at(starts, at(firstSentence, passage + 1)),
    );

  const lists = await invert(entries.length, termOf.size, termsOf, slice);
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

interface IntList {
  readonly length: number;
  push(value: number): void;
  toArray(): Int32Array;
}

/** A list of 32-bit integers that grows by half; an array of numbers would take twice the memory. */
function createIntList(): IntList {
  let values = new Int32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const grown = new Int32Array(Math.ceil(length * 1.5));
        grown.set(values);
        values = grown;
      }
      values[length] = value;
      length += 1;
    },
    toArray: () => values.slice(0, length),
  };
}
