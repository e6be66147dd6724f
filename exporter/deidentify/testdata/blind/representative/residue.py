"""Prints what no mark covers and yet begins with a capital or has three digits: for reading by eye."""
import json
import re
import sys

for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        covered = [False] * len(d["text"])
        for s in d["spans"] + d["negatives"]:
            covered[s["start"]:s["end"]] = [True] * (s["end"] - s["start"])
        rest = "".join(c if not k else "_" for c, k in zip(d["text"], covered))
        words = re.findall(r"[^\W\d_]*[A-ZА-ЯЁ][^\W\d_]*|\d{3,}|\d+[./]\d+\S*", rest)
        print(d["id"], " ".join(w for w in words if len(w) > 1))
