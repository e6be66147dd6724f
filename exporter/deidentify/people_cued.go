package deidentify

// Russian names behind words that name somebody only now and then: what was done, by which
// study, who answers a telephone. They need a name that is one beyond doubt, and an end behind it.

var (
	// workCues and works stand right before who did them, or before a medicine and a thing.
	workCues = wordSet(`наркоз наркозом принимал принимала принимает читал читала прочитал прочитала ставит ударил ударила толкнул толкнула напал напала избил избила укусил выдала выдал выдает сделала сделал делал делала забирает забрал забрала
		забор рентген рентг узи уздг фгдс эгдс фкс экг ээг кт мрт мскт рг эхокг эхо эхокс холтер смад спиро экс нач оп перевод переводит след владелец владелица донор собаки бригады квартиры палате переводил комендант набрал набрала печатал печатала резолюция рез передача`)
	// numberedWorkers are workers who are told by their number: "Оператор 14 Лапина".
	numberedWorkers = wordSet("оператор диспетчер кабинет пост окно линия бригада экипаж")
)

// cuedByWork reads "наркоз Шпак", "УЗИ Ооржак", "Перевод: Бируте", "Оператор 14 Лапина" at the cue i.
func (t *passage) cuedByWork(i int) {
	k, j := t.toks[i], i+1
	switch {
	case k.in(numberedWorkers) && t.tok(j).kind == number && t.tok(j).size <= 3 && t.tok(j).before == spaced:
		j++
	case !k.in(workCues):
		return
	case k.fold == "забор" && t.tok(j).kind == word && hasStem(t.tok(j).fold, "кров"):
		j++
	}
	if s := t.tok(j); s.is(":") || s.is(".") && s.before == glued && k.size <= 5 || s.is("—") || s.is("–") {
		j++
	}
	if !t.surelyNamed(j, hasStem(k.fold, "принимал") || k.fold == "принимает") {
		return
	}
	to := j + 1
	if n := t.tok(to); n.kind == word && n.size == 1 && n.shape == upper && n.before == spaced {
		if to++; t.tok(to).is(".") {
			to++
		}
	}
	t.mark(j, to, typePerson)
}

// surelyNamed reports whether a word that is a name, if a word too, stands alone at i, or
// one that is no word, unless it may be a new medicine.
func (t *passage) surelyNamed(i int, maybeTaken bool) bool {
	k := t.tok(i)
	if !t.free(i) || k.kind != word || k.shape != title || k.before != spaced || k.size < 3 || !cyrillic(k.fold) || !k.any(strongly|surnameToo|common|firstName) && (maybeTaken || k.any(explaining|abbreviated|eponymStemmed)) {
		return false
	}
	if k.any(medicinal|drugEnded|heading|medical|organised|monthly|callingWord|eponymous|eponymStemmed|genericWord|townlike|measuring) && !(k.any(strongly) && !k.any(medicinal|eponymous|heading|monthly)) {
		return false
	}
	if k.any(adjectival) && !k.any(surnameToo|strongly|common) || t.opens(i) && !t.tok(i-1).is(":") && !t.tok(i-1).is(".") && !t.tok(i-1).is("—") && !t.tok(i-1).is("–") {
		return false
	}
	n := t.tok(i + 1)
	return t.closes(i+1) || t.initialed(i) || n.kind == number && n.before == spaced && !t.dosed(i+1) || n.is("(") || n.is(":")
}

// chatNames reads who writes in a chat: at the head of lines, before a colon, where somebody
// else was found to write so too.
func (t *passage) chatNames() {
	found := 0
	for i := range t.toks {
		if t.writes(i) && t.taken[i] {
			found++
		}
	}
	if found == 0 {
		return
	}
	for i, k := range t.toks {
		if !t.writes(i) || !t.free(i) || k.any(heading|callingWord|medicinal|monthly|medical|built|genericWord|shortForm|measuring|organised|abbreviated) || k.any(inDictionary) && !k.any(firstName|common|surnameToo|strongly) {
			continue
		}
		if found > 1 && (k.any(firstName|strongly|surnamed|common|surnameToo) || k.size > 3 && !k.any(inDictionary)) || k.any(firstName|strongly) {
			t.mark(i, i+1, typePerson)
		}
	}
}

// writes reports whether the word at i stands at the head of a line, or behind an hour in
// brackets there, before a colon.
func (t *passage) writes(i int) bool {
	k, c := t.toks[i], t.tok(i+1)
	if !c.is(":") || k.kind != word || k.size < 3 || !cyrillic(k.fold) || c.before != glued || t.tok(i+2).before == glued {
		return false
	}
	return k.before >= wrapped || t.tok(i-1).is("]") && t.tok(i-5).is("[") && t.tok(i-5).before >= wrapped
}
