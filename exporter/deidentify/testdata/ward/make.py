"""Makes and checks the corpus of the ward.

    python3 make.py hand               marked texts of source/ to hand-*.jsonl
    python3 make.py generated FOLDER   templates to generated-ru.jsonl; FOLDER holds rules.json,
                                       names.tsv and midnames.tsv
    python3 make.py check              every offset of every file
"""
import glob
import json
import os
import sys

import generate
import marked

HERE = os.path.dirname(os.path.abspath(__file__))


def source(lang):
    paths = sorted(glob.glob(os.path.join(HERE, "source", f"hand-{lang}-*.txt")))
    return "\n".join(open(p, encoding="utf-8").read() for p in paths)


def hand():
    for lang in ("ru", "en"):
        if text := source(lang):
            docs = marked.documents(text, lang, f"ward-{lang}")
            marked.write(os.path.join(HERE, f"hand-{lang}.jsonl"), docs)


def faults(d):
    """Says what is wrong with one document."""
    places = sorted(d["spans"] + d["negatives"], key=lambda s: s["start"])
    for s in places:
        if not s["text"].strip() or d["text"][s["start"]:s["end"]] != s["text"]:
            yield f"{d['id']}: the text at {s['start']} is not {s['text']!r}"
    for a, b in zip(places, places[1:]):
        if b["start"] < a["end"]:
            yield f"{d['id']}: {a['text']!r} and {b['text']!r} overlap"


def check():
    wrong, ids = [], set()
    for path in sorted(glob.glob(os.path.join(HERE, "*.jsonl"))):
        docs = [json.loads(line) for line in open(path, encoding="utf-8")]
        wrong += [f for d in docs for f in faults(d)]
        wrong += [f"{d['id']}: twice" for d in docs if d["id"] in ids]
        ids |= {d["id"] for d in docs}
        print(f"{os.path.basename(path)}: {len(docs)} texts, {sum(len(d['spans']) for d in docs)} spans, "
              f"{sum(len(d['negatives']) for d in docs)} negatives")
    if wrong:
        sys.exit("\n".join(wrong))


def generated(folder):
    marked.write(os.path.join(HERE, "generated-ru.jsonl"), generate.documents(folder))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["hand"]:
            hand()
        case ["generated", folder]:
            generated(folder)
        case ["check"]:
            check()
        case _:
            sys.exit(__doc__)
