import { normalizeWord } from './tokens.js';

/** A language's knowledge of words: which ones carry no subject, and which ones are forms of each other. */
export interface Analyzer {
  /** The form shared by the inflections and spellings of a normalized word. */
  readonly stem: (word: string) => string;
  /** Whether a normalized word says nothing of what a question is about: grammar, question words, pleasantries. */
  readonly isStopWord: (word: string) => boolean;
  /** The stop words, for the spelling of words that are near one. */
  readonly stopWords: ReadonlySet<string>;
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

/** What people type around a question in chat; it says nothing of the subject. */
const CHAT_WORDS =
  `a about actually all also am an any anybody anyone anything article announcement ask asking
  basically bc bot bro btw bye can cheers could cuz dear did do dont does done dude else etc even ever everybody everyone
  exactly explain folks fyi give go going gonna gotta got guys ha haha hello hey hi hiya hmm honestly how i id idk ill im
  imo info is it its ive just kinda know lets like lmk lol mate maybe me mean mention mentioned mentions morning much my
  nah nice no nope now oh ok okay omg one pls please plz post quick question quickly r real really right said say saying
  says see should show so some somebody someone something sorry sort specifically still story sure team tell text thank
  thanks thats there theres these thing things think tho those though thru thx til u um ur us v w wanna want wanted wants
  was wat wats we well were what whats when where which while who whos why will wonder wondering wont would ya yall yeah
  yep yes yet yo you your youre q according piece supposedly roughly`
    .split(/\s+/)
    .filter((word) => word !== '');

/** Loads the stemmer and stop words of a BCP 47 language; a language without any compares words as they stand. */
export async function loadAnalyzer(language: string): Promise<Analyzer> {
  const primary = new Intl.Locale(language).language;
  const known = LANGUAGES[primary];
  if (known === undefined) return createAnalyzer((word) => word, []);
  const [{ stemmer }, { stopwords }] = await Promise.all([known.stemmer(), known.stopWords()]);
  return primary === 'en'
    ? createAnalyzer((word) => stemmer(toAmerican(word)), [...stopwords, ...CHAT_WORDS])
    : createAnalyzer(stemmer, stopwords);
}

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
      stems.set(word, stem);
      return stem;
    },
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
