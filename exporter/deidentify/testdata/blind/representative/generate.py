"""Grows texts from the grammars: python3 generate.py BATCH LANG COUNT > out.jsonl

A grammar is lines ":symbol" and below it its productions, one a line (\\n is a line break). #symbol is replaced
by one of them, %(a|b)% by one of the choices, <slot arguments> by an identifying item, {{x}} marks words that
must stay. A production of :doc starts with its genre and a colon. The same batch and count give the same bytes.
"""
import datetime
import json
import os
import random
import re
import sys

import identity
import people
import things

HERE = os.path.dirname(os.path.abspath(__file__))
OPEN, CLOSE = "\ue000", "\ue001"
PIECE = re.compile(OPEN + r"(\w+)\t([01])\t([^\t]*)\t(.*?)" + CLOSE + r"|\{\{(.*?)\}\}", re.S)


def grammar(path):
    rules, at = {}, None
    for line in open(path, encoding="utf-8").read().split("\n"):
        if line.startswith(":"):
            at = rules.setdefault(line[1:].strip(), [])
        elif line.strip() and not line.startswith("//"):
            at.append(line.replace("\\n", "\n").replace("\\t", "\t"))
    return rules


class Writer:
    """Writes one document: the patient, the others and the expansion of the grammar."""

    def __init__(self, r, rules, lists, config, lang, kind):
        self.r, self.rules, self.lists, self.config, self.lang = r, rules, lists, config, lang
        self.people, self.used = {}, set()
        self.region = kind.split("-")[0] if lang == "en" else ""
        young, old, sex = config.get("ages", {}).get(kind, config["ages"]["*"])
        self.p, self.d = self.person(sex or None), self.person()
        self.manners = config["dates"][self.region] if self.region else config["dates"]
        self.manner = r.choice(self.manners)
        self.staff = r.choice(config["staff"])
        while self.d.base == self.p.base or self.d.given == self.p.given:
            self.d = self.person()
        self.seen = things.day(r, *config["years"])
        years = r.randint(young, old) if r.random() > .04 or old < 80 else r.randint(90, 98)
        self.birth = things.day(r, self.seen.year - years, self.seen.year - years)
        if self.birth >= self.seen:
            self.birth = self.birth.replace(year=self.birth.year - 1)
        build = identity.russian if lang == "ru" else identity.english
        given = {"addr": "|".join([*r.choice(self.lists["towns"]), r.choice(self.lists["streets"])[0], f"{r.randrange(1, 140)}{r.choice(['', '', 'а', 'к2', '/3'])}",
                                   str(r.randrange(1, 250)), identity.number(r, 6)])} if lang == "ru" else {}
        if lang == "en":
            town = r.choice(config["towns"][self.region]).split("|")
            given = {"line": f"{r.randrange(1, 99 if self.region != 'us' else 4900)} {r.choice(config['roads'][self.region])}", "city": town[0], "state": town[1], "zip": self.digits(town[2])}
        self.patient = build(r, self.p.record(), self.birth.isoformat(), self.seen.isoformat(), self.d.record(), given)
        if lang == "ru":
            self.patient["organization"] = r.choice(self.lists["clinics"])[0]
            self.patient["email"] = r.choice([f"{identity.latin(self.p.given)}.{identity.latin(self.p.family)}@mail.ru", f"{identity.latin(self.p.family)}_{self.birth.year}@yandex.ru",
                                              f"{identity.latin(self.p.given)[:1]}{identity.latin(self.p.family)}{r.randrange(99)}@gmail.com"]).replace(" ", "").lower()
        if lang == "en":
            self.patient["organization"] = r.choice(config["clinics"][self.region])
            self.patient["phone"] = {"us": "+1" + r.choice(config["area"]) + "55501" + identity.number(r, 2), "uk": "+4477009" + identity.number(r, 5), "in": "+91" + r.choice("789") + identity.number(r, 9)}[self.region]
            self.patient["email"] = r.choice(["{g}.{f}@gmail.com", "{f}{y}@yahoo.com", "{i}{f}@hotmail.com", "{g}{y}@outlook.com"]).format(g=identity.latin(self.p.given.split()[0]), f=identity.latin(self.p.family), i=self.p.given[0].lower(), y=self.birth.year % 100).replace("'", "").replace(" ", "")
            if self.region != "us":
                self.patient.pop("ssn")
                self.patient["insurance"] = r.choice(["BUPA-", "AXA/", "PAX"]) + identity.number(r, 8) if self.region == "uk" else r.choice(["P/", "NIA-", "HE"]) + identity.number(r, 10)
        mrn = config.get("mrn", ["{n6}"])
        self.patient["mrn"] = self.digits(r.choice(mrn))

    def person(self, sex=None, like=None):
        lists, weights = self.lists["people"]
        if self.lang == "en":
            weights = [w.split("*")[0] for w in self.config["origins"][self.region].split() for _ in range(int(w.split("*")[1]))]
        return people.Person(self.r, (lists, weights), sex, like)

    def other(self, key, sex=None):
        if key not in self.people:
            who = self.person(sex)
            while who.base in (self.p.base, self.d.base) or who.given in (self.d.given,):
                who = self.person(sex)
            self.people[key] = who
        return self.people[key]

    def digits(self, pattern):
        return re.sub(r"\{n(\d+)\}", lambda m: identity.number(self.r, int(m.group(1))), pattern).replace("{yy}", f"{self.seen.year % 100}").replace("{yyyy}", str(self.seen.year))

    def mark(self, kind, text, known=False, form=""):
        return f"{OPEN}{kind}\t{int(known)}\t{form}\t{text}{CLOSE}"

    def named(self, kind, who, args, known):
        case = args[0] if args else "nom"
        shape = args[1] if len(args) > 1 else "any"
        if shape == "any":
            shape = self.staff if kind == "DOCTOR" and self.r.random() < .7 else self.r.choice(self.config["shapes"])
        if shape == "li" and self.r.random() < .08:
            shape = "l"
        text, form = who.write(self.r, case, shape, self.lists["dims"])
        text, form = people.spoil(text, form, self.r, self.config["faults"])
        return self.mark(kind, text, known, form)

    def slot(self, m):
        name, args = m.group(1), m.group(2).split()
        r, p = self.r, self.patient
        if name == "g":
            return m.group(2).strip().split("|")[self.p.sex == "f"]
        if name in ("P", "D"):
            args = args[1:] if args and args[0] in "mf" else args
            return self.named("PATIENT" if name == "P" else "DOCTOR", self.p if name == "P" else self.d, args, True)
        if name[0] == "O" and name[1:].isdigit() or name == "O":
            sex = args.pop(0) if args and args[0] in "mf" else None
            return self.named("DOCTOR", self.other(name, sex), args, False)
        if name[0] == "R" and (name[1:].isdigit() or name == "R"):
            sex = args.pop(0) if args and args[0] in "mf" else None
            return self.named("RELATIVE", self.relative(name, sex), args, False)
        if name[0] == "X" and name[1:].isdigit():
            sex = args.pop(0) if args and args[0] in "mf" else None
            return self.named("RELATIVE", self.other(name, sex), args, False)
        return getattr(self, "s_" + name, self.plain)(args, name)

    def relative(self, key, sex):
        if key not in self.people:
            like = self.p if self.r.random() < .6 else None
            father = None
            if key[1:2] == "8":
                like, father = self.p, self.p if self.p.sex == "m" else None
            origins = (self.lists["people"][0], [self.p.origin] * 3 + (self.lists["people"][1][::12] if self.lang == "ru" else []))
            who = people.Person(self.r, origins, sex, like, father)
            while who.given == self.p.given:
                who = people.Person(self.r, origins, sex, like, father)
            self.people[key] = who
        return self.people[key]

    def plain(self, args, name):
        """A slot named after a list of the batch; a type in capitals before the list marks it."""
        if f"{name}_{self.region}" in self.lists:
            name = f"{name}_{self.region}"
        if name in self.lists:
            kind, case = self.lists["types"][name], (args or ["0"])[0]
            row = self.r.choice(self.lists[name])
            text = self.digits(row[min(int(case), len(row) - 1)])
            return self.mark(kind, text, False) if kind else text
        raise KeyError(name)

    def styles(self, args, without=("my",)):
        if args:
            return args
        ways = [s for s in self.manners if s not in without] if self.r.random() < .2 or self.manner in without else [self.manner]
        return ways

    def s_date(self, args, _):
        text, form = things.date(self.r, things.day(self.r, 2014, 2025), self.styles(args))
        return self.mark("DATE", text, identity.known("DATE", text, self.patient), form)

    def s_day(self, args, _):
        """<day -12 -3 style>: a day so many days from the encounter."""
        d = self.seen + datetime.timedelta(days=self.r.randint(int(args[0]), int(args[1])))
        text, form = things.date(self.r, d, self.styles(args[2:]))
        return self.mark("DATE", text, identity.known("DATE", text, self.patient), form)

    def s_my(self, args, _):
        """A month and a year before the encounter: «марте 2021 г.» (after «в»)."""
        d = self.seen - datetime.timedelta(days=self.r.randint(200, 2600))
        text, form = things.date(self.r, d, ["mye"] if self.lang == "en" else ["my", "my", "mys", "myn"])
        return self.mark("DATE", text, False, form)

    def s_myg(self, args, _):
        """The same in the genitive: «марта 2021 г.» (after «с»)."""
        d = self.seen - datetime.timedelta(days=self.r.randint(200, 2600))
        text, form = things.date(self.r, d, ["myg", "mygn", "myg", "mys"])
        return self.mark("DATE", text, False, form)

    def s_age(self, args, _):
        """The age in years, with the word when asked: 90 and over is marked."""
        n = self.seen.year - self.birth.year - ((self.seen.month, self.seen.day) < (self.birth.month, self.birth.day))
        word = "" if not args else " " + ("лет" if n % 10 in (0, 5, 6, 7, 8, 9) or n % 100 in range(11, 15) else "год" if n % 10 == 1 else "года")
        return (self.mark("AGE90", str(n)) if n > 89 else str(n)) + word

    def s_near(self, args, _):
        text, form = things.date(self.r, self.seen.replace(day=self.r.randint(1, 28)), self.styles(args))
        return self.mark("DATE", text, identity.known("DATE", text, self.patient), form)

    def s_range(self, args, _):
        """A stay written as one: 03-12.04.2024."""
        a, b = self.r.randint(1, 14), self.r.randint(15, 28)
        d = self.seen.replace(day=b)
        text = self.r.choice([f"{a:02d}-{d:%d.%m.%Y}", f"{a:02d}.{d:%m}-{d:%d.%m.%y}", f"{a:02d}–{d:%d.%m.%y}", f"{a}-{b} {identity.MON_GEN[d.month-1]} {d.year}", f"{a:02d}.{d:%m.%Y}-{d:%d.%m.%Y}"])
        return self.mark("DATE", text, False, "range")

    def s_dob(self, args, _):
        text, form = things.date(self.r, self.birth, self.styles(args, ("my", "mys", "dm", "dml", "th", "md")))
        return self.mark("DATE", text, True, "dob:" + form)

    def s_enc(self, args, _):
        text, form = things.date(self.r, self.seen, self.styles(args, ("my", "mys")))
        return self.mark("DATE", text, True, "enc:" + form)

    def s_num(self, args, _):
        """<num snils> is the patient's, <num snils x> another's."""
        kind, own = args[0], len(args) < 2
        lengths = {"oms": 16, "passport": 10, "phone": 10, "ssn": 9}
        n = self.patient.get(kind, "")[-10 if kind == "phone" else 0:] if own else (identity.snils(self.r) if kind == "snils" else identity.inn(self.r) if kind == "inn" else self.foreign(kind, lengths))
        write = {"snils": things.snils, "oms": things.oms, "passport": things.passport, "phone": things.phone}.get(kind, lambda r, s: s)
        if self.lang == "en" and kind == "phone":
            ways = {"uk": [f"0{n[:4]} {n[4:]}", f"0{n[:4]} {n[4:7]} {n[7:]}", f"+44 {n[:4]} {n[4:]}", f"0{n}"], "in": [f"+91 {n[:5]} {n[5:]}", f"+91-{n}", n, f"{n[:5]}-{n[5:]}"]}
            write = (lambda r, s: r.choice(ways[self.region])) if self.region in ways else lambda r, s: r.choice([f"({s[:3]}) {s[3:6]}-{s[6:]}", f"{s[:3]}-{s[3:6]}-{s[6:]}", f"{s[:3]}.{s[3:6]}.{s[6:]}", f"+1 {s[:3]} {s[3:6]} {s[6:]}", f"1-{s[:3]}-{s[3:6]}-{s[6:]}", s])
        if kind == "ssn":
            write = lambda r, s: r.choice([f"{s[:3]}-{s[3:5]}-{s[5:]}", s, f"{s[:3]} {s[3:5]} {s[5:]}"])
        return self.mark(kind.upper(), write(self.r, n), own)

    def foreign(self, kind, lengths):
        if self.lang == "ru":
            return {"oms": identity.oms, "passport": identity.passport}.get(kind, identity.mobile if self.r.random() < .8 else identity.landline)(self.r)
        if kind == "phone" and self.region != "us":
            return "7700900" + identity.number(self.r, 3) if self.region == "uk" else self.r.choice("789") + identity.number(self.r, 9)
        return self.r.choice(self.config["area"]) + "555" + "01" + identity.number(self.r, 2) if kind == "phone" and "area" in self.config else identity.number(self.r, lengths[kind])

    def s_nhs(self, args, _):
        """An NHS number with its check digit."""
        while True:
            n = self.r.choice("46") + identity.number(self.r, 8)
            check = 11 - sum(int(c) * (10 - i) for i, c in enumerate(n)) % 11
            if check != 10:
                n += str(check % 11)
                return self.mark("MRN", self.r.choice([f"{n[:3]} {n[3:6]} {n[6:]}"] * 3 + [n]), False)

    def s_sex(self, args, _):
        return args[0].split("|")[self.p.sex == "f"] if args else ""

    def s_mrn(self, args, _):
        return self.mark("MRN", self.patient["mrn"] if not args else self.digits(self.r.choice(self.config["mrn"])), not args)

    def s_acc(self, args, _):
        return self.mark("ACCESSION", self.patient["accession"] if not args else self.digits(self.r.choice(self.config["acc"])), not args)

    def s_insurance(self, args, _):
        return self.mark("INSURANCE_ID", self.patient["insurance"], True)

    def s_id(self, args, _):
        """<id TYPE pattern>: a number of a stated shape, nobody's in the record."""
        return self.mark(args[0], self.digits(" ".join(args[1:])), False)

    def s_email(self, args, _):
        if not args:
            return self.mark("EMAIL", self.patient["email"], True)
        who = self.person()
        return self.mark("EMAIL", f"{identity.latin(who.given)[:1]}{identity.latin(who.family)}".replace(" ", "") + self.r.choice(self.config["hosts"]), False)

    def handle(self):
        return (identity.latin(self.p.given)[:5] + self.r.choice(["_", ".", ""]) + identity.latin(self.p.family)[:7]).replace(" ", "").replace("-", "") + str(self.birth.year)[2:]

    def s_tg(self, args, _):
        return self.mark("TELEGRAM", self.r.choice(["@{}", "t.me/{}", "https://t.me/{}", "tg: @{}"][:3]).format(self.handle().replace(".", "_")), False)

    def s_social(self, args, _):
        return self.mark("SOCIAL", self.r.choice(["vk.com/{}", "skype:{}", "инстаграм {}", "ok.ru/{}", "discord {}#0417", "https://vk.com/{}"]).format(self.handle()), False)

    def s_url(self, args, _):
        return self.mark("URL", self.digits(self.r.choice(self.config["urls"])), False)

    def s_ip(self, args, _):
        return self.mark("IP", ".".join(str(self.r.randrange(1, 254)) for _ in range(4)), False)

    def s_plate(self, args, _):
        return self.mark("PLATE", things.plate(self.r), False)

    def s_vin(self, args, _):
        return self.mark("PLATE", things.vin(self.r), False, "vin")

    def s_card(self, args, _):
        return self.mark("CARD", things.card(self.r), False)

    def s_serial(self, args, _):
        return self.mark("DEVICE", things.serial(self.r), False)

    def s_age90(self, args, _):
        return self.mark("AGE90", str(self.r.randint(90, 103)), False)

    def s_address(self, args, _):
        a = self.patient["address"]
        if args and self.lang == "ru":
            city = self.r.choice(self.lists["towns"])
            a = {"city": city[0], "street": self.r.choice(self.lists["streets"])[0], "house": str(self.r.randrange(1, 99)), "flat": str(self.r.randrange(1, 99)), "zip": identity.number(self.r, 6)}
        text = things.address(a, self.r) if self.lang == "ru" else self.r.choice([f"{a['line']}, {a['city']}, {a['state']} {a['zip']}", f"{a['line']}, {a['city']} {a['zip']}", f"{a['line']}, {a['city']}"])
        return self.mark("ADDRESS", text, not args)

    def s_city(self, args, _):
        key = {"in": "cityp", "of": "cityg"}.get((args or [""])[0], "city")
        return self.mark("LOCATION", self.patient["address"][key if self.lang == "ru" else "city"], True)

    def s_clinic(self, args, _):
        return self.mark("ORG", self.patient["organization"], True)

    def s_n(self, args, _):
        return str(self.r.randint(int(args[0]), int(args[1])))

    def s_f(self, args, _):
        digits = int(args[2]) if len(args) > 2 else 1
        return f"{self.r.uniform(float(args[0]), float(args[1])):.{digits}f}".replace(".", self.r.choice([".", ","]) if self.lang == "ru" else ".")

    def s_time(self, args, _):
        return f"{self.r.randrange(24):02d}{self.r.choice([':', ':', ':', '.', '-'] if self.lang == 'ru' else ':')}{self.r.randrange(0, 60, 5):02d}"

    def produce(self, m):
        """A production of the symbol that this document does not have yet, while there is one."""
        rows = self.rules[m.group(1)]
        fresh = [x for x in rows if (m.group(1), x) not in self.used] or rows
        pick = self.r.choice(fresh)
        self.used.add((m.group(1), pick))
        return pick

    def expand(self, text, depth=0):
        while depth < 12 and re.search(r"#[a-z]+\d*|%\(", text):
            text = re.sub(r"#([a-z]+\d*)", self.produce, text)
            text = re.sub(r"%\(([^()]*?)\)%", lambda m: self.r.choice(m.group(1).split("|")), text)
            depth += 1
        return re.sub(r"<([A-Za-z]\w*)((?: [^<>]*)?)>", self.slot, text)


def assemble(marked, change):
    """Cuts the marked text into pieces, lets `change` alter each, and counts the offsets."""
    text, spans, negatives, at = "", [], [], 0
    for m in PIECE.finditer(marked):
        text += change(marked[at:m.start()])
        at = m.end()
        inner = change(m.group(4) if m.group(1) else m.group(5))
        place = {"start": len(text), "end": len(text) + len(inner)}
        if m.group(1):
            spans.append(place | {"type": m.group(1), "text": inner, "known": m.group(2) == "1", "form": m.group(3)})
        else:
            negatives.append(place | {"text": inner})
        text += inner
    return text + change(marked[at:]), spans, negatives


SCAN = dict(zip("оОЗбlIвпш", "003611нли"))


def scanned(text, r):
    """What a poor scan makes of a text."""
    return "".join(SCAN[c] if c in SCAN and r.random() < .04 else c for c in text)


def narrow(text, width=46):
    """Breaks long lines at a space, as a narrow printer does."""
    return re.sub(rf"(.{{{width},}}?) ", r"\1\n", text)


def wholly(r, config):
    """The way the whole document is typed: capitals, small letters, glued signs, one line."""
    x, at = r.random(), 0
    ways = {"upper": str.upper, "lower": str.lower, "glued": lambda t: re.sub(r"(?<=[,;:]) (?=\S)", "", t), "oneline": lambda t: t.replace("\n", " "),
            "crlf": lambda t: t.replace("\n", "\r\n"), "nbsp": lambda t: re.sub(r"(?<=[№.]) (?=\S)", "\u00a0", t), "wide": lambda t: t.replace(". ", ".  "), "yo": lambda t: t.replace("ё", "е"),
            "ocr": lambda t: scanned(t, r), "tabs": lambda t: t.replace(": ", ":\t"), "narrow": lambda t: narrow(t)}
    for way, rate in config["whole"].items():
        at += rate
        if x < at:
            return ways[way], way
    return (lambda t: t), ""


def document(batch, lang, n, rules, lists, config):
    r = random.Random(f"blind-{batch}-{lang}-{n}")
    kind, body = rules["doc"][n % len(rules["doc"])].split(":", 1)
    w = Writer(r, rules, lists, config, lang, kind)
    change, way = wholly(r, config)
    text, spans, negatives = assemble(re.sub(r"<g (?=\w)|(?<=[а-яё])>", "", w.expand(body)).strip("\n"), change)
    return {"id": f"g{batch}-{lang}-{n:04d}", "lang": lang, "kind": kind, "text": text, "spans": spans, "negatives": negatives, "patient": w.patient}


def main(batch, lang, count):
    config = json.load(open(f"{HERE}/grammar/{batch}-{lang}.json", encoding="utf-8"))
    lists = {"people": people.load(f"{HERE}/people-{batch}-{lang}.txt"), "dims": people.diminutives(f"{HERE}/dims.txt"), "types": {}}
    for name, (kind, rows) in config["lists"].items():
        lists["types"][name], lists[name] = kind, [row.split("|") for row in rows]
    rules = grammar(f"{HERE}/grammar/{batch}-{lang}.txt")
    from identity import doubts
    from markup import TYPES
    for n in range(int(count)):
        doc = document(batch, lang, n, rules, lists, config)
        print(json.dumps(doc, ensure_ascii=False))
        for c in doubts(doc, TYPES):
            print(f"{doc['id']}: {c}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:4])
