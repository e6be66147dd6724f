#!/bin/sh
# build.sh N [deid-score.py]: makes ../batchN/{generated-ru,generated-en,hand-ru,hand-en}.jsonl from grammar/N-*, people-N-* and hand/bN-*; deterministic.
export PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 # cases.py is of all batches
cd "$(dirname "$0")" && mkdir -p ../batch$1 &&
python3 generate.py $1 ru 150 > ../batch$1/generated-ru.jsonl &&
python3 generate.py $1 en 50 > ../batch$1/generated-en.jsonl &&
python3 markup.py hand/b$1-ru.txt > ../batch$1/hand-ru.jsonl &&
python3 markup.py hand/b$1-en.txt > ../batch$1/hand-en.jsonl &&
python3 check.py "$@"
