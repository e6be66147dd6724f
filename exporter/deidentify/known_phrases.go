package deidentify

import (
	"slices"
	"strings"
	"time"

	"vypiska/exporter/record"
)

var utc = time.UTC

// generic words of places and organisations identify nobody alone.
var generic = wordSet(`г город обл область край район р н республика россия рф ул улица пр т проспект пер переулок д дом кв квартира
	корп стр с село пос поселок ооо ао пао зао оао ип гауз гбуз фгбу фгбуз гуз мбуз муз фгаоу фгу мц цмт ск центр клиника больница
	поликлиника госпиталь городская областная республиканская центральная районная детская клиническая медицинский медицинская
	диагностический диагностическая лаборатория здоровье филиал имени им на в и
	hospital clinic medical center centre health care general community the of and inc llc ltd pc st saint group associates
	services insurance united states us usa street avenue road family practice physicians primary regional county university
	va facility humana medicare medicaid aetna anthem city house white black asian hispanic latino not other male female english american`)

// addThing keeps a place or an organisation: the whole name, what stands in its
// quotation marks, and for an address the words of its street.
func (m *matcher) addThing(t thing) {
	r := readingOf(t.text)
	defer r.forget()
	toks := r.toks
	switch t.kind {
	case typeAddress:
		m.addAddress(toks)
		return
	case typeOrg:
		for i, k := range toks {
			if k.is("«") || k.is("\"") {
				m.addPhrase(typeOrg, toks[i+1:untilQuote(toks, i+1)])
			}
		}
	}
	m.addPhrase(t.kind, toks)
}

// addRegions keeps the telling words of the regions a patient lives in.
func (m *matcher) addRegions(all []record.Address) {
	for _, a := range all {
		r := readingOf(a.State.Reveal())
		for i, k := range r.toks {
			if k.entry = entryOf(k.fold); k.kind == word && !k.any(genericWord|regionKind) {
				m.addPhrase(typeLocation, r.toks[i:i+1])
			}
		}
		r.forget()
	}
}

func untilQuote(toks []*token, i int) int {
	for i < len(toks) && !toks[i].is("»") && !toks[i].is("\"") && !toks[i].is("«") {
		i++
	}
	return i
}

// addAddress adds the runs of words between commas and numbers: street names.
func (m *matcher) addAddress(toks []*token) {
	from := 0
	for i := 0; i <= len(toks); i++ {
		if i < len(toks) && (toks[i].kind == word && !addressWord[toks[i].fold] || toks[i].is("-")) {
			continue
		}
		m.addPhrase(typeAddress, toks[from:i])
		from = i + 1
	}
}

func (m *matcher) addPhrase(kind string, toks []*token) {
	p := phrase{kind: kind, stems: make([]string, 0, len(toks))}
	telling := false
	for _, k := range toks {
		if k.kind == sign {
			continue
		}
		p.stems = append(p.stems, stem(k.fold))
		telling = telling || k.kind == word && !k.any(genericWord) && k.size > 2 || k.kind == number && len(toks) > 1
	}
	if len(p.stems) == 0 || !telling {
		return
	}
	p.head, p.start = firstTwo(p.stems[0]), startOf(p.stems[0])
	m.phrases = append(m.phrases, p)
}

// knownPhrases finds known places and organisations in any case.
func (t *passage) knownPhrases() {
	var begun starts
	for i := range t.words.phrases {
		begun.add(t.words.phrases[i].start)
	}
	for i, k := range t.toks {
		if k.kind != sign && !t.kept[i] && begun.has(k.lead) {
			t.knownPhraseAt(i)
		}
	}
}

func (t *passage) knownPhraseAt(i int) {
	head := firstTwo(t.toks[i].fold)
	for _, p := range t.words.phrases {
		if p.head != head {
			continue
		}
		if to := t.phraseAt(i, p); to > 0 {
			t.markPhrase(i, to, p)
		}
	}
}

// markPhrase takes a place only with a capital letter, and a street that is an
// ordinary word only where a number follows.
func (t *passage) markPhrase(i, to int, p phrase) {
	k := t.toks[i]
	house := p.kind == typeAddress && t.english() && t.tok(i-1).kind == number && t.tok(i-1).size <= 4 && k.before == spaced && t.free(i-1)
	if k.kind == word && k.shape == lower && len(p.stems) < 3 && !t.hushed() && !house && !(k.size > 4 && !k.any(inDictionary)) && !(p.kind == typeOrg && len(p.stems) == 2 && t.capitalIn(i+1, to)) && !(p.kind == typeAddress && t.houseAfter(to) > to) && !(i > 0 && t.taken[i-1] && k.before == spaced && t.addressEnds(i)) {
		return
	}
	if house {
		i-- // 58 The Paddock
	}
	if p.kind == typeAddress {
		if t.english() && unitsOf[t.tok(to).fold] && t.tok(to).before == spaced {
			to = t.englishEnd(to) // 9 Elder Grove apt B
		} else if to = t.houseAfter(to); t.tok(to-1).kind != number && t.opens(i) && t.taken[i] {
			return
		}
	}
	t.mark(i, to, p.kind)
}

// capitalIn reports whether a word with a capital stands in i..to.
func (t *passage) capitalIn(i, to int) bool {
	for ; i < to; i++ {
		if t.toks[i].kind == word && t.toks[i].capital() {
			return true
		}
	}
	return false
}

// addressEnds reports whether an address somebody marked ends right before i.
func (t *passage) addressEnds(i int) bool {
	return slices.ContainsFunc(t.marks, func(m mark) bool { return m.to == i && m.kind == typeAddress })
}

func (t *passage) phraseAt(i int, p phrase) (to int) {
	j, skipped := i, 0
	for n := 0; n < len(p.stems); {
		k := t.tok(j)
		if j >= len(t.toks) {
			return 0
		}
		if k.kind == sign && n > 0 {
			if skipped++; skipped > 3 {
				return 0
			}
			j++
			continue
		}
		skipped = 0
		cut := p.kind == typeAddress && k.size > 3 && strings.HasPrefix(p.stems[n], k.fold) && t.tok(j+1).is(".") && t.tok(j+2).kind == number
		if k.kind == sign || !hasStem(k.fold, p.stems[n]) && !cut {
			return 0
		}
		n++
		if j++; cut {
			j++ // греческ.44-8
		}
	}
	if c := t.tok(j); c.is("»") && i > 0 && (t.tok(i-1).is("«") || len(p.stems) > 1) {
		j++
	}
	return j
}

// houseAfter steps over the house and flat behind a street.
func (t *passage) houseAfter(i int) int {
	end := i
	for j := i; j < len(t.toks) && j < i+24; j++ {
		k := t.toks[j]
		switch {
		case k.before >= wrapped && !t.addressGoesOn(j), j > i && t.dayAt(j):
			return end
		case k.kind == number || k.in(spokenFigure) && t.tok(j-1).kind != number:
			end = j + 1
		case k.kind == word && k.in(addressPart) && t.partNumber(j+1) > j+1:
			end = t.partNumber(j + 1)
			j = end - 1
		case k.kind == word && (k.any(addressing) || k.size == 1 && k.before == glued):
			if k.before == glued && t.tok(j-1).kind == number {
				end = j + 1
			}
		case k.is(",") || k.is(".") && t.tok(j-1).any(addressing) || k.is("-") || k.is("/") || k.is("№") || (k.is("–") || k.is("—")) && t.flatDash(j):
		default:
			return end
		}
	}
	return end
}
