import type { Meaning } from './meaning.js';
import type { Postings } from './postings.js';
import type { QueryTerm } from './query.js';

/** How near a vocabulary term is to a query term, 0 to 1. */
export type Relatedness = (term: number) => number;

/** Cosine below which two words are taken as strangers. */
const STRANGERS = 0.3;
const UNKNOWN = -1;
const UNREAD = -2;
/** How many numbers the tables of remembered cosines may hold together. */
const MEMORY = 1_000_000;

/**
 * Measures how near vocabulary terms are to query terms in meaning: the term itself by its weight, others by
 * the cosine of their word vectors, stretched so that strangers get 0 and the word itself 1.
 */
export function createRelatedness(
  postings: Postings,
  meaning: Meaning | undefined,
): (queryTerm: QueryTerm) => Relatedness {
  if (meaning === undefined) {
    return ({ reaches }) =>
      (term) =>
        reaches.get(term) ?? 0;
  }
  const size = postings.termOf.size;
  const entries = new Int32Array(size).fill(UNREAD);
  const entryOf = (term: number): number => {
    const known = entries[term] ?? UNKNOWN;
    if (known !== UNREAD) return known;
    const entry = meaning.indexOf(postings.wordOf(term)) ?? UNKNOWN;
    entries[term] = entry;
    return entry;
  };
  const tables = new Map<string, Float32Array>();
  const tableFor = (key: string): Float32Array => {
    const known = tables.get(key);
    if (known !== undefined) return known;
    const table = new Float32Array(size).fill(UNKNOWN);
    if ((tables.size + 1) * size > MEMORY) tables.clear();
    tables.set(key, table);
    return table;
  };

  return ({ entries: own, reaches }) => {
    const table = tableFor(own.join(' '));
    const nearest = (term: number): number => {
      const entry = entryOf(term);
      if (entry === UNKNOWN) return 0;
      let cosine = 0;
      for (const typed of own) cosine = Math.max(cosine, meaning.cosine(typed, entry));
      return Math.max(0, (cosine - STRANGERS) / (1 - STRANGERS));
    };
    return (term) => {
      const reached = reaches.get(term);
      if (reached !== undefined) return reached;
      const known = table[term] ?? UNKNOWN;
      if (known !== UNKNOWN) return known;
      const near = nearest(term);
      table[term] = near;
      return near;
    };
  };
}
