"""Read the real text: SQuAD articles (split by article), announcements with questions, exercises, WordNet glosses."""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

VALIDATION_ARTICLES = 12
_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Inc|Corp|Ltd|Co|Jr|Sr|vs|No|Vol|U\.S|U\.K|e\.g|i\.e|c|ca)|\b[A-Z])\.$")


def sentences(text):
    """Sentences of a passage, by full stops that no abbreviation explains."""
    found, start = [], 0
    for match in _END.finditer(text):
        if _SHORT.search(text[start:match.start()]):
            continue
        found.append(text[start:match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [s for s in found if s]


@dataclass
class Collection:
    """Passages of one document, and questions as (text, accepted passage numbers from 0, difficulty)."""

    name: str
    passages: list
    questions: list


def squad(path):
    """(training, validation) collections: the last 12 articles by title are never trained on."""
    with gzip.open(path, "rt") as lines:
        articles = sorted((json.loads(line) for line in lines), key=lambda a: a["title"])
    all_ = [
        Collection(
            a["title"],
            a["passages"],
            [(q["question"], [q["passage"] - 1], "squad") for q in a["questions"] if q["answerable"]],
        )
        for a in articles
    ]
    return all_[:-VALIDATION_ARTICLES], all_[-VALIDATION_ARTICLES:]


def announcement(markdown, questions):
    """One announcement: paragraphs are passages, headings and front matter are not; answerable questions only."""
    text = Path(markdown).read_text()
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    blocks = [b.strip() for b in re.split(r"\n\s*\n", text)]
    passages = [" ".join(b.split()) for b in blocks if b and not b.startswith("#")]
    asked = []
    for line in Path(questions).read_text().splitlines():
        q = json.loads(line) if line.strip() else None
        if q and q["kind"] == "answerable":
            asked.append((q["question"], [n - 1 for n in q["gold"]], q["difficulty"]))
    return Collection(Path(markdown).stem, passages, asked)


def rehearsals(folder):
    """Every NAME.md of the folder that has a NAME.jsonl beside it."""
    return [announcement(m, m.with_suffix(".jsonl")) for m in sorted(Path(folder).glob("*.md")) if m.with_suffix(".jsonl").exists()]


def exercises(folder):
    """The announcements of FOLDER/*.txt in order, many questions each; the format is in training/README.md."""
    found = []
    for file in sorted(Path(folder).glob("*.txt")):
        for line in file.read_text().splitlines():
            kind, _, text = line.partition(" ")
            if kind == "#":
                found.append(Collection(text, [], []))
            elif kind == "P":
                found[-1].passages.append(text.split(": ", 1)[1])
            elif kind == "Q":
                gold, question = text.split(": ", 1)
                found[-1].questions.append((question, [int(n) - 1 for n in gold.split(",")], "exercise"))
    return found


def texts_of(collection):
    """Everything of a collection that is fitted to: questions, sentences, passages."""
    passages = collection.passages
    return [q for q, _, _ in collection.questions] + [s for p in passages for s in sentences(p)] + passages


def wordnet_glosses(folder):
    """(definitions with their word, example sentences) of WordNet's data.* files."""
    definitions, examples = [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (Path(folder) / f"data.{part}").read_text().splitlines():
            if line.startswith(" ") or "|" not in line:
                continue
            data, gloss = line.split("|", 1)
            word = data.split(" ")[4].replace("_", " ").split("(")[0].lower()
            quoted = re.findall(r'"([^"]+)"', gloss)
            meaning = re.sub(r'"[^"]*"', "", gloss).strip(" ;,")
            if len(meaning.split()) >= 3:
                definitions.append((word, meaning))
            examples.extend(q for q in quoted if len(q.split()) >= 3)
    return definitions, examples
