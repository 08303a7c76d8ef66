"""Write check-pieces.json: the word pieces of some texts by the library that the model was trained with."""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

TEXTS = [
    "",
    "   ",
    "Hello, World!",
    "naïve café Ærøskøbing İstanbul straße",
    "日本語のテキスト and 한국어 text",
    "emoji 👍🏽 ok",
    "a" * 150,
    "zero\u200bwidth soft\u00adhyphen \ufeffmark",
    "tabs\tand\nnew\r\nlines\u2028\u00a0spaces",
    "$10 billion — “quoted” … ½ ² ™ ℃ Ⅷ 3.5% @user #tag a_b^c`d~e|f",
    "don't can't GPT-4",
    "control\u0000\u0001\u007f\ufffd",
    "ﬁ ligature ａｂｃ",
    "हिन्दी العربية עברית ไทย",
    "word " * 300,
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", required=True, help="tokenizer.json of the model")
    parser.add_argument("--rehearsals", required=True, help="folder of NAME.jsonl")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(args.tokenizer)
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    texts = list(TEXTS)
    for file in sorted(Path(args.rehearsals).glob("*.jsonl")):
        texts += [json.loads(line)["question"] for line in file.read_text().splitlines()[::8]]
    check = [{"text": text, "pieces": tokenizer.encode(text).ids} for text in texts]
    lines = ",\n".join(json.dumps(one) for one in check)
    Path(args.out).write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
