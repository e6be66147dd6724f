"""Numbers, dates, places and organisations as clinics write them."""
import datetime

import identity

MON_PREP = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()
MON_SHORT = "янв фев мар апр мая июн июл авг сен окт ноя дек".split()
LAT = dict(zip("АВЕКМНОРСТУХ", "ABEKMHOPCTYX"))
EN_MON = "January February March April May June July August September October November December".split()


def day(r, a=2015, b=2025):
    return datetime.date(r.randint(a, b), r.randint(1, 12), r.randint(1, 28))


def date(r, d, styles):
    y2, roman = f"{d.year % 100:02d}", identity.ROMAN[d.month - 1]
    forms = {"dot4": f"{d:%d.%m.%Y}", "dot2": f"{d:%d.%m}.{y2}", "dotg": f"{d:%d.%m.%Y}г.", "dotg2": f"{d:%d.%m}.{y2} г", "nz": f"{d.day}.{d.month}.{d.year}",
             "slash": f"{d:%d/%m/%Y}", "iso": d.isoformat(), "long": f"{d.day} {identity.MON_GEN[d.month-1]} {d.year} г.", "longg": f"{d.day} {identity.MON_GEN[d.month-1]} {d.year} года",
             "q": f"«{d.day:02d}» {identity.MON_GEN[d.month-1]} {d.year} г.", "quot": f'"{d.day:02d}" {identity.MON_GEN[d.month-1]} {d.year}г.', "short": f"{d.day} {MON_SHORT[d.month-1]} {d.year}", "roman": f"{d.day}.{roman}.{d.year}",
             "romans": f"{d.day}/{roman}-{y2}", "solid": f"{d:%d%m%Y}", "solid2": f"{d:%d%m}{y2}", "space": f"{d:%d %m %Y}", "dash": f"{d:%d-%m-%Y}", "comma": f"{d:%d,%m,%Y}", "gap": f"{d:%d. %m. %Y}",
             "dm": f"{d:%d.%m}", "dml": f"{d.day} {identity.MON_GEN[d.month-1]}", "th": f"{d.day}-го {identity.MON_GEN[d.month-1]}", "my": f"{MON_PREP[d.month-1]} {d.year} г.", "mys": f"{d:%m.%Y}", "myg": f"{identity.MON_GEN[d.month-1]} {d.year} г.", "mygn": f"{identity.MON_GEN[d.month-1]} {d.year} года", "myn": f"{MON_PREP[d.month-1]} {d.year}", "mye": f"{EN_MON[d.month-1]} {d.year}", "usz": f"{d:%m/%d/%Y}", "ukn": f"{d:%d/%m/%Y}", "ukn2": f"{d:%d/%m}/{y2}", "ukl": f"{d.day} {EN_MON[d.month-1]} {d.year}", "ukdot": f"{d:%d.%m.%y}", "indash": f"{d:%d-%m-%Y}", "mdshort": f"{d.month}/{d.day}", "us3": f"{EN_MON[d.month-1][:3]} {d.day}, {d.year}", "dmon2": f"{d:%d}-{EN_MON[d.month-1][:3]}-{y2}", "stamp": f"{d:%Y%m%d}",
             "us": f"{d.month}/{d.day}/{d.year}", "us2": f"{d.month}/{d.day}/{y2}", "uslong": f"{EN_MON[d.month-1]} {d.day}, {d.year}", "uk": f"{d.day} {EN_MON[d.month-1][:3]} {d.year}", "md": f"{EN_MON[d.month-1][:3]} {d.day}",
             "dmon": f"{d.day:02d}-{EN_MON[d.month-1][:3].upper()}-{d.year}", "th_en": f"{EN_MON[d.month-1]} {d.day}th, {d.year}", "words": f"{identity.ordinal(d.day)} {identity.MON_GEN[d.month-1]} {d.year} года", "yfirst": f"{d.year} г., {d.day} {identity.MON_GEN[d.month-1]}", "under": f"{d:%d_%m_%Y}", "gdot": f"{d:%d.%m.%y}г",
             "weird": f"{d.year}.{d:%m.%d}"}
    s = r.choice(styles)
    return forms[s], s


def group(r, n, ways):
    """Splits a number: each way is lengths and a separator."""
    lens, sep = r.choice(ways)
    out, at = [], 0
    for k in lens:
        out.append(n[at:at + k])
        at += k
    return sep.join(out + ([n[at:]] if at < len(n) else []))


def snils(r, n):
    return r.choice([f"{n[:3]}-{n[3:6]}-{n[6:9]} {n[9:]}", f"{n[:3]}-{n[3:6]}-{n[6:9]}-{n[9:]}", group(r, n, [((3, 3, 3, 2), " ")]), n, f"{n[:3]} {n[3:6]} {n[6:9]}-{n[9:]}", f"{n[:9]} {n[9:]}"])


def oms(r, n):
    return group(r, n, [((16,), ""), ((4, 4, 4, 4), " "), ((6, 10), " "), ((4, 4, 4, 4), "-"), ((2, 14), " "), ((8, 8), " ")])


def passport(r, n):
    a, b, c = n[:2], n[2:4], n[4:]
    return r.choice([f"{a} {b} {c}", f"{a}{b} {c}", f"{a}{b}{c}", f"серия {a}{b} номер {c}", f"{a}{b} № {c}", f"с. {a} {b} № {c}", f"{a}-{b} №{c}", f"серии {a} {b} № {c}", f"{a} {b} N{c}"])


def phone(r, n):
    a, b, c, d = n[:3], n[3:6], n[6:8], n[8:]
    p = r.choice(["+7", "8", "7", "8"])
    return r.choice([f"{p} ({a}) {b}-{c}-{d}", f"{p}{n}", f"{p}-{a}-{b}-{c}-{d}", f"{p} {a} {b} {c} {d}", f"{p}({a}){b}{c}{d}", f"({a}) {b}-{c}-{d}", f"{p} ({a}) {b}-{c}-{d}", f"{p}-{a}-{b}-{c}-{d}", f"{p}{n}",
                     f"{p} {a} {b}-{c}{d}", f"{p}-{a}-{b}{c}{d}", f"{n}", f"{p} ({a}) {b} {c} {d}", f"{p} {a}-{b}-{c}-{d}"])


def plate(r):
    L = "АВЕКМНОРСТУХ"
    a, b, c, n, reg = r.choice(L), r.choice(L), r.choice(L), f"{r.randrange(1, 999):03d}", r.choice(["16", "21", "34", "52", "59", "63", "72", "74", "116", "152", "159", "163", "174", "197", "750"])
    s = r.choice([f"{a}{n}{b}{c}{reg}", f"{a} {n} {b}{c} {reg}", f"{a}{n}{b}{c} {reg}", f"{a}{n}{b}{c} {reg}rus", f"{a} {n} {b}{c}/{reg}", f"{a}-{n}-{b}{c} {reg} RUS"])
    if r.random() < .3:
        s = s.lower()
    return "".join(LAT.get(x, x) for x in s) if r.random() < .2 else s


def vin(r):
    return r.choice(["XTA", "Z94", "X9F", "KMH", "WVW", "JTD"]) + "".join(r.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(7)) + identity.number(r, 7)


def card(r):
    return group(r, identity.luhn(r.choice(["2200", "2204", "4276", "5536", "2202"]) + identity.number(r, 11)), [((4, 4, 4, 4), " "), ((16,), ""), ((4, 4, 4, 4), "-"), ((4, 4, 4, 4), ".")])


def serial(r):
    n = identity.number(r, r.choice([6, 7, 8]))
    L = r.choice(["AB", "KX", "PZB", "M", "NVQ", "TK"])
    return r.choice([f"SN {n}", f"S/N: {L}{n}", f"сер. № {n}", f"№{L}-{n}", f"зав. № {n}{L}", f"{L}{n}", f"SN{L}{n}", f"с/н {n}-{r.randrange(10,99)}", f"LOT {n}"])


def address(a, r):
    """One way of writing an address from its parts."""
    c, s, h, f, z = a["city"], a["street"], a["house"], a["flat"], a["zip"]
    k = "" if any(w in s for w in ("проспект", "шоссе", "пер.", "переулок", "бульвар", "пр-т", "мкр", "квартал", "наб.")) else r.choice(["ул. ", "ул. ", "ул. ", "ул "])
    return r.choice([f"г. {c}, {k}{s}, д. {h}, кв. {f}", f"г. {c}, {k}{s}, д. {h}, кв. {f}", f"{z}, г. {c}, {k}{s}, д.{h}, кв.{f}", f"г.{c} {k}{s} д.{h} кв.{f}", f"{k}{s}, {h}-{f}",
                     f"{c}, {s}, {h}-{f}", f"{s} {h}-{f}", f"{k}{s}, д. {h}, кв. {f}", f"г. {c}, {k}{s} {h}", f"{c}, {k}{s}, д {h}, кв {f}"])
