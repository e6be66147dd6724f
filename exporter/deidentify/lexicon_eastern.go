package deidentify

// eastern are surnames of two to four letters that Koreans, Vietnamese and Chinese of
// our clinics bear, and whose letters are small words or cut ones too. They are common
// knowledge, and read only by what stands beside them.
var eastern = wordSet(`де ле ли ан ни но ко ха ву до во ем эм им ин ю хо го ма лу лю ян ся у тё те тэ че чо чан чен чэн чэнь чжан чжао чжоу чжу ван ким пак цой тен тян хан кан хван мун нам сон хон шин шим
	юн дан лим пан бан пя кин тин тю фам фан буй данг дао динь доан хоанг чинь лыонг май фунг та тхи оя нго нгуен зыонг хегай югай мин кон ун хе лян хуан цзян сюй ку кво квон сен`)

// easternOnly are those of them that are no other word with a capital.
var easternOnly = wordSet("ли ле ха ву эм хо лу лю тё тэ чо чан чен чэн чэнь чжан чжао чжоу чжу ким пак цой тян хан хван хегай хон шим юн фам фан буй динь доан хоанг чинь лыонг фунг тхи оя нго нгуен зыонг югай хе лян хуан цзян сюй кво квон")

// middle are middle names of Vietnam, behind which one more name stands whatever it is.
var middle = wordSet("тхи ван")

// byEastern reads "поступил Де, 44", "(Ле, 09.11.23)", "; Чан, ждёт" and "09:00 Де ИО":
// a short surname with a capital where a name may stand and a clause ends behind it.
func (t *passage) byEastern(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size > 5 || !k.in(eastern) || t.kept[i] || n.is("-") || p.is("-") && k.before == glued {
		return false
	}
	if n.kind == word && n.shape == upper && n.size == 2 && n.before == spaced && cyrillic(n.fold) && !n.any(shortForm) && (t.closes(i+2) || t.tok(i+2).kind == word) {
		t.mark(i, i+2, t.roleOf(i))
		return true
	}
	if k.in(easternOnly) && k.before <= tabbed && !(n.capital() && n.before == spaced && n.any(eponymStemmed)) && !t.product(i) && !(p.shape == title && p.before == glued) {
		t.person(i, i+1)
		return true
	}
	switch inside := !t.opens(i) || p.is(";") || p.is("("); {
	case p.kind == word && (p.any(inDictionary) || p.size == 1) && p.shape == lower && t.closes(i+1) && k.before <= spaced && !p.any(measuring) && !t.product(i):
	case inside && n.is(",") && (t.tok(i+2).kind == number || t.tok(i+2).in(acts)):
	case p.is("(") && (n.is(",") || n.is(")")) && !t.tok(i-2).any(medicinal):
	case t.opens(i) && n.kind == word && n.in(acts):
	default:
		return false
	}
	t.mark(i, i+1, t.roleOf(i))
	return true
}

// byShoutedCalling reads "ОКУЛИСТ МЯГКАЯ," and "РАДИОЛОГ ХАЙ." where all is in capitals:
// one word between a calling and the end of its clause that does not agree with it.
func (t *passage) byShoutedCalling(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != upper || k.size < 2 || !t.shouted() || !p.any(callingWord) || p.kind != word || p.size < 5 || k.before != spaced || !t.closes(i+1) && !k.any(surnameToo) || afterTrigger[k.fold] || k.any(heading|callingWord|shortForm|medicinal) {
		return false
	}
	if k.any(inDictionary) && !k.any(common|firstName|surnameToo) && !hasEnd(k.fold, []string{"ая", "яя"}, 4) && !k.in(eastern) && !k.isSurname() {
		return false
	}
	t.person(i, i+1)
	return true
}

// bySpeaker reads who writes in a copied talk: "[14:40] Тома адм: девочки", "14:41 Кох: иду",
// and a first name behind a line's dash: "— Кира: пересдайте".
func (t *passage) bySpeaker(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	dash := p.before >= wrapped && (p.is("—") || p.is("–") || p.is("-")) && k.any(firstName) && t.tok(i+1).is(":")
	if k.shape != title || k.size < 2 || k.before > spaced || k.any(heading|callingWord) || !dash && !t.timed(i-1) {
		return false
	}
	end := i + 1
	for end < i+3 && t.tok(end).kind == word && t.tok(end).before == spaced {
		end++
	}
	if c := t.tok(end); !c.is(":") || c.before != glued || k.any(inDictionary) && !k.any(common|firstName) && !(p.is("]") && end == i+1) {
		return false
	}
	t.person(i, i+1)
	return true
}

// timed reports whether a time of day, or its closing bracket, ends at i and began the line.
func (t *passage) timed(i int) bool {
	bracket := t.tok(i).is("]")
	if bracket {
		i--
	}
	if t.tok(i).kind != number || t.tok(i).size != 2 || !t.tok(i-1).is(":") {
		return false
	}
	return bracket || t.tok(i-2).kind == number && t.tok(i-2).before >= wrapped
}
