"""Make the folder that `herald model install` takes: the teacher's graph with int8 weights, and its vocabulary.

Says whether the files are those that models/transformer.json names; --pin writes their sizes and SHA-256 into it, after
which its networks are to be trained anew (ranker/train.mjs --transformer).
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic

from teacher import build_onnx

DESCRIPTION = Path(__file__).parent.parent / "models" / "transformer.json"
MAX_PIECES = 256


def described(file):
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", required=True, help="folder with config.json, model.safetensors, vocab.txt")
    parser.add_argument("--out", required=True)
    parser.add_argument("--pin", action="store_true")
    args = parser.parse_args()
    teacher, out = Path(args.teacher), Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    weights, vocabulary = out / f"{teacher.name}.int8.onnx", out / "vocab.txt"
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        build_onnx(teacher, full, MAX_PIECES)
        quantize_dynamic(full, weights, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(teacher / "vocab.txt", vocabulary)

    description = json.loads(DESCRIPTION.read_text())
    for key, file in (("weights", weights), ("vocabulary", vocabulary)):
        found = described(file)
        print(f"{file.name}: {'as pinned' if found == description[key] else 'NOT as pinned'}, SHA-256 {found['sha256']}")
        description[key] = found
    if args.pin:
        DESCRIPTION.write_text(json.dumps(description, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
