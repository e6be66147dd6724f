package deidentify

// Authorities and clinics in letters with the place that tells which: «СО по г. Онега», «СФР по
// Бугульме», «ПМПК Белебей», «НАО ОБ», «МСЭ бюро 14».

var (
	// agencies are letters of authorities of which every place has one.
	agencies = wordSet("со мсо суск сфр пфр фсс пмпк тпмпк цпмпк кдн фомс тфомс уфсин фсин гибдд огибдд пдн мфц уии сэс уфссп фссп мвд мсэ спид")
	// placedAgencies are those behind which the place stands right away.
	placedAgencies = wordSet("сфр пфр фсс пмпк тпмпк цпмпк кдн фомс тфомс гибдд огибдд мфц уии уфссп фап фапа фапе")
	// health are words for who governs clinics, before the letters of a region.
	health = wordSet("минздрав минздрава минздраву минздраве депздрав депздрава депздраву депздраве облздрав облздрава облздраву горздрав горздрава")
	// regionCapitals are letters of regions, hospitalCapitals those of their hospitals.
	regionCapitals   = wordSet("нао хмао янао еао чао рк рт рб рд рм рх рса ло мо ко но со то яо ао чр кбр кчр рсо днр лнр уо ро во по")
	hospitalCapitals = wordSet("об рб цб гб кб црб окб ркб ккб одб дрб пб пнд птд онд кпб кд од")
	cutRegions       = wordSet("обл гор респ край рай респуб")
	// kindsOfClinic are heads of what a region's hospital heals, behind the word for the region.
	kindsOfClinic = []string{"больниц", "кардио", "онко", "псих", "нарко", "тубдисп", "невро", "офтальм", "клинич", "диспанс", "дисп", "детск", "перинат", "роддом", "гемат", "эндокр", "дермат", "кожвен"}
)

// postLetters are clinics and posts in letters, which say where somebody was healed when the
// settlement stands behind them.
var postLetters = wordSet("фап фапа фапе фапу фп фпа ва сва сп уб сдк црб цгб цгкб гб гкб ркб окб кб одкб дгб дгкб кмб ммц нмиц фцссх фцн фцнх мсч цмсч мскч фкц кдц окд род рд пц рпц кцрб мб рсц псо оцмр квд пнд птд онд нд")

// clinicBefore reads such letters before a settlement that was found: «ФАП с. Большие Вязы».
func (t *passage) clinicBefore(m mark) {
	k, s := t.tok(m.from-1), t.toks[m.from]
	if k.in(postLetters) && k.shape == upper && t.free(m.from-1) && !t.shouted() && s.any(settling) && s.before == spaced {
		t.mark(m.from-1, m.to, typeOrg)
	}
}

// agency reads them at i.
func (t *passage) agency(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	switch {
	case k.in(cutRegions):
		return t.cutRegional(i)
	case health[k.fold] && n.in(regionCapitals) && n.shape == upper && n.before == spaced && !t.shouted():
		t.mark(i, i+2, typeOrg)
	case k.shape == upper && k.in(regionCapitals) && n.in(hospitalCapitals) && n.shape == upper && n.before == spaced && !t.shouted():
		t.mark(i, t.orgTail(i+2), typeOrg)
	case k.shape == upper && k.fold == "мсэ" || k.fold == "бюро" && n.fold == "мсэ" && n.shape == upper:
		return t.bureau(i)
	case (k.shape == upper || k.in(placedAgencies) && t.hushed()) && (k.in(agencies) || k.in(placedAgencies)):
		to := t.agencyPlace(i)
		if to == i+1 {
			return false
		}
		t.mark(i, to, typeOrg)
	default:
		return false
	}
	return true
}

// agencyPlace is the end of the place behind the letters of an authority at i; or i+1.
func (t *passage) agencyPlace(i int) int {
	n, by := t.tok(i+1), t.tok(i+1).fold == "по"
	j := i + 1
	if by {
		j++
	}
	if n.before != spaced || t.tok(j).before != spaced {
		return i + 1
	}
	if t.tok(j).fold == "г" && t.tok(j+1).is(".") {
		if j += 2; !t.tok(j).capital() || t.tok(j).before > spaced {
			return i + 1
		}
		return max(j+1, t.properName(j))
	}
	if !by && !t.toks[i].in(placedAgencies) {
		return i + 1
	}
	end, name := j, t.tok(j+1)
	if k := t.tok(j); k.shape == title && k.any(adjectival) && name.shape == title && name.before == spaced && t.toks[i].shape == upper {
		end = t.properName(j + 1) // ФАП Нижняя Пёша
	} else if k.shape == title && (by || t.cityAt(j) > j || hasStem(t.toks[i].fold, "фап") && !k.any(firstName|patronymical|callingWord|heading|surnamed) && t.toks[i].shape == upper) {
		end = max(t.properName(j), t.cityAt(j))
	}
	if end > j {
		if d := t.districtEnd(end); d > end {
			return d
		}
		if r := t.tok(end); r.before == spaced && (regionWord[r.fold] || hasAnyPrefix(r.fold, []string{"област", "кра", "республик"})) {
			if end++; t.tok(end).is(".") && r.size <= 4 {
				end++
			}
		}
		return end
	}
	return i + 1
}

// bureau reads "МСЭ бюро 14" and "бюро МСЭ № 6".
func (t *passage) bureau(i int) bool {
	a := t.tok(i + 1)
	if a.before != spaced || a.fold != "бюро" && a.fold != "мсэ" {
		return false
	}
	j := i + 2
	if t.tok(j).is("№") {
		j++
	}
	if n := t.tok(j); n.kind != number || n.size > 3 || n.before > spaced {
		return false
	}
	t.mark(i, j+1, typeOrg)
	return true
}

// cutRegional reads "в обл. больнице", "обл кардио", "гор. психбольница": a region's hospital by
// the cut word for the region.
func (t *passage) cutRegional(i int) bool {
	j := t.pastDot(i + 1)
	n := t.tok(j)
	if n.kind != word || n.shape == upper && !t.shouted() || n.before != spaced || !t.free(j) || !hasAnyPrefix(n.fold, kindsOfClinic) || n.any(callingWord) {
		return false
	}
	to := j + 1
	if t.tok(to).is(".") && n.size <= 6 && t.tok(to).before == glued {
		to++
	}
	if w := t.tok(to); hasAnyPrefix(n.fold, []string{"детск", "клинич", "псих", "перинат"}) && w.before == spaced && w.any(organised) && w.shape == lower {
		to++
	}
	t.mark(t.capitalAdjective(i), t.townBehind(t.orgTail(to)), typeOrg)
	return true
}

// partTail steps over the part of a works behind its name: "РЖД ВЧДэ-14", "УМПО цех 14".
func (t *passage) partTail(i int) int {
	k, n := t.tok(i), t.tok(i+1)
	switch {
	case k.before != spaced || k.kind != word || !cyrillic(k.fold):
	case (k.fold == "цех" || k.fold == "участок" || k.fold == "бригада") && n.kind == number && n.size <= 3 && n.before == spaced && t.tok(i-1).shape == upper:
		return i + 2
	case (k.shape == upper || k.shape == mixed) && k.size <= 5 && n.is("-") && n.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued && t.tok(i+2).size <= 3 && !k.any(measuring):
		return i + 3
	}
	return i
}
