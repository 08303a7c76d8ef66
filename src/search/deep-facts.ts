import type { Announcement } from '../knowledge/announcement.js';
import type { Directions, Encoder } from './encoder.js';
import type { Vector } from './meaning.js';
import type { OnProgress } from './postings.js';

/** What the encoder makes of a passage. */
export interface DeepFacts {
  readonly sentences: readonly Vector[];
  /** Of the whole passage. */
  readonly passage: Vector;
  /** Of the headings above it. */
  readonly heading: Vector;
}

/** The places of a passage's texts among those of its announcement. */
interface Places {
  readonly directions: Directions;
  readonly sentences: readonly number[];
  readonly passage: number;
  readonly heading: number;
}

const CACHE_SIZE = 1_024;

/** Has every passage of the announcements encoded; the function gives what came of one, numbered from 0 over all. */
export async function readDeeply(
  announcements: readonly Announcement[],
  encoder: Encoder,
  onProgress: OnProgress = () => undefined,
): Promise<(passage: number) => DeepFacts> {
  const total = announcements.reduce((sum, { passages }) => sum + passages.length, 0);
  const all: Places[] = [];
  for (const announcement of announcements) {
    const before = all.length;
    const count = announcement.passages.length;
    const { texts, places } = listTexts(announcement);
    const directions = await encoder.encodeAll(texts, (done, of) =>
      onProgress(before + Math.floor((count * done) / of), total),
    );
    for (const place of places) all.push({ directions, ...place });
  }

  const known = new Map<number, DeepFacts>();
  return (passage) => {
    const facts = known.get(passage) ?? factsAt(all[passage], passage);
    // Deleting first keeps the map in the order of last use.
    known.delete(passage);
    known.set(passage, facts);
    if (known.size > CACHE_SIZE) known.delete(known.keys().next().value ?? passage);
    return facts;
  };
}

function listTexts({ text, passages }: Announcement) {
  const placeOf = new Map<string, number>();
  const place = (part: string): number => {
    const at = placeOf.get(part) ?? placeOf.size;
    placeOf.set(part, at);
    return at;
  };
  const places = passages.map((passage) => ({
    passage: place(passage.text),
    heading: place(passage.section),
    sentences: passage.sentences.map(({ start, end }) => place(text.slice(start, end))),
  }));
  return { texts: [...placeOf.keys()], places };
}

function factsAt(places: Places | undefined, passage: number): DeepFacts {
  if (places === undefined) throw new RangeError(`there is no passage ${passage}`);
  const { directions, sentences, passage: whole, heading } = places;
  return {
    sentences: sentences.map(directions),
    passage: directions(whole),
    heading: directions(heading),
  };
}
