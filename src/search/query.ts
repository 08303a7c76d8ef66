import type { Announcement } from '../knowledge/announcement.js';
import type { Analyzer } from './analysis.js';
import { type Asked, readAsked } from './asked.js';
import type { Alias } from './curated.js';
import { directionOf, entriesOf, type Meaning, type Vector } from './meaning.js';
import type { Postings } from './postings.js';
import type { Speller } from './spelling.js';
import { type Token, tokenize } from './tokens.js';

/** How a query term came to terms of the vocabulary. */
export type Reach = 'word' | 'alias' | 'spelling' | 'split' | 'nothing';

/** One word (or alias phrase) of the question and the vocabulary terms it reaches. */
export interface QueryTerm {
  /** As typed. */
  readonly text: string;
  /** The stem of the standard word, whether or not the announcements have it. */
  readonly stem: string;
  /** Vocabulary terms with their weights: the word itself 1, others less. Empty when none is a form of it. */
  readonly reaches: ReadonlyMap<number, number>;
  readonly by: Reach;
  /** Numbers of the word in the table of meanings; empty when it has none. */
  readonly entries: readonly number[];
  /** Rarity of the word in general language: natural logarithm of one in so many words. */
  readonly rarity: number;
}

/** A question, analysed. */
export interface Query {
  readonly terms: readonly QueryTerm[];
  /** Direction of the whole question, stop words included at their low weight; zeros without meanings. */
  readonly direction: Vector;
  /** Direction of the query's terms alone. */
  readonly topic: Vector;
  /** What was typed, with misspellings put right and aliases by their names, as an encoder is to read it. */
  readonly reading: string;
  /** The kinds of thing the question asks for. */
  readonly asked: Asked;
}

/** Turns what was typed into a query; pure for one index. */
export type QueryReader = (text: string) => Query;

const ALIAS_WEIGHT = 0.95;
const SPLIT_WEIGHT = 0.9;
const MIN_SPLIT = 3;
const MAX_SPLIT = 40;
const MAX_TERMS = 40;
const MAX_CHARACTERS = 2_000;
/** Words at least this frequent in general language (Zipf) are taken as typed, never as a misspelling. */
const SURELY_A_WORD = 3.6;
/** Rarity of a word that general language does not know: one in ten million. */
const RARITY_UNKNOWN = Math.log(10) * 7;
/** Rarity of a single digit, which in chat is often a word: one in ten thousand. */
const RARITY_DIGIT = Math.log(10) * 4;

interface ReadAlias {
  readonly name: string;
  readonly words: readonly string[];
  readonly targetWords: readonly string[];
  readonly terms: readonly number[];
}

/** What a reader of questions needs of an index. */
export interface QueryContext {
  readonly announcements: readonly Announcement[];
  readonly postings: Postings;
  readonly analyzer: Analyzer;
  /** Over the announcements' words and the stop words. */
  readonly speller: Speller;
  readonly meaning: Meaning | undefined;
  /** Over general language, for words that the announcements lack. */
  readonly generalSpeller: Speller;
}

/** A reader of questions for one index, with the announcements' aliases and those taught: stop words dropped, aliases and misspellings followed to the vocabulary. */
export function createQueryReader(
  context: QueryContext,
  taught: readonly Alias[] = [],
): QueryReader {
  const { announcements, postings, analyzer, speller, meaning, generalSpeller } = context;
  const aliases = readAliases(announcements, taught, postings, analyzer);
  const entriesFor = (words: readonly string[]) =>
    words.flatMap((word) => meaning?.indexOf(word) ?? []);
  const rarityOf = (word: string) => rarityIn(meaning, word);
  interface Reached extends Pick<QueryTerm, 'reaches' | 'by' | 'entries' | 'rarity'> {
    /** The word that it is taken for. */
    readonly readAs?: string;
  }
  const direct = (word: string, term: number): Reached => ({
    reaches: new Map([[term, 1]]),
    by: 'word',
    entries: entriesFor([word]),
    rarity: rarityOf(word),
  });
  const nothing = (word: string): Reached => ({
    reaches: new Map(),
    by: 'nothing',
    entries: entriesFor([word]),
    rarity: rarityOf(word),
  });

  const reach = (word: string): Reached | { readonly stopWord: string } => {
    const term = postings.termOf.get(analyzer.stem(word));
    if (term !== undefined) return direct(word, term);
    const halves = split(word, postings, analyzer);
    if (halves.length > 0) {
      return {
        reaches: new Map(halves.map(({ term: half }) => [half, SPLIT_WEIGHT])),
        by: 'split',
        entries: entriesFor(halves.map((half) => half.word)),
        rarity: rarityOf(word),
        readAs: halves.map((half) => half.word).join(' '),
      };
    }
    for (const other of analyzer.respell(word)) {
      const respelled = postings.termOf.get(analyzer.stem(other));
      if (respelled !== undefined)
        return { ...direct(other, respelled), by: 'spelling', readAs: other };
      if (meaning?.indexOf(other) !== undefined) return { ...nothing(other), readAs: other };
    }
    if ((meaning?.zipf(word) ?? 0) >= SURELY_A_WORD) return nothing(word);
    const corrections = speller(word);
    const [best] = corrections;
    const [general] = generalSpeller(word);
    const isGeneral = general !== undefined && general.weight > (best?.weight ?? 0) + 0.1;
    if (best === undefined || isGeneral) {
      return general === undefined
        ? nothing(word)
        : {
            ...nothing(word),
            entries: entriesFor([general.word]),
            rarity: rarityOf(general.word),
            readAs: general.word,
          };
    }
    if (analyzer.isStopWord(best.word)) return { stopWord: best.word };
    const reaches = new Map<number, number>();
    for (const { word: corrected, weight } of corrections) {
      const reached = postings.words.get(corrected);
      if (reached !== undefined && weight >= best.weight)
        reaches.set(reached, Math.max(weight, reaches.get(reached) ?? 0));
    }
    return {
      reaches,
      by: 'spelling',
      entries: entriesFor([best.word]),
      rarity: rarityOf(best.word),
      readAs: best.word,
    };
  };

  return (text) => {
    const typed = text.slice(0, MAX_CHARACTERS);
    const tokens = tokenize(typed);
    const terms: QueryTerm[] = [];
    const words: string[] = [];
    const seen = new Set<string>();
    const readings: { readonly token: Token; readonly last: Token; readonly readAs: string }[] = [];
    for (let index = 0; index < tokens.length && terms.length < MAX_TERMS; ) {
      const alias = aliases.find(({ words }) => startsWith(tokens, index, words));
      const token = tokens[index];
      if (token === undefined) break;
      if (alias) {
        const last = tokens[index + alias.words.length - 1] ?? token;
        const entries = entriesFor(alias.targetWords);
        readings.push({ token, last, readAs: alias.name });
        terms.push({
          text: typed.slice(token.start, last.end),
          stem: alias.targetWords.map(analyzer.stem).join(' '),
          reaches: new Map(alias.terms.map((term) => [term, ALIAS_WEIGHT])),
          by: 'alias',
          entries,
          rarity: Math.max(...alias.targetWords.map(rarityOf)),
        });
        words.push(...alias.targetWords);
        index += alias.words.length;
        continue;
      }
      index += 1;
      const word = analyzer.standardize(token.word);
      const readWith = (readAs: string) => readings.push({ token, last: token, readAs });
      if (analyzer.isStopWord(word)) {
        if (word !== token.word) readWith(word);
        words.push(word);
        continue;
      }
      if (seen.has(word)) continue;
      seen.add(word);
      const reached = reach(word);
      if ('stopWord' in reached) {
        readWith(reached.stopWord);
        words.push(reached.stopWord);
        continue;
      }
      const { readAs, ...term } = reached;
      if (readAs !== undefined || word !== token.word) readWith(readAs ?? word);
      terms.push({
        text: typed.slice(token.start, token.end),
        stem: analyzer.stem(word),
        ...term,
      });
      words.push(...(readAs ?? word).split(' '));
    }
    const reading = rewrite(typed, readings);
    return {
      terms,
      direction: meaning ? directionOf(meaning, entriesOf(meaning, words)) : new Float32Array(0),
      topic: meaning
        ? directionOf(
            meaning,
            terms.flatMap(({ entries }) => entries),
          )
        : new Float32Array(0),
      reading,
      asked: readAsked(reading),
    };
  };
}

/** Rarity of a word in general language, as in {@link QueryTerm}. */
export function rarityIn(meaning: Meaning | undefined, word: string): number {
  if (/^\d$/.test(word)) return RARITY_DIGIT;
  const zipf = meaning?.zipf(word) ?? 0;
  return zipf > 0 ? Math.min(RARITY_UNKNOWN, Math.log(10) * (9 - zipf)) : RARITY_UNKNOWN;
}

function readAliases(
  announcements: readonly Announcement[],
  taught: readonly Alias[],
  postings: Postings,
  analyzer: Analyzer,
): readonly ReadAlias[] {
  const contentOf = (name: string) =>
    tokenize(name)
      .map(({ word }) => word)
      .filter((word) => !analyzer.isStopWord(word));
  const written = announcements.flatMap(({ aliases }) => [...aliases]);
  return [...taught.map(({ name, alias }) => [name, [alias]] as const), ...written]
    .flatMap(([name, others]) => {
      const targetWords = contentOf(name);
      const terms = targetWords.flatMap((word) => postings.termOf.get(analyzer.stem(word)) ?? []);
      return others.map((other) => ({
        name,
        words: tokenize(other).map(({ word }) => word),
        targetWords,
        terms,
      }));
    })
    .filter(({ words, terms }) => words.length > 0 && terms.length > 0)
    .sort((a, b) => b.words.length - a.words.length);
}

/** A text with some of its tokens replaced, in their order. */
function rewrite(
  typed: string,
  readings: readonly { readonly token: Token; readonly last: Token; readonly readAs: string }[],
): string {
  let text = '';
  let from = 0;
  for (const { token, last, readAs } of readings) {
    text += typed.slice(from, token.start) + readAs;
    from = last.end;
  }
  return text + typed.slice(from);
}

function startsWith(tokens: readonly Token[], from: number, words: readonly string[]): boolean {
  return words.every((word, offset) => tokens[from + offset]?.word === word);
}

/** The two vocabulary words that a word is made of (`datacenters`), if it is. */
function split(
  word: string,
  postings: Postings,
  analyzer: Analyzer,
): readonly { readonly word: string; readonly term: number }[] {
  if (word.length > MAX_SPLIT) return [];
  for (let at = MIN_SPLIT; at <= word.length - MIN_SPLIT; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    const first = postings.termOf.get(analyzer.stem(head));
    const second = postings.termOf.get(analyzer.stem(tail));
    if (first !== undefined && second !== undefined) {
      return [
        { word: head, term: first },
        { word: tail, term: second },
      ];
    }
  }
  return [];
}
