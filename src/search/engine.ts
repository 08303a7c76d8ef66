import type { Announcement } from '../knowledge/announcement.js';
import { loadAnalyzer } from './analysis.js';
import type { Alias } from './curated.js';
import { readDeeply } from './deep-facts.js';
import type { Encoder } from './encoder.js';
import type { Meaning } from './meaning.js';
import type { Network } from './model.js';
import { createNearFinder, type NearFinder } from './near.js';
import { once } from './once.js';
import { createFactFinder } from './passage-facts.js';
import type { PieceShelf } from './piece.js';
import {
  buildPostings,
  type Entry,
  type OnProgress,
  type Postings,
  type Range,
} from './postings.js';
import { createQueryReader, type QueryContext, type QueryReader, rarityIn } from './query.js';
import { createRanker, type DeepRanking, type Ranker } from './ranking.js';
import { createSketcher, type Sketcher } from './sketch.js';
import { createSpeller, createSpellerAtOnce, type Speller } from './spelling.js';

/** The parts of a search that are made once for a set of announcements. */
export interface Engine {
  readonly postings: Postings;
  /** A reader of questions that also knows the given aliases. */
  readonly readerWith: (taught: readonly Alias[]) => QueryReader;
  readonly sketcher: Sketcher;
  readonly rank: Ranker;
  /** The passages of one announcement, or of all; `undefined` for an unknown id. */
  readonly rangeFor: (announcement: string | undefined) => Range | undefined;
}

/** What an engine is made of besides the announcements. */
export interface EngineOptions {
  /** Word meanings for the announcements' language, where there are any. */
  readonly meaning?: Meaning;
  /** Over general language; made of `meaning` where it is not given. */
  readonly generalSpeller?: Speller;
  /** Where the announcements' pieces are kept for the next engine; by default nowhere. */
  readonly shelf?: PieceShelf;
  readonly network: Network;
  /** The second tier of meaning: an encoder, and the network that ranks with it. */
  readonly deep?: { readonly encoder: Encoder; readonly network: Network };
  readonly onProgress?: OnProgress;
}

/** The least frequent word of general language (Zipf) that a misspelling is taken for. */
const CORRECTABLE = 3;

/** Builds the engine for a set of announcements. */
export async function createEngine(
  announcements: readonly Announcement[],
  { meaning, generalSpeller, shelf, network, deep, onProgress }: EngineOptions,
): Promise<Engine> {
  const languages = [...new Set(announcements.map(({ language }) => language))];
  const analyzers = new Map(
    await Promise.all(languages.map(async (tag) => [tag, await loadAnalyzer(tag)] as const)),
  );
  const analyzer = analyzers.get(languages[0] ?? 'en') ?? (await loadAnalyzer('en'));
  const postings = await buildPostings(
    announcements,
    ({ language }) => analyzers.get(language) ?? analyzer,
    onProgress,
    shelf,
  );
  const everything: Range = { from: 0, to: postings.entries.length };
  const context: QueryContext = {
    announcements,
    postings,
    analyzer,
    speller: await createSpeller([...new Set([...postings.words.keys(), ...analyzer.stopWords])]),
    meaning,
    generalSpeller: generalSpeller ?? createGeneralSpeller(meaning),
  };
  const factsOf = createFactFinder(postings, meaning);
  const findNear: NearFinder =
    meaning === undefined
      ? () => []
      : await createNearFinder(postings.entries, meaning, (index) => factsOf(index).direction);
  const deepRanking =
    deep && (await createDeepRanking(announcements, deep, postings.entries, onProgress));
  return {
    postings,
    sketcher: createSketcher(analyzer, meaning, (word) => rarityIn(meaning, word)),
    readerWith: (taught) => createQueryReader(context, taught),
    rank: createRanker({ postings, meaning, factsOf, findNear, network, deepRanking }),
    rangeFor: (announcement) =>
      announcement === undefined ? everything : postings.rangeOf.get(announcement),
  };
}

async function createDeepRanking(
  announcements: readonly Announcement[],
  deep: NonNullable<EngineOptions['deep']>,
  entries: readonly Entry[],
  onProgress?: OnProgress,
): Promise<DeepRanking> {
  const factsOf = await readDeeply(announcements, deep.encoder, onProgress);
  const findNear = await createNearFinder(entries, deep.encoder, (index) => factsOf(index).passage);
  return { ...deep, factsOf, findNear };
}

/** A speller over the words of general language, made when it is first asked; it knows none without meanings. */
export function createGeneralSpeller(meaning: Meaning | undefined): Speller {
  const speller = once(() =>
    createSpellerAtOnce(
      meaning?.wordsFrom(CORRECTABLE).filter((word) => !word.includes(' ')) ?? [],
    ),
  );
  return (word) => speller()(word);
}
