"""Rank the passages of a collection for its questions, and count how often an accepted passage comes first."""

import math
import re

import numpy as np

from corpus import sentences
from lexical import STOP_WORDS, Bm25, stems
from table import tokens


def accuracy(collections, scores):
    """(first right, one of three right, questions, {difficulty: [first right, questions]}); scores: collection -> matrix."""
    first = three = count = 0
    by = {}
    for c in collections:
        for row, (_, gold, difficulty) in zip(scores(c), c.questions):
            order = np.argsort(-row, kind="stable")
            right = bool(order[0] in gold)
            first += right
            three += any(p in gold for p in order[:3])
            count += 1
            tally = by.setdefault(difficulty, [0, 0])
            tally[0] += right
            tally[1] += 1
    return first, three, count, by


def bm25_scores(collection, questions):
    """Questions x passages."""
    index = Bm25(collection.passages)
    return np.array([index.scores(q) for q in questions])


def meaning_scores(collection, questions, encode):
    """(best sentence's cosine, whole passage's cosine), each questions x passages."""
    parts = [(i, s) for i, p in enumerate(collection.passages) for s in sentences(p)]
    asked = encode(questions)
    cosines = asked @ encode([s for _, s in parts]).T
    best = np.full((len(questions), len(collection.passages)), -1.0)
    for column, (passage, _) in enumerate(parts):
        best[:, passage] = np.maximum(best[:, passage], cosines[:, column])
    return best, asked @ encode(collection.passages).T


def _distance(a, b):
    """Optimal string alignment distance."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def correct_spelling(collection, known):
    """The questions with words that are in neither `known` nor the passages replaced by the nearest word that is.

    Passage words go first, then frequent words; one edit up to five letters, two above.
    """
    own = sorted({t for p in collection.passages for t in tokens(p)})
    frequent = [w for w in known if len(w) > 2 and " " not in w][:8000]
    seen = {}

    def correct(match):
        word = match.group(0)
        low = word.lower()
        if len(low) < 4 or low in known or low in own:
            return word
        if low not in seen:
            limit = 1 if len(low) <= 5 else 2
            choices = [
                (_distance(low, w) + (0 if i < len(own) else 0.5), i, w)
                for i, w in enumerate(own + frequent)
                if abs(len(w) - len(low)) <= limit and len(set(w) & set(low)) >= len(set(low)) - limit
            ]
            best = min(choices, default=(9, 0, word))
            seen[low] = best[2] if best[0] <= limit + 0.5 else word
        return seen[low]

    return [re.sub(r"[A-Za-z]+", correct, q) for q, _, _ in collection.questions]


def soft_scores(collection, questions, table, threshold, slope, weight=1.0, k1=1.2, b=0.75):
    """BM25 in which a question's word also reaches passage words near in meaning.

    A relative counts weight * min(1, (cosine - threshold) / slope) of a full match. The question's terms are single words;
    of all its relatives in a passage, the best counts.
    """
    passages = [[(s, t) for t in tokens(p) if t not in STOP_WORDS for s in stems(t)[:1]] for p in collection.passages]
    vocabulary = sorted({(s, t) for p in passages for s, t in p if t in table.index})
    columns = {}
    for s, t in vocabulary:
        columns.setdefault(s, []).append(table.index[t])
    names = sorted({s for p in passages for s, _ in p})
    place = {s: i for i, s in enumerate(names)}
    counts = np.zeros((len(passages), len(names)))
    for i, p in enumerate(passages):
        for s, _ in p:
            counts[i, place[s]] += 1
    lengths = counts.sum(axis=1)
    norm = k1 * (1 - b + b * lengths / lengths.mean())
    saturation = counts * (k1 + 1) / (counts + norm[:, None])
    owner = [(place[s], r) for s, rows in columns.items() for r in rows]
    owners, rows = np.array([o for o, _ in owner]), np.array([r for _, r in owner])
    out = np.zeros((len(questions), len(passages)))
    for q, question in enumerate(questions):
        total = 0.0
        done = set()
        for t in tokens(question):
            stem = stems(t)[:1]
            if t in STOP_WORDS or not stem or stem[0] in done:
                continue
            done.add(stem[0])
            reach = np.zeros(len(names))
            if t in table.index:
                cosines = table.unit[rows] @ table.unit[table.index[t]]
                np.maximum.at(reach, owners, weight * np.clip((cosines - threshold) / slope, 0, 1))
            if stem[0] in place:
                reach[place[stem[0]]] = 1
            per = (saturation * reach).max(axis=1)
            seen = ((counts > 0) * reach).max(axis=1).sum()
            idf = math.log(1 + (len(passages) - seen + 0.5) / (seen + 0.5))
            total += idf
            out[q] += idf * per
        out[q] /= total or 1
    return out
