/**
 * Measures the shipped models on the validation articles of SQuAD, which nothing was trained on, each question
 * asked of its own article, beside plain Okapi BM25 (Porter2 stems, stop words) over the same words.
 *
 *   node training/ranker/evaluate.mjs --squad train.jsonl.gz
 *
 * With `--transformer MODEL_FOLDER` the second tier is measured.
 *
 * Prints R@1 and R@3 on clean and misspelled questions, how many good questions are refused when 95% of
 * off-topic ones are (the questions of other articles), and how often the sentence picked in the right passage
 * holds the answer. Run `npm run build` first.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadAnalyzer } from '../../dist/search/analysis.js';
import { judge } from '../../dist/search/confidence.js';
import { createEngine } from '../../dist/search/engine.js';
import { ENGLISH_MEANING, readMeaning } from '../../dist/search/meaning-table.js';
import { RANKING_MODELS, readModels } from '../../dist/search/model.js';
import { pickSentence } from '../../dist/search/sentences.js';
import { tokenize } from '../../dist/search/tokens.js';
import { openEncoder } from '../../dist/transformer/encoder.js';
import { readTransformer } from '../../dist/transformer/model.js';
import { createRandom, misspell, readSquad } from './data.mjs';

const { values: options } = parseArgs({
  options: { squad: { type: 'string' }, models: { type: 'string' }, transformer: { type: 'string' } },
});
if (options.squad === undefined) throw new Error('name the SQuAD file: --squad train.jsonl.gz');

const OFF_TOPIC_PER_ARTICLE = 150;
const random = createRandom(17);
const from = options.models && pathToFileURL(options.models);
const described = options.transformer ? readTransformer(from) : undefined;
const models = described?.models ?? readModels(from ?? RANKING_MODELS);
const encoder = described && (await openEncoder({ folder: options.transformer, model: described, onFault: console.error }));
const meaning = readMeaning(ENGLISH_MEANING);
const analyzer = await loadAnalyzer('en');
const articles = readSquad(options.squad).validation;
const everyQuestion = articles.flatMap(({ name, questions }) => questions.map((asked) => ({ ...asked, home: name })));

const systems = { BM25: tally(), Herald: tally() };
const onTopic = { good: [], off: [] };
const sentences = { picked: 0, bm25: 0, count: 0 };

for (const { name, announcement, questions } of articles) {
  const { readerWith, rank, rangeFor } = await createEngine([announcement], {
    meaning,
    network: models.ranking,
    ...(encoder && { deep: { encoder, network: models.ranking } }),
  });
  const readQuery = readerWith([]);
  const range = rangeFor(undefined);
  const bm25 = createBm25(announcement.passages.map(({ text }) => text));
  for (const { question, gold, answer } of questions) {
    for (const [form, text] of [['clean', question], ['noisy', misspell(question, random)]]) {
      const query = readQuery(text);
      const ranking = rank(query, range);
      count(systems.Herald[form], ranking.ranked.slice(0, 3).map(({ passage }) => passage + 1), gold);
      count(systems.BM25[form], bm25(text).slice(0, 3).map((index) => index + 1), gold);
      if (form === 'noisy') continue;
      onTopic.good.push(judge(models, query, ranking).onTopic);
      countSentence(announcement.passages[gold[0] - 1], query, ranking, text, answer);
    }
  }
  for (let drawn = 0; drawn < OFF_TOPIC_PER_ARTICLE; ) {
    const { home, question } = everyQuestion[Math.floor(random() * everyQuestion.length)];
    if (home === name) continue;
    drawn += 1;
    const query = readQuery(question);
    onTopic.off.push(judge(models, query, rank(query, range)).onTopic);
  }
}

for (const [system, forms] of Object.entries(systems)) {
  for (const [form, { asked, first, three }] of Object.entries(forms)) {
    console.log(`${system.padEnd(7)} ${form}: R@1 ${percent(first, asked)}, R@3 ${percent(three, asked)} of ${asked}`);
  }
}
const threshold = onTopic.off.sort((a, b) => a - b)[Math.floor(0.95 * onTopic.off.length)];
const refused = onTopic.good.filter((probability) => probability < threshold).length;
console.log(`good questions refused when 95% of off-topic ones are: ${percent(refused, onTopic.good.length)}`);
console.log(`sentence with the answer, right passage given: ${percent(sentences.picked, sentences.count)}, by BM25 ${percent(sentences.bm25, sentences.count)} of ${sentences.count}`);

function countSentence(passage, query, ranking, text, answer) {
  const offset = passage.start + answer.start;
  const right = passage.sentences.findIndex(({ start, end }) => offset >= start && offset < end);
  if (right === -1) return;
  const index = passage.number - 1;
  sentences.count += 1;
  if (pickSentence(models.sentence, query, ranking.factsOf(index), ranking.sentencesOf(index)) === right) sentences.picked += 1;
  const texts = passage.sentences.map(({ start, end }) => passage.text.slice(start - passage.start, end - passage.start));
  if (createBm25(texts)(text)[0] === right) sentences.bm25 += 1;
}

/** Okapi BM25 (k1 1.2, b 0.75) over texts: a function from a question to their positions, best first. */
function createBm25(texts) {
  const stems = (text) =>
    tokenize(text)
      .filter(({ word }) => !analyzer.isStopWord(word))
      .map(({ word }) => analyzer.stem(word));
  const documents = texts.map((text) => {
    const counts = new Map();
    const words = stems(text);
    for (const stem of words) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    return { counts, length: words.length };
  });
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  return (question) => {
    const scores = documents.map(() => 0);
    for (const stem of new Set(stems(question))) {
      const having = documents.filter(({ counts }) => counts.has(stem)).length;
      const idf = Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
      for (const [index, { counts, length }] of documents.entries()) {
        const frequency = counts.get(stem) ?? 0;
        scores[index] += (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / average));
      }
    }
    return [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
  };
}

function tally() {
  return { clean: { asked: 0, first: 0, three: 0 }, noisy: { asked: 0, first: 0, three: 0 } };
}

function count(marks, found, gold) {
  marks.asked += 1;
  if (gold.includes(found[0])) marks.first += 1;
  if (found.some((number) => gold.includes(number))) marks.three += 1;
}

function percent(part, whole) {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;
}
