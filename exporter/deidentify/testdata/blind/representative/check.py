"""check.py N [deid-score.py]: spans and negatives lie on the text they claim, nothing overlaps, ids differ, the score tool can read the files; counts by type."""
import collections
import glob
import json
import subprocess
import sys
import tempfile

n = sys.argv[1]
ids, total = set(), collections.Counter()
for path in sorted(glob.glob(f"../batch{n}/*.jsonl")):
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    count, known, neg = collections.Counter(), 0, 0
    for d in docs:
        assert d["id"] not in ids and set(d) == {"id", "lang", "kind", "text", "spans", "negatives", "patient"}, d["id"]
        ids.add(d["id"])
        taken = [0] * len(d["text"])
        for s in d["spans"] + d["negatives"]:
            assert d["text"][s["start"]:s["end"]] == s["text"] and s["text"].strip() == s["text"] != "", (d["id"], s)
            assert not any(taken[s["start"]:s["end"]]), (d["id"], "overlap", s)
            taken[s["start"]:s["end"]] = [1] * (s["end"] - s["start"])
        for s in d["spans"]:
            assert set(s) == {"start", "end", "type", "text", "known", "form"} and isinstance(s["known"], bool), (d["id"], s)
            count[s["type"]] += 1
            known += s["known"]
        neg += len(d["negatives"])
        assert not any(c in d["text"] for c in "{}\ue000\ue001|[[") or "[[" not in d["text"], d["id"]
    total += count
    if len(sys.argv) > 2:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
            for d in docs:
                out.write(json.dumps({"id": d["id"], "spans": d["spans"]}) + "\n")
            out.flush()
            r = json.loads(subprocess.run([sys.executable, sys.argv[2], path, out.name, "--json"], capture_output=True, text=True, check=True).stdout)
        assert r["recall"] == 1 and r["over_redaction_tokens"] == 0 and r["missing_docs"] == 0, r
    print(path, len(docs), "texts", sum(count.values()), "spans", known, "known", neg, "negatives; chars/text", sum(len(d["text"]) for d in docs) // len(docs))
    print("  ", ", ".join(f"{t} {k}" for t, k in count.most_common()))
print("all", sum(total.values()), ", ".join(f"{t} {k}" for t, k in total.most_common()))
