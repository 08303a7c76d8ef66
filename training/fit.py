"""Fit word vectors so that the normalised sum of a text's words is close to the teacher's vector of the text.

1. A linear map from the words' source vectors (teachers, GloVe) to the asset's dimensions, by ridge regression over
   all training texts: it serves every word, seen in text or not.
2. The rows themselves, by Adam: cosine to the teacher's vectors of texts and, announcement by announcement, which
   passage answers a question: the answers given are learned, softened by what the teacher thinks. A pull towards the
   first solution keeps words that the text seldom shows near where the map put them.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix

import ranking
from corpus import sentences

KINDS = ("question", "sentence", "passage", "example", "definition")
# How sharply cosines (best sentence, whole passage) and BM25 part the passages when learning begins.
SHARPNESS = (12.0, 6.0, 2.0)
TEACHER_SHARPNESS = 10.0
# What a given answer adds to the teacher's sharpened scores.
ANSWER_BONUS = 2.0


def unit(x):
    """Rows at length 1; rows of zeros stay."""
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


def load_texts(folder, kinds=KINDS):
    """(texts as dicts with their kind, the teacher's unit vectors)."""
    texts, vectors = [], []
    for kind in kinds:
        file = Path(folder) / f"{kind}.npy"
        if file.exists():
            texts.extend({**t, "kind": kind} for t in json.loads(file.with_suffix(".json").read_text()))
            vectors.append(np.load(file).astype(np.float32))
    return texts, unit(np.vstack(vectors))


def count_matrix(bags, terms):
    """Texts x terms, how often each term occurs; `bags`: the texts as rows of the table."""
    rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    columns = np.concatenate([np.asarray(bag, np.int64) for bag in bags])
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(bags), terms))


def projection(vectors, dims):
    """(mean, orthonormal matrix) of the teacher's space onto its `dims` main directions."""
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    _, directions = np.linalg.eigh(centred.T @ centred)
    return mean, directions[:, ::-1][:, :dims]


def ridge_map(counts, sources, weights, targets, strength):
    """Rows of the first solution: weight * source * W, with W fitted on the texts' normalised sums."""
    weighted = sources * weights[:, None]
    sums = counts @ weighted
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    sums = sums / np.maximum(lengths, 1e-9)
    gram = sums.T @ sums + strength * len(sums) / sums.shape[1] * np.eye(sums.shape[1], dtype=np.float32)
    return (weighted @ np.linalg.solve(gram, sums.T @ targets)).astype(np.float32)


@dataclass
class Lesson:
    """An announcement as rows of the table: what is asked of it, and which passages answer."""

    questions: list
    sentences: list
    passage_of_sentence: torch.Tensor
    passages: list
    # Questions x passages: whether it answers; BM25; the teacher's best sentence plus whole passage.
    answers: torch.Tensor
    lexical: torch.Tensor
    teacher: torch.Tensor


def read_lesson(table, collection, vector_of):
    """`vector_of`: text -> the teacher's vector."""
    encode = lambda texts: unit(np.array([vector_of[t] for t in texts], np.float32))
    asked = [q for q, _, _ in collection.questions]
    parts = [(p, s) for p, passage in enumerate(collection.passages) for s in sentences(passage)]
    answers = np.zeros((len(asked), len(collection.passages)), np.float32)
    for i, (_, gold, _) in enumerate(collection.questions):
        answers[i, gold] = 1
    best, whole = ranking.meaning_scores(collection, asked, encode)
    return Lesson(
        questions=[table.rows(q) for q in asked],
        sentences=[table.rows(s) for _, s in parts],
        passage_of_sentence=torch.tensor([p for p, _ in parts]),
        passages=[table.rows(p) for p in collection.passages],
        answers=torch.tensor(answers),
        lexical=torch.tensor(ranking.bm25_scores(collection, asked), dtype=torch.float32),
        teacher=torch.tensor(best + whole, dtype=torch.float32),
    )


def refine(
    start, bags, targets, lessons, *, epochs=5, rate=0.001, pull=0.02, answers=0.6, softness=0.5, dropout=0.1,
    batch=2048, lessons_at_once=8, seed=1, report=None,
):
    """Adam on the rows. `bags`: the texts as rows of the table, `targets` their vectors.

    `answers` is the weight of the lessons' loss, `softness` the share of the teacher's opinion in it.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    size = np.linalg.norm(start, axis=1)
    rows = torch.nn.Parameter(torch.tensor(start / np.median(size[size > 0])))
    anchor = rows.detach().clone()
    sharpness = torch.nn.Parameter(torch.tensor(SHARPNESS))
    targets = torch.tensor(targets)
    adam = torch.optim.Adam(
        [{"params": [rows], "full_rate": rate}, {"params": [sharpness], "full_rate": 0.02}], betas=(0.9, 0.99), eps=1e-7
    )

    def encode(bags):
        terms = torch.tensor(np.concatenate([np.asarray(bag, np.int64) for bag in bags]))
        starts = torch.tensor(np.cumsum([0] + [len(bag) for bag in bags[:-1]]))
        kept = (torch.rand(len(terms)) >= dropout).float()
        sums = torch.nn.functional.embedding_bag(terms, rows, starts, mode="sum", per_sample_weights=kept)
        return sums / sums.norm(dim=1, keepdim=True).clamp_min(1e-6)

    def text_loss(part):
        return 1 - (encode([bags[i] for i in part]) * targets[part]).sum(1).mean()

    def lesson_loss(lesson):
        questions = encode(lesson.questions)
        cosines = questions @ encode(lesson.sentences).T
        best = torch.full_like(lesson.answers, -1).scatter_reduce(
            1, lesson.passage_of_sentence.expand(len(cosines), -1), cosines, "amax"
        )
        whole = questions @ encode(lesson.passages).T
        chances = (sharpness[0] * best + sharpness[1] * whole + sharpness[2] * lesson.lexical).log_softmax(1)
        given = -torch.logsumexp(chances.masked_fill(lesson.answers == 0, -1e9), 1)
        wanted = (TEACHER_SHARPNESS * lesson.teacher + ANSWER_BONUS * lesson.answers).softmax(1)
        return ((1 - softness) * given - softness * (wanted * chances).sum(1)).mean()

    began, done = time.time(), 0
    for epoch in range(epochs):
        order, lesson_order = rng.permutation(len(bags)), rng.permutation(len(lessons))
        jobs = [("text", order[at : at + batch]) for at in range(0, len(bags) - batch + 1, batch)]
        jobs += [("lesson", lesson_order[at : at + lessons_at_once]) for at in range(0, len(lessons), lessons_at_once)]
        losses = {"text": [], "lesson": []}
        for job in rng.permutation(len(jobs)):
            kind, part = jobs[job]
            loss = text_loss(part) if kind == "text" else sum(lesson_loss(lessons[i]) for i in part) / len(part)
            losses[kind].append(loss.item())
            progress = done / (epochs * len(jobs))
            done += 1
            for group in adam.param_groups:
                group["lr"] = group["full_rate"] * min(1, done / 50) * (1 - 0.9 * progress)
            adam.zero_grad()
            (loss if kind == "text" else answers * loss).backward()
            adam.step()
            with torch.no_grad():
                rows -= adam.param_groups[0]["lr"] * pull * (rows - anchor)
        if report:
            report(epoch, {kind: float(np.mean(values)) for kind, values in losses.items() if values}, time.time() - began)
    return rows.detach().numpy()
