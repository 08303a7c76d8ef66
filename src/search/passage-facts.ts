import type { Span } from '../knowledge/announcement.js';
import { type Asked, isGist, readHeld } from './asked.js';
import { addUp, entriesOf, type Meaning, normalize, sumOf, type Vector } from './meaning.js';
import type { Entry, Postings } from './postings.js';
import { tokenize } from './tokens.js';

/** What a closer look at a passage finds out, whatever the question. */
export interface PassageFacts {
  /** The passage's number in the collection, from 0. */
  readonly number: number;
  /** The terms of each sentence, in order. */
  readonly sentences: readonly Int32Array[];
  /** The direction of each sentence; empty without meanings. */
  readonly directions: readonly Vector[];
  /** The direction of the whole passage. */
  readonly direction: Vector;
  /** The direction of the headings above it. */
  readonly heading: Vector;
  readonly headingTerms: Int32Array;
  readonly held: Asked;
  readonly heldBySentence: readonly Asked[];
  /** Share of the announcement that stands before the passage, 0 to 1. */
  readonly position: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const CACHE_SIZE = 1_024;

/** Looks at passages one by one as they become candidates, and remembers the last 1,024. */
export function createFactFinder(
  postings: Postings,
  meaning: Meaning | undefined,
): (passage: number) => PassageFacts {
  const known = new Map<number, PassageFacts>();
  const headings = new Map<string, Vector>();
  const wordsIn = (text: string, spans: readonly Span[]) =>
    tokenize(text, spans).map(({ word }) => word);
  const sumOfWords = (words: readonly string[]): Vector =>
    meaning ? sumOf(meaning, entriesOf(meaning, words)) : new Float32Array(0);

  const look = (index: number): PassageFacts => {
    const entry = postings.entries[index];
    if (entry === undefined) throw new RangeError(`there is no passage ${index}`);
    const { announcement, passage } = entry;
    const heading =
      headings.get(passage.section) ??
      normalize(sumOfWords(wordsIn(passage.section, [{ start: 0, end: passage.section.length }])));
    if (headings.size > CACHE_SIZE) headings.clear();
    headings.set(passage.section, heading);
    const last = announcement.passages.length;
    const isFirst = passage.number === 1;
    const isLast = passage.number === last;
    const sums = wordsBySentence(entry).map(sumOfWords);
    const held = new Set(readHeld(passage.text));
    if (isGist({ isFirst, isLast, section: passage.section })) held.add('gist');
    return {
      number: index,
      sentences: postings.sentencesOf(index),
      directions: meaning ? sums.map(normalize) : [],
      direction: normalize(addUp(sums, meaning?.dims ?? 0)),
      heading,
      headingTerms: postings.headingOf(index),
      held,
      heldBySentence: passage.sentences.map(({ start, end }) =>
        readHeld(announcement.text.slice(start, end)),
      ),
      position: (passage.number - 1) / last,
      isFirst,
      isLast,
    };
  };

  return (passage) => {
    const facts = known.get(passage) ?? look(passage);
    // Deleting first keeps the map in the order of last use.
    known.delete(passage);
    known.set(passage, facts);
    if (known.size > CACHE_SIZE) known.delete(known.keys().next().value ?? passage);
    return facts;
  };
}

/** The words of each sentence of a passage. */
function wordsBySentence({ announcement, passage }: Entry): readonly (readonly string[])[] {
  const tokens = tokenize(announcement.text, passage.prose);
  let next = 0;
  return passage.sentences.map(({ start, end }) => {
    const words: string[] = [];
    for (let token = tokens[next]; token && token.start < end; token = tokens[next]) {
      if (token.start >= start) words.push(token.word);
      next += 1;
    }
    return words;
  });
}
