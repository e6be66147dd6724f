"""drugs.py drug_ner_dictionary.pkl.bz2 dist.all.last dist.male.first dist.female.first words-en.txt >drugs.txt

Cuts the sounds of medicines' names (soundOf in drugs.go) from the package drug-named-entity-recognition (MIT: MedlinePlus, MeSH,
DrugBank's open vocabulary). What people of the United States are called (the package names, census of 1990) and everyday
words stay out."""
import bz2, io, pickle, re, sys


class Plain(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError("only plain data is read")


def sound(w):
    for a, b in (("ph", "f"), ("th", "t"), ("ch", "h"), ("qu", "kv"), ("x", "ks"), ("ae", "e"), ("oe", "e"), ("w", "v"), ("y", "i"), ("j", "i")):
        w = w.replace(a, b)
    w = re.sub(r"c(?![eiy])", "k", w)
    return re.sub(r"(.)\1", r"\1", w[:-1] if w.endswith("e") else w)


data = Plain(io.BytesIO(bz2.open(sys.argv[1]).read())).load()
people = {line.split()[0].lower() for f in sys.argv[2:5] for line in open(f)}
words = {line.split("/")[0].strip() for line in open(sys.argv[5], encoding="utf-8")}
known = {c for c, d in data["drug_canonical_to_data"].items() if d.get("medline_plus_id") or d.get("drugbank_id")}
out = {sound(v) for v, cs in data["drug_variant_to_canonical"].items() if re.fullmatch("[a-z]{6,18}", v) and any(c in known for c in cs) and v not in people and v not in words}
names = {sound(p) for p in people}
print("\n".join(sorted(s for s in out if len(s) >= 6 and s not in names and not re.search("(ov|ova|ev|eva|enko|ski|skii|shvili|ian)$", s))))
