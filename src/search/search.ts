import type { Announcement, Passage, Span } from '../knowledge/announcement.js';
import { loadAnalyzer } from './analysis.js';
import { cutExcerpt } from './excerpt.js';
import { buildPostings, type OnProgress, type Range } from './postings.js';
import { createQueryReader, type QueryTerm } from './query.js';
import { bestSentence, rank } from './ranking.js';
import { createSpeller } from './spelling.js';

/** A passage that may answer, and what of it to show. */
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
  /** The question's words, as typed, that the announcements have in no form. */
  readonly missing: readonly string[];
  /** Content words in the question; 0 when there is nothing to search for. */
  readonly words: number;
}

/** An index of announcements that can be asked. */
export interface Search {
  /** Never throws; the whole collection is searched unless `announcement` names one. */
  search(
    text: string,
    options?: { readonly announcement?: string; readonly limit?: number },
  ): SearchResult;
}

const DEFAULT_LIMIT = 12;

/** Builds the index; `onProgress` hears of long work. */
export async function createSearch(
  announcements: readonly Announcement[],
  onProgress?: OnProgress,
): Promise<Search> {
  const languages = [...new Set(announcements.map(({ language }) => language))];
  const analyzers = new Map(
    await Promise.all(languages.map(async (tag) => [tag, await loadAnalyzer(tag)] as const)),
  );
  const questionAnalyzer = analyzers.get(languages[0] ?? 'en') ?? (await loadAnalyzer('en'));
  const postings = await buildPostings(
    announcements,
    ({ language }) => analyzers.get(language) ?? questionAnalyzer,
    onProgress,
  );
  const speller = createSpeller([
    ...new Set([...postings.words.keys(), ...questionAnalyzer.stopWords]),
  ]);
  const readQuery = createQueryReader(announcements, postings, questionAnalyzer, speller);
  const everything: Range = { from: 0, to: postings.entries.length };

  return {
    search(text, { announcement, limit = DEFAULT_LIMIT } = {}) {
      const range = announcement === undefined ? everything : postings.rangeOf.get(announcement);
      const query = readQuery(text);
      const missing = query.terms
        .filter(({ by }) => by === 'nothing')
        .map(({ text: word }) => word);
      if (range === undefined) return { matches: [], missing, words: query.terms.length };
      const matches = rank(query, postings, range)
        .slice(0, limit)
        .flatMap(({ passage, coverage }) => {
          const entry = postings.entries[passage];
          if (entry === undefined) return [];
          const { sentence } = bestSentence(query, postings, passage);
          const excerpt = cutExcerpt(entry.passage, sentence);
          const highlight = entry.passage.sentences[sentence];
          return [
            {
              ...entry,
              score: coverage * trust(query.terms),
              excerpt,
              highlights: highlight ? [highlight] : [],
            },
          ];
        });
      return { matches, missing, words: query.terms.length };
    },
  };
}

/** A single shared word says less than several. */
function trust(terms: readonly QueryTerm[]): number {
  const reached = terms.filter(({ reaches }) => reaches.size > 0).length;
  return reached === 0 ? 0 : 1 - 0.35 / reached;
}
