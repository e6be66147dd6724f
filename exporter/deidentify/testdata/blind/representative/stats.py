"""Counts texts, spans by type and negatives of JSONL files, as Markdown."""
import collections
import json
import sys


def count(path):
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    kinds = collections.Counter((d["lang"], d["kind"]) for d in docs)
    spans = collections.Counter(s["type"] for d in docs for s in d["spans"])
    known = sum(s["known"] for d in docs for s in d["spans"])
    print(f"Texts: {len(docs)} ({sum(n for (l, _), n in kinds.items() if l == 'ru')} Russian, "
          f"{sum(n for (l, _), n in kinds.items() if l == 'en')} English); spans: {sum(spans.values())} ({known} known); "
          f"hard negatives: {sum(len(d['negatives']) for d in docs)}.\n")
    print("Genres: " + ", ".join(f"{k} {n}" for (l, k), n in kinds.most_common()) + ".\n")
    print("Spans: " + ", ".join(f"{t} {n}" for t, n in spans.most_common()) + ".")


for p in sys.argv[1:]:
    count(p)
