#!/bin/sh
# build.sh N RU EN: makes batches/batch-N.jsonl from hand/bN-*.txt and the grammars; deterministic.
cd "$(dirname "$0")" && mkdir -p batches && {
  python3 markup.py hand/b$1-ru.txt hand/b$1-en.txt
  [ "$2" = 0 ] || { python3 generate.py $1 ru $2; python3 generate.py $1 en $3; }
} > batches/batch-$1.jsonl
