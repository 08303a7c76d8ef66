import type { Span } from './announcement.js';

const segmenters = new Map<string, Intl.Segmenter>();

/** Abbreviations after which Unicode's sentence rules see an end where a reader does not. */
const ABBREVIATION =
  /(?:^|[\s("“‘'])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|approx|est|Inc|Corp|Ltd|Co|Nos?|Vol|Fig|Gen|Gov|Sen|Rep|Rev|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|e\.g|i\.e|[Uu]\.[SsKkNn]|p|pp|bzw|z\.B|ca)\.["”’')]*\s*$/u;

/**
 * The sentences of `text.slice(span.start, span.end)` as spans of `text`, without the white space around
 * them, by `Intl.Segmenter` (Unicode Standard Annex 29). A line break within a paragraph does not end a
 * sentence, nor does the full stop of a common abbreviation.
 */
export function splitSentences(text: string, span: Span, language: string): readonly Span[] {
  const slice = text.slice(span.start, span.end).replace(/[\r\n]/g, ' ');
  const sentences: Span[] = [];
  let pendingStart: number | undefined;
  for (const { segment, index } of segmenterFor(language).segment(slice)) {
    const start = pendingStart ?? index;
    const end = index + segment.length;
    if (end < slice.length && ABBREVIATION.test(slice.slice(start, end))) {
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
