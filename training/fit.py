"""Fit word vectors so that the normalised sum of a text's words is close to the teacher's vector of the text.

1. A linear map from the words' source vectors (teachers, GloVe) to the asset's dimensions, by ridge regression over
   all training texts: it serves every word, seen in text or not.
2. The rows themselves, by Adam: cosine to the teacher's vectors and, if asked for, article by article, agreement with
   the teacher on which sentences suit a question (Kullback-Leibler divergence of two softmaxes). A pull towards the
   first solution keeps words that the text seldom shows near where the map put them.
"""

import json
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

KINDS = ("question", "sentence", "passage", "example", "definition")


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


def count_matrix(table, texts):
    """Texts x terms, how often each term occurs."""
    rows, columns = [], []
    for i, text in enumerate(texts):
        found = table.rows(text)
        rows.extend([i] * len(found))
        columns.extend(found)
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(texts), len(table.words)))


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


def _through_norm(sums, lengths, units, gradient):
    return (gradient - (gradient * units).sum(axis=1, keepdims=True) * units) / lengths


def refine(start, counts, targets, articles, *, epochs=3, rate=0.003, pull=0.02, listwise=0.0, sharpness=20.0, batch=2048, dropout=0.1, seed=1, report=None):
    """Adam on the rows. `articles`: (question rows, sentence rows, teacher cosines) index into `counts`."""
    rng = np.random.default_rng(seed)
    size = np.linalg.norm(start, axis=1)
    scale = np.median(size[size > 0])
    rows = start / scale
    anchor = rows.copy()
    seen = (np.asarray(counts.sum(axis=0)).ravel() > 0)[:, None]
    first, second = np.zeros_like(rows), np.zeros_like(rows)
    step, began = 0, time.time()

    def update(gradient):
        nonlocal step
        step += 1
        first[:] = 0.9 * first + 0.1 * gradient
        second[:] = 0.99 * second + 0.01 * gradient * gradient
        speed = rate * min(1, step / 50) * (1 - progress * 0.9)
        rows[:] -= speed * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-7) * seen
        rows[:] -= speed * pull * (rows - anchor)

    def forward(x):
        sums = x @ rows
        lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
        return sums, lengths, sums / lengths

    jobs_per_epoch = [("text", None)] * (len(targets) // batch) + [("article", a) for a in range(len(articles)) if listwise]
    total = epochs * len(jobs_per_epoch)
    done = 0
    for epoch in range(epochs):
        order = rng.permutation(len(targets))
        jobs = [jobs_per_epoch[i] for i in rng.permutation(len(jobs_per_epoch))]
        at, loss, ranked = 0, 0.0, 0.0
        for kind, a in jobs:
            progress = done / total
            done += 1
            if kind == "text":
                part = order[at : at + batch]
                at += batch
                x = counts[part].copy()
                x.data *= rng.random(len(x.data)) >= dropout
                sums, lengths, units = forward(x)
                loss += 1 - float((units * targets[part]).sum(axis=1).mean())
                update(x.T @ _through_norm(sums, lengths, units, -targets[part] / len(part)))
            else:
                asked, offered, cosines = articles[a]
                x, y = counts[asked], counts[offered]
                sums_x, lengths_x, u = forward(x)
                sums_y, lengths_y, v = forward(y)
                logits = sharpness * (u @ v.T)
                p = np.exp(logits - logits.max(axis=1, keepdims=True))
                p /= p.sum(axis=1, keepdims=True)
                wanted = np.exp(sharpness * (cosines - cosines.max(axis=1, keepdims=True)))
                wanted /= wanted.sum(axis=1, keepdims=True)
                ranked += float((wanted * (np.log(wanted + 1e-9) - np.log(p + 1e-9))).sum(axis=1).mean())
                g = listwise * (p - wanted) / len(asked)
                update(x.T @ _through_norm(sums_x, lengths_x, u, g @ v) + y.T @ _through_norm(sums_y, lengths_y, v, g.T @ u))
        if report:
            report(epoch, rows, loss / max(1, len(targets) // batch), ranked / max(1, len(articles)), time.time() - began)
    return rows.astype(np.float32)


def article_lists(texts, vectors):
    """Per training article: rows of its questions, rows of its sentences, the teacher's cosines between them."""
    found = {}
    for i, t in enumerate(texts):
        if t["kind"] in ("question", "sentence"):
            found.setdefault(t["article"], {"question": [], "sentence": []})[t["kind"]].append(i)
    return [
        (np.array(f["question"]), np.array(f["sentence"]), vectors[f["question"]] @ vectors[f["sentence"]].T)
        for f in found.values()
        if f["question"] and f["sentence"]
    ]
