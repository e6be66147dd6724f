"""Marked texts: how a person writes a labelled text, and how it becomes a line of JSON.

A text begins with a head and goes on until the next one:

    === kind; Family Given Patronymic; m; 1956-04-12; enc=2024-11-03; key=value
    Text with {P gen:li|Рака В.И.} and {N|рак желудка}.

A mark is {TYPE form|words}; a plus after the type says that the patient object
knows the words. N marks words that must stay. Backslash escapes stand for what
cannot be seen: \\_ no-break space, \\0 zero-width space, \\- soft hyphen, \\t tab,
\\& zero-width joiner. The form "homoglyph" writes every second letter that has a
Latin twin in Latin, so that nobody has to type what he cannot see.
"""
import json
import random
import re

TYPES = {
    "P": "PATIENT", "R": "RELATIVE", "D": "DOCTOR", "DT": "DATE", "AD": "ADDRESS",
    "L": "LOCATION", "O": "ORG", "TEL": "PHONE", "MAIL": "EMAIL", "SN": "SNILS",
    "OMS": "OMS", "PAS": "PASSPORT", "INN": "INN", "MRN": "MRN", "ACC": "ACCESSION",
    "POL": "INSURANCE_ID", "CAR": "PLATE", "CARD": "CARD", "DEV": "DEVICE", "IP": "IP",
    "URL": "URL", "TG": "TELEGRAM", "SOC": "SOCIAL", "A90": "AGE90", "SSN": "SSN",
}
ALWAYS_KNOWN = {"PATIENT"}
ESCAPES = {r"\_": "\u00a0", r"\0": "\u200b", r"\-": "\u00ad", r"\t": "\t", r"\&": "\u200d"}
TWINS = dict(zip("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX"))
MARK = re.compile(r"\{([A-Z0-9]+)(\+?)(?: ([^|{}]*))?\|([^{}|]*)\}")


def homoglyphs(words):
    """Writes every second letter with a Latin twin in Latin."""
    seen, out = 0, []
    for letter in words:
        seen += letter in TWINS
        out.append(TWINS[letter] if letter in TWINS and seen % 2 else letter)
    return "".join(out)


def unescape(text):
    for mark, sign in ESCAPES.items():
        text = text.replace(mark, sign)
    return text


def parse(marked):
    """Returns the plain text, its spans and its negatives, offsets in code points."""
    text, spans, negatives, last = "", [], [], 0
    for m in MARK.finditer(marked):
        text += unescape(marked[last:m.start()])
        code, plus, form, words = m.group(1), m.group(2), m.group(3) or "", unescape(m.group(4))
        if "homoglyph" in form:
            words = homoglyphs(words)
        place = {"start": len(text), "end": len(text) + len(words)}
        if code == "N":
            negatives.append({**place, "text": words})
        else:
            kind = TYPES[code]
            known = bool(plus) or kind in ALWAYS_KNOWN
            spans.append({**place, "type": kind, "text": words, "known": known, "form": form})
        text, last = text + words, m.end()
    text += unescape(marked[last:])
    if re.search(r"[{}|\\]", text):
        raise ValueError("a mark was left over in: " + text)
    return text, spans, negatives


def person(words, gender):
    parts = [p.replace("_", " ") for p in words.split(" ", 2)]
    named = dict(zip(("family", "given", "patronymic"), parts))
    return {**named, "gender": {"m": "male", "f": "female"}[gender]}


def digits(rng, n):
    return "".join(rng.choice("0123456789") for _ in range(n))


def defaults_ru(rng):
    return {
        "snils": digits(rng, 11), "oms": digits(rng, 16), "passport": digits(rng, 10),
        "inn": digits(rng, 12), "phone": "+79" + digits(rng, 9), "email": f"box{digits(rng, 6)}@example.ru",
        "addr": "Казань,Казани,Казани,Полевая,%d,%d,420%s" % (rng.randint(1, 99), rng.randint(1, 300), digits(rng, 3)),
        "mrn": digits(rng, 6), "acc": digits(rng, 8), "enc": "2024-0%d-1%s" % (rng.randint(1, 9), digits(rng, 1)),
        "org": "ГАУЗ «Городская поликлиника № 3»", "doc": "Сабурова Инна Львовна f",
    }


def defaults_en(rng):
    return {
        "ssn": digits(rng, 9), "insurance": "H" + digits(rng, 9), "phone": "+1617555" + digits(rng, 4),
        "email": f"box{digits(rng, 6)}@example.com", "mrn": digits(rng, 8), "acc": "CT" + digits(rng, 6),
        "addr": "%d Quarry Lane,Dunmore,PA,%s" % (rng.randint(1, 999), digits(rng, 5)),
        "enc": "2024-0%d-1%s" % (rng.randint(1, 9), digits(rng, 1)), "doc": "Whitlock Ann f",
    }


ADDRESS = {"ru": ("city", "cityp", "cityg", "street", "house", "flat", "zip"), "en": ("line", "city", "state", "zip")}


def patient(head, lang, ident):
    """Reads a head; what it does not say is invented from the text's id."""
    fields = [f.strip() for f in head.split(";")]
    kind, name, gender, birth = fields[:4]
    said = dict(f.split("=", 1) for f in fields[4:])
    rng = random.Random(ident)
    known = {**(defaults_ru if lang == "ru" else defaults_en)(rng), **said}
    doctor, _, doctor_gender = known.pop("doc").rpartition(" ")
    out = {**person(name, gender), "birthDate": birth}
    out["address"] = dict(zip(ADDRESS[lang], known.pop("addr").split(",")))
    out["accession"], out["encounterDate"] = known.pop("acc"), known.pop("enc")
    if "org" in known:
        out["organization"] = known.pop("org")
    out["practitioner"] = person(doctor, doctor_gender)
    return kind, {**out, **known}


def documents(source, lang, prefix, first=0):
    """Yields the labelled documents of a marked source."""
    for n, part in enumerate(re.split(r"^=== ", source, flags=re.M)[1:], first):
        head, _, body = part.partition("\n")
        ident = "%s-%03d" % (prefix, n)
        try:
            kind, who = patient(head, lang, ident)
            text, spans, negatives = parse(body.strip("\n"))
        except (ValueError, KeyError) as e:
            raise SystemExit(f"{ident} ({head}): {e!r}")
        yield {"id": ident, "lang": lang, "kind": kind, "text": text, "spans": spans, "negatives": negatives, "patient": who}


def write(path, docs):
    with open(path, "w", encoding="utf-8") as f:
        for d in docs:
            f.write(json.dumps(d, ensure_ascii=False) + "\n")
