import type { Announcement } from '../knowledge/announcement.js';
import type { Analyzer } from './analysis.js';
import type { Postings } from './postings.js';
import type { Speller } from './spelling.js';
import { type Token, tokenize } from './tokens.js';

/** How a query term came to a term of the vocabulary. */
export type Reach = 'word' | 'alias' | 'spelling' | 'split';

/** One word (or alias phrase) of the question and the vocabulary terms it reaches. */
export interface QueryTerm {
  /** As typed. */
  readonly text: string;
  /** Vocabulary terms with their weights: the word itself 1, others less. Empty when nothing is near. */
  readonly reaches: ReadonlyMap<number, number>;
  readonly by: Reach | 'nothing';
}

/** A question, analysed. */
export interface Query {
  readonly terms: readonly QueryTerm[];
}

/** Turns what was typed into a query; pure for one index. */
export type QueryReader = (text: string) => Query;

const ALIAS_WEIGHT = 0.9;
const SPLIT_WEIGHT = 0.9;
const MIN_SPLIT = 3;
const MAX_TERMS = 64;
const MAX_CHARACTERS = 4_000;

interface Alias {
  readonly words: readonly string[];
  readonly terms: readonly number[];
}

/** A reader of questions for one index: stop words dropped, aliases and misspellings followed to the vocabulary. */
export function createQueryReader(
  announcements: readonly Announcement[],
  postings: Postings,
  analyzer: Analyzer,
  speller: Speller,
): QueryReader {
  const aliases = readAliases(announcements, postings, analyzer);

  const reach = (word: string): Pick<QueryTerm, 'reaches' | 'by'> | 'stop-word' => {
    const term = postings.termOf.get(analyzer.stem(word));
    if (term !== undefined) return { reaches: new Map([[term, 1]]), by: 'word' };
    const halves = split(word, postings, analyzer);
    if (halves.length > 0)
      return { reaches: new Map(halves.map((half) => [half, SPLIT_WEIGHT])), by: 'split' };
    const corrections = speller(word);
    const [best] = corrections;
    if (best === undefined) return { reaches: new Map(), by: 'nothing' };
    if (analyzer.isStopWord(best.word)) return 'stop-word';
    const reaches = new Map<number, number>();
    for (const { word: corrected, weight } of corrections) {
      const reached = postings.words.get(corrected);
      if (reached !== undefined && weight >= best.weight)
        reaches.set(reached, Math.max(weight, reaches.get(reached) ?? 0));
    }
    return { reaches, by: 'spelling' };
  };

  return (text) => {
    const typed = text.slice(0, MAX_CHARACTERS);
    const tokens = tokenize(typed);
    const terms: QueryTerm[] = [];
    const seen = new Set<string>();
    for (let index = 0; index < tokens.length && terms.length < MAX_TERMS; ) {
      const alias = aliases.find(({ words }) => startsWith(tokens, index, words));
      const token = tokens[index];
      if (token === undefined) break;
      if (alias) {
        const last = tokens[index + alias.words.length - 1] ?? token;
        terms.push({
          text: typed.slice(token.start, last.end),
          reaches: new Map(alias.terms.map((term) => [term, ALIAS_WEIGHT])),
          by: 'alias',
        });
        index += alias.words.length;
        continue;
      }
      index += 1;
      if (analyzer.isStopWord(token.word) || seen.has(token.word)) continue;
      seen.add(token.word);
      const reached = reach(token.word);
      if (reached !== 'stop-word')
        terms.push({ text: typed.slice(token.start, token.end), ...reached });
    }
    return { terms };
  };
}

function readAliases(
  announcements: readonly Announcement[],
  postings: Postings,
  analyzer: Analyzer,
): readonly Alias[] {
  const termsOf = (name: string) =>
    tokenize(name)
      .filter(({ word }) => !analyzer.isStopWord(word))
      .flatMap(({ word }) => postings.termOf.get(analyzer.stem(word)) ?? []);
  return announcements
    .flatMap(({ aliases }) => [...aliases])
    .flatMap(([name, others]) =>
      others.map((other) => ({
        words: tokenize(other).map(({ word }) => word),
        terms: termsOf(name),
      })),
    )
    .filter(({ words, terms }) => words.length > 0 && terms.length > 0)
    .sort((a, b) => b.words.length - a.words.length);
}

function startsWith(tokens: readonly Token[], from: number, words: readonly string[]): boolean {
  return words.every((word, offset) => tokens[from + offset]?.word === word);
}

/** The terms of the two vocabulary words that a word is made of (`datacenters`), if it is. */
function split(word: string, postings: Postings, analyzer: Analyzer): readonly number[] {
  for (let at = MIN_SPLIT; at <= word.length - MIN_SPLIT; at += 1) {
    const first = postings.termOf.get(analyzer.stem(word.slice(0, at)));
    const second = postings.termOf.get(analyzer.stem(word.slice(at)));
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return [];
}
