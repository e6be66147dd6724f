package deidentify

// russianEnds end the names of streets of Russia in Latin letters, and russianKinds stand
// behind such a name for what kind of street it is.
var (
	russianEnds  = []string{"skaya", "skogo", "naya", "skiy", "ovskoy", "aya", "ogo", "ina", "ova", "eva"}
	peopleEnds   = []string{"ina", "ova", "eva", "aya"}
	russianKinds = wordSet("per pereulok trakt shosse prospekt prosp bulvar naberezhnaya nab proezd ploshchad ul ulitsa mkr tupik alleya ro gil daero")
)

// russianStreet reads "Barnaul, Zmeyevsky trakt 110", "Lenina 89/3", "Bolshoy per. 8, bld. 2,
// Moscow 105064" and "Mosfilmovskaya 70-1": a name and a house as translators write it.
func (t *passage) russianStreet(i int) bool {
	k, j := t.toks[i], i+1
	kind := k.in(russianKinds) && i > 0 && t.toks[i].before <= spaced
	if kind {
		if p := t.tok(i - 1); !(p.shape == title && p.before <= wrapped || p.is("-") && k.before == glued && t.tok(i-2).shape == title) || !t.free(i-1) || p.any(heading|callingWord) {
			return false
		}
		if t.tok(j).is(".") {
			j++
		}
	} else if k.shape != title || k.size < 6 || !hasEnd(k.fold, russianEnds, 6) || k.any(inDictionary|medicinal|heading) || t.tok(i-1).any(callingWord|triggerWord) {
		return false
	}
	if t.tok(j).is(",") {
		j++
	}
	n := t.houseEnd(j)
	if n == j || t.toks[j].size > 3 || t.tok(j).before > spaced || t.measured(n) || t.tok(n).is(":") || !kind && t.tok(n).kind == word && !unitsOf[t.tok(n).fold] && t.tok(n).before == spaced {
		return false
	}
	if bare := t.tok(j+1).is("/") || t.tok(n).is(",") && houseParts[t.tok(n+1).fold] || houseParts[t.tok(n).fold]; t.tok(n).is(",") && t.tok(n+1).kind == number && t.tok(n+1).before == glued || !kind && !bare && hasEnd(k.fold, peopleEnds, 5) {
		return false // Medina 1,1,1; Petrova 45
	}
	from := i
	if kind {
		for from > i-4 && (t.tok(from-1).shape == title && !t.tok(from-1).any(heading|callingWord) || t.tok(from-1).is("-") && t.toks[from].before == glued) && t.toks[from].before <= spaced {
			from--
		}
	}
	for t.tok(from-1).is(",") && t.tok(from-2).shape == title && !t.tok(from-2).any(heading|callingWord|orgEnglish|medicinal) && t.toks[from].before == spaced {
		from -= 2
		if t.tok(from-1).is("-") && t.tok(from-2).shape == title && t.toks[from].before == glued {
			from -= 2
		}
	}
	t.mark(from, t.partsTail(n), typeAddress)
	return true
}

// houseParts are parts of a house and of a hotel as papers for foreigners have them.
var houseParts = union(unitsOf, wordSet("bld bldg building kv block blk corp korp str entr entrance office of villa tent cabin bungalow chalet ward wing floor flr"))

// partsTail steps over ", bld. 2, apt. 118, Moscow 105064" behind a house.
func (t *passage) partsTail(to int) int {
	for n := 0; n < 8; n++ {
		j := to
		if t.tok(j).is(",") && t.tok(j).before == glued {
			j++
		}
		k := t.tok(j)
		if k.before > spaced {
			return to
		}
		e := j + 1
		if t.tok(e).is(".") {
			e++
		}
		switch v := t.tok(e); {
		case k.kind == word && houseParts[k.fold] && (v.kind == number && v.size <= 4 || v.kind == word && v.size == 1 && v.shape == upper):
			to = max(t.houseEnd(e), e+1)
		case j > to && k.kind == number && k.size <= 3 && houseParts[t.tok(j+1).fold]: // 3rd flr
			to = j + 2
		case j > to && k.shape == title && !k.any(heading|callingWord|medicinal|monthly) && k.size > 2:
			to = t.properName(j)
			if c := t.tok(to); c.kind == number && c.size == 6 && c.before == spaced {
				to++
			}
		case j > to && k.kind == number && k.size == 6:
			to = j + 1
		default:
			return to
		}
	}
	return to
}

// roomOf reads "Santana Beach Resort rm 208, Candolim", "Mara Serena, tent 31" and "ITC Maratha,
// room 911": where a guest stays.
func (t *passage) roomOf(i int) bool {
	k, j := t.toks[i], i+1
	if !k.in(guestRooms) || k.kind != word {
		return false
	}
	if t.tok(j).is(".") || t.tok(j).is("#") || t.tok(j).fold == "no" {
		j++
	}
	if t.tok(j).kind != number || t.tok(j).size > 4 || t.tok(j).before > spaced {
		return false
	}
	from := i
	if t.tok(i - 1).is(",") {
		from = i - 1
	}
	end := from
	for from > end-5 && from > 0 && t.toks[from].before <= spaced && (t.tok(from-1).shape == title && !t.tok(from-1).any(heading|callingWord|monthly) || t.tok(from-1).shape == upper && t.tok(from-1).size == 3 && from < end) && !t.taken[from-1] {
		from--
	}
	if from > end-2 && !(from == end-1 && !t.tok(from).any(inDictionary) && t.tok(from-1).shape == lower) || !t.guestOf(from, end, k.fold) {
		return false
	}
	t.mark(from, t.partsTail(t.houseEnd(j)), typeAddress)
	return true
}

// guestOf reports whether the names at from..to are where a guest stays, and nobody's own: no
// organisation's noun is in them, and a hotel, a camp or a word of staying is near.
func (t *passage) guestOf(from, to int, room string) bool {
	for j := from; j < to; j++ {
		if t.toks[j].any(orgEnglish) {
			return false
		}
		if resorts[t.toks[j].fold] {
			return true
		}
	}
	p := t.tok(from - 1)
	if p.is(":") {
		p = t.tok(from - 2)
	}
	return stayWords[p.fold] || room != "rm" && room != "room" && room != "suite"
}

var (
	resorts   = wordSet("resort beach palace residence residences suites plaza grand marriott hilton sheraton radisson hyatt ibis novotel safari camp towers apartments")
	stayWords = wordSet("hotel hostel lodge staying stay stays staying at guesthouse cruise ship resort")
)

// guestRooms are what a guest has of a hotel, a camp or a ship.
var guestRooms = wordSet("rm room villa tent cabin bungalow chalet suite")

// plotOf reads "Plt 14 Blk C, Ahinsan", "Lot 9 Heartease, Yallow PO" and "LABOUR CAMP 7, BLK C
// RM 118": plots, lots and blocks with a name behind.
func (t *passage) plotOf(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.fold != "plt" && k.fold != "plot" && k.fold != "lot" && k.fold != "blk" && k.fold != "camp" || !k.capital() && !(t.tok(i+2).is(",") && t.tok(i+3).shape == title && (k.fold == "plot" || k.fold == "lot")) || n.kind != number && !(n.size == 1 && n.shape == upper && k.fold == "blk") || n.before != spaced || n.size > 4 {
		return false
	}
	to := t.partsTail(i + 2)
	if b := t.tok(to); b.shape == title && b.before == spaced && !b.any(heading|callingWord|medicinal|labelling) && t.nameWord(to) {
		to = t.nameRun(to)
	}
	for t.tok(to).is(",") && t.tok(to+1).capital() && t.tok(to+1).before == spaced && t.nameWord(to+1) && !t.taken[to+1] {
		if to = t.nameRun(to + 1); t.tok(to).fold == "po" {
			to++
		}
	}
	if to == i+2 {
		return false
	}
	t.mark(t.titlesBefore(i), to, typeAddress)
	return true
}

// landmark reads "Opp. Roadways Bus Stand, Nr Krishna Talkies, Nagaur": an address by what
// it is near.
func (t *passage) landmark(i int) bool {
	k, j := t.toks[i], i+1
	if k.fold != "opp" && k.fold != "opposite" && k.fold != "nr" && k.fold != "behind" && k.fold != "near" || k.shape != title {
		return false
	}
	if t.tok(j).is(".") {
		j++
	}
	if t.tok(j).shape != title || t.tok(j+1).shape != title || t.tok(j).any(heading) || t.tok(j).before > spaced {
		return false
	}
	to := t.nameRun(j)
	for t.tok(to).is(",") && t.nameWord(to+1) && t.tok(to+1).before == spaced {
		to = t.nameRun(to + 1)
	}
	t.mark(i, to, typeAddress)
	return true
}

// milePost reads "mp 31 US 491 n of Shipton", "HWY 549" and "mile marker 12".
func (t *passage) milePost(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	to := i + 2
	switch {
	case n.kind != number || n.before > spaced && !n.is("-") || n.size > 4:
		return false
	case k.fold == "mp" || k.fold == "milepost" || k.fold == "marker" || k.fold == "mm" && t.tok(i+2).fold == "us":
		if t.tok(to).in(roads) && t.tok(to+1).kind == number {
			to += 2
		}
		if to > i+2 && t.tok(to).in(bounds) && t.tok(to).before == spaced && t.tok(to+1).fold != "of" {
			to++
		}
		if compassWords[t.tok(to).fold] && t.tok(to+1).fold == "of" && t.tok(to+2).capital() {
			to += 3
		} else if to == i+2 && k.fold != "milepost" && !(k.fold == "marker" && t.tok(i-1).fold == "mile") {
			return false
		}
	case k.fold == "hwy" || k.fold == "rte" || k.fold == "cr" && t.tok(i-1).fold == "off":
	default:
		return false
	}
	t.mark(i, to, typeAddress)
	return true
}

// sureLanes hardly are anything but streets at the end of a name.
var sureLanes = wordSet("lane road street avenue st rd ave crescent")

// laneAlone reads "Mill Surgery, Church Lane, Bishop's Castle" and "outside Icebox, Regent St":
// a street without a house behind a comma or an organisation.
func (t *passage) laneAlone(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !sureLanes[k.fold] || k.shape != title || p.shape != title || k.before != spaced || p.any(heading|callingWord|monthly) && p.fold != "church" || !t.free(i-1) || k.fold == "st" && t.tok(i+1).shape == title && t.tok(i+1).before == spaced {
		return false
	}
	from := t.titlesBefore(i)
	if q := t.tok(from - 1); !q.is(",") && !(t.toks[from].before >= tabbed) && !t.tok(from).any(orgEnglish) || !t.closes(i+1) && !(k.fold == "st" || k.fold == "rd" || k.fold == "ave") {
		return false
	}
	for from < i-1 && t.tok(from).any(orgEnglish) || from < i-1 && t.tok(from+1).any(orgEnglish) {
		from++
	}
	to := i + 1
	if t.tok(to).is(",") && t.tok(to+1).shape == title && t.tok(to+1).before == spaced && !t.tok(to+1).any(heading|callingWord|medicinal) {
		to = t.capitalRun(to + 1)
	}
	if l := t.tok(to - 1); l.shape == upper && l.size <= 2 {
		return false
	}
	if c := t.tok(to); c.shape == upper && c.size <= 2 && t.tok(to+1).kind == number && t.tok(to+1).before == glued {
		return false // a postal code takes all before it
	}
	t.mark(from, to, typeAddress)
	return true
}
