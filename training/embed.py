"""Run the teacher over the vocabulary and over real text once; everything after works from these arrays.

Writes to --out: vocabulary.npy (one unit vector a term, the mean of its readings) and, a kind of text each,
KIND.json (the texts; for questions and passages also their article and passage) and KIND.npy (unit vectors, float16).
What is already there is kept, so an interrupted run goes on where it stopped.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np

from corpus import exercises, sentences, squad, texts_of, wordnet_glosses
from teacher import Teacher


def embed_vocabulary(teacher, vocabulary):
    readings = [(i, text) for i, texts in enumerate(vocabulary["texts"]) for text in texts]
    rows = teacher.encode([text for _, text in readings], progress="vocabulary")
    vectors = np.zeros((len(vocabulary["words"]), rows.shape[1]), np.float32)
    for (i, _), row in zip(readings, rows):
        vectors[i] += row
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def training_texts(squad_path, wordnet, exercise_folder, seed, examples, glosses):
    """kind -> [{text, article?, passage?}]: questions, passages and their sentences, WordNet examples and definitions, exercises."""
    training, _ = squad(squad_path)
    texts = {"question": [], "passage": [], "sentence": [], "example": [], "definition": []}
    for a, article in enumerate(training):
        for p, passage in enumerate(article.passages):
            texts["passage"].append({"text": passage, "article": a, "passage": p})
            texts["sentence"].extend({"text": s, "article": a, "passage": p} for s in sentences(passage))
        texts["question"].extend({"text": q, "article": a, "passage": g[0]} for q, g, _ in article.questions)
    meanings, used = wordnet_glosses(wordnet)
    rng = random.Random(seed)
    rng.shuffle(meanings)
    rng.shuffle(used)
    texts["example"] = [{"text": e} for e in used[:examples]]
    texts["definition"] = [{"text": f"{word}: {meaning}"} for word, meaning in meanings[:glosses]]
    exercise = dict.fromkeys(text for e in exercises(exercise_folder) for text in texts_of(e))
    texts["exercise"] = [{"text": text} for text in exercise]
    return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", required=True, help="folder of the sentence-transformer")
    parser.add_argument("--cache", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--squad")
    parser.add_argument("--wordnet")
    parser.add_argument("--exercises", help="folder of exercises")
    parser.add_argument("--examples", type=int, default=25000, help="how many WordNet example sentences to use")
    parser.add_argument("--glosses", type=int, default=0, help="how many WordNet definitions to use")
    parser.add_argument("--vocabulary-only", action="store_true", help="no texts: a second teacher only gives word vectors")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(args.teacher, args.cache)
    if not (out / "vocabulary.npy").exists():
        np.save(out / "vocabulary.npy", embed_vocabulary(teacher, json.loads(Path(args.vocabulary).read_text())))
    if args.vocabulary_only:
        return
    for kind, texts in training_texts(args.squad, args.wordnet, args.exercises, 1, args.examples, args.glosses).items():
        if not texts or (out / f"{kind}.npy").exists():
            continue
        print(f"{kind}: {len(texts):,} texts", flush=True)
        vectors = teacher.encode([t["text"] for t in texts], progress=kind)
        (out / f"{kind}.json").write_text(json.dumps(texts))
        np.save(out / f"{kind}.npy", vectors.astype(np.float16))


if __name__ == "__main__":
    main()
