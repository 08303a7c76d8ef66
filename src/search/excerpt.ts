import type { Announcement, Passage, Span } from '../knowledge/announcement.js';

/** How much of a long passage is shown at once, in UTF-16 code units. */
const MAX_CHARACTERS = 900;
/** A sentence that opens so means something that was said before it. */
const REFERS_BACK = /^["“‘(]?(?:This|That|These|Those|Such|It|They|He|She|Its|Their|His|Her)\b/;

/**
 * The slice of an announcement to show for a passage: all of it up to 900 characters, else whole sentences
 * around the given one (from 0) until the next would not fit. When that sentence refers to what came before
 * it, the sentence before comes along, from the passage before where no heading parts the two.
 */
export function cutExcerpt(announcement: Announcement, passage: Passage, sentence: number): Span {
  const whole = passage.end - passage.start <= MAX_CHARACTERS;
  const span = whole ? { start: passage.start, end: passage.end } : cutWindow(passage, sentence);
  const opening = passage.sentences[sentence];
  if (opening === undefined || opening.start !== span.start || !refersBack(announcement, opening))
    return span;
  const before = passage.sentences[sentence - 1] ?? lastSentenceBefore(announcement, passage);
  return before && span.end - before.start <= MAX_CHARACTERS
    ? { start: before.start, end: span.end }
    : span;
}

function refersBack({ text }: Announcement, { start, end }: Span): boolean {
  return REFERS_BACK.test(text.slice(start, Math.min(end, start + 12)));
}

function lastSentenceBefore({ passages }: Announcement, passage: Passage): Span | undefined {
  const before = passages[passage.number - 2];
  return before?.section === passage.section ? before.sentences.at(-1) : undefined;
}

function cutWindow(passage: Passage, sentence: number): Span {
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
  const from = start - passage.start;
  const window = passage.text.slice(from, from + MAX_CHARACTERS);
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
