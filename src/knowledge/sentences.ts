import type { Span } from './announcement.js';

const segmenters = new Map<string, Intl.Segmenter>();

/** Abbreviations after which Unicode's sentence rules see an end where a reader does not. */
const ABBREVIATION =
  /(?:^|[\s("“‘'])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|approx|est|Inc|Corp|Ltd|Co|Nos?|Vol|Fig|Gen|Gov|Sen|Rep|Rev|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|e\.g|i\.e|[Uu]\.[SsKkNn]|p|pp|bzw|z\.B|ca)\.["”’')]*\s*$/u;

/** How much text the segmenter is given at once: its time grows with the square of that. */
const WINDOW = 4_096;
/** How much of a sentence's end is looked at for an abbreviation; it keeps the cost linear in the text. */
const TAIL = 32;

/**
 * The sentences of `text.slice(span.start, span.end)` as spans of `text`, without the white space around
 * them, by `Intl.Segmenter` (Unicode Standard Annex 29). A line break within a paragraph does not end a
 * sentence, nor does the full stop of a common abbreviation.
 */
export function splitSentences(text: string, span: Span, language: string): readonly Span[] {
  const slice = text.slice(span.start, span.end).replace(/[\r\n]/g, ' ');
  const sentences: Span[] = [];
  let pendingStart: number | undefined;
  for (const { start: from, end } of segmentsOf(slice, segmenterFor(language))) {
    const start = pendingStart ?? from;
    if (end < slice.length && ABBREVIATION.test(slice.slice(Math.max(start, end - TAIL), end))) {
      pendingStart = start;
      continue;
    }
    pendingStart = undefined;
    const sentence = trimSpan(slice, { start, end });
    if (sentence.start < sentence.end) {
      sentences.push({ start: span.start + sentence.start, end: span.start + sentence.end });
    }
  }
  return sentences;
}

/** What the segmenter takes for the sentences of a text; the last of a window may be cut short, so it is read again. */
function* segmentsOf(text: string, segmenter: Intl.Segmenter): Generator<Span> {
  let size = WINDOW;
  for (let from = 0; from < text.length; ) {
    const window = text.slice(from, from + size);
    const lengths = Array.from(segmenter.segment(window), ({ segment }) => segment.length);
    const isLast = from + window.length === text.length;
    if (!isLast) lengths.pop();
    for (const length of lengths) {
      yield { start: from, end: from + length };
      from += length;
    }
    size = lengths.length === 0 ? size * 2 : WINDOW;
  }
}

/** The span without the white space at its ends. */
export function trimSpan(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from += 1;
  while (to > from && isSpace(text, to - 1)) to -= 1;
  return { start: from, end: to };
}

function isSpace(text: string, at: number): boolean {
  return text.charAt(at).trim() === '';
}

function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  segmenters.set(language, segmenter);
  return segmenter;
}
