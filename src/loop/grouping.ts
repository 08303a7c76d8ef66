import { dot, type Vector } from '../search/meaning.js';
import type { Sketcher } from '../search/sketch.js';
import { createTimeSlice } from '../search/time-slice.js';
import { createStems, type Stems } from './stems.js';

/** Something that was asked so often. */
export interface Asked {
  readonly text: string;
  readonly count: number;
}

/** How alike two questions are from which they count as one: half by shared words, half by direction. */
const ALIKE = 0.62;
/** How many groups a question is compared with at most, those that share its rarest words first. */
const COMPARED = 16;
/** The least share of words in common, by rarity. */
const MIN_WORDS = 0.35;
/** With how many of those its direction is compared, those with the most words in common. */
const DIRECTED = 3;
/** For how many questions, the most frequent: of the seldom rest words alone decide, by half of them. */
const MAX_DIRECTED = 15_000;
const ALIKE_IN_WORDS = 0.5;
const COMPARED_SELDOM = 8;
/** How many groups are found by the same words at most, the most frequent. */
const LISTED = 8;
/** How many of a question's words groups are found by, the rarest. */
const PAIRED = 5;

/** Questions of the same words, in any order and spelling. */
interface Bag {
  /** Distinct, ascending. */
  readonly stems: readonly number[];
  /** The questions' places in the list. */
  readonly indexes: number[];
  count: number;
}

/** The bag that a group began with. */
interface Leader extends Pick<Bag, 'stems' | 'indexes'> {
  /** Sum of the rarities of its stems. */
  readonly weight: number;
  direction: Vector | undefined;
}

/**
 * Puts questions that ask much the same into groups; the most frequent leads its group. Resolves to the
 * groups, each the places of its questions in the list. Cost grows with questions times {@link COMPARED},
 * and the event loop is handed back in between.
 */
export async function groupAlike(
  asked: readonly Asked[],
  sketcher: Sketcher,
): Promise<readonly (readonly number[])[]> {
  const slice = createTimeSlice();
  const stems = createStems();
  const read: (readonly number[])[] = [];
  for (const { text } of asked) {
    if (slice.isOver()) await slice.handBack();
    read.push(stems.read(sketcher.words(text)));
  }
  const correct = stems.corrections();
  const bags = new Map<string, Bag>();
  for (const [index, typed] of read.entries()) {
    if (slice.isOver()) await slice.handBack();
    const { text = '', count = 0 } = asked[index] ?? {};
    const corrected = [...new Set(typed.map(correct))].sort((a, b) => a - b);
    const key = corrected.length === 0 ? `text ${text.toLowerCase()}` : corrected.join(' ');
    const bag = bags.get(key);
    if (bag === undefined) bags.set(key, { stems: corrected, indexes: [index], count });
    else {
      bag.indexes.push(index);
      bag.count += count;
    }
  }

  const directionOf = (leader: Leader): Vector => {
    leader.direction ??= sketcher.direction(asked[leader.indexes[0] ?? 0]?.text ?? '');
    return leader.direction;
  };
  const groups: number[][] = [];
  const leaders = createLeaders(stems);
  const ordered = [...bags.values()].sort((a, b) => b.count - a.count);
  for (const [place, bag] of ordered.entries()) {
    if (slice.isOver()) await slice.handBack();
    const weight = bag.stems.reduce((sum, stem) => sum + stems.rarityOf(stem), 0);
    const own: Leader = { ...bag, weight, direction: undefined };
    const leader =
      place < MAX_DIRECTED
        ? findAlike(own, nearIn(own, leaders.near(own, COMPARED), stems), directionOf)
        : nearIn(own, leaders.near(own, COMPARED_SELDOM), stems).find(
            ({ words }) => words >= ALIKE_IN_WORDS,
          )?.leader;
    if (leader !== undefined) {
      leader.indexes.push(...own.indexes);
      continue;
    }
    groups.push(own.indexes);
    leaders.add(own);
  }
  return groups;
}

/** Finds leaders by the words they share with a bag: two of them, or one. */
function createLeaders(stems: Stems) {
  const byPair = new Map<number, Leader[]>();
  const byStem = new Map<number, Leader[]>();
  const rarest = ({ stems: own }: Leader) =>
    [...own].sort((a, b) => stems.frequencyOf(a) - stems.frequencyOf(b)).slice(0, PAIRED);
  const put = (index: Map<number, Leader[]>, key: number, leader: Leader) => {
    const others = index.get(key);
    if (others === undefined) index.set(key, [leader]);
    else if (others.length < LISTED) others.push(leader);
  };
  return {
    add: (leader: Leader) => {
      const own = rarest(leader);
      for (const key of pairsOf(own)) put(byPair, key, leader);
      for (const stem of own) put(byStem, stem, leader);
    },
    near: (bag: Leader, most: number): ReadonlySet<Leader> => {
      const found = new Set<Leader>();
      const take = (leaders: readonly Leader[] = []) => {
        for (const leader of leaders) {
          if (found.size >= most) return;
          found.add(leader);
        }
      };
      const own = rarest(bag);
      for (const key of pairsOf(own)) take(byPair.get(key));
      if (found.size === 0 || own.length < 3) for (const stem of own) take(byStem.get(stem));
      return found;
    },
  };
}

const MAX_STEMS = 2 ** 26;

/** Each two of a list of stems as one number. */
function pairsOf(own: readonly number[]): readonly number[] {
  const pairs: number[] = [];
  for (const [at, a] of own.entries())
    for (const b of own.slice(at + 1)) pairs.push(Math.min(a, b) * MAX_STEMS + Math.max(a, b));
  return pairs;
}

interface Near {
  readonly leader: Leader;
  /** The share of words in common, by rarity (Jaccard). */
  readonly words: number;
}

/** The candidates that share enough words, those that share most first. */
function nearIn(own: Leader, candidates: Iterable<Leader>, stems: Stems): readonly Near[] {
  const near: Near[] = [];
  for (const leader of candidates) {
    const shared = sharedWeight(own.stems, leader.stems, stems);
    const words = shared / (own.weight + leader.weight - shared);
    if (words >= MIN_WORDS) near.push({ leader, words });
  }
  return near.sort((a, b) => b.words - a.words);
}

/** The one that is most alike, if any is alike enough; directions are compared only where words leave it open. */
function findAlike(
  own: Leader,
  near: readonly Near[],
  directionOf: (leader: Leader) => Vector,
): Leader | undefined {
  let best: Leader | undefined;
  let bestLikeness = ALIKE;
  for (const { leader, words } of near.slice(0, DIRECTED)) {
    const likeness =
      words >= bestLikeness
        ? words
        : 0.5 * words + 0.5 * dot(directionOf(own), directionOf(leader));
    if (likeness < bestLikeness) continue;
    bestLikeness = likeness;
    best = leader;
  }
  return best;
}

/** Sum of the rarities that two ascending lists share. */
function sharedWeight(a: readonly number[], b: readonly number[], { rarityOf }: Stems): number {
  let shared = 0;
  let at = 0;
  let bt = 0;
  let x = a[0];
  let y = b[0];
  while (x !== undefined && y !== undefined) {
    if (x === y) shared += rarityOf(x);
    const ahead = x < y;
    if (x <= y) {
      at += 1;
      x = a[at];
    }
    if (!ahead) {
      bt += 1;
      y = b[bt];
    }
  }
  return shared;
}
