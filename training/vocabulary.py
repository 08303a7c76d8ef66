"""Choose the terms that get a vector: frequent words, two-word phrases, chat and business abbreviations.

Writes vocabulary.json: {words: [term], zipf: [number], texts: [[what the teacher reads for the term]]}.
"""

import argparse
import json
import re
from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

from lexical import STOP_WORDS

WORD = re.compile(r"^(?:[a-z]+(?:['-][a-z]+)*|[a-z]+[0-9]{1,2}|[0-9]{1,2}[a-z]+)$")
HERE = Path(__file__).parent


def frequent_words(limit):
    """The `limit` most frequent English words that look like words, possessives left out."""
    kept = []
    for word in top_n_list("en", limit * 3):
        if not WORD.match(word) or word.endswith("'s"):
            continue
        if len(word) == 1 and word not in "ai":
            continue
        kept.append(word)
        if len(kept) == limit:
            break
    return kept


def hand_made_terms():
    """term -> (readings, zipf) of resources/terms.tsv."""
    terms = {}
    for line in (HERE / "resources" / "terms.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            term, readings, zipf = line.split("\t")
            terms[term] = (readings.split(";"), float(zipf))
    return terms


_PARTICLES = frozenset("up out off down back away over on ahead apart together forward aside".split())


def is_usable(phrase, part):
    """False for phrases that are as often a chance meeting of their words ("in this", "work in")."""
    first, second = phrase.split(" ")
    if first in STOP_WORDS:
        return False
    return second in _PARTICLES if part == "verb" else second not in STOP_WORDS


def wordnet_phrases(folder, known):
    """Two-word WordNet entries made of frequent words: nouns and phrasal verbs, each with its senses' count."""
    phrases = {}
    for part, least in (("noun", 3.3), ("verb", 3.6), ("adj", 3.6), ("adv", 3.6)):
        for line in (Path(folder) / f"index.{part}").read_text().splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" ")
            words = fields[0].split("_")
            if len(words) != 2 or any(w not in known for w in words):
                continue
            if min(zipf_frequency(w, "en") for w in words) < least:
                continue
            phrases[" ".join(words)] = part
    return {p: part for p, part in phrases.items() if is_usable(p, part)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", required=True, help="folder with WordNet's index.* and data.* files")
    parser.add_argument("--words", type=int, default=39500)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    hand = hand_made_terms()
    entries = {w: ([w], zipf_frequency(w, "en")) for w in frequent_words(args.words)}
    known = {w for w in entries if zipf_frequency(w, "en") >= 3.3}
    candidates = wordnet_phrases(args.wordnet, known)
    for term, (readings, zipf) in hand.items():
        entries[term] = (readings, max(zipf, zipf_frequency(term, "en") if " " not in term else 0))
    for phrase, part in candidates.items():
        # wordfreq joins the words' frequencies; a phrase of running text is far rarer than that estimate.
        entries.setdefault(phrase, ([phrase], max(1.5, zipf_frequency(phrase, "en") - 0.8)))
    order = sorted(entries, key=lambda t: (-entries[t][1], t))
    Path(args.out).write_text(json.dumps({
        "words": order,
        "zipf": [round(entries[t][1], 2) for t in order],
        "texts": [entries[t][0] for t in order],
    }))
    phrases = sum(" " in t for t in order)
    print(f"{len(order):,} terms, {phrases:,} of them phrases, {len(hand)} from resources/terms.tsv")


if __name__ == "__main__":
    main()
