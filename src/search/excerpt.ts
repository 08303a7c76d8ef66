import type { Announcement, Passage, Span } from '../knowledge/announcement.js';

/** How much of a long passage is shown at once, in UTF-16 code units. */
const MAX_CHARACTERS = 900;

/**
 * The slice of a passage to show: all of it up to 900 characters, else whole sentences around the given
 * one until the next would not fit.
 */
export function cutExcerpt(passage: Passage, sentence: number): Span {
  if (passage.end - passage.start <= MAX_CHARACTERS)
    return { start: passage.start, end: passage.end };
  let first = sentence;
  let last = sentence;
  const span = (from: number, to: number): Span => ({
    start: passage.sentences[from]?.start ?? passage.start,
    end: passage.sentences[to]?.end ?? passage.end,
  });
  const fits = ({ start, end }: Span) => end - start <= MAX_CHARACTERS;
  if (!fits(span(first, last))) return cutLongSentence(passage, span(first, last).start);
  for (let grown = true; grown; ) {
    grown = false;
    if (first > 0 && fits(span(first - 1, last))) {
      first -= 1;
      grown = true;
    }
    if (last + 1 < passage.sentences.length && fits(span(first, last + 1))) {
      last += 1;
      grown = true;
    }
  }
  return span(first, last);
}

/** The first 900 characters or less of a sentence that is longer, cut after a word and never within a character. */
function cutLongSentence(passage: Passage, start: number): Span {
  const window = passage.text.slice(start - passage.start, start - passage.start + MAX_CHARACTERS);
  const atSpace = window.search(/\s\S*$/);
  const cut =
    atSpace > 0 ? window.slice(0, atSpace).trimEnd() : window.replace(/[\uD800-\uDBFF]$/, '');
  return { start, end: start + cut.length };
}

/** The span widened by one sentence on each side, or where its passage ends there, by the neighbouring passage. */
export function widen(announcement: Announcement, span: Span): Span {
  return { start: widenedStart(announcement, span.start), end: widenedEnd(announcement, span.end) };
}

function widenedStart({ passages }: Announcement, start: number): number {
  const passage = passages.findLast((candidate) => candidate.start <= start);
  if (passage === undefined) return start;
  const sentence = passage.sentences.findLast((candidate) => candidate.start < start);
  return sentence?.start ?? passages[passage.number - 2]?.start ?? start;
}

function widenedEnd({ passages }: Announcement, end: number): number {
  const passage = passages.find((candidate) => candidate.end >= end);
  if (passage === undefined) return end;
  const sentence = passage.sentences.find((candidate) => candidate.end > end);
  return sentence?.end ?? passages[passage.number]?.end ?? end;
}
