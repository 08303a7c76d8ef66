import * as v from 'valibot';
import type { Announcement, Passage, Span } from './announcement.js';

const strings = v.array(v.string());

/** The part of an outline that is words; what it was stored as is checked against it. */
export const outlineMetaSchema = v.object({
  title: v.string(),
  source: v.exactOptional(v.string()),
  url: v.exactOptional(v.string()),
  published: v.exactOptional(v.string()),
  publishAt: v.exactOptional(v.number()),
  expiresAt: v.exactOptional(v.number()),
  supersedes: strings,
  language: v.string(),
  gate: v.exactOptional(
    v.object({
      minP1: v.exactOptional(v.number()),
      minP3: v.exactOptional(v.number()),
      maxWrongRefusals: v.exactOptional(v.number()),
      maxWrongAnswers: v.exactOptional(v.number()),
    }),
  ),
  aliases: v.array(v.tuple([v.string(), strings])),
  /** Of the passages, each once. */
  sections: strings,
  /** How many there are. */
  passages: v.number(),
});

/** Everything that is read out of an announcement's text, in numbers where there is much of it, to be stored. */
export interface Outline {
  readonly meta: v.InferOutput<typeof outlineMetaSchema>;
  /** See {@link toOutline} for the order. */
  readonly numbers: Int32Array;
}

/** How many numbers a passage begins with: start, end, section, sentences, spans of prose. */
const HEAD = 5;

/** The outline of an announcement: for each passage five numbers, then the spans of its sentences and its prose. */
export function toOutline(announcement: Announcement): Outline {
  const { id: _id, file: _file, text: _text, revision: _revision, ...kept } = announcement;
  const { passages, aliases, supersedes, ...meta } = kept;
  const sections = [...new Set(passages.map(({ section }) => section))];
  const placeOf = new Map(sections.map((section, place) => [section, place]));
  const numbers: number[] = [];
  for (const { start, end, section, sentences, prose } of passages) {
    numbers.push(start, end, placeOf.get(section) ?? 0, sentences.length, prose.length);
    for (const span of [...sentences, ...prose]) numbers.push(span.start, span.end);
  }
  return {
    meta: {
      ...meta,
      supersedes: [...supersedes],
      aliases: [...aliases].map(([name, others]) => [name, [...others]]),
      sections,
      passages: passages.length,
    },
    numbers: Int32Array.from(numbers),
  };
}

/** The announcement that an outline was made of; `text` must be the same. */
export function fromOutline(
  { meta: { aliases, sections, passages: count, ...meta }, numbers }: Outline,
  source: Pick<Announcement, 'id' | 'file' | 'text' | 'revision'>,
): Announcement {
  let at = 0;
  const next = (): number => {
    at += 1;
    return numbers[at - 1] ?? 0;
  };
  const spans = (length: number): readonly Span[] =>
    Array.from({ length }, () => ({ start: next(), end: next() }));
  const passages = Array.from({ length: count }, (_, index): Passage => {
    const [start, end, section, sentences, prose] = numbers.subarray(at, at + HEAD);
    at += HEAD;
    return {
      number: index + 1,
      section: sections[section ?? 0] ?? '',
      start: start ?? 0,
      end: end ?? 0,
      text: source.text.slice(start, end),
      sentences: spans(sentences ?? 0),
      prose: spans(prose ?? 0),
    };
  });
  return { ...meta, ...source, aliases: new Map(aliases), passages };
}
