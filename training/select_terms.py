"""Keep the words, and of the candidate phrases those worth a row.

A phrase is worth a row when it is used and when its meaning is not the sum of its words' meanings
("wall street" against "street market"): score = estimated Zipf frequency + 4 * (1 - cosine to the sum of its words).
"""

import numpy as np

from vocabulary import hand_made_terms


def select(words, zipf, vectors, phrases):
    """Sorted row numbers: every single word, every hand-made term, and the best `phrases` of the others."""
    index = {w: i for i, w in enumerate(words)}
    hand = hand_made_terms()
    kept, scored = [], []
    centred = vectors - vectors.mean(axis=0)
    for i, term in enumerate(words):
        if " " not in term or term in hand:
            kept.append(i)
            continue
        total = sum(centred[index[part]] for part in term.split(" "))
        cosine = centred[i] @ total / (np.linalg.norm(centred[i]) * np.linalg.norm(total))
        scored.append((zipf[i] + 4 * (1 - cosine), i))
    scored.sort(reverse=True)
    return np.array(sorted(kept + [i for _, i in scored[:phrases]]))
