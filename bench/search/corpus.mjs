import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAnnouncement } from '../../dist/knowledge/read.js';
import {
  createRandom,
  misspell,
  readOne,
  readRehearsals,
  readSquad,
} from '../../training/ranker/data.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SEED = 20_251_028;
const PASSAGES_AN_ANNOUNCEMENT = 20;
/** Exponent of Zipf's law for the invented words: rank r is drawn with probability about r^-1.2. */
const ZIPF_EXPONENT = 1.2;
/** How many words of a generated sentence (4 letters or more) give way to an invented one. */
const INVENTED_SHARE = 0.12;
/** Ranks beyond are drawn again; no collection here comes near having so many words. */
const MAX_RANK = 1e9;

/** The shipped announcement with the questions of a rehearsal file, its own by default. */
export function readShipped(questions) {
  const file = join(ROOT, 'knowledge/openai-microsoft-next-phase');
  return readOne(`${file}.md`, questions ?? `${file}.rehearsal.jsonl`);
}

/**
 * Real announcements, the shipped one first, then the articles of a SQuAD file when given, otherwise the
 * announcements that the ranking model was trained on (speed is measured on them, never quality).
 */
function readSources(squad) {
  const { train, validation } = squad ? readSquad(squad) : { train: [], validation: [] };
  const others = squad
    ? [...train, ...validation]
    : readRehearsals(join(ROOT, 'training/rehearsals'));
  return [readShipped(), ...others];
}

/** Says in a sentence or two how passages and questions are made. */
export function describeCorpus(squad, real) {
  const source = squad ? 'SQuAD articles' : 'announcements in training/rehearsals';
  return [
    `The first ${real.toLocaleString('en')} passages are real: the shipped announcement, then the ${source}.`,
    'The rest are generated with a fixed seed: a passage gets as many sentences as a real one drawn at random,',
    `each sentence is drawn from the real passages, and ${Math.round(INVENTED_SHARE * 100)}% of its words of four letters or more`,
    `are replaced by invented words whose ranks follow Zipf's law (exponent ${ZIPF_EXPONENT}),`,
    'so that new words keep coming as they do in real text.',
    'Questions are those of the real passages, every other one misspelt as if typed in haste.',
  ].join(' ');
}

/** A collection of `size` passages as announcements and as texts, and how many of them are real. */
export function makeCollection(squad, size) {
  const real = readSources(squad).flatMap(({ announcement }) =>
    announcement.passages.map(({ text }) => text.replace(/\s+/g, ' ')),
  );
  const texts = real.slice(0, size);
  const generate = createGenerator(real, createRandom(SEED));
  while (texts.length < size) texts.push(generate());
  const announcements = [];
  for (let from = 0; from < size; from += PASSAGES_AN_ANNOUNCEMENT) {
    announcements.push(toAnnouncement(from, texts.slice(from, from + PASSAGES_AN_ANNOUNCEMENT)));
  }
  return { texts, announcements, real: Math.min(size, real.length) };
}

/** The questions to ask a collection of `size` passages: those of its real passages, in random order. */
export function makeQuestions(squad, size) {
  const random = createRandom(SEED + 1);
  const asked = [];
  let passages = 0;
  for (const { announcement, questions } of readSources(squad)) {
    if (passages >= size) break;
    passages += announcement.passages.length;
    asked.push(...questions.map(({ question }) => question));
  }
  return shuffle(asked, random).map((question, index) =>
    index % 2 === 0 ? question : misspell(question, random),
  );
}

/** A copy of questions in which words are misspelt, the same at every run. */
export function misspellAll(questions) {
  const random = createRandom(SEED + 2);
  return questions.map((one) => ({ ...one, question: misspell(one.question, random) }));
}

/** How many distinct words, in lower case, texts have. */
export function countWords(texts) {
  const words = new Set();
  for (const text of texts) {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) words.add(word);
  }
  return words.size;
}

function toAnnouncement(from, texts) {
  const id = `passages-${from + 1}`;
  const read = readAnnouncement({ id, file: `${id}.txt`, extension: '.txt' }, texts.join('\n\n'));
  if (!read.ok || read.announcement.passages.length !== texts.length)
    throw new Error(`The passages from ${from + 1} on cannot be read back one by one.`);
  return read.announcement;
}

function createGenerator(real, random) {
  const sentencesOf = (text) => text.match(/\S.*?(?:[.!?]["”’)\]]*(?=\s|$)|$)/g) ?? [text];
  const passages = real.map(sentencesOf);
  const sentences = passages.flat();
  const pick = (list) => list[Math.floor(random() * list.length)];
  return () => {
    const drawn = pick(passages).map(() =>
      pick(sentences).replace(/\p{L}{4,}/gu, (word) =>
        random() < INVENTED_SHARE ? inventWord(drawRank(random)) : word,
      ),
    );
    return drawn.join(' ');
  };
}

/** A rank from 1 by Zipf's law, by inverting the distribution's tail. */
function drawRank(random) {
  for (;;) {
    const rank = Math.floor((1 - random()) ** (-1 / (ZIPF_EXPONENT - 1)));
    if (rank <= MAX_RANK) return rank;
  }
}

const ONSETS = 'b c d f g h k l m n p r s t v w'.split(' ');
const VOWELS = 'a e i o u'.split(' ');
const CODAS = ['', 'n', 'r', 's', 'l', 't'];
const SYLLABLES = ONSETS.flatMap((onset) => VOWELS.map((vowel) => onset + vowel));

/** The word of a rank: another one for every rank, longer for the rarer, neighbours not alike. */
function inventWord(rank) {
  let syllables = 2;
  let left = rank;
  const words = () => CODAS.length * SYLLABLES.length ** syllables;
  while (left >= words()) {
    left -= words();
    syllables += 1;
  }
  // 48,271 is a prime that divides no count of words, so no two ranks share a word.
  let number = (left * 48_271) % words();
  const coda = CODAS[number % CODAS.length];
  number = Math.floor(number / CODAS.length);
  let word = '';
  for (let syllable = 0; syllable < syllables; syllable += 1) {
    word += SYLLABLES[number % SYLLABLES.length];
    number = Math.floor(number / SYLLABLES.length);
  }
  return word + coda;
}

function shuffle(list, random) {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}
