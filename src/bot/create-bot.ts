import { createHash } from 'node:crypto';
import type { Announcement } from '../knowledge/announcement.js';
import type { Curated } from '../search/curated.js';
import { createFuzzyRanker, type FuzzyRanker } from '../search/fuzzy.js';
import { once } from '../search/once.js';
import type { Match, Search, SearchResult } from '../search/search.js';
import type { Answer, Excerpt, Outcome } from './answer.js';
import type { TeachableBot } from './bot.js';
import { createCards, toCard } from './cards.js';
import { excerptAround, toExcerpt } from './excerpts.js';
import { createOffers } from './offers.js';
import { createFinder, newestFirst } from './prefer.js';
import type { Question } from './question.js';
import { recognizeSmallTalk, type SmallTalk } from './small-talk.js';
import type { Suggestion } from './suggestions.js';
import { type Wording, wordingFor } from './wording.js';

/** Where the three outcomes part, in probabilities from 0 to 1. */
export interface Thresholds {
  /** The first passage is shown as the answer from this probability that it is right. */
  readonly answer: number;
  /** Passages are shown as the closest from this probability that the question is on topic. */
  readonly closest: number;
}

/** Settings of a bot. */
export interface BotOptions {
  readonly thresholds?: Thresholds;
  /** Questions that the announcements are known to answer, to be suggested first. */
  readonly questions?: readonly Suggestion[];
  /** Web address of a person to ask when the announcement does not answer. */
  readonly contact?: string;
  /** Announcements that are no longer quoted: whoever asks one of them is told so. */
  readonly expired?: readonly Announcement[];
  /** Where a passage of an announcement that names no address of its own can be read. */
  readonly linkTo?: (announcement: string, passage: number) => string;
  /** How many excerpts the first reply shows at most; by default one for an answer, three when unsure. */
  readonly limit?: number;
}

const DEFAULT_THRESHOLDS: Thresholds = { answer: 0.35, closest: 0.15 };
const EXCERPTS: Readonly<Record<Outcome, number>> = {
  answer: 1,
  closest: 3,
  'not-covered': 1,
  'small-talk': 0,
  empty: 0,
  limited: 0,
};
const PAGE = 3;
const SUGGESTIONS = 3;
/** Small talk that may well lead to a question. */
const OPENING: ReadonlySet<SmallTalk> = new Set(['greeting', 'who', 'help']);
const COMPLETIONS = 25;
const TYPE_AHEAD_THRESHOLD = 0.5;
const MAX_MATCHES = 12;
/** How much of a question is read, in UTF-16 code units. */
const MAX_QUESTION = 2_000;
const MAX_MISSING = 3;
const MAX_MISSING_LENGTH = 40;

/** A bot that answers from an index of the given announcements. */
export function createBot(
  announcements: readonly Announcement[],
  search: Search,
  options: BotOptions = {},
): TeachableBot {
  const thresholds = options.thresholds ?? DEFAULT_THRESHOLDS;
  const byId = new Map(announcements.map((announcement) => [announcement.id, announcement]));
  const expired = options.expired ?? [];
  const cards = createCards(announcements);
  const edition = digestOf([
    ...announcements.map(({ id, revision }) => `${id}@${revision}`),
    ...expired.map(({ id, expiresAt }) => `${id} until ${expiresAt}`),
  ]);

  const finder = createFinder(
    announcements,
    search,
    MAX_MATCHES,
    (found) => outcomeOf(found, thresholds) === 'answer',
  );
  const find = (question: Question) => finder(question.text.slice(0, MAX_QUESTION), question);
  /** What is said of a question that no announcement can be asked; `undefined` when one can. */
  const refusal = ({ announcement }: Question, wording: Wording): string | undefined => {
    const isAll = announcement === undefined && announcements.length === 0;
    const gone = isAll ? newestFirst(expired)[0] : expired.find(({ id }) => id === announcement);
    if (gone?.expiresAt !== undefined) return wording.expired(gone.title, toMinute(gone.expiresAt));
    return announcements.length === 0 ? wording.nothing : undefined;
  };
  const linked = (excerpt: Excerpt): Excerpt =>
    excerpt.url !== undefined || options.linkTo === undefined
      ? excerpt
      : { ...excerpt, url: options.linkTo(excerpt.announcement, excerpt.passage) };
  const titlesFor = ({ announcement }: Question) => {
    const asked =
      announcement === undefined
        ? newestFirst(announcements)
        : announcements.filter(({ id }) => id === announcement);
    const [first, ...others] = asked;
    if (first === undefined) return '“”';
    return others.length === 0 ? `“${first.title}”` : `“${first.title}” (+${others.length})`;
  };

  const ask = (question: Question, page: number): Answer => {
    const wording = wordingFor(question.locale);
    const reply = (
      outcome: Outcome,
      lead: string,
      rest: Partial<Answer> = {},
      curated?: Curated,
    ): Answer => ({
      id: answerId(question, edition, curated),
      question: question.text,
      outcome,
      lead,
      excerpts: [],
      further: 0,
      missing: [],
      suggestions: [],
      ...rest,
    });

    const offer = (near: readonly Match[] = []) => ({
      suggestions: offers.near(
        near.map(({ announcement, passage }) => ({
          announcement: announcement.id,
          passage: passage.number,
        })),
        page === 0 ? SUGGESTIONS : 0,
        question.announcement,
      ),
    });
    const refused = refusal(question, wording);
    if (refused !== undefined) return reply('not-covered', refused);
    if (!/[\p{L}\p{N}]/u.test(question.text))
      return reply('empty', wording.empty(titlesFor(question)), offer());
    const smallTalk = recognizeSmallTalk(question.text);
    if (smallTalk !== undefined)
      return reply(
        'small-talk',
        wording.smallTalk(smallTalk, titlesFor(question)),
        OPENING.has(smallTalk) ? offer() : {},
      );

    const found = find(question);
    const { matches, answering, missing: lacking, curated } = found;
    if (curated !== undefined && 'statement' in curated) {
      const { statement } = curated;
      return reply('answer', wording.statement, { statement }, curated);
    }
    const missing = lacking.map(abridge).slice(0, MAX_MISSING);
    const outcome = outcomeOf(found, thresholds);
    const shown =
      options.limit ?? Math.max(EXCERPTS[outcome], outcome === 'answer' ? answering : 0);
    const [from, to] = page === 0 ? [0, shown] : [shown + (page - 1) * PAGE, shown + page * PAGE];
    const excerpts = matches.slice(from, to).map(toExcerpt).map(linked);
    const lead =
      page > 0
        ? excerpts.length > 0
          ? wording.further
          : wording.noFurther
        : outcome === 'answer'
          ? wording.answer
          : outcome === 'closest'
            ? wording.closest
            : wording.notCovered(missing, excerpts.length > 0);
    const notes =
      page === 0 && excerpts.length > 0
        ? found.superseded.map(({ older, newer }) => wording.superseded(older.title, newer.title))
        : [];
    const { contact } = options;
    const rest = {
      excerpts,
      missing,
      further: Math.max(0, matches.length - to),
      ...(contact === undefined || outcome === 'answer' ? {} : { contact }),
      ...(outcome === 'not-covered' ? offer(matches) : {}),
    };
    return reply(outcome, [...notes, lead].join(' '), rest, curated);
  };

  const makeOffers = () =>
    createOffers(
      announcements,
      options.questions ?? [],
      ({ question: text, announcement, passages }) =>
        recognizeSmallTalk(text) === undefined &&
        // It may be asked of its announcement alone, or of all.
        [{ text, announcement }, { text }].every((question) => {
          const found = find(question);
          const [first] = found.matches;
          return (
            outcomeOf(found, thresholds) === 'answer' &&
            first?.announcement.id === announcement &&
            passages.includes(first.passage.number)
          );
        }),
    );
  const makeTypeAhead = () =>
    once((): FuzzyRanker => {
      const sections = announcements.flatMap(({ passages }) =>
        passages.map(({ section }) => section),
      );
      return createFuzzyRanker(
        [...new Set([...offers.all(), ...sections])].filter((text) => text !== ''),
        TYPE_AHEAD_THRESHOLD,
      );
    });
  let offers = makeOffers();
  let typeAhead = makeTypeAhead();

  return {
    teach: ({ curated, aliases }) => {
      search.teach(curated, aliases);
      offers = makeOffers();
      typeAhead = makeTypeAhead();
    },
    ask: (question) => ask(question, 0),
    more: ask,
    around: (address) => {
      const excerpt = excerptAround(byId.get(address.announcement), address);
      return excerpt && linked(excerpt);
    },
    suggestions: (count = SUGGESTIONS) => offers.all().slice(0, count),
    complete: (typed, count = COMPLETIONS) => {
      const fitting = typeAhead()(typed, count);
      return fitting.length > 0 ? fitting : offers.all().slice(0, count);
    },
    announcements: cards.all,
    knows: (id) => [...announcements, ...expired].some((one) => one.id === id),
    prepare: ({ text }) => search.prepare([text.slice(0, MAX_QUESTION)]),
    findAnnouncements: (typed, count = COMPLETIONS) => cards.find(typed, count),
    read: (id) => {
      const announcement = byId.get(id);
      if (announcement === undefined) return undefined;
      const { language, passages } = announcement;
      return { ...toCard(announcement), language, passages };
    },
    edition: () => edition,
  };
}

/** A moment as a date and time in UTC that reads the same in every language. */
function toMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function outcomeOf(
  { confidence, curated }: Pick<SearchResult, 'confidence' | 'curated'>,
  { answer, closest }: Thresholds,
): Outcome {
  // A person's word is not weighed.
  if (curated !== undefined || confidence.right >= answer) return 'answer';
  return confidence.onTopic >= closest ? 'closest' : 'not-covered';
}

function answerId(
  { text, announcement = '', locale = '' }: Question,
  edition: string,
  curated: Curated | undefined,
): string {
  const taught = curated === undefined ? [] : [JSON.stringify(curated)];
  return digestOf([text, announcement, locale, edition, ...taught]);
}

/** 16 characters of the URL-safe base64 alphabet that name a list of strings. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function abridge(word: string): string {
  return word.length <= MAX_MISSING_LENGTH
    ? word
    : `${word.slice(0, MAX_MISSING_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
