"""The patient's record as the scorer's corpora give it: filling it in, and what follows from it."""
import re

TRANSLIT = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" ")))
PLACES = [("Саранск", "Саранске", "Саранска"), ("Ижевск", "Ижевске", "Ижевска"), ("Майкоп", "Майкопе", "Майкопа"),
          ("Элиста", "Элисте", "Элисты"), ("Вологда", "Вологде", "Вологды"), ("Курган", "Кургане", "Кургана"),
          ("Нальчик", "Нальчике", "Нальчика"), ("Черкесск", "Черкесске", "Черкесска"), ("Сыктывкар", "Сыктывкаре", "Сыктывкара"),
          ("Псков", "Пскове", "Пскова"), ("Якутск", "Якутске", "Якутска"), ("Улан-Удэ", "Улан-Удэ", "Улан-Удэ")]
STREETS = ["Мичурина", "Полевая", "Чернышевского", "Заречная", "Профсоюзная", "Кооперативная", "Льва Толстого", "8 Марта"]
CLINICS = ["ГБУЗ «Центральная районная больница»", "МЦ «Аксиома»", "ООО «Семейный доктор»", "клиника «Ковчег»"]
TOWNS = [("Dayton", "OH"), ("Tacoma", "WA"), ("Lubbock", "TX"), ("Duluth", "MN")]
MONTHS = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
ENMONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


MON_GEN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
ORDINALS = ("первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого тринадцатого "
            "четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого").split()


def ordinal(n):
    """The day of the month in words, in the genitive."""
    if n <= 20:
        return ORDINALS[n - 1]
    return "тридцатого" if n == 30 else ("двадцать " if n < 30 else "тридцать ") + ORDINALS[n % 10 - 1]


def latin(s):
    """A plain transliteration, for e-mail addresses and comparing."""
    return "".join(TRANSLIT.get(c, c) for c in s.lower())


def digits(s):
    return re.sub(r"\D", "", s)


def parts(name, sex):
    """Splits a header's name; the patronymic may be two words."""
    words = [w.replace("_", " ") for w in name.replace(",", " ").split()]
    person = {"family": words[0], "given": words[1] if len(words) > 1 else ""}
    if len(words) > 2:
        person["patronymic"] = " ".join(words[2:])
    return person | {"gender": "female" if sex == "f" else "male"}


def snils(r):
    n = [r.randrange(10) for _ in range(9)]
    check = sum(d * (9 - i) for i, d in enumerate(n)) % 101 % 100
    return "".join(map(str, n)) + f"{check:02d}"


def inn(r):
    n = [r.randrange(1, 10)] + [r.randrange(10) for _ in range(9)]
    for weights in ([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]):
        n.append(sum(a * b for a, b in zip(n, weights)) % 11 % 10)
    return "".join(map(str, n))


def luhn(body):
    """The number with its check digit (policies of the compulsory insurance, bank cards)."""
    total = 0
    for k, c in enumerate(reversed(body)):
        n = int(c) * (1 if k % 2 else 2)
        total += n - 9 if n > 9 else n
    return body + str(-total % 10)


def oms(r):
    """A policy number: region code first, check digit last."""
    return luhn(r.choice(["63", "64", "56", "02", "74", "16", "73", "58", "52", "59", "66", "77"]) + number(r, 13))


def passport(r):
    return r.choice(["36", "63", "53", "80", "75", "92", "73", "56", "22", "57", "65", "45", "12", "82"]) + f"{r.choice(list(range(1, 26)) + [97, 98, 99]):02d}" + number(r, 6)


def mobile(r):
    return r.choice(["902", "903", "905", "906", "909", "912", "917", "919", "922", "927", "929", "937", "939", "951", "961", "964", "967", "977", "987", "996"]) + number(r, 7)


def landline(r):
    return r.choice(["8464", "8482", "8412", "8422", "3532", "8352", "3513", "8512", "3466", "4852", "8172", "3412"]) + number(r, 6)


def number(r, n):
    return str(r.randrange(10 ** (n - 1), 10 ** n))


def address(r, given):
    """The patient's address: «addr=city|in city|of city|street|house|flat|zip» of the header, or an invented one."""
    if "addr" in given:
        f = given.pop("addr").split("|")
    else:
        f = [*r.choice(PLACES), r.choice(STREETS), str(r.randrange(1, 150)), str(r.randrange(1, 220)), number(r, 6)]
    return dict(zip(["city", "cityp", "cityg", "street", "house", "flat", "zip"], f))


def russian(r, person, birth, seen, doctor, given):
    mail = latin(person["family"]).replace(" ", "") + str(r.randrange(10, 99)) + r.choice(["@mail.ru", "@yandex.ru", "@list.ru"])
    p = person | {"birthDate": birth, "snils": snils(r), "oms": oms(r), "passport": passport(r), "inn": inn(r),
                  "phone": "+7" + mobile(r), "email": mail, "address": address(r, given), "mrn": number(r, 6),
                  "accession": number(r, 9), "encounterDate": seen, "organization": r.choice(CLINICS), "practitioner": doctor}
    return p | given


def english(r, person, birth, seen, doctor, given):
    person.pop("patronymic", None) if not person.get("patronymic") else None
    town, state = r.choice(TOWNS)
    where = {"line": f"{r.randrange(10, 9900)} {r.choice(['Birch', 'Juniper', 'Mill'])} Ln", "city": town, "state": state, "zip": number(r, 5)}
    where |= {k: given.pop(k) for k in list(where) if k in given}
    doctor = {k: v for k, v in doctor.items() if k in ("family", "given")}
    p = person | {"birthDate": birth, "mrn": number(r, 8), "phone": "+1" + number(r, 10),
                  "email": f"{person['given'].lower()}.{person['family'].lower()}@example.net".replace(" ", ""),
                  "ssn": number(r, 9), "insurance": r.choice("WQK") + number(r, 9), "address": where,
                  "accession": r.choice(["CT", "US", "MR"]) + number(r, 6), "encounterDate": seen, "practitioner": doctor}
    return p | given


def canonical(kind, text):
    """The form in which the record keeps a number written in a text."""
    if kind == "PHONE":
        n = digits(text)
        return "+7" + n[-10:] if n[:1] in "78" and len(n) == 11 else ("+1" + n[-10:] if len(n) == 10 else n)
    return digits(text) if kind in ("SNILS", "OMS", "PASSPORT", "INN", "SSN") else text


def moments(text):
    """All readings of a written date as (year or None, month, day or None); two-digit years have both centuries."""
    t = text.lower().strip("«» ").rstrip("г.").strip()
    names = [(i + 1, m) for ms in (MONTHS, ENMONTHS) for i, m in enumerate(ms)]
    nums = re.findall(r"\d+", t)
    out = []
    word = re.search(r"[a-zа-яё]{3,}|(?<=\s)ма[яйе]", t)
    month = next((i for i, m in names if word and word.group().startswith(m)), 0)
    if month and nums:
        n = [int(x) for x in nums]
        out = [(None, month, n[0])] if len(n) == 1 and n[0] < 32 else []
        if len(n) == 2:
            out = [(n[1], month, n[0]), (n[0], month, n[1])]
    elif re.search(r"\b[ivx]+\b", t) and nums:
        m = ROMAN.index(re.search(r"\b[ivx]+\b", t).group().upper()) + 1
        out = [(int(nums[1]) if len(nums) > 1 else None, m, int(nums[0]))]
    elif len(nums) == 3:
        a, b, c = (int(x) for x in nums)
        out = [(a, b, c)] if len(nums[0]) == 4 else [(c, b, a), (c, a, b)]
    elif len(nums) == 2:
        a, b = (int(x) for x in nums)
        out = [(None, b, a), (None, a, b)]
    elif len(nums) == 1 and len(nums[0]) in (6, 8):
        d, y = nums[0][:4], int(nums[0][4:])
        out = [(y, int(d[2:]), int(d[:2])), (int(nums[0][:4]), int(nums[0][4:6]), int(nums[0][6:] or 0))]
    return [(y + c if y is not None and y < 100 else y, m, d) for y, m, d in out for c in ((1900, 2000) if y is not None and y < 100 else (0,))]


def same_day(text, *isos):
    for iso in isos:
        y, m, d = (int(x) for x in iso.split("-"))
        if any((yy in (None, y)) and mm == m and dd == d for yy, mm, dd in moments(text)):
            return True
    return False


def spelled(text, p):
    """A date with the day in words and the year in figures."""
    for iso in (p["birthDate"], p["encounterDate"]):
        y, m, d = (int(x) for x in iso.split("-"))
        if text.lower().startswith(ordinal(d) + " " + MON_GEN[m - 1]) and (str(y) in text or not re.search(r"\d", text)):
            return True
    return False


def same_number(a, b):
    a, b = a.casefold(), b.casefold()
    return re.sub(r"[\W_]", "", a) == re.sub(r"[\W_]", "", b)


def names_of(person):
    return [latin(w) for k in ("family", "given", "patronymic") for w in re.split(r"[\s-]", person.get(k, "")) if len(w) > 1]


def resembles(text, person):
    """Whether some word or an initial of the text belongs to the person: a check on the marks, no matcher."""
    words = re.findall(r"[^\W\d_]+", latin(text.replace("\u00ad", "").replace("\u200b", "")))
    return any(w[:3] == n[:3] for w in words for n in names_of(person) if len(w) > 1)


def is_practitioner(text, doctor):
    """The surname in any form, or given name and patronymic together."""
    words = re.findall(r"[^\W\d_]+", latin(text))
    hits = {n for n in names_of(doctor) for w in words if w[:max(3, len(n) - 2)] == n[:max(3, len(n) - 2)]}
    return len(hits) > 1 or any(n in hits for n in names_of({"family": doctor["family"]}))


def known(kind, text, p):
    """Whether the record says this: the rule of the field `known`."""
    if kind == "PATIENT":
        return True
    if kind == "DATE":
        return spelled(text, p) or same_day(text, p["birthDate"], p["encounterDate"])
    if kind == "PHONE":
        return len(digits(text)) >= 6 and digits(p["phone"]).endswith(digits(text)[-10:] if len(digits(text)) > 7 else digits(text))
    if kind in ("SNILS", "OMS", "PASSPORT", "INN"):
        return digits(text) == p.get(kind.lower(), "-")
    if kind in ("MRN", "ACCESSION", "EMAIL", "SSN", "INSURANCE_ID"):
        return same_number(text, p.get({"INSURANCE_ID": "insurance"}.get(kind, kind.lower()), "-"))
    if kind == "LOCATION":
        return any(text.casefold().endswith(p["address"].get(k, "-").casefold()) for k in ("city", "cityp", "cityg"))
    if kind == "ADDRESS":
        where = p["address"]
        return latin(where.get("street", where.get("line", "-")))[:6] in latin(text)
    if kind == "ORG":
        return same_number(text, p.get("organization", "-"))
    if kind == "DOCTOR":
        return is_practitioner(text, p["practitioner"])
    return False


LOOKS = [(re.compile(r"(?<![\d.,/])\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?![\d/])"), "looks like a date"),
         (re.compile(r"\d{6,}"), "a long number"), (re.compile(r"@|https?:|www\."), "looks like an address on the net"),
         (re.compile(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\."), "looks like a name with initials"),
         (re.compile(r"[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна|ична)[а-яё]{0,2}\b"), "looks like a patronymic"),
         (re.compile(r"\[\[|\]\]|\{\{|\}\}"), "a broken mark")]


def doubts(doc, types):
    """What a careful reader would ask about the marks of a document."""
    text, spans, p = doc["text"], doc["spans"], doc["patient"]
    taken = [False] * len(text)
    out = []
    for s in spans + doc["negatives"]:
        if text[s["start"]:s["end"]] != s["text"] or not s["text"].strip() or s["text"] != s["text"].strip():
            out.append(f"bad slice {s['text']!r}")
        if any(taken[s["start"]:s["end"]]):
            out.append(f"overlap at {s['text']!r}")
        taken[s["start"]:s["end"]] = [True] * (s["end"] - s["start"])
        if s.get("type", "DATE") not in types:
            out.append(f"unknown type {s['type']}")
        if s.get("type") == "PATIENT" and s["known"] and not resembles(s["text"], p):
            out.append(f"is this the patient? {s['text']!r} of {p['family']} {p['given']}")
    for look, why in LOOKS:
        out += [f"{why}: {m.group()!r}" for m in look.finditer(text) if not any(taken[m.start():m.end()])]
    for m in re.finditer(r"[^\W\d_]+", text):
        if len(m.group()) > 3 and not any(taken[m.start():m.end()]):
            stem = latin(m.group())
            for q in (p, p["practitioner"]):
                if any(stem[:max(4, len(n) - 1)] == n[:max(4, len(n) - 1)] for n in names_of(q) if len(n) > 3):
                    out.append(f"unmarked, like {q['family']} {q['given']}: {m.group()!r}")
    return out
