"""Invented people of many origins, in every case, order and spelling."""
import re

import cases
import identity

HOMOGLYPHS = dict(zip("асеорхуАВЕКМНОРСТХ", "aceopxyABEKMHOPCTX"))


def load(path):
    """The lists of people-N-LANG.txt: origin -> surnames, men's, women's and fathers' names; an origin stands in the list as often as its weight says."""
    rows = [line.split("|") for line in open(path, encoding="utf-8") if not line.startswith("#")]
    lists = {r[0].strip().split("*")[0]: [[w.replace("_", " ") for w in f.split()] for f in r[1:5]] for r in rows}
    weights = [r[0].strip().split("*")[0] for r in rows for _ in range(int(r[0].split("*")[1]))]
    return lists, weights


def diminutives(path):
    return {line.split()[0]: line.split()[1:] for line in open(path, encoding="utf-8") if line.strip()}


class Person:
    """A person with all forms of the name; `sex` is m or f."""

    def __init__(self, r, origins, sex=None, like=None, father=None):
        lists, weights = origins
        self.sex = sex or r.choice("mf")
        self.origin = like.origin if like else r.choice(weights)
        surnames, men, women, fathers = lists[self.origin]
        base = like.base if like else r.choice(surnames)
        self.base, self.family = base, base if self.sex == "m" else cases.female(base)
        self.given = r.choice(men if self.sex == "m" else women)
        self.patronymic = cases.patronymic(father.given, self.sex) if father and fathers and " " not in father.given else self.middle(r, fathers)

    def middle(self, r, fathers):
        if not fathers or self.origin in ("vietnamese",):
            return ""
        father = r.choice(fathers)
        tail = {"azeri": ("оглы", "кызы"), "uzbek": ("угли", "кизи"), "kyrgyz": ("уулу", "кызы")}.get(self.origin)
        if tail and r.random() < .35:
            return f"{father} {tail[self.sex == 'f']}"
        return cases.patronymic(father, self.sex)

    def record(self):
        p = {"family": self.family, "given": self.given, "gender": "male" if self.sex == "m" else "female"}
        return p | ({"patronymic": self.patronymic} if self.patronymic else {})

    def parts(self, case):
        i = cases.CASES.index(case)
        given = " ".join(cases.plain(w, self.sex)[i] if len(w) > 2 else w for w in self.given.split()) if self.sex == "f" or " " not in self.given else self.given
        middle = cases.patronymic_cases(self.patronymic, self.sex)[i] if self.patronymic else ""
        return cases.surname(self.family, self.sex)[i], given, middle

    def write(self, r, case="nom", shape="any", dims=None):
        """Returns the text and the form, as case:shape."""
        if self.base.isascii() or self.given.isascii():
            return self.english(r, shape)
        f, g, m = self.parts(case)
        if shape == "any":
            shape = r.choice("full full full li li li il lf fl l gp gpf".split() if m else "lf lf fl li1 l".split())
        if not m:
            shape = {"full": "lf", "li": "li1", "il": "il1", "gp": "g", "gpf": "fl", "colq": "g"}.get(shape, shape)
        a, b = g[0], m[:1]
        dot = r.choice([f"{a}.{b}.", f"{a}. {b}.", f"{a}.{b}.", f"{a}{b}", f"{a} {b}", f"{a}.{b}", f"{a}. {b}"])
        one = r.choice([f"{a}.", a, f"{a}."])
        forms = {"full": f"{f} {g} {m}", "colq": f"{g} {spoken(m)}", "gpf": f"{g} {m} {f}", "li": f"{f} {dot}", "il": f"{dot} {f}", "lf": f"{f} {g}", "fl": f"{g} {f}",
                 "l": f, "gp": f"{g} {m}", "g": g, "li1": f"{f} {one}", "il1": f"{one} {f}", "ilg": f"{a}.{b}.{f}", "lig": f"{f}{a}.{b}.",
                 "comma": f"{f}, {g} {m}".rstrip(), "dim": self.short(r, dims or {}), "lat": latin_name(f, g, m, r)}
        return forms[shape], f"{case}:{shape}"

    def english(self, r, shape):
        """The English ways; case plays no part."""
        f, g, mid = self.family, self.given, r.choice("ABCDEHJLMRST")
        if shape in ("any", "full"):
            shape = r.choice(["fl", "fl", "comma", "l", "mid", "init"] if shape == "any" else ["fl", "comma", "mid"])
        forms = {"fl": f"{g} {f}", "comma": f"{f}, {g}", "l": f, "g": g, "mid": f"{g} {mid}. {f}", "init": f"{g[0]}. {f}", "lf": f"{f} {g}",
                 "commai": f"{f}, {g[0]}", "caret": f"{f}^{g}^{mid}", "li": f"{f} {g[0]}{mid}"}
        return forms[shape], f"en:{shape}"

    def short(self, r, dims):
        return r.choice(dims.get(self.given, [self.given]))


def spoken(m):
    """A patronymic as it is said: Иваныч, Сергеич, Николавна."""
    for a, b in (("еевич", "еич"), ("аевич", "аич"), ("ьевич", "ьич"), ("ович", "ыч"), ("еевна", "евна"), ("аевна", "авна"), ("ановна", "анна")):
        if m.endswith(a):
            return m[:-len(a)] + b
    return m


def latin_name(f, g, m, r):
    cap = [" ".join(w.capitalize() for w in identity.latin(x).split()) for x in (f, g, m)]
    out = r.choice([f"{cap[0]} {cap[1]}", f"{cap[1]} {cap[0]}", f"{cap[0]}^{cap[1]}^{cap[2]}".rstrip("^"), f"{cap[0]}, {cap[1]}"])
    return out.upper() if r.random() < .4 else out


def typo(text, r):
    """One slip of the finger inside the longest word."""
    words = sorted(re.findall(r"[^\W\d_]{7,}", text), key=len)
    if not words:
        return text
    w = words[-1]
    i = r.randrange(2, len(w) - 2)
    slip = r.choice([w[:i] + w[i + 1:], w[:i] + w[i] + w[i:], w[:i] + w[i + 1] + w[i] + w[i + 2:]])
    return text.replace(w, slip, 1)


def spoil(text, form, r, rates):
    """Applies at most two of the writing faults named in rates; returns text and form."""
    acts = {"upper": str.upper, "lower": str.lower, "typo": lambda t: typo(t, r), "wrap": lambda t: t.replace(" ", "\n", 1),
            "nbsp": lambda t: t.replace(" ", "\u00a0"), "thin": lambda t: t.replace(" ", "\u2009", 1), "twice": lambda t: t.replace(" ", "  "),
            "supper": lambda t: re.sub(r"^[^\W\d_]+", lambda m: m.group().upper(), t), "yo": lambda t: t.replace("ё", "е").replace("Ё", "Е"),
            "glyph": lambda t: glyph(t, r), "shy": lambda t: cut(t, r, "\u00ad"), "zero": lambda t: cut(t, r, "\u200b"),
            "hyphen": lambda t: cut(t, r, "-\n"), "glue": lambda t: t.replace(" ", ""), "spaced": lambda t: " ".join(t.split(" ")[0].upper()) + t[len(t.split(" ")[0]):],
            "nfd": lambda t: t.replace("й", "и\u0306").replace("ё", "е\u0308"), "caret": lambda t: t.replace(" ", "_")}
    done = 0
    for fault, rate in rates.items():
        if done < 2 and r.random() < rate:
            new = acts[fault](text)
            if new != text:
                text, form, done = new, f"{form}:{fault}", done + 1
    return text, form


def glyph(text, r):
    at = [i for i, c in enumerate(text) if c in HOMOGLYPHS]
    if not at:
        return text
    for i in r.sample(at, min(len(at), r.choice([1, 1, 2]))):
        text = text[:i] + HOMOGLYPHS[text[i]] + text[i + 1:]
    return text


def cut(text, r, with_what):
    words = re.findall(r"[^\W\d_]{6,}", text)
    if not words:
        return text
    w = r.choice(words)
    i = r.randrange(3, len(w) - 2)
    return text.replace(w, w[:i] + with_what + w[i:], 1)
