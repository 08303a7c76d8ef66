/**
 * Trains the four networks of models/ranking.json: ranking, sentence, onTopic, right.
 *
 *   node training/ranker/train.mjs --squad train.jsonl.gz --unseen FOLD_0.bin --unseen FOLD_1.bin
 *     [--out models/ranking.json] [--meaning models/meaning-en.bin]
 *
 * With `--transformer MODEL_FOLDER` it trains those of the second tier instead, which also see what the transformer
 * in that folder says, and writes them into models/transformer.json.
 *
 * Trains on training/exercises, training/rehearsals and the training articles of SQuAD; prints marks by
 * cross-validation over the rehearsals. The word vectors were fitted to the exercises and know them by heart, so each
 * exercise is looked at with the vectors that have not seen it: those of fold 0 for the first, 1 for the second, and so
 * on (training/build.py --fold). Run `npm run build` first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { recognizeSmallTalk } from '../../dist/bot/small-talk.js';
import { readEvidence } from '../../dist/search/confidence.js';
import { createEngine } from '../../dist/search/engine.js';
import { DEEP_FEATURES, FEATURES } from '../../dist/search/features.js';
import { readMeaning } from '../../dist/search/meaning-table.js';
import { evaluate } from '../../dist/search/model.js';
import { readSentenceFeatures } from '../../dist/search/sentences.js';
import { openEncoder } from '../../dist/transformer/encoder.js';
import { readTransformer } from '../../dist/transformer/model.js';
import { createRandom, misspell, readExercises, readRehearsals, readSquad } from './data.mjs';
import { listwise, logistic, meanOf, trainNetwork } from './network.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: {
    unseen: { type: 'string', multiple: true },
    squad: { type: 'string' },
    transformer: { type: 'string' },
    out: { type: 'string' },
    meaning: { type: 'string', default: here('../../models/meaning-en.bin') },
    rehearsals: { type: 'string', default: here('../rehearsals') },
    exercises: { type: 'string', default: here('../exercises') },
  },
});
if (options.squad === undefined) throw new Error('name the SQuAD file: --squad train.jsonl.gz');
if (options.unseen?.length !== 2) throw new Error('name two tables: --unseen FOLD_0.bin --unseen FOLD_1.bin');

const FOLDS = 3;
const SQUAD_QUESTIONS = 50;
/** The ranking is the mean of four networks that differ in their seed, written as one of 48 hidden units. */
const RANKING = { hidden: 12, epochs: 8, decay: 1e-3 };
const RANKERS = 4;
const SENTENCE = { hidden: 12, epochs: 15, decay: 1e-3, seed: 7 };
const CONFIDENCE = { hidden: 6, epochs: 25, decay: 3e-3, rate: 5e-3, seed: 3 };
/** What a question of an exercise or of SQuAD counts beside one of the rehearsals. */
const EXERCISE_WEIGHT = 0.5;
const SQUAD_WEIGHT = 0.3;
/** Every so many-th question of an exercise is misspelled. */
const HASTY = 4;
/** How many answerable questions of an exercise the confidence networks learn from. */
const EXERCISE_EVIDENCE = 24;
/** What an exercise's open question counts beside its answerable ones: there are few. */
const OPEN_WEIGHT = 3;

const [meaning, ...unseen] = [options.meaning, ...options.unseen].map((file) => readMeaning(pathToFileURL(file)));
const encoder = options.transformer === undefined ? undefined : await openTransformer(options.transformer);
const inputs = [...FEATURES, ...(encoder ? DEEP_FEATURES : [])];
const untrained = { means: [], deviations: [], hidden: [], output: [...inputs.map(() => 0), 0] };
const random = createRandom(11);
const rehearsals = readRehearsals(options.rehearsals);
const exercises = readExercises(options.exercises).map((set, index) => ({
  ...set,
  meaning: unseen[index % unseen.length],
  fold: index % FOLDS,
  questions: set.questions.map((asked, at) => (at % HASTY === 1 ? { ...asked, question: misspell(asked.question, random) } : asked)),
}));
const squad = readSquad(options.squad).train;

const rehearsalGroups = [];
for (const [index, set] of rehearsals.entries()) rehearsalGroups.push(...(await rankingGroups(set, index % FOLDS)));
const exerciseGroups = [];
for (const set of exercises) exerciseGroups.push(...(await rankingGroups(set, set.fold)));
for (const group of exerciseGroups) group.weight = EXERCISE_WEIGHT;
const squadGroups = [];
const sentenceGroups = [];
for (const set of squad) {
  const questions = pick(set.questions, SQUAD_QUESTIONS);
  const noisy = questions.map((asked) => ({ ...asked, question: misspell(asked.question, random) }));
  squadGroups.push(...(await rankingGroups({ ...set, questions: [...questions, ...noisy] }, -1, sentenceGroups)));
}
for (const group of squadGroups) group.weight = SQUAD_WEIGHT;

const fit = (groups, seed) =>
  meanOf(Array.from({ length: RANKERS }, (_, index) => trainNetwork(groups, listwise, { ...RANKING, seed: seed * RANKERS + index })));
const groups = [...rehearsalGroups, ...exerciseGroups, ...squadGroups];
const folds = Array.from({ length: FOLDS }, (_, fold) => fit(groups.filter((group) => group.fold !== fold), fold + 1));
printMarks(rehearsalGroups);
const ranking = fit(groups, 99);
const sentence = trainNetwork(sentenceGroups, listwise, SENTENCE);

const strangers = squad.flatMap(({ name, questions }) => questions.map((asked) => ({ ...asked, home: name })));
const evidence = [];
for (const [index, set] of rehearsals.entries()) {
  evidence.push(...(await judgedBy(folds[index % FOLDS], set, 30)).map((row) => ({ ...row, fold: index % FOLDS, of: 'rehearsal' })));
}
for (const set of exercises) {
  const answerable = pick(set.questions.filter(isAnswerable), EXERCISE_EVIDENCE);
  const some = { ...set, questions: [...answerable, ...set.questions.filter((asked) => !isAnswerable(asked))] };
  evidence.push(...(await judgedBy(folds[set.fold], some, 0)).map((row) => ({ ...row, fold: set.fold, of: 'exercise' })));
}
for (const set of squad) {
  const some = { ...set, questions: pick(set.questions, 40) };
  evidence.push(...(await judgedBy(ranking, some, 40)).map((row) => ({ ...row, fold: -1, of: 'squad' })));
}
/** Off-topic questions are those of the rehearsals and of other articles: exercises have too much in common. */
const fitTopic = (rows) =>
  trainNetwork(
    rows
      .filter((row) => row.of !== 'exercise')
      .map((row) => ({
        ...row,
        label: isOnTopic(row) ? 1 : 0,
        weight: row.of === 'squad' ? 0.4 : row.kind === 'unanswerable_on_topic' ? 0.5 : 1,
      })),
    logistic,
    CONFIDENCE,
  );
/** SQuAD has no questions that its articles leave open. */
const fitRight = (rows) =>
  trainNetwork(
    rows
      .filter((row) => isOnTopic(row) && row.of !== 'squad')
      .map((row) => ({
        ...row,
        label: row.right,
        weight: row.of === 'rehearsal' ? 1 : isAnswerable(row) ? EXERCISE_WEIGHT : EXERCISE_WEIGHT * OPEN_WEIGHT,
      })),
    logistic,
    CONFIDENCE,
  );
printConfidence();
const models = { ranking, sentence, onTopic: fitTopic(evidence), right: fitRight(evidence) };
if (encoder === undefined) writeFileSync(options.out ?? here('../../models/ranking.json'), `${JSON.stringify(models)}\n`);
else {
  const out = options.out ?? here('../../models/transformer.json');
  const described = JSON.parse(readFileSync(here('../../models/transformer.json'), 'utf8'));
  writeFileSync(out, `${JSON.stringify({ ...described, models })}\n`);
}

/** An engine over one announcement with everything that will be asked read beforehand. */
async function openEngine({ announcement, questions, meaning: own = meaning }, network) {
  const engine = await createEngine([announcement], { meaning: own, network, ...(encoder && { deep: { encoder, network } }) });
  const readQuery = engine.readerWith([]);
  await encoder?.prepare(questions.map(({ question }) => readQuery(question).reading));
  return { ...engine, readQuery };
}

/** An encoder that keeps questions on disk too: training again takes a fraction of the time. */
async function openTransformer(folder) {
  const onFault = (error, message) => {
    throw new Error(message, { cause: error });
  };
  const encoder = await openEncoder({ folder, model: readTransformer(), onFault });
  const known = new Map();
  return {
    ...encoder,
    prepare: async (questions) => {
      const directions = await encoder.encodeAll(questions);
      for (const [index, question] of questions.entries()) known.set(question, directions(index));
    },
    encode: (question) => known.get(question) ?? encoder.encode(question),
  };
}

async function rankingGroups(set, fold, sentences) {
  const { announcement, questions } = set;
  const { readQuery, rank, rangeFor } = await openEngine(set, untrained);
  const range = rangeFor(undefined);
  return questions.flatMap(({ kind, question, gold, difficulty, answer }) => {
    if (kind !== 'answerable') return [];
    const query = readQuery(question);
    const result = rank(query, range);
    if (sentences && answer) sentences.push(...sentenceGroup(announcement, query, result, gold[0], answer));
    const weights = result.ranked.map(({ passage }) => {
      const at = gold.indexOf(passage + 1);
      return at === -1 ? 0 : at === 0 ? 1 : 0.7;
    });
    if (!weights.some((weight) => weight > 0)) return [];
    return [{ fold, difficulty, gold: weights, rows: result.ranked.map(({ features }) => features) }];
  });
}

function sentenceGroup(announcement, query, { factsOf, sentencesOf }, number, answer) {
  const passage = announcement.passages[number - 1];
  const offset = passage.start + answer.start;
  const gold = passage.sentences.map(({ start, end }) => (offset >= start && offset < end ? 1 : 0));
  if (gold.length < 2 || !gold.includes(1)) return [];
  return [{ gold, rows: readSentenceFeatures(query, factsOf(number - 1), sentencesOf(number - 1)) }];
}

async function judgedBy(network, set, offTopic) {
  const { name } = set;
  const others = Array.from({ length: offTopic }, () => {
    let asked = strangers[Math.floor(random() * strangers.length)];
    while (asked.home === name) asked = strangers[Math.floor(random() * strangers.length)];
    return { ...asked, kind: 'off_topic', gold: [] };
  });
  const questions = [...set.questions, ...others];
  const { readQuery, rank, rangeFor } = await openEngine({ ...set, questions }, network);
  return questions.flatMap(({ kind, question, gold }) => {
    if (recognizeSmallTalk(question) !== undefined) return [];
    const query = readQuery(question);
    const result = rank(query, rangeFor(undefined));
    const right = gold.includes((result.ranked[0]?.passage ?? -1) + 1) ? 1 : 0;
    return [{ kind, right, rows: [readEvidence(query, result)] }];
  });
}

function isAnswerable({ kind }) {
  return kind === 'answerable';
}

function isOnTopic({ kind }) {
  return kind === 'answerable' || kind === 'unanswerable_on_topic';
}

function pick(values, count) {
  const step = Math.max(1, values.length / count);
  return Array.from({ length: Math.min(count, values.length) }, (_, index) => values[Math.floor(index * step)]);
}

function printMarks(groups) {
  const tally = new Map();
  for (const { fold, rows, gold, difficulty } of groups) {
    const scores = rows.map((row) => evaluate(folds[fold], row));
    const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
    const rank = order.findIndex((at) => gold[at] > 0);
    for (const key of ['all', difficulty]) {
      const marks = tally.get(key) ?? { count: 0, first: 0, three: 0 };
      marks.count += 1;
      if (rank === 0) marks.first += 1;
      if (rank < 3) marks.three += 1;
      tally.set(key, marks);
    }
  }
  for (const [key, { count, first, three }] of tally) {
    console.log(`${key.padEnd(12)} P@1 ${percent(first, count)}  P@3 ${percent(three, count)}  of ${count}`);
  }
}

function printConfidence() {
  const rows = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const rest = evidence.filter((row) => row.fold !== fold);
    const [topic, right] = [fitTopic(rest), fitRight(rest)];
    for (const row of evidence) {
      if (row.fold !== fold || row.of !== 'rehearsal') continue;
      const onTopic = sigmoid(evaluate(topic, row.rows[0]));
      rows.push({ ...row, onTopic, sure: onTopic * sigmoid(evaluate(right, row.rows[0])) });
    }
  }
  for (const threshold of [0.3, 0.35, 0.4, 0.45, 0.5]) {
    const shown = rows.filter(({ sure }) => sure >= threshold);
    console.log(`answer from ${threshold}: ${byKind(shown, rows)}; right ${percent(shown.filter((row) => row.right).length, shown.length)}`);
  }
  for (const threshold of [0.1, 0.15, 0.2, 0.25, 0.3]) {
    console.log(`not covered below ${threshold}: ${byKind(rows.filter(({ onTopic }) => onTopic < threshold), rows)}`);
  }
}

function byKind(some, all) {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const count = (rows, kind) => rows.filter((row) => row.kind === kind).length;
  return kinds.map((kind) => `${kind} ${percent(count(some, kind), count(all, kind))}`).join(', ');
}

function percent(part, whole) {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;
}

function sigmoid(value) {
  return 1 / (1 + Math.exp(-value));
}
