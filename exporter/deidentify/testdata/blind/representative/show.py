"""Prints texts with the marks written in: python3 show.py FILE [from to]."""
import json
import sys

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
for d in rows[int(sys.argv[2]):int(sys.argv[3])] if len(sys.argv) > 3 else rows:
    out, at = "", 0
    for s in sorted(d["spans"], key=lambda s: s["start"]):
        out += d["text"][at:s["start"]] + f"[{s['type'][:4]}{'!' if s['known'] else ''}|{s['text']}]"
        at = s["end"]
    print("##", d["id"], d["kind"], "\n" + out + d["text"][at:])
