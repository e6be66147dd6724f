"""Russian declension of personal names, written from the school grammar; no dictionary."""
CASES = ["nom", "gen", "dat", "acc", "ins", "prep"]
VOWELS = "аеёиоуыэюя"
STIFF = {"Тер", "Аль", "Эль", "Бен", "Абу", "Сарыг", "Карим", "Бонч", "Тян", "Ла", "Де", "Лом", "Кызыл"}
HUSHED = "жшчщц"
FLEETING = {"Заяц": "Зайц", "Орёл": "Орл", "Лев": "Льв", "Павел": "Павл", "Перец": "Перц", "Козёл": "Козл", "Бобёр": "Бобр", "Стрелец": "Стрельц",
            "Воробей": "Воробь", "Соловей": "Соловь", "Ручей": "Ручь", "Пётр": "Петр"}
IRREGULAR = {("Пётр", "m"): ["Пётр", "Петра", "Петру", "Петра", "Петром", "Петре"],
             ("Любовь", "f"): ["Любовь", "Любови", "Любови", "Любовь", "Любовью", "Любови"],
             ("Илья", "m"): ["Илья", "Ильи", "Илье", "Илью", "Ильёй", "Илье"]}
for _w in ("Воробей", "Соловей", "Ручей"):
    _s = FLEETING.pop(_w)
    IRREGULAR[(_w, "m")] = [_w, _s + "я", _s + "ю", _s + "я", _s + "ём", _s + "е"]


def hard(stem, sex, animate_ins="ом"):
    ins = "ем" if stem[-1] in HUSHED else animate_ins
    return [stem, stem + "а", stem + "у", stem + "а", stem + ins, stem + "е"]


def in_a(word):
    stem, last = word[:-1], word[-1]
    if word.endswith("ия"):
        return [word, stem + "и", stem + "и", stem + "ю", stem + "ей", stem + "и"]
    if last == "я":
        return [word, stem + "и", stem + "е", stem + "ю", stem + "ей", stem + "е"]
    y = "и" if stem[-1] in "гкхжшчщ" else "ы"
    oy = "ей" if stem[-1] in HUSHED else "ой"
    return [word, stem + y, stem + "е", stem + "у", stem + oy, stem + "е"]


def soft(word, sex):
    stem = word[:-1]
    if sex == "f":
        return [word, stem + "и", stem + "и", word, stem + "ью", stem + "и"]
    return [word, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е"]


def adjective(word, sex):
    if sex == "f":
        stem, new = word[:-2], word.endswith("яя")
        o = ["ей", "ей", "юю", "ей", "ей"] if new else ["ой", "ой", "ую", "ой", "ой"]
        if not new and stem[-1] in "жшчщ":
            o = ["ей", "ей", "ую", "ей", "ей"]
        return [word] + [stem + e for e in o]
    stem = word[:-2]
    e = ["его", "ему", "его", "им", "ем"] if word.endswith("ий") and stem[-1] in "жшчщн" else \
        ["ого", "ому", "ого", "им" if word.endswith("ий") or stem[-1] in "гкхжшчщ" else "ым", "ом"]
    return [word] + [stem + x for x in e]


def plain(word, sex):
    """Declines as a noun: a given name, a patronymic, a surname of no Russian pattern."""
    if (word, sex) in IRREGULAR:
        return IRREGULAR[(word, sex)]
    if word in FLEETING and sex == "m":
        return [word] + hard(FLEETING[word], sex)[1:]
    last = word[-1].lower()
    if last in "ая" and word[-2:-1].lower() not in "аоуиэ" or word.endswith("ия"):
        return in_a(word)
    if last == "я":
        return in_a(word)
    if last in "еёиоуыэю" or last == "а":
        return [word] * 6
    if last == "ь":
        return soft(word, sex)
    if sex == "f":
        return [word] * 6
    if last == "й":
        stem = word[:-1]
        return [word, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + ("и" if stem.endswith("и") else "е")]
    return hard(word, sex)


def surname(word, sex):
    """Declines a surname given in the form of that sex; hyphenated parts each by their own rule."""
    if "-" in word:
        rows = [[w] * 6 if w in STIFF else surname(w, sex) for w in word.split("-")]
        return ["-".join(r) for r in zip(*rows)]
    low = word.lower()
    if low.endswith(("ых", "их")) and len(word) > 4:
        return [word] * 6
    if sex == "m" and low.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(word) > 3:
        return [word, word + "а", word + "у", word + "а", word + "ым", word + "е"]
    if sex == "f" and low.endswith(("ова", "ева", "ёва", "ина", "ына")):
        s = word[:-1]
        return [word, s + "ой", s + "ой", s + "у", s + "ой", s + "ой"]
    if low.endswith(("ий", "ый", "ой") if sex == "m" else ("ая", "яя")) and len(word) > 4:
        return adjective(word, sex)
    if sex == "f" and low.endswith("ь"):
        return [word] * 6
    return plain(word, sex)


def female(word):
    """The woman's form of a surname."""
    if "-" in word:
        return "-".join(female(w) for w in word.split("-"))
    if word.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(word) > 3:
        return word + "а"
    if word.endswith(("ский", "цкий", "ый", "кий")) and len(word) > 4:
        return word[:-2] + "ая"
    if word.endswith("ой") and len(word) > 4 and word[-3] not in VOWELS:
        return word[:-2] + "ая"
    return word


def patronymic(father, sex):
    """The patronymic from a father's name."""
    special = {"Илья": ("Ильич", "Ильинична"), "Лука": ("Лукич", "Лукинична"), "Лев": ("Львович", "Львовна"), "Павел": ("Павлович", "Павловна"),
               "Пётр": ("Петрович", "Петровна"), "Яков": ("Яковлевич", "Яковлевна"), "Кузьма": ("Кузьмич", "Кузьминична"),
               "Мустафа": ("Мустафаевич", "Мустафаевна"), "Муса": ("Мусаевич", "Мусаевна"), "Шалва": ("Шалвович", "Шалвовна"), "Заза": ("Зазаевич", "Зазаевна"), "Михаил": ("Михайлович", "Михайловна")}
    if father in special:
        return special[father][0 if sex == "m" else 1]
    if father.endswith("ий"):
        keeps = father[-3] in "гк" or father[-4].lower() not in VOWELS and father != "Аркадий"
        stem = father[:-2] + ("и" if keeps else "ь") + "ев"
    elif father[-1] == "й":
        stem = father[:-1] + "ев"
    elif father[-1] == "ь":
        stem = father[:-1] + "ев"
    elif father[-1] in "оуы":
        stem = father + "ев"
    elif father[-1] in "аяэеи":
        stem = father + "ев" if father[-1] in "иэе" else father[:-1] + ("аев" if father[-1] == "а" else "яев")
    else:
        stem = father + ("ев" if father[-1] in "жшчщц" else "ов")
    return stem + ("ич" if sex == "m" else "на")


def patronymic_cases(word, sex):
    if word.endswith((" оглы", " кызы", " улы", " уулу", " угли", "-оглы", "-кызы")) or word[-1] not in "чан":
        return [word] * 6
    if word.endswith(("вич", "ич")):
        return hard(word, "m")
    return in_a(word) if word.endswith("на") else [word] * 6
