import type { Announcement, Passage, Span } from '../knowledge/announcement.js';
import { type Confidence, judge } from './confidence.js';
import {
  type Alias,
  type Curated,
  type CuratedPassage,
  type CuratedStatement,
  findCurated,
} from './curated.js';
import type { Encoder } from './encoder.js';
import { createEngine, createGeneralSpeller, type EngineOptions } from './engine.js';
import { cutExcerpt } from './excerpt.js';
import { DEEP_FEATURES, FEATURES } from './features.js';
import { englishMeaning } from './meaning-table.js';
import { type Models, RANKING_MODELS, readModels } from './model.js';
import { once } from './once.js';
import { splitParts } from './parts.js';
import { createPieceShelf, type PieceShelf } from './piece.js';
import type { OnProgress, Range } from './postings.js';
import type { Query, Reach } from './query.js';
import type { Ranking } from './ranking.js';
import { pickSentence } from './sentences.js';
import type { Sketcher } from './sketch.js';

/** A passage that may answer, and what of it to show, which is found out when it is first asked for. */
export interface Match {
  readonly announcement: Announcement;
  readonly passage: Passage;
  /** Probability, 0 to 1, that the passage answers. */
  readonly score: number;
  /** The part of the passage to show. */
  readonly excerpt: Span;
  /** The sentences in it that answer. */
  readonly highlights: readonly Span[];
}

/** What the search makes of a question. */
export interface SearchResult {
  /** Best first. */
  readonly matches: readonly Match[];
  /** How many of the first matches answer together: one for each part of the question. */
  readonly answering: number;
  readonly confidence: Confidence;
  /** The question's words, as typed, that the announcements have in no form. */
  readonly missing: readonly string[];
  /** The curated question that this asks again; its passage, where it names one, is the first match. */
  readonly curated?: Curated;
}

/** Where to search and how many matches to return (default 12). */
export interface SearchOptions {
  /** Id of the one announcement to search; all of them by default. */
  readonly announcement?: string;
  readonly limit?: number;
}

/** What a ranking came from, for the operator who wants to know why. */
export interface Explanation {
  readonly terms: readonly {
    readonly text: string;
    readonly by: Reach;
    /** The vocabulary terms (stems) that it reaches. */
    readonly words: readonly string[];
    readonly rarity: number;
  }[];
  readonly confidence: Confidence;
  /** The first candidates with the numbers that they were ranked by. */
  readonly candidates: readonly {
    readonly announcement: string;
    readonly passage: number;
    readonly score: number;
    readonly features: Readonly<Record<string, number>>;
  }[];
}

/** An index of announcements that can be asked; its calls never throw, whatever was typed. */
export interface Search {
  search(text: string, options?: SearchOptions): SearchResult;
  /** Does beforehand, beside the event loop, what takes long about questions that will be searched; may be left out. */
  prepare(texts: readonly string[]): Promise<void>;
  /** Replaces what people have taught: a question asked again in much the same words finds what was taught. */
  teach(curated: readonly Curated[], aliases?: readonly Alias[]): void;
  explain(text: string, announcement?: string): Explanation;
  /** Reads questions to tell them apart, many at a time. */
  readonly sketcher: Sketcher;
}

const DEFAULT_LIMIT = 12;
const EXPLAINED = 3;
/** Probability from which a part of a question counts as answered on its own. */
const PART_ANSWERED = 0.3;
const NOTHING: Confidence = { onTopic: 0, right: 0 };

/** What was found for one question. */
interface Found extends Pick<SearchResult, 'matches' | 'confidence' | 'curated'> {
  readonly query: Query;
}

function isPassage(curated: Curated): curated is Exclude<Curated, CuratedStatement> {
  return 'passage' in curated;
}

/** Lists of matches one after the other, each passage once. */
function joinMatches(...lists: readonly (readonly Match[])[]): readonly Match[] {
  const seen = new Set<Passage>();
  return lists.flat().filter(({ passage }) => {
    if (seen.has(passage)) return false;
    seen.add(passage);
    return true;
  });
}

/** Builds one index after another; what does not depend on the announcements is made once. */
export interface Indexer {
  /** Builds the index of some announcements; `onProgress` hears of long work. */
  index(announcements: readonly Announcement[], onProgress?: OnProgress): Promise<Search>;
}

/** The second tier of meaning: an encoder with the networks that were trained for it. */
export interface DeepTier {
  readonly encoder: Encoder;
  readonly models: Models;
}

/** An indexer with the models that Herald ships, and where one is given the second tier; what it reads of an announcement is kept on `shelf`. */
export function createIndexer({
  shelf = createPieceShelf(),
  deep,
}: {
  readonly shelf?: PieceShelf;
  readonly deep?: DeepTier;
} = {}): Indexer {
  const models = once(() => readModels(RANKING_MODELS));
  const general = once(() => createGeneralSpeller(englishMeaning()));
  return {
    index: async (announcements, onProgress) => {
      const isEnglish = announcements.some(
        ({ language }) => new Intl.Locale(language).language === 'en',
      );
      return createSearchWith(announcements, models(), {
        ...(isEnglish && deep ? { deep } : {}),
        shelf,
        ...(isEnglish ? { meaning: englishMeaning(), generalSpeller: general() } : {}),
        ...(onProgress ? { onProgress } : {}),
      });
    },
  };
}

/** Builds the index of some announcements with the models that Herald ships; `onProgress` hears of long work. */
export async function createSearch(
  announcements: readonly Announcement[],
  onProgress?: OnProgress,
): Promise<Search> {
  return createIndexer().index(announcements, onProgress);
}

/** What a search is made of besides the announcements and its models. */
export interface SearchParts extends Omit<EngineOptions, 'network' | 'deep'> {
  readonly deep?: DeepTier;
}

/** Builds the index with the given models. */
export async function createSearchWith(
  announcements: readonly Announcement[],
  models: Models,
  { deep, ...options }: SearchParts,
): Promise<Search> {
  const { postings, readerWith, sketcher, rank, rangeFor } = await createEngine(announcements, {
    ...options,
    network: models.ranking,
    ...(deep && { deep: { encoder: deep.encoder, network: deep.models.ranking } }),
  });
  const modelsFor = ({ isDeep }: Ranking): Models => (isDeep && deep ? deep.models : models);
  let readQuery = readerWith([]);
  let taught: readonly { readonly curated: Curated; readonly query: Query }[] = [];

  const toMatch = (query: Query, ranking: Ranking, passage: number, score: number): Match[] => {
    const entry = postings.entries[passage];
    if (entry === undefined) return [];
    const { announcement } = entry;
    const shown = once(() => {
      const facts = ranking.factsOf(passage);
      const sentence = pickSentence(
        modelsFor(ranking).sentence,
        query,
        facts,
        ranking.sentencesOf(passage),
      );
      const highlight = entry.passage.sentences[sentence];
      return {
        excerpt: cutExcerpt(announcement, entry.passage, sentence),
        highlights: highlight ? [highlight] : [],
      };
    });
    const match: Match = {
      announcement,
      passage: entry.passage,
      score,
      get excerpt() {
        return shown().excerpt;
      },
      get highlights() {
        return shown().highlights;
      },
    };
    return [match];
  };

  /** The best matches of one question. */
  const searchPart = (text: string, range: Range, limit: number): Found => {
    const query = readQuery(text);
    const ranking = rank(query, range);
    const confidence = judge(modelsFor(ranking), query, ranking);
    const top = ranking.ranked[0]?.score ?? 0;
    const matches = ranking.ranked
      .slice(0, limit)
      .flatMap(({ passage, score }) =>
        toMatch(query, ranking, passage, confidence.right * Math.exp(score - top)),
      );
    const known = findCurated(
      taught.filter(({ curated }) => isAbout(curated, range)),
      query,
    );
    if (known === undefined) return { query, matches, confidence };
    const { curated } = known.found;
    const first = isPassage(curated)
      ? toMatch(query, ranking, passageOf(curated, range) ?? -1, known.likeness)
      : [];
    return {
      query,
      matches: joinMatches(first, matches),
      curated,
      confidence: {
        onTopic: Math.max(confidence.onTopic, known.likeness),
        right: Math.max(confidence.right, known.likeness),
      },
    };
  };

  const passageOf = (
    { announcement, passage }: CuratedPassage,
    { from, to }: Range,
  ): number | undefined => {
    const home = rangeFor(announcement);
    const index = home === undefined ? -1 : home.from + passage - 1;
    return home !== undefined && index < home.to && index >= from && index < to ? index : undefined;
  };

  const isAbout = (curated: Curated, range: Range): boolean => {
    if (isPassage(curated)) return passageOf(curated, range) !== undefined;
    const home = rangeFor(curated.announcement);
    return home !== undefined && home.from < range.to && range.from < home.to;
  };

  return {
    sketcher,
    prepare: async (texts) =>
      deep?.encoder.prepare(
        texts.flatMap((text) => [text, ...splitParts(text)]).map((text) => readQuery(text).reading),
      ),
    teach(curated, aliases = []) {
      readQuery = readerWith(aliases);
      taught = curated.map((one) => ({ curated: one, query: readQuery(one.question) }));
    },
    search(text, { announcement, limit = DEFAULT_LIMIT } = {}) {
      const range = rangeFor(announcement);
      if (range === undefined)
        return { matches: [], answering: 0, confidence: NOTHING, missing: [] };
      const whole = searchPart(text, range, limit);
      const missing = whole.query.terms
        .filter(({ by }) => by === 'nothing')
        .map((term) => term.text);
      const parts = splitParts(text);
      if (parts.length < 2 || whole.curated !== undefined)
        return { ...whole, answering: 1, missing };

      const answers = parts
        .map((part) => searchPart(part, range, 1))
        .filter(({ confidence }) => confidence.right >= PART_ANSWERED);
      const firsts = joinMatches(...answers.map(({ matches }) => matches));
      if (firsts.length < 2) return { ...whole, answering: 1, missing };
      const right = Math.max(
        whole.confidence.right,
        Math.min(...answers.map(({ confidence }) => confidence.right)),
      );
      return {
        matches: joinMatches(firsts, whole.matches).slice(0, Math.max(limit, firsts.length)),
        answering: firsts.length,
        confidence: { onTopic: Math.max(whole.confidence.onTopic, right), right },
        missing,
      };
    },
    explain(text, announcement) {
      const query = readQuery(text);
      const range = rangeFor(announcement);
      const stems = new Map([...postings.termOf].map(([stem, term]) => [term, stem]));
      const terms = query.terms.map((term) => ({
        text: term.text,
        by: term.by,
        words: [...term.reaches.keys()].flatMap((reached) => stems.get(reached) ?? []),
        rarity: term.rarity,
      }));
      if (range === undefined) return { terms, confidence: NOTHING, candidates: [] };
      const ranking = rank(query, range);
      const candidates = ranking.ranked
        .slice(0, EXPLAINED)
        .flatMap(({ passage, score, features }) => {
          const entry = postings.entries[passage];
          if (entry === undefined) return [];
          const named = [...FEATURES, ...(ranking.isDeep ? DEEP_FEATURES : [])].map(
            (name, index) => [name, features[index] ?? 0] as const,
          );
          return [
            {
              announcement: entry.announcement.id,
              passage: entry.passage.number,
              score,
              features: Object.fromEntries(named),
            },
          ];
        });
      return { terms, confidence: judge(modelsFor(ranking), query, ranking), candidates };
    },
  };
}
