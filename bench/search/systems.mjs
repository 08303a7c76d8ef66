import { create as createOrama, insert, search as searchOrama } from '@orama/orama';
import { stemmer } from '@orama/stemmers/english';
import { stopwords } from '@orama/stopwords/english';
import { Index as FlexIndex } from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { createSearch } from '../../dist/search/search.js';

/** How many passages every system is asked for. */
const LIMIT = 3;

const STOP_WORDS = new Set(stopwords);
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? [];
const contentWordsOf = (text) => wordsOf(text).filter((word) => !STOP_WORDS.has(word));

/**
 * The systems compared. `build` takes a collection (`{announcements, texts}`: the same passages twice, as
 * announcements and as plain texts in the same order) and resolves to a function from a question to the
 * positions of the best passages, best first.
 */
export const SYSTEMS = [
  {
    id: 'herald',
    name: 'Herald',
    settings: 'as shipped: word vectors, spelling and ranking model',
    async build({ announcements }) {
      const firsts = new Map();
      let first = 0;
      for (const { id, passages } of announcements) {
        firsts.set(id, first);
        first += passages.length;
      }
      const search = await createSearch(announcements);
      return (question) =>
        search
          .search(question, { limit: LIMIT })
          .matches.map(
            ({ announcement, passage }) => firsts.get(announcement.id) + passage.number - 1,
          );
    },
  },
  {
    id: 'fuse',
    name: 'Fuse.js',
    settings:
      'default options but `ignoreLocation: true`, without which it looks near the start of a passage only',
    async build({ texts }) {
      const fuse = new Fuse(texts, { ignoreLocation: true });
      return (question) => fuse.search(question, { limit: LIMIT }).map(({ refIndex }) => refIndex);
    },
  },
  {
    id: 'fuse-token',
    name: 'Fuse.js token',
    settings: '`useTokenSearch`, stop words removed from the question, `threshold: 0.2`',
    async build({ texts }) {
      const fuse = new Fuse(texts, { useTokenSearch: true, threshold: 0.2 });
      return (question) => {
        const words = contentWordsOf(question).join(' ');
        return fuse
          .search(words === '' ? question : words, { limit: LIMIT })
          .map(({ refIndex }) => refIndex);
      };
    },
  },
  {
    id: 'minisearch',
    name: 'MiniSearch',
    settings: 'Porter2 stems, stop words removed, `fuzzy: 0.2`',
    async build({ texts }) {
      const processTerm = (term) => {
        const word = term.toLowerCase();
        return STOP_WORDS.has(word) ? null : stemmer(word);
      };
      const index = new MiniSearch({
        fields: ['text'],
        processTerm,
        searchOptions: { fuzzy: 0.2, processTerm },
      });
      index.addAll(texts.map((text, id) => ({ id, text })));
      return (question) =>
        index
          .search(question)
          .slice(0, LIMIT)
          .map(({ id }) => id);
    },
  },
  {
    id: 'orama',
    name: 'Orama',
    settings: 'Porter2 stems, stop words removed',
    async build({ texts }) {
      const database = createOrama({
        schema: { text: 'string' },
        components: {
          tokenizer: { language: 'english', stemming: true, stemmer, stopWords: stopwords },
        },
      });
      for (const [id, text] of texts.entries()) await insert(database, { id: String(id), text });
      return async (question) => {
        const { hits } = await searchOrama(database, { term: question, limit: LIMIT });
        return hits.map(({ id }) => Number(id));
      };
    },
  },
  {
    id: 'flexsearch',
    name: 'FlexSearch',
    settings: 'Porter2 stems, stop words removed, `suggest: true`',
    async build({ texts }) {
      const encode = (text) => contentWordsOf(text).map(stemmer);
      const index = new FlexIndex({ tokenize: 'strict', encode });
      for (const [id, text] of texts.entries()) index.add(id, text);
      return (question) => index.search(question, { limit: LIMIT, suggest: true });
    },
  },
  {
    id: 'lunr',
    name: 'lunr',
    settings: 'default pipeline: trimmer, stop words, Porter stems',
    async build({ texts }) {
      const index = lunr((builder) => {
        builder.field('text');
        for (const [id, text] of texts.entries()) builder.add({ id, text });
      });
      // A query of terms: question marks and colons would be operators in a query string.
      return (question) =>
        index
          .query((query) => {
            for (const word of wordsOf(question)) query.term(word);
          })
          .slice(0, LIMIT)
          .map(({ ref }) => Number(ref));
    },
  },
];
