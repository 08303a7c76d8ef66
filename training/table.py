"""The word vectors: writing and reading the asset, and what is computed from it.

The layout is described in models/README.md.
"""

import json
import re
import struct
from pathlib import Path

import numpy as np

_TOKEN = re.compile(r"[a-z0-9]+(?:[&/'’;-][a-z0-9]+)*")


def write(path, words, vectors, zipf, zipf_scale=30, provenance=None):
    """Quantise each row to int8 with its own scale and write the asset; returns its size in bytes."""
    scales = np.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1
    rows = np.rint(vectors / scales[:, None]).astype(np.int8)
    text = "\n".join(words).encode()
    header = json.dumps({
        "version": 1, "dims": int(vectors.shape[1]), "count": len(words), "wordsBytes": len(text),
        "zipfScale": zipf_scale, "provenance": provenance or {},
    }).encode()
    header += b" " * (-(8 + len(header)) % 4)
    frequency = np.clip(np.rint(np.asarray(zipf) * zipf_scale), 0, 255).astype(np.uint8)
    body = b"HVEC" + struct.pack("<I", len(header)) + header + scales.astype("<f4").tobytes() + rows.tobytes() + frequency.tobytes() + text
    Path(path).write_bytes(body)
    return len(body)


def read(path):
    """(words, dequantised vectors, zipf, header) of an asset."""
    data = Path(path).read_bytes()
    assert data[:4] == b"HVEC"
    (size,) = struct.unpack_from("<I", data, 4)
    header = json.loads(data[8 : 8 + size])
    count, dims, at = header["count"], header["dims"], 8 + size
    scales = np.frombuffer(data, "<f4", count, at)
    rows = np.frombuffer(data, np.int8, count * dims, at + 4 * count).reshape(count, dims)
    at += 4 * count + count * dims
    zipf = np.frombuffer(data, np.uint8, count, at).astype(np.float32) / header["zipfScale"]
    words = data[at + count : at + count + header["wordsBytes"]].decode().split("\n")
    return words, rows.astype(np.float32) * scales[:, None], zipf, header


def tokens(text):
    """Lower-case words, possessive 's dropped."""
    found = (t.replace("’", "'") for t in _TOKEN.findall(text.lower()))
    return [t[:-2] if t.endswith("'s") else t for t in found]


class Table:
    """Terms and vectors; a vector's length is its weight in a sum."""

    def __init__(self, words, vectors, zipf=None):
        self.words, self.vectors, self.zipf = words, vectors, zipf
        self.index = {w: i for i, w in enumerate(words)}
        self.unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    @classmethod
    def load(cls, path):
        words, vectors, zipf, _ = read(path)
        return cls(words, vectors, zipf)

    def rows(self, text):
        """Rows of a text's terms, left to right; a two-word phrase of the table takes the place of its words."""
        found, words, at = [], tokens(text), 0
        while at < len(words):
            pair = self.index.get(f"{words[at]} {words[at + 1]}") if at + 1 < len(words) else None
            if pair is not None:
                found.append(pair)
                at += 2
                continue
            row = self.index.get(words[at])
            if row is not None:
                found.append(row)
            elif "-" in words[at] or "/" in words[at]:
                found.extend(self.index[part] for part in re.split("[-/]", words[at]) if part in self.index)
            at += 1
        return found

    def encode(self, texts):
        """Unit sentence vectors: the normalised sums."""
        out = np.zeros((len(texts), self.vectors.shape[1]), np.float32)
        for i, text in enumerate(texts):
            rows = self.rows(text)
            if rows:
                out[i] = self.vectors[rows].sum(axis=0)
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    def neighbours(self, term, limit=10, among=None):
        """[(term, cosine)] nearest to `term`."""
        cosines = self.unit @ self.unit[self.index[term]]
        order = np.argsort(-cosines)
        return [(self.words[i], float(cosines[i])) for i in order if self.words[i] != term and (among is None or i in among)][:limit]
