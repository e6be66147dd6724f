package deidentify

import (
	"slices"
	"strings"
)

// withInitials widens a name by the initials on both sides.
func (t *passage) withInitials(from, to int) (int, int) {
	for n := 0; n < 3; n++ {
		j := t.initialAfter(to)
		if j == to {
			break
		}
		to = j
	}
	for n := 0; n < 3; n++ {
		j := t.initialBefore(from)
		if j == from {
			break
		}
		from = j
	}
	return from, to
}

func (t *passage) besideInitials(from, to int) bool {
	return t.initialAfter(to) > to || t.initialBefore(from) < from
}

// initialAfter steps over one initial at i: a capital and a dot, or capitals
// that are the initials of somebody known ("ИИ").
func (t *passage) initialAfter(i int) int {
	k := t.tok(i)
	if n := t.tok(i + 5); k.is(",") && t.tok(i+3).size == 1 && t.tok(i+3).before == glued && n.shape == title && n.size > 2 && (n.before == spaced || n.before == glued) && t.tok(i+4).is(".") {
		return i // Калинкина, А.А. Селезень
	}
	if k.is(",") && !(t.tok(i-1).is(".") && t.tok(i-2).size == 1) && t.tok(i+1).kind == word && t.tok(i+1).size == 1 && t.tok(i+1).shape == upper && t.tok(i+2).is(".") && !(t.tok(i+3).capital() && t.tok(i+3).size > 1 && t.tok(i+3).before <= spaced) {
		return i + 3
	}
	if k.kind != word || k.shape == lower || k.before > wrapped || k.before == tabbed || (t.tok(i+1).is("/") || t.tok(i+1).kind == number) && t.tok(i+1).before == glued || k.size == 1 && t.noInitial(i) {
		return i
	}
	switch {
	case (k.size == 1 || k.size == 2 && k.shape == title) && t.tok(i+1).is(".") && t.tok(i+1).before == glued, t.cutGiven(i):
		return i + 2
	case k.size == 1 && k.before == glued && t.tok(i-1).is(".") && t.tok(i-2).size == 1 && t.tok(i+1).before != glued:
		return i + 1 // «Ан Т.Г»
	case k.shape == upper && k.size == 2 && k.before == spaced && cyrillic(k.fold) && !k.any(shortForm) && t.tok(i-1).shape == title:
		return i + 1
	case k.shape == upper && (k.size <= 2 || k.size == 3 && cyrillic(k.fold)) && (k.before <= spaced || slices.Contains(t.words.pairs, k.fold)) && t.allInitials(k.fold):
		return i + 1
	}
	return i
}

func (t *passage) initialBefore(i int) int {
	k := t.tok(i - 1)
	if t.tok(i).before > wrapped {
		return i
	}
	if k.is(".") {
		if k = t.tok(i - 2); k.kind == word && k.size == 1 && k.shape != lower && t.tok(i-1).before == glued && !t.noInitial(i-2) {
			return i - 2
		}
		return i
	}
	if k.kind == word && k.shape == upper && k.size <= 3 && t.allInitials(k.fold) {
		return i - 1
	}
	return i
}

// noInitial reports whether the letter at i is the unit of a number ("1.5T.") or
// the end of "Ф.И.О.".
func (t *passage) noInitial(i int) bool {
	p := t.tok(i - 1)
	if t.toks[i].fold == "д" && t.tok(i+1).is(".") && t.tok(i+2).fold == "р" && t.tok(i+2).before == glued {
		n := t.tok(i + 3)
		if n.is(".") {
			n = t.tok(i + 4)
		}
		return t.toks[i].shape == lower || p.shape != title || n.kind == number || n.is(":") // д.р.: a birthday
	}
	if k := t.toks[i]; (k.fold == "i" || k.fold == "v" || k.fold == "x") && !t.english() {
		return true
	}
	if t.tok(i+1).is(".") && t.tok(i+2).in(species) && t.tok(i+2).shape == lower {
		return true // Посев E. coli
	}
	if k := t.toks[i]; (k.fold == "r" || k.fold == "s") && p.any(medicinal) && k.before == spaced && !t.english() {
		return true // resistant, susceptible: "Меропенем S."
	}
	if k := t.toks[i]; (k.fold == "r" || k.fold == "l") && t.english() && t.sided(i) {
		return true
	}
	return p.kind == number && t.toks[i].before == glued || t.toks[i].fold == "о" && p.is(".") && t.tok(i-2).fold == "и" && t.tok(i-4).fold == "ф"
}

// sided reports whether the letter at i says on which side what stands behind it lies: "L.
// Thyroid", "R hip".
func (t *passage) sided(i int) bool {
	j := i + 1
	if t.tok(j).is(".") {
		j++
	}
	n := t.tok(j)
	return n.kind == word && n.before <= spaced && n.any(medical|medicinal|built) && !n.any(firstName|common|surnameToo)
}

func (t *passage) allInitials(w string) bool {
	if shortForms[w] {
		return slices.Contains(t.words.pairs, w) // «Миронов ИМ» is no infarction
	}
	for _, r := range w {
		if !slices.Contains(t.words.initials, r) && !slices.Contains(t.words.initials, lookAlike(r)) {
			return false
		}
	}
	return true
}

func lookAlike(r rune) rune {
	if c, ok := upperLatinAsCyrillic[r-('a'-'A')]; ok {
		return c
	}
	if c, ok := latinAsCyrillic[r]; ok {
		return c
	}
	return r
}

// shortForms are two or three capitals that are no initials.
var shortForms = wordSet(strings.ToLower(`RN NP PA MA LPN CNA FHR TTS ID DOB MRN POA DNR PCP КТ МР МРТ УЗ УЗИ ЭКГ ЭЭГ АД ЧД ЧСС ЧДД ЖЭС ФВ ЛЖ ПЖ ЛП ПП ИМ ИБ ГБ СД БА ФП ФК ЩЖ ЖКТ ЦНС ЖП ПЖЖ ОАК ОАМ БХ
	СОЭ АЛТ АСТ ТТГ ЩФ ЛГ ФСГ ХС ХБП ХСН ЯБ ДН СН НК ВСД ОРВ ГКБ РКБ ЦРБ МЦ СК ИП АО ТИА ОРЗ РФ РТ ЛОР ДМС ОМС ИНН КДЦ УФ ВК ДН КЛД УЗД ПСО ФД ГИБДД ИДПС ФРМ МЧС ДТП ИПРА ОГК ЭП СМП ФЛГ ШРМ ЛФК СМО ПНФ ПКУ КДТ ППН ДПС ФАП ПГТТ ПТФС НСГ ТРУЗИ ИПР ОВЗ ПАВ КТГ ХМЭКГ
	ER ED GP OD OS OU OP SN PD TKA PRN NKDA DOI DOS DOA DOD LAD LCX RCA ACCT EID IHS HV HVF FN AIN PHN AHP CHR ANM LMP EDD TZ GSM USG ANC PS HC
	HU CT MR US MD ECG EKG BP HR RR BMI IV IM PO II III VI VII XI mg ml cm mm RBC WBC MRI CT DX XR IT AC PC`))

// asInitials are stems of words behind which three letters are somebody's initials.
var asInitials = []string{"инициал", "пациент", "больн", "испытуем", "субъект"}

// knownLetters takes out initials alone that are the patient's or another known
// person's: "К.А.Л.", "А. Л.".
func (t *passage) knownLetters(i int) {
	letters, to := "", i
	capital := func(i int) bool {
		return t.free(i) && t.toks[i].kind == word && t.toks[i].size == 1 && t.toks[i].shape == upper
	}
	for n := 0; n < 3 && capital(to) && t.tok(to+1).is(".") && t.tok(to+1).before == glued && (to == i || t.toks[to].before <= spaced); n++ {
		letters += t.toks[to].fold
		to += 2
		if slices.Contains(t.words.triples, letters) || slices.Contains(t.words.pairs, letters) && !(capital(to) && t.toks[to].before <= spaced && t.tok(to+1).is(".")) && !cutShort[letters] {
			if k := t.tok(i - 1); len(letters) > 2 && t.free(i-1) && t.toks[i].before == spaced && t.namish(i-1) && k.size > 2 && !k.any(callingWord) && !t.verbal(i-1) && (k.any(surnamed|common) || !k.any(inDictionary)) {
				i-- // somebody else of the same initials: «Толстых А.Я.»
			}
			t.mark(i, to, typePatient)
			return
		}
	}
}

// cutShort are two capitals with dots that are words cut short whoever is known.
var cutShort = wordSet("мп ио фи тд тп др")

// parted finds a known name a scanner or a keyboard cut in two with a space
// ("Мам едов", "WHIT COMBE"), unless it is short and both halves are words of their own.
func (t *passage) parted(i int) (hit, bool) {
	k, n := t.toks[i], t.tok(i+1)
	capitals := k.shape == upper && n.shape == upper && !cyrillic(k.fold)
	if k.shape == lower && !t.bare() || n.kind != word || n.shape != lower && !capitals || n.before != spaced || n.fold == "на" || n.any(measuring) && !t.initialed(i+1) {
		return hit{}, false
	}
	if size, apart := k.size+n.size, k.any(inDictionary) && n.any(inDictionary) || k.shape != title; !t.initialed(i+1) && (size < 6 || apart && (size < 8 || cyrillic(k.fold) || n.shape == lower && t.opens(i))) {
		return hit{}, false
	}
	h, ok := t.words.name(k.fold + n.fold)
	return h, ok && (!h.weak || t.initialed(i+1))
}

// cutGiven reports whether a known person's first name or patronymic stands cut short
// at i: the "Окс." and "Юр." of "Лисица Окс.Юр.".
func (t *passage) cutGiven(i int) bool {
	k := t.toks[i]
	if k.shape != title && !(k.shape == upper && k.size > 2 && t.words.cut(k.fold)) || k.size > 5 || !t.tok(i+1).is(".") || t.tok(i+1).before != glued || k.any(shortForm) {
		return false
	}
	if k.size > 2 && t.words.cut(k.fold) {
		return true // of the one who stands before
	}
	if k.any(heading | curtailed | monthly) {
		return false
	}
	return slices.Contains(t.words.initials, firstRune(k.fold)) && !k.any(inDictionary)
}
