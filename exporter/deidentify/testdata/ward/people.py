"""Invented people of the generated texts: names, their cases, orders and damage."""
import json
import os

CASES = {"nom": None, "gen": 0, "dat": 1, "acc": 2, "ins": 3, "pre": 4}

FAMILIES = """
Абдрахимов Авдонин Агаджанян Азаренко Айдемиров Акимкин Алибеков Амбарцумов Анохин Аргунов Арзуманян Артюхов
Атнагулов Бабичев Багаутдинов Бадмаев Байбулатов Балабан Балтабаев Бардин Барышев Басманный Беглярян Бейлин
Белозёр Березняк Биккулов Блинников Бойчук Бондарь Борзых Бортник Брагинский Брандт Будник Буйнакский Бурундуков
Вайсман Валиахметов Варданян Васюта Вахрушев Вейцман Верба Верещак Вертий Верхотуров Вихров Воевода Вольский
Вострецов Выдра Габуния Гадельшин Гаджимагомедов Галактионов Галстян Гапон Гарбуз Гасанбеков Гафаров Гендлер
Гергиев Герц Глухих Гнездилов Годунов Голованов Гончар Горшенёв Гречишный Гринблат Грицай Губайдуллин Гудзь
Давлеткильдеев Дадашев Дашиев Деревянко Джабраилов Дзюбенко Долгорукий Дорофеев Дробышев Дубина Дудаль Дульцев
Дюжев Евлоев Елистратов Ермилин Жалсанов Жилкин Журба Забелин Завгородний Загидуллин Закамский Замятин Заяц
Зиганшин Зильберман Зинчук Зозуля Иванкив Идрисов Изосимов Илюмжинов Имамутдинов Иоселиани Исмагилов Кабанец
Казначей Кайзер Калантарян Калинкин Камышный Кан Карабут Карпухин Касаткин Кашапов Квашнин Квирикашвили Келлер
Кислица Клёнов Климчук Клюев Кобзарь Колесник Комиссар Копейкин Корж Коростелёв Котельный Кох Красных
Кречет Кривоносов Круглый Крыса Кузнечик Кукушкин Кульбацкий Кунгуров Курносый Кутовой Лазуткин Латыпов Легостаев
Лемешев Лесовой Либерман Липа Литвак Лобзин Лозовой Лунёв Лысенков Люльев Магомедгаджиев Майер Макаревич
Малахай Мамыкин Мансуров Маргарян Мартиросов Матвиенко Медведь Мелихов Мерзляк Метёлкин Минкин Мирзабеков
Мищук Мокрый Мохов Мурзагалиев Мустафин Мухин Нагой Нагуманов Нестеренко Низамиев Новиченко Ногаев Носенко
Нурмухаметов Облаков Овечкин Огурцов Околот Орешин Осадчий Остапчук Павличенко Палий Панин Парубок Пестов Петик
Пивень Пилипчук Плетень Плохих Подгорный Полуэктов Порошин Постный Прыщ Пузырь Радаев Райхман Ратманов Редька
Резник Ретунский Родимов Рубан Рудый Рыбалка Рябоконь Саакян Саврасов Сагайдак Саитгареев Саламатин Сахно Светлый
Северьянов Селезень Серый Сизых Сирота Ситдиков Скворец Скляр Слепой Слюсарь Смык Соколенко Солоха Сорока
Старых Стебель Степанян Стоматин Струк Ступак Сулейманян Сусликов Сычёв Табунщик Таймасханов Тарлыков Теплых
Терещук Тимербаев Толстиков Тонких Трубач Тулегенов Тупицын Турсунов Тычина Тюрин Угланов Удальцов Умаханов
Унгер Уразбаев Усманов Фаттахов Федосюк Фирсанов Фишман Фольц Фролкин Фукс Хабаров Хайбуллин Халфин Харламов
Хачиров Хвостов Хидиров Хижняк Холодный Хромых Хруст Цагараев Цаплин Цветной Цендин Цибулька Цыренов Чаплыгин
Чеботарёв Червяк Чернобай Чижик Чиковани Чмых Чубайкин Чумак Шайдуллин Шакиров Шамхалов Шаповал Шахбазян
Швачка Шевелюха Шелест Шерстюк Шилкин Шлыков Шмидтке Шпак Штык Шульга Шумейко Щепетков Щербак Эйсмонт Эльмурзаев
Юдашкин Юмагулов Юнусов Яблоков Ягудаев Язев Якимчук Ямщиков Янчук Ярмольник Яруллин Ястреб Ячмень Ли Цхай Дегай
Югай Хегай Тян Нам Пэк Ма Ван Чжоу Фам До Буй
""".split()

DIMINUTIVES = dict(pair.split(":") for pair in """
Александр:Саша Алексей:Лёша Анатолий:Толя Андрей:Андрюша Борис:Боря Василий:Вася Виктор:Витя Владимир:Вова
Вячеслав:Слава Геннадий:Гена Георгий:Гоша Григорий:Гриша Дмитрий:Дима Евгений:Женя Иван:Ваня Игорь:Игорёк
Константин:Костя Леонид:Лёня Михаил:Миша Николай:Коля Олег:Олежка Павел:Паша Пётр:Петя Роман:Рома Сергей:Серёжа
Степан:Стёпа Юрий:Юра Анна:Аня Валентина:Валя Галина:Галя Екатерина:Катя Елена:Лена Елизавета:Лиза Зинаида:Зина
Ирина:Ира Лидия:Лида Людмила:Люда Маргарита:Рита Мария:Маша Надежда:Надя Наталья:Наташа Нина:Ниночка Ольга:Оля
Раиса:Рая Светлана:Света Тамара:Тома Татьяна:Таня Вера:Верочка Любовь:Люба Дарья:Даша Ксения:Ксюша
""".split())

GIVEN = {
    "m": """Айрат Азат Рустам Ильнур Фанис Тагир Мурад Шамиль Гамзат Ислам Арсен Гагик Тигран Вахтанг Зураб Тимур
Баир Саян Чингис Алдар Нурлан Ерлан Азамат Бахром Фарход Рахмон Джамшид Руслан Ян Марк Генрих Эрнест Рудольф
Остап Тарас Богдан Мирон Савелий Лука Прохор Потап Захар Назар Илларион Эльдар Вадим Глеб Матвей Ярослав""".split(),
    "f": """Айгуль Алсу Гульнара Лейсан Резеда Зульфия Патимат Аминат Хадижат Заира Карина Сусанна Ануш Нино Лали
Дарима Сэсэг Оюна Айнур Динара Гульмира Мохира Зарина Шахноза Роза Белла Эмма Эльза Марта Оксана Леся Богдана
Агафья Пелагея Евдокия Фёкла Ульяна Варвара Милана Эвелина Снежана Лилия Виолетта Майя Злата Ева""".split(),
}


class Names:
    """The names a text is made of, and the rules of their cases."""

    def __init__(self, folder, rng):
        self.rng = rng
        with open(os.path.join(folder, "rules.json"), encoding="utf-8") as f:
            self.rules = json.load(f)
        self.given = {g: rows(folder, "names.tsv", g)[:220] for g in "mf"}
        self.patronymics = {g: rows(folder, "midnames.tsv", g)[:400] for g in "mf"}

    def person(self, gender=None, family=None):
        """Invents somebody; family is the male form of a surname."""
        g = gender or self.rng.choice("mf")
        base = family or self.rng.choice(FAMILIES)
        if not family and self.rng.random() < 0.06:
            base += "-" + self.rng.choice(FAMILIES)
        pool = GIVEN[g] if self.rng.random() < 0.4 else self.given[g]
        middle = self.rng.choice(self.patronymics[g])
        if self.rng.random() < 0.04:
            middle = self.rng.choice(GIVEN["m"]) + {"m": " оглы", "f": " кызы"}[g]
        return {"base": base, "family": gendered(base, g), "given": self.rng.choice(pool), "patronymic": middle, "g": g}

    def inflect(self, word, part, gender, case):
        if CASES[case] is None or word.endswith((" оглы", " кызы")):
            return word
        parts = word.split("-")
        return "-".join(self.inflect_part(p, part, gender, case, i == 0 < len(parts) - 1) for i, p in enumerate(parts))

    def inflect_part(self, word, part, gender, case, first):
        sex = {"m": "male", "f": "female"}[gender]
        for group in ("exceptions", "suffixes"):
            for rule in self.rules[part].get(group, []):
                if fits(rule, word.lower(), sex, group == "suffixes", first):
                    mod = rule["mods"][CASES[case]]
                    cut = mod.count("-")
                    return word if mod == "." else word[:len(word) - cut] + mod[cut:]
        return word

    def written(self, who, case, order):
        """Returns a person's name in a case and an order."""
        g, r = who["g"], self.rng
        family = self.inflect(who["family"], "lastname", g, case)
        given = self.inflect(who["given"], "firstname", g, case)
        middle = self.inflect(who["patronymic"], "middlename", g, case)
        gi, mi = who["given"][0], who["patronymic"][0]
        initials = r.choice([f"{gi}.{mi}.", f"{gi}. {mi}.", f"{gi}.{mi}", f"{gi}{mi}", f"{gi} {mi}", f"{gi}.\u00a0{mi}."])
        short = self.inflect(DIMINUTIVES.get(who["given"], who["given"]), "firstname", g, case)
        return {
            "full": f"{family} {given} {middle}", "iof": f"{given} {middle} {family}", "lf": f"{family} {given}",
            "fl": f"{given} {family}", "io": f"{given} {middle}", "l": family, "g": given, "dim": short,
            "li": f"{family} {initials}", "il": f"{initials} {family}", "l1": f"{family} {gi}.",
        }[order]


def rows(folder, name, gender):
    """Reads the names of a gender from a TSV, the commonest first."""
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        head = f.readline().rstrip("\n").split("\t")
        table = [dict(zip(head, line.rstrip("\n").split("\t"))) for line in f]
    return [t["text"] for t in table if t["gender"] == gender and len(t["text"]) > 2]


def fits(rule, word, sex, suffix, first):
    if rule["gender"] not in ("androgynous", sex) or "first_word" in rule.get("tags", []) and not first:
        return False
    return any(word.endswith(t) if suffix else word == t for t in rule["test"])


def gendered(family, gender):
    """Returns the form of a surname a man or a woman bears."""
    return "-".join(feminine(p) for p in family.split("-")) if gender == "f" else family


def feminine(family):
    if len(family) > 4 and family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return family + "а"
    if len(family) > 4 and family.endswith(("ий", "ый", "ой")) and family not in ("Палий", "Вертий"):
        return family[:-2] + ("яя" if family.endswith("ний") else "ая")
    return family


def damaged(words, kind, rng):
    """Writes words as a hurried hand or a bad program would."""
    if kind == "upper":
        return words.upper()
    if kind == "lower":
        return words.lower()
    if kind == "yo2e":
        return words.replace("ё", "е").replace("Ё", "Е")
    if kind == "nbsp":
        return words.replace(" ", "\u00a0")
    if kind == "wrap" and " " in words:
        return words.replace(" ", "\n", 1)
    if kind == "zw":
        at = rng.randrange(1, len(words))
        return words[:at] + "\u200b" + words[at:]
    return words


def mistyped(name, rng):
    """Makes one typing error inside a long name."""
    at = rng.randrange(2, len(name) - 2)
    return rng.choice([name[:at] + name[at + 1:], name[:at] + name[at] + name[at:],
                       name[:at] + name[at + 1] + name[at] + name[at + 2:]])
