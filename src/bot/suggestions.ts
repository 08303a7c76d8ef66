import type { Announcement, Passage } from '../knowledge/announcement.js';

/** A question with the passages that may answer it. */
export interface Suggestion {
  readonly question: string;
  readonly announcement: string;
  readonly passages: readonly number[];
}

const MAX_PASSAGES = 200;
const NAME = /(?<![.!?:]["”’)]?\s+|^)\b\p{Lu}[\p{L}\p{N}]*(?:[ -]\p{Lu}[\p{L}\p{N}]*)*/gu;
const PAIR = /\b(\p{Ll}{4,} \p{Ll}{4,}s)\b/gu;
const NO_SUBJECT =
  /\b(?:that|this|with|from|they|their|which|those|these|have|will|been|more|most|into|over|than|were|what|when|where|about|also|such|every|keep|just|step|above|going|makes|still|does|only|very|them|even|then|watching|closely|reached|toward|powerful)\b/;

/**
 * Questions that an announcement may answer, one a passage at most: about its rarest name or plural
 * phrase. They are candidates; whoever offers one asks it first.
 */
export function suggestQuestions(announcement: Announcement): readonly Suggestion[] {
  const passages = announcement.passages.slice(0, MAX_PASSAGES);
  const everywhere = passages.map(({ text }) => text.toLowerCase()).join('\n');
  const used = new Set<string>();
  return passages.flatMap((passage) => {
    const [phrase] = phrasesOf(passage)
      .filter((candidate) => !used.has(candidate.toLowerCase()))
      .map((candidate) => ({ candidate, rarity: occurrences(everywhere, candidate.toLowerCase()) }))
      .sort((a, b) => a.rarity - b.rarity || b.candidate.length - a.candidate.length)
      .map(({ candidate }) => candidate);
    if (phrase === undefined) return [];
    used.add(phrase.toLowerCase());
    return [
      {
        question: `What does it say about ${phrase}?`,
        announcement: announcement.id,
        passages: [passage.number],
      },
    ];
  });
}

function phrasesOf({ text }: Passage): readonly string[] {
  const phrases = [...text.matchAll(NAME), ...text.matchAll(PAIR)].map(([phrase]) => phrase);
  return phrases.filter(
    (phrase) => phrase.length >= 4 && phrase.length <= 40 && !NO_SUBJECT.test(phrase),
  );
}

function occurrences(text: string, phrase: string): number {
  return text.split(phrase).length - 1;
}
