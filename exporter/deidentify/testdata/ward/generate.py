"""Fills the templates with invented people and numbers: the generated part of the corpus."""
import random
import re

import marked
import numbers_ru as numbers
import people
import templates

COUNT, SEED = 450, 20251125
SLOT = re.compile(r"<([A-Z][A-Za-z]*\d?)(\+)?(?: ([a-z0-9:]+))?>")
WAYS = {"upper": 5, "lower": 4, "wrap": 3, "homoglyph": 3, "nbsp": 4, "zw": 1}
PEOPLE = {"P": "P", "K": "D", "D": "D", "R": "R"}


class Text:
    """One text being filled: who and what is in it."""

    def __init__(self, names, rng):
        self.names, self.rng, self.people = names, rng, {}
        self.people["P"], self.people["K"] = names.person(), names.person()
        self.known = numbers.patient(self.people["P"], self.people["K"], rng)

    def somebody(self, key):
        """Returns the person of a slot, the same one for the same key."""
        if key not in self.people:
            gender = {"m": "m", "f": "f"}.get(key[1:2])
            kin = key[0] == "R" and self.rng.random() < 0.5
            self.people[key] = self.names.person(gender, self.people["P"]["base"] if kin else None)
        return self.people[key]

    def person(self, key, form):
        case, order = form.split(":")
        who = self.somebody(key)
        way = self.way()
        if key == "P" and len(who["family"]) > 7 and self.rng.random() < 0.03:
            who, way = {**who, "family": people.mistyped(who["family"], self.rng)}, "typo"
        words = self.names.written(who, case, order)
        if way == "" and "ё" in words and self.rng.random() < 0.6:
            way = "yo2e"
        whole, words = words, people.damaged(words, way, self.rng)
        if words == whole and way in ("upper", "lower", "wrap", "nbsp"):
            way = ""
        code = PEOPLE[key[0]] + ("+" if key == "K" else "")
        return "{%s %s|%s}" % (code, ":".join(filter(None, (case, order, way))), words)

    def way(self):
        dice = self.rng.randrange(100)
        for way, share in WAYS.items():
            if dice < share:
                return way
            dice -= share
        return ""

    def slot(self, m):
        key, plus, form = m.group(1), m.group(2) or "", m.group(3) or ""
        if key[0] in PEOPLE and ":" in form:
            return self.person(key, form)
        code, words, form = numbers.written(key, bool(plus), form, self.known, self.rng)
        return "{%s%s %s|%s}" % (code, plus, form, words)

    def fill(self, template):
        male = self.people["P"]["g"] == "m"
        chosen = re.sub(r"~([^/~]*)/([^/~]*)~", lambda m: m.group(1 if male else 2), template)
        return SLOT.sub(self.slot, chosen)


def body(text, n, rng):
    """Joins a template with sentences of the trade, before, after and between."""
    parts = [templates.TEXTS[n % len(templates.TEXTS)]]
    if rng.random() < 0.35:
        parts.append(rng.choice(templates.TEXTS))
    parts += rng.sample(templates.CLINICAL, rng.randint(1, 3))
    first, rest = parts[0], parts[1:]
    rng.shuffle(rest)
    return rng.choice(["\n", "\n", " "]).join(text.fill(p) for p in [first] + rest)


def documents(folder):
    """Yields the generated documents; folder holds the rules of cases and the names."""
    rng = random.Random(SEED)
    names = people.Names(folder, rng)
    for n in range(COUNT):
        text = Text(names, rng)
        plain, spans, negatives = marked.parse(body(text, n, rng))
        yield {"id": f"ward-gen-{n:03d}", "lang": "ru", "kind": f"template-{n % len(templates.TEXTS):02d}", "text": plain,
               "spans": spans, "negatives": negatives, "patient": text.known}
