"""Plain Okapi BM25 over Porter2 stems without stop words: the lexical half of every combination measured here."""

import math
import re
from collections import Counter

import snowballstemmer

_STEM = snowballstemmer.stemmer("english").stemWord
_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*")
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being but by can could did do does doing for from "
    "had has have having he her here hers him his how i if in into is it its itself just me more most my no not of off on once "
    "only or other our out over own same she should so some such than that the their them then there these they this those "
    "through to too under until up very was we were what when where which while who whom why will with would you your".split()
)


def stems(text):
    """Stems of the words that are no stop words."""
    return [_STEM(w.replace("’", "'")) for w in _TOKEN.findall(text.lower().replace("'s", "").replace("’s", "")) if w not in STOP_WORDS]


class Bm25:
    """Scores of all texts for a question; k1 and b as usual."""

    def __init__(self, texts, k1=1.2, b=0.75):
        self.counts = [Counter(stems(t)) for t in texts]
        lengths = [sum(c.values()) for c in self.counts]
        mean = sum(lengths) / len(lengths)
        self.norms = [k1 * (1 - b + b * n / mean) for n in lengths]
        document = Counter(t for c in self.counts for t in c)
        self.idf = {t: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for t, n in document.items()}
        self.k1 = k1
        self.unseen = math.log(1 + (len(texts) + 0.5) / 0.5)

    def scores(self, question):
        """BM25 divided by the sum of the question's idf, so that scores of different questions compare (0 to about 2.2)."""
        terms = list(dict.fromkeys(stems(question)))
        total = sum(self.idf.get(t, self.unseen) for t in terms) or 1.0
        return [
            sum(self.idf[t] * c[t] * (self.k1 + 1) / (c[t] + n) for t in terms if t in c) / total
            for c, n in zip(self.counts, self.norms)
        ]
