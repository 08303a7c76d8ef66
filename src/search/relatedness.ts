import type { Meaning } from './meaning.js';
import type { Postings } from './postings.js';
import type { QueryTerm } from './query.js';

/** How near a vocabulary term is to a query term, 0 to 1. */
export type Relatedness = (term: number) => number;

/** Cosine below which two words are taken as strangers. */
const STRANGERS = 0.3;
const UNKNOWN = -1;
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
  const entryOf = new Int32Array(size).fill(UNKNOWN);
  for (const [word, term] of postings.words) {
    if (entryOf[term] === UNKNOWN) entryOf[term] = meaning.indexOf(word) ?? UNKNOWN;
  }
  const tables = new Map<string, Float32Array>();
  const tableFor = (key: string): Float32Array => {
    const known = tables.get(key);
    if (known !== undefined) return known;
    const table = new Float32Array(size).fill(UNKNOWN);
    if ((tables.size + 1) * size > MEMORY) tables.clear();
    tables.set(key, table);
    return table;
  };

  return ({ entries, reaches }) => {
    const table = tableFor(entries.join(' '));
    const nearest = (term: number): number => {
      const entry = entryOf[term] ?? UNKNOWN;
      if (entry === UNKNOWN) return 0;
      let cosine = 0;
      for (const own of entries) cosine = Math.max(cosine, meaning.cosine(own, entry));
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
