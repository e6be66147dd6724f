package deidentify

// foreignStreet are words for streets of other tongues, before their names.
var foreignStreet = wordSet("chemin impasse allee quai boulevard avenue ul ulitsa ulica prospekt via calle rue avenida rua strasse rehov rechov jalan jln jl lorong soi maes heol ffordd stryd lon lôn clos cwrt rhodfa sraid sráid bothar bóthar ascal persiaran lebuh")

// cutStreet reports whether a street of French is cut short at i: "ch. des Fleurettes 4".
func (t *passage) cutStreet(i int) bool {
	switch t.toks[i].fold {
	case "ch", "av", "rte", "bd", "pl":
		n := t.tok(i + 2)
		return t.tok(i+1).is(".") && n.before == spaced && n.shape == lower && joints[n.fold]
	}
	return false
}

// partsAbroad are cut words for a house and its parts in translated papers.
var partsAbroad = wordSet("apt kv d bld bldg korp str off")

// foreignAddress reads "St Petersburg, ul. Lenina 5-12" and "Via Roma 12".
func (t *passage) foreignAddress(i int) {
	if k := t.toks[i]; k.fold == "via" && k.shape == lower && t.tok(i-1).kind == number {
		return // HD x 2 via Mahurkar
	}
	j := i + 1
	if t.tok(j).is(".") {
		j++
	}
	for n := 0; n < 2 && t.tok(j).shape == lower && smallOfPlaces[t.tok(j).fold] && t.tok(j).kind == word; n++ {
		j++
	}
	if !t.tok(j).capital() && t.tok(j).kind != number {
		return
	}
	to := t.addressOn(j)
	if h := t.houseHeadBefore(i); h < i {
		t.mark(h, max(to, t.nameRun(j)), typeAddress) // 12, rue de Lyon
	} else if to > j && t.hasNumber(j, to) {
		t.mark(t.addressBack(i), to, typeAddress)
	}
}

// celtic are words for a street in Wales and Ireland, which have a capital.
var celtic = wordSet("maes heol ffordd stryd lon lôn clos cwrt rhodfa sraid sráid bothar bóthar ascal")

// houseHeadBefore is where the house's number stands before a street of another tongue
// ("12, rue", "7 bis avenue"), or i.
func (t *passage) houseHeadBefore(i int) int {
	j := i - 1
	if t.tok(j).is(",") {
		j--
	}
	if t.tok(j).fold == "bis" {
		j--
	}
	if k := t.tok(j); k.kind == number && k.size <= 4 && t.free(j) && t.toks[i].before <= wrapped && (t.toks[i].shape == lower || celtic[t.toks[i].fold]) {
		return j
	}
	return i
}

// germanEnds end the names of streets in German, Dutch and the Nordic tongues.
var germanEnds = []string{"straße", "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "straat", "laan", "gatan", "vägen", "gata", "veien", "katu", "utca", "gracht", "kade", "plein", "dijk", "gade", "vej"}

// germanStreet reads "Hofstraße 12", "Kölner Str. 114" and "Adler-Ring 4".
func (t *passage) germanStreet(i int) bool {
	k, j := t.toks[i], i+1
	if n := t.tok(j); n.kind != number && !n.is(".") || n.before > spaced {
		return false
	}
	if k.shape == lower && !(t.hushed() && k.size > 6) || !germanHead[k.fold] && !hasEnd(k.fold, germanEnds, 3) || k.any(inDictionary) && !germanHead[k.fold] || cyrillic(k.fold) {
		return false
	}
	from := i
	for t.tok(from-1).is("-") && t.toks[from].before == glued && t.tok(from-2).capital() {
		from -= 2
	}
	if from == i && t.tok(i-1).shape == title && k.before == spaced && germanHead[k.fold] {
		from = i - 1
	}
	if germanHead[k.fold] && from == i {
		return false
	}
	if t.tok(j).is(".") {
		j++
	}
	n := t.houseEnd(j)
	if n == j || t.tok(j).before > spaced || t.toks[j].size > 4 || t.measured(n) {
		return false
	}
	t.mark(from, t.addressTail(n), typeAddress)
	return true
}

// germanHead are words for a street that do not stand alone.
var germanHead = wordSet("str straße strasse weg platz allee gasse ring gata")
