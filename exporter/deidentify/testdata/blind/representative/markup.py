"""Reads hand-written texts with inline marks and writes the JSONL the scorer reads.

A record starts with a header line and goes on to the next header:

    @@ kind | Family Given Patronymic | sex | birth | encounter | Family Given Patronymic | sex | key=value; key=value
    text with [[TYPE|identifying text]] and {{words that must stay}}

The second name is the practitioner. An underscore inside a name stands for a space.
[[TYPE!|x]] says that x is known from the patient's record (and sets the number there
when it is not given), [[TYPE?|x]] that it is not. ␣ is a no-break space, ‸ a zero-width
space, ¬ a soft hyphen. Offsets count Unicode code points.
"""
import json
import random
import re
import sys

import identity

TYPES = set("""ACCESSION ADDRESS AGE90 CARD DATE DEVICE DOCTOR EMAIL INN INSURANCE_ID IP LOCATION MRN OMS ORG
PASSPORT PATIENT PHONE PLATE RELATIVE SNILS SOCIAL SSN TELEGRAM URL""".split())
NUMBERS = {"SNILS": "snils", "OMS": "oms", "PASSPORT": "passport", "INN": "inn", "PHONE": "phone", "MRN": "mrn",
           "ACCESSION": "accession", "EMAIL": "email", "SSN": "ssn", "INSURANCE_ID": "insurance"}
MARK = re.compile(r"\[\[([A-Z0-9_]+)([!?]?)\|(.*?)\]\]|\{\{(.*?)\}\}", re.S)
SPECIAL = str.maketrans({"␣": "\u00a0", "‸": "\u200b", "¬": "\u00ad"})


def strip(marked):
    """Returns the plain text, the marked spans and the words that must stay."""
    text, spans, negatives, at = "", [], [], 0
    for m in MARK.finditer(marked):
        text += marked[at:m.start()]
        at = m.end()
        inner = m.group(3) if m.group(1) else m.group(4)
        place = {"start": len(text), "end": len(text) + len(inner)}
        if m.group(1):
            spans.append(place | {"type": m.group(1), "text": inner, "known": None, "form": "hand", "flag": m.group(2)})
        else:
            negatives.append(place | {"text": inner})
        text += inner
    return text + marked[at:], spans, negatives


def header(line, lang, key):
    """Makes the patient of a header line; what it does not say is filled in by the seed."""
    kind, name, sex, birth, seen, doctor, dsex, *more = [f.strip() for f in line[2:].split("|")]
    given = dict(p.strip().split("=", 1) for p in "|".join(more).split(";") if "=" in p)
    r = random.Random(key)
    person, doc = identity.parts(name, sex), identity.parts(doctor, dsex)
    if lang == "en":
        return kind, identity.english(r, person, birth, seen, doc, given), set(given)
    return kind, identity.russian(r, person, birth, seen, doc, given), set(given)


FILL = re.compile(r"\[\[([A-Z0-9_]+)([!?]?)\|([^\]]*?#[^\]]*?)\]\]")


def fill(marked, patient, lang, key):
    """Puts digits for '#': the patient's own in a number of the record, new valid ones with '?', any digits elsewhere."""
    r = random.Random("fill" + key)
    fresh = {"SNILS": identity.snils, "OMS": identity.oms, "PASSPORT": identity.passport, "INN": identity.inn, "PHONE": identity.mobile, "CARD": lambda r: identity.luhn("2202" + identity.number(r, 11))}

    def one(m):
        kind, flag, text = m.groups()
        n = text.count("#")
        if kind in ("SNILS", "OMS", "PASSPORT", "INN", "PHONE", "SSN", "INSURANCE_ID") and flag != "?" and NUMBERS[kind] in patient:
            digits = identity.digits(patient[NUMBERS[kind]])[-n:]
        elif kind in fresh and lang == "ru":
            digits = fresh[kind](r)[-n:]
        else:
            digits = identity.number(r, n)
        at = iter(digits.rjust(n, "1"))
        return f"[[{kind}{flag}|" + re.sub("#", lambda _: next(at), text) + "]]"
    return FILL.sub(one, marked)


def settle(span, patient, said):
    """Decides whether the span is known, and lets a '!' number define the record's field."""
    kind, flag, text = span["type"], span.pop("flag"), span["text"]
    field = NUMBERS.get(kind)
    if flag == "!" and field and field not in said:
        patient[field] = identity.canonical(kind, text)
        said.add(field)
    if flag == "!" and kind == "ORG" and "organization" not in said:
        patient["organization"] = text
        said.add("organization")
    span["known"] = flag == "!" or (flag == "" and identity.known(kind, text, patient))
    if flag == "!" and not identity.known(kind, text, patient):
        return f"said to be known, but is not derivable: {kind} {text!r}"
    return ""


def records(path, lang):
    """Yields the documents of one marked file with the complaints about each."""
    stem = path.split("/")[-1].rsplit(".", 1)[0]
    blocks = re.split(r"(?m)^(?=@@ )", open(path, encoding="utf-8").read().translate(SPECIAL))
    for n, block in enumerate(b for b in blocks if b.startswith("@@ ")):
        line, marked = block.split("\n", 1)
        kind, patient, said = header(line, lang, f"{stem}-{n}")
        text, spans, negatives = strip(fill(marked.strip("\n"), patient, lang, f"{stem}-{n}"))
        complaints = [c for c in [settle(s, patient, said) for s in spans] if c]
        for s in spans:
            s["known"] = s["known"] or identity.known(s["type"], s["text"], patient) and s["type"] in NUMBERS
        doc = {"id": f"{stem}-{n:04d}", "lang": lang, "kind": kind, "text": text, "spans": spans,
               "negatives": negatives, "patient": patient}
        yield doc, complaints + identity.doubts(doc, TYPES)


def main(paths):
    bad = 0
    for path in paths:
        for doc, complaints in records(path, "en" if "-en" in path else "ru"):
            print(json.dumps(doc, ensure_ascii=False))
            for c in complaints:
                bad += 1
                print(f"{doc['id']}: {c}", file=sys.stderr)
    return bad


if __name__ == "__main__":
    main(sys.argv[1:])
