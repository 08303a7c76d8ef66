import { CHAT_WORDS, respell, STANDARD_WORDS } from './chat-language.js';
import { normalizeWord } from './tokens.js';

/** A language's knowledge of words: which ones carry no subject, and which ones are forms of each other. */
export interface Analyzer {
  /** The form shared by the inflections and spellings of a normalized word. */
  readonly stem: (word: string) => string;
  /** Whether a normalized word says nothing of what a question is about: grammar, question words, pleasantries. */
  readonly isStopWord: (word: string) => boolean;
  /** The stop words, for the spelling of words that are near one. */
  readonly stopWords: ReadonlySet<string>;
  /** The standard word for a short form of chat, or the word itself. */
  readonly standardize: (word: string) => string;
  /** Other spellings to try for a word that is not known as it stands. */
  readonly respell: (word: string) => readonly string[];
}

interface Language {
  readonly stemmer: () => Promise<{ stemmer(word: string): string }>;
  readonly stopWords: () => Promise<{ stopwords: string[] }>;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  de: {
    stemmer: () => import('@orama/stemmers/german'),
    stopWords: () => import('@orama/stopwords/german'),
  },
  en: {
    stemmer: () => import('@orama/stemmers/english'),
    stopWords: () => import('@orama/stopwords/english'),
  },
  es: {
    stemmer: () => import('@orama/stemmers/spanish'),
    stopWords: () => import('@orama/stopwords/spanish'),
  },
  fr: {
    stemmer: () => import('@orama/stemmers/french'),
    stopWords: () => import('@orama/stopwords/french'),
  },
  it: {
    stemmer: () => import('@orama/stemmers/italian'),
    stopWords: () => import('@orama/stopwords/italian'),
  },
  nl: {
    stemmer: () => import('@orama/stemmers/dutch'),
    stopWords: () => import('@orama/stopwords/dutch'),
  },
  pt: {
    stemmer: () => import('@orama/stemmers/portuguese'),
    stopWords: () => import('@orama/stopwords/portuguese'),
  },
};

const analyzers = new Map<string, Promise<Analyzer>>();

/** The stemmer and stop words of a BCP 47 language, loaded once; a language without any compares words as they stand. */
export function loadAnalyzer(language: string): Promise<Analyzer> {
  const primary = new Intl.Locale(language).language;
  const analyzer = analyzers.get(primary) ?? makeAnalyzer(primary);
  analyzers.set(primary, analyzer);
  return analyzer;
}

async function makeAnalyzer(primary: string): Promise<Analyzer> {
  const known = LANGUAGES[primary];
  if (known === undefined) return createAnalyzer((word) => word, []);
  const [{ stemmer }, { stopwords }] = await Promise.all([known.stemmer(), known.stopWords()]);
  if (primary !== 'en') return createAnalyzer(stemmer, stopwords);
  return {
    ...createAnalyzer((word) => stemmer(toAmerican(word)), [...stopwords, ...CHAT_WORDS]),
    standardize: (word) => STANDARD_WORDS.get(word) ?? word,
    respell,
  };
}

const REMEMBERED_STEMS = 50_000;

function createAnalyzer(stemmer: (word: string) => string, words: readonly string[]): Analyzer {
  const stopWords = new Set(words.map(normalizeWord));
  const stems = new Map<string, string>();
  return {
    stopWords,
    isStopWord: (word) => stopWords.has(word),
    stem: (word) => {
      const known = stems.get(word);
      if (known !== undefined) return known;
      const stem = /^\d/.test(word) ? word : stemmer(word);
      if (stems.size >= REMEMBERED_STEMS) stems.clear();
      stems.set(word, stem);
      return stem;
    },
    standardize: (word) => word,
    respell: () => [],
  };
}

/** American spelling of a British one, by its ending; applied to text and question alike, so a miss does no harm. */
function toAmerican(word: string): string {
  return word
    .replace(/(?<=[a-z]{2}[bdglmnpv])our(?=s?$|ed$|ing$|able$|ite)/, 'or')
    .replace(/(?<=[a-z]{3})is(?=e[ds]?$|ing$|ations?$|ers?$)/, 'iz')
    .replace(/ys(?=e[ds]?$|ing$)/, 'yz')
    .replace(/(?<=[a-z]{2}t)re(?=[sd]?$)/, 'er')
    .replace(/ogue(?=s?$)/, 'og')
    .replace(/^(def|off|lic)ence(?=s?$)/, '$1ense')
    .replace(/(?<=[aeiou][a-z]*[^aeiou][aeiou])ll(?=ed$|ing$|ers?$)/, 'l')
    .replace(/^programme/, 'program');
}
