import type { Announcement, Passage } from '../knowledge/announcement.js';
import type { RehearsedQuestion } from '../knowledge/rehearsal.js';
import { suggestQuestions } from './suggestions.js';

/** What an announcement surely does not answer. */
const OFF_TOPIC = ['What will the weather be tomorrow?', 'Who won the match last night?'];
const AMOUNT =
  /(?:[$€£¥]\s?)?\d[\d.,]*(?:\s?(?:%|percent|million|billion|trillion|thousand|hundred))?(?:\s(?:dollars|euros|pounds|yen))?/;
const SUBJECT =
  /^((?:The )?\p{Lu}[\p{L}\p{N}'’-]*(?: (?:and |of |the )?\p{Lu}[\p{L}\p{N}'’-]*)*) (?=(?:has|have|had|is|are|was|were|will|would|can|could|may|must|said|says|announced|plans|wants|means|stays|keeps|\p{Ll}+(?:s|ed))\b)/u;
const MONTH =
  /\b(?:on |in |by |until |since )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2})?(?:,? \d{4})?\b/;
const MAX_WORDS = 14;
/** A word shorter than this is seldom mistyped. */
const MIN_MISTYPED = 6;

/**
 * A first rehearsal for a person to edit: for every passage the questions that its sentences answer (about the
 * sentence's subject, amount or date, by rules for English), each once more as people mistype it and with what
 * they call things, and two questions about something else.
 */
export function draftRehearsal(announcement: Announcement): readonly RehearsedQuestion[] {
  const about = new Map(
    suggestQuestions(announcement).flatMap(({ question, passages }) =>
      passages.map((number) => [number, [question]] as const),
    ),
  );
  const seen = new Set<string>();
  const drafted = announcement.passages.flatMap((passage) => {
    const found = [...questionsFrom(announcement, passage), ...(about.get(passage.number) ?? [])];
    const plain = found.length > 0 ? found : [isItTrue(announcement, passage)];
    const [first] = plain;
    const variants =
      first === undefined ? [] : [mistype(first), ...withAliases(first, announcement)];
    return [...plain, ...variants]
      .filter((question) => question !== '' && !seen.has(question) && seen.add(question))
      .map((question, index) => ({
        id: `p${passage.number}-${index + 1}`,
        question,
        gold: [passage.number],
        kind: 'answerable' as const,
      }));
  });
  const others = OFF_TOPIC.map((question, index) => ({
    id: `off-${index + 1}`,
    question,
    gold: [],
    kind: 'off_topic' as const,
  }));
  return [...drafted, ...others];
}

function questionsFrom({ text }: Announcement, { sentences }: Passage): readonly string[] {
  return sentences.flatMap(({ start, end }) => {
    const sentence = plainly(text.slice(start, end));
    const subject = SUBJECT.exec(sentence)?.[1];
    const amount = AMOUNT.exec(sentence)?.[0];
    const month = MONTH.exec(sentence)?.[0];
    return [
      ...(subject === undefined ? [] : [`Who or what${sentence.slice(subject.length)}?`]),
      ...(month === undefined ? [] : [`When: ${sentence.replace(month, '…')}?`]),
      ...(amount === undefined || month?.includes(amount)
        ? []
        : [`How much or how many: ${sentence.replace(amount, '…')}?`]),
    ].filter((question) => question.split(' ').length <= MAX_WORDS);
  });
}

function isItTrue({ text }: Announcement, { sentences: [first] }: Passage): string {
  if (first === undefined) return '';
  const words = plainly(text.slice(first.start, first.end))
    .split(' ')
    .slice(0, MAX_WORDS)
    .join(' ');
  return `Is it true that ${words.slice(0, 1).toLowerCase()}${words.slice(1)}?`;
}

/** A sentence without Markdown and without its full stop. */
function plainly(sentence: string): string {
  return sentence
    .replace(/[*_`#>|]+|\[|\]\([^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[.!?:]+$/, '')
    .trim();
}

/** The question with two letters of its longest word changed over, as fingers do; empty when no word is long enough. */
function mistype(question: string): string {
  const [longest = ''] = [...(question.match(/\p{L}+/gu) ?? [])].sort(
    (a, b) => b.length - a.length,
  );
  if (longest.length < MIN_MISTYPED) return '';
  const at = longest.length >> 1;
  const mistyped =
    longest.slice(0, at - 1) +
    (longest[at] ?? '') +
    (longest[at - 1] ?? '') +
    longest.slice(at + 1);
  return mistyped === longest ? '' : question.replace(longest, mistyped);
}

function withAliases(question: string, { aliases }: Announcement): readonly string[] {
  return [...aliases].flatMap(([term, [alias]]) =>
    alias !== undefined && question.includes(term) ? [question.replace(term, alias)] : [],
  );
}
