"""Print nearest terms of some words, and where cosines of relatives and of chance pairs lie.

Relatives: pairs of frequent words that share a WordNet synset, less pairs of one stem. Chance: random pairs.
"""

import argparse
import random
from pathlib import Path

import numpy as np

from lexical import stems
from table import Table

WORDS = "electricity rivals cash lab msft layoffs launch customers delay gpu devs infra eta dc boss staff price merger hacked refund autonomy".split()


def synonym_pairs(wordnet, table, least):
    """Pairs of single words of Zipf >= least in one synset, of different stems."""
    found = set()
    for part in ("noun", "verb", "adj"):
        for line in (Path(wordnet) / f"data.{part}").read_text().splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" ")
            members = [w.lower() for w in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
            members = [w for w in members if w in table.index and table.zipf[table.index[w]] >= least]
            for i, a in enumerate(members):
                found.update((a, b) for b in members[i + 1 :] if stems(a) != stems(b) and a != b)
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", required=True)
    parser.add_argument("--wordnet", required=True)
    args = parser.parse_args()
    table = Table.load(args.table)
    for word in WORDS:
        print(word + ":", ", ".join(f"{w} {c:.2f}" for w, c in table.neighbours(word, 9)))
    rng = random.Random(1)
    frequent = [w for w in table.words if 4 <= table.zipf[table.index[w]] < 6 and len(w) > 2]
    chance = [rng.sample(frequent, 2) for _ in range(20000)]
    relatives = synonym_pairs(args.wordnet, table, 4.0)
    cosine = lambda pairs: np.array([table.unit[table.index[a]] @ table.unit[table.index[b]] for a, b in pairs])
    near, far = cosine(relatives), cosine(chance)
    print(f"\n{len(relatives):,} synonym pairs, {len(chance):,} chance pairs")
    print("| cosine at least | synonym pairs | chance pairs |\n|---|---|---|")
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        print(f"| {threshold} | {(near >= threshold).mean():.1%} | {(far >= threshold).mean():.2%} |")


if __name__ == "__main__":
    main()
