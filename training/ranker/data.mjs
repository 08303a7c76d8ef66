import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readAnnouncement } from '../../dist/knowledge/read.js';

/** How many articles, the last by title, are kept for validation and never trained on. */
const VALIDATION_ARTICLES = 12;

/** The own-made announcements with their questions: `{name, announcement, questions}`. */
export function readRehearsals(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => readOne(join(folder, name), join(folder, name.replace(/\.md$/, '.jsonl'))));
}

/** One announcement with its questions. */
export function readOne(markdown, questions) {
  const name = basename(markdown, '.md');
  return {
    name,
    announcement: parse(name, markdown, '.md', readFileSync(markdown, 'utf8')),
    questions: readLines(readFileSync(questions, 'utf8')),
  };
}

const EXERCISE_LINE = /^(?:# (?<title>.+)|P \d+: (?<passage>.+)|Q (?<gold>\d+(?:,\d+)*): (?<answered>.+)|U: (?<open>.+))$/;

/**
 * The exercises of FOLDER/*.txt, in order: `{name, announcement, questions}`; the format is in training/README.md.
 * Throws an error that names file and line where a line is none of an exercise.
 */
export function readExercises(folder) {
  const found = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()) {
    for (const [index, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
      if (line.trim() === '') continue;
      const { title, passage, gold, answered, open } = EXERCISE_LINE.exec(line.trimEnd())?.groups ?? {};
      if (title) found.push({ title, passages: [], questions: [] });
      const { passages, questions } = found.at(-1) ?? {};
      const numbers = gold?.split(',').map(Number) ?? [];
      if (!passages || !(title || passage || answered || open) || numbers.some((number) => number < 1 || number > passages.length)) {
        throw new Error(`${file}:${index + 1}: write "# title" first, then "P 1: passage", "Q 1: question" of passages above it, "U: question"`);
      }
      if (passage) passages.push(passage);
      if (answered) questions.push({ question: answered, kind: 'answerable', gold: numbers, difficulty: 'exercise' });
      if (open) questions.push({ question: open, kind: 'unanswerable_on_topic', gold: [] });
    }
  }
  return found.map(({ title, passages, questions }, index) => {
    const name = `exercise-${index + 1}`;
    const announcement = parse(name, name, '.md', `# ${title}\n\n${passages.join('\n\n')}\n`);
    if (announcement.passages.length !== passages.length) throw new Error(`"${title}": its passages are not read as written`);
    return { name, announcement, questions };
  });
}

/** SQuAD articles, a passage a paragraph, split by article into those to train on and those to validate on. */
export function readSquad(file) {
  const articles = readLines(gunzipSync(readFileSync(file)).toString('utf8'))
    .map(({ title, passages, questions }) => ({
      name: title,
      announcement: parse(title, title, '.txt', passages.map((text) => text.replace(/\s*\n\s*/g, ' ')).join('\n')),
      questions: questions.map(({ id, question, passage, answers }) => ({
        id,
        question,
        kind: 'answerable',
        gold: [passage],
        difficulty: 'clean',
        answer: answers[0],
      })),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { train: articles.slice(0, -VALIDATION_ARTICLES), validation: articles.slice(-VALIDATION_ARTICLES) };
}

const QUESTION_WORDS = new Set('what which when where whom whose does many much have were that this with from'.split(' '));

/**
 * A copy of a question as if typed in haste: every word of 4 letters or more outside a short list gets, with
 * probability 0.3, one random swap, deletion, insertion or replacement.
 */
export function misspell(question, random) {
  return question.replace(/[A-Za-z]{4,}/g, (word) => {
    if (QUESTION_WORDS.has(word.toLowerCase()) || random() >= 0.3) return word;
    const at = Math.floor(random() * (word.length - 1));
    const letter = String.fromCharCode(97 + Math.floor(random() * 26));
    switch (Math.floor(random() * 4)) {
      case 0:
        return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
      case 1:
        return word.slice(0, at) + word.slice(at + 1);
      case 2:
        return word.slice(0, at) + letter + word.slice(at);
      default:
        return word.slice(0, at) + letter + word.slice(at + 1);
    }
  });
}

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function parse(id, file, extension, text) {
  const result = readAnnouncement({ id, file, extension }, text);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.announcement;
}

function readLines(text) {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
