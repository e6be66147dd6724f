"""Invented dates, numbers, addresses and places of the generated texts."""
import datetime

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
IN_MONTH = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
TRANSLIT = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" ")))
CITIES = ["Пермь Перми Перми", "Саратов Саратове Саратова", "Чита Чите Читы", "Кострома Костроме Костромы", "Курган Кургане Кургана",
          "Элиста Элисте Элисты", "Воткинск Воткинске Воткинска", "Ухта Ухте Ухты", "Грозный Грозном Грозного", "Псков Пскове Пскова",
          "Бийск Бийске Бийска", "Салават Салавате Салавата", "Кызыл Кызыле Кызыла", "Шадринск Шадринске Шадринска", "Орёл Орле Орла"]
STREETS = ["Заречная", "Молодёжная", "Бажова", "Розы Люксембург", "Декабристов", "Тукая", "Островского", "8 Марта", "Ломоносова",
           "Пионерская", "Гагарина", "Салавата Юлаева", "Малая Горная", "Чапаева", "Степана Разина"]
VILLAGES = ["д. Нижние Выселки", "с. Старый Юраш", "аул Хасаут", "пос. Лесозавод", "ст. Курджиновская", "с. Большая Рига",
            "х. Попов Лог", "улус Нарын", "пгт Мокроус", "дер. Чувашский Тимяш"]
CLINICS = ["ГБУЗ «Шадринская ЦРБ»", "ООО «Медлайн-Плюс»", "клиника «Айболит и К»", "ЧУЗ «Дорожная больница»", "МЦ «Вита Нова»",
           "ОКБ № 2", "ГП № 11", "КДЦ «Ультрамед»", "НМИЦ им. Крылова", "Лысьвенская городская больница"]
WORKS = ["ООО «Уралметизы»", "АО «Птицефабрика Боровская»", "ИП Сатаров Р.М.", "ПАО «Химволокно»", "МУП «Горводоканал»",
         "ТЦ «Апельсин»", "кафе «Самса»", "КФХ «Рассвет»", "депо «Пермь-Сортировочная»"]
SCHOOLS = ["МБОУ СОШ № 27", "гимназия № 4", "МАДОУ «Ромашка»", "д/с № 118", "лицей «Сигма»", "школа-интернат № 2", "ПГНИУ"]


def digits(rng, n):
    return "".join(rng.choice("0123456789") for _ in range(n))


def latin(words):
    return "".join(TRANSLIT.get(c, c) for c in words.lower())


def day(rng, first, last):
    return datetime.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def patient(who, doctor, rng):
    """Invents the patient object."""
    city, cityp, cityg = rng.choice(CITIES).split()
    born = day(rng, 1936, 2020)
    person = lambda p: {"family": p["family"], "given": p["given"], "patronymic": p["patronymic"],
                        "gender": {"m": "male", "f": "female"}[p["g"]]}
    return {
        **person(who), "birthDate": born.isoformat(), "snils": digits(rng, 11), "oms": digits(rng, 16),
        "passport": digits(rng, 10), "inn": digits(rng, 12), "phone": "+79" + digits(rng, 9),
        "email": "%s%s@%s" % (latin(who["family"]), born.year % 100, rng.choice(["mail.example.ru", "pochta.example.ru"])),
        "address": {"city": city, "cityp": cityp, "cityg": cityg, "street": rng.choice(STREETS), "house": str(rng.randint(1, 150)),
                    "flat": str(rng.randint(1, 250)), "zip": "6" + digits(rng, 5)},
        "mrn": rng.choice([digits(rng, 6), digits(rng, 5) + "/25", "Т-" + digits(rng, 4), digits(rng, 4) + "-С"]),
        "accession": rng.choice([digits(rng, 9), "US" + digits(rng, 6), "24-" + digits(rng, 5)]),
        "encounterDate": day(rng, 2022, 2025).isoformat(), "organization": rng.choice(CLINICS), "practitioner": person(doctor),
    }


DATES = {
    "dot4": "{d:02d}.{m:02d}.{y}", "dot2": "{d:02d}.{m:02d}.{s:02d}", "dotg": "{d:02d}.{m:02d}.{y} г.", "slash": "{d:02d}/{m:02d}/{y}",
    "iso": "{y}-{m:02d}-{d:02d}", "long": "{d} {word} {y}", "longg": "{d} {word} {y} года", "q": "«{d:02d}» {word} {y} г.",
    "nz": "{d}.{m}.{s:02d}", "dash": "{d:02d}-{m:02d}-{y}", "abbr": "{d} {short} {y}", "roman": "{d}.{roman}.{y}", "comma": "{d:02d},{m:02d},{s:02d}",
}


def date(value, form):
    y, m, d = (int(x) for x in value.split("-"))
    word = MONTHS[m - 1]
    short = word if word == "мая" else word[:3] + "."
    pattern = {**DATES, "dm": "{d:02d}.{m:02d}", "dword": "{d} {word}", "my": "{inmonth} {y} г."}[form]
    return pattern.format(y=y, m=m, d=d, s=y % 100, word=word, short=short, roman=ROMAN[m - 1], inmonth=IN_MONTH[m - 1])


def phone(number, rng):
    a, b, c, d = number[-10:-7], number[-7:-4], number[-4:-2], number[-2:]
    return rng.choice([f"+7{a}{b}{c}{d}", f"8{a}{b}{c}{d}", f"8 ({a}) {b}-{c}-{d}", f"+7-{a}-{b}-{c}-{d}", f"8-{a}-{b}{c}{d}",
                       f"{a} {b} {c} {d}", f"+7 {a} {b}{c}{d}", f"8.{a}.{b}.{c}.{d}", f"({a}){b}-{c}{d}", f"8 {a}-{b}-{c}-\n{d}"])


def snils(n, rng):
    a, b, c, d = n[:3], n[3:6], n[6:9], n[9:]
    return rng.choice([f"{a}-{b}-{c} {d}", n, f"{a} {b} {c} {d}", f"{a}-{b}-{c}-{d}", f"{a}.{b}.{c}.{d}"])


def oms(n, rng):
    return rng.choice([n, " ".join(n[i:i + 4] for i in range(0, 16, 4)), n[:8] + "\n" + n[8:], n[:6] + "-" + n[6:]])


def passport(n, rng):
    return rng.choice([f"{n[:4]} {n[4:]}", f"{n[:2]} {n[2:4]} {n[4:]}", f"{n[:4]} № {n[4:]}", n, f"серия {n[:4]} номер {n[4:]}", f"{n[:2]} {n[2:4]} №{n[4:]}"])


def address(city, street, house, flat, rng):
    return rng.choice([f"г. {city}, ул. {street}, д. {house}, кв. {flat}", f"{city}, {street} {house}-{flat}", f"г.{city} ул.{street} {house} кв.{flat}",
                       f"{city} {street}, дом {house}, квартира {flat}", f"ул. {street}, {house}, {flat}", f"{street} {house}/{flat}"])


def plate(rng):
    a, n = "АВЕКМНОРСТУХ", digits(rng, 3)
    x, y, z, region = rng.choice(a), rng.choice(a), rng.choice(a), rng.choice(["59", "159", "45", "02", "777", "21"])
    return rng.choice([f"{x}{n}{y}{z}{region}", f"{x} {n} {y}{z} {region}", f"{x}{n}{y}{z} {region}RUS", f"{x}{n}{y}{z}{region}".lower()])


def record(rng):
    return rng.choice([digits(rng, 6), digits(rng, 5) + "/" + digits(rng, 2), "К-" + digits(rng, 5), digits(rng, 3) + " " + digits(rng, 3) + " " + digits(rng, 3)])


def device(rng):
    return rng.choice(["SN " + digits(rng, 7), "s/n " + digits(rng, 6) + "B", "PX" + digits(rng, 8), "№ " + digits(rng, 8)])


def handle(rng):
    return rng.choice(["zarya", "kot", "mih", "lena", "drive", "tuman", "vesna", "sever"]) + "_" + rng.choice(["ural", "fox", "dom", "med"]) + digits(rng, 2)


NEW = {
    "TEL": lambda r: phone("9" + digits(r, 9), r), "PAS": lambda r: passport(digits(r, 10), r), "MRN": record, "ACC": record, "DEV": device, "CAR": plate,
    "CARD": lambda r: r.choice(["{} {} {} {}", "{}{}{}{}"]).format("2202", *(digits(r, 4) for _ in range(3))),
    "MAIL": lambda r: handle(r).replace("_", ".") + "@example.ru", "TG": lambda r: r.choice(["@", "t.me/"]) + handle(r),
    "SOC": lambda r: r.choice(["vk.com/", "ok.ru/profile/"]) + handle(r), "URL": lambda r: "https://lk.medarhiv.example/r?k=" + digits(r, 6),
    "IP": lambda r: ".".join(str(r.randint(11, 223)) for _ in range(4)), "POL": lambda r: r.choice(["ДМС-", "ВЗР ", "ННН "]) + digits(r, 8),
    "A": lambda r: str(r.randint(90, 103)), "ORG": lambda r: r.choice(CLINICS), "WORK": lambda r: r.choice(WORKS), "SCHOOL": lambda r: r.choice(SCHOOLS),
    "VIL": lambda r: r.choice(VILLAGES), "CITYP": lambda r: r.choice(CITIES).split()[1], "CITYG": lambda r: r.choice(CITIES).split()[2],
    "AD": lambda r: address(r.choice(CITIES).split()[0], r.choice(STREETS), r.randint(1, 99), r.randint(1, 99), r),
}
CODES = {"WORK": "O", "SCHOOL": "O", "ORG": "O", "VIL": "L", "CITYP": "L", "CITYG": "L", "A": "A90", "DOB": "DT", "ENC": "DT", "DATE": "DT"}


def known_words(key, known, rng):
    a = known["address"]
    return {
        "TEL": lambda: phone(known["phone"], rng), "SN": lambda: snils(known["snils"], rng), "OMS": lambda: oms(known["oms"], rng),
        "PAS": lambda: passport(known["passport"], rng), "INN": lambda: known["inn"], "MRN": lambda: known["mrn"],
        "ACC": lambda: known["accession"], "MAIL": lambda: known["email"], "ORG": lambda: known["organization"],
        "AD": lambda: address(a["city"], a["street"], a["house"], a["flat"], rng), "CITYP": lambda: a["cityp"], "CITYG": lambda: a["cityg"],
    }[key]()


def written(key, plus, form, known, rng):
    """Returns the type code, the words and the form of a slot that is no person."""
    code = CODES.get(key, key)
    if code == "DT":
        value = {"DOB": known["birthDate"], "ENC": known["encounterDate"]}.get(key) or day(rng, 2015, 2025).isoformat()
        form = form or rng.choice(list(DATES))
        return code, date(value, form), (key.lower() + ":" if plus else "") + form
    words = known_words(key, known, rng) if plus else NEW[key](rng)
    return code, words, {"WORK": "work", "SCHOOL": "school", "VIL": "village"}.get(key, "")
