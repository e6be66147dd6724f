package deidentify

import (
	_ "embed" // the eponyms
	"strings"
	"sync"
)

//go:embed lexicon/eponyms.txt
var eponymLines string

//go:embed lexicon/eponyms-en.txt
var englishEponymLines string

// eponyms holds stems of names that medicine took for its own words.
var eponyms = sync.OnceValue(func() map[string]bool {
	all := readSet(eponymLines + englishEponymLines)
	m := make(map[string]bool, len(all))
	for w := range all {
		m[stem(strings.ReplaceAll(w, "ё", "е"))] = true
	}
	return m
})

// eponymForms holds them in the case they are met in alone («Кернига отр.»).
var eponymForms = sync.OnceValue(func() map[string]bool {
	all := readSet(eponymLines + englishEponymLines)
	m := make(map[string]bool, len(all))
	for w := range all {
		m[strings.ReplaceAll(w, "ё", "е")] = true
	}
	return m
})

// eponymHeads are stems of the words an eponym stands behind.
var eponymHeads = []string{"болезн", "синдром", "симптом", "проб", "шкал", "индекс", "классификаци", "тест", "узел", "узл", "грыж", "кист", "вирус",
	"круг", "палочк", "реакци", "метод", "операци", "триад", "треугольник", "пространств", "тельц", "клетк", "клетoк", "лихорадк", "саркома", "саркомы",
	"лимфома", "лимфомы", "опухол", "анеми", "тиреоидит", "спондилит", "контрактур", "паралич", "перелом", "ахиллов", "евстахиев", "фаллопиев", "хорея", "ходжкин",
	"критери", "формул", "зоб", "гастрит", "пищевод", "нефропат", "дивертикул", "язв", "точк", "лини", "угол", "диет", "стол", "канал", "проток", "пучок", "зон", "борозд",
	"стадии", "стадия", "степени", "синус", "окраск", "признак", "феномен", "рефлекс", "положени", "доступ", "энцефалопат", "энцефалит", "окно", "бугорок", "карман", "дуглас",
	"disease", "syndrome", "sign", "test", "scale", "score", "lymphoma", "palsy", "catheter", "криз", "фиброз", "аппарат", "камертон", "опыт", "манёвр", "маневр", "спица", "штифт", "зажим", "зонд", "катетер", "дренаж", "повязк", "ножниц", "крючк", "разрез", "пластик", "резекци", "анастомоз", "дуг", "мышц", "нерв", "железы", "железа", "железок", "бляшк", "фасци", "сфинктер", "клапан", "оболочк", "ганглий", "сплетени", "связк", "отверсти", "щел", "ямк", "складк", "пятн", "узелк", "кольц", "миопати", "дистрофи", "ихтиоз", "атакси", "невралги", "плексит", "эпилепси", "деменци", "волчанк", "порок", "тетрад", "аномали", "мальформаци", "энцефалопати", "эзофагит", "аденом", "карцином", "нефробластом", "лейкоз", "тромбофлебит", "плоскост", "номограмм", "уравнени", "калькулятор", "опросник", "счет", "счёт", "ритм", "волн", "зубц", "периодик", "дыхани", "порошок", "раствор", "гранулематоз", "васкулит", "амилоидоз", "артрит", "миелом", "белок", "белк", "фистул", "лишай", "лиша", "пневмони", "гангрен", "эритем", "пурпур", "меланоз", "рожа", "узелк", "кость", "отросток", "бугор", "сустав", "извилин", "центр", "поле", "очаг", "баллон", "стент", "мембран", "мазь", "мази", "мазью", "шин", "матриц", "альбом", "анаст", "ожерель", "сыпь", "выпот", "закон", "правил", "повреждени", "мишен", "лент", "корсет", "водянк", "линейк", "щипц", "балон", "ортез", "тутор", "бандаж", "плантограмм"}

var eponymTailsEn = wordSet(`viper adder level class suture rule tap competent competence table pins pin rongeur rongeurs dots attacks lines nuclei foramen powders type disease syndrome sign test scale score lymphoma palsy catheter phenomenon reflex tumor tumour sarcoma fracture contracture thyroiditis chorea esophagus hernia node nodes cyst coma criteria classification stain triad maneuver manoeuvre procedure virus cells apple needle tube tear ring position bodies port clip drain jerk foot frame arthropathy dz disease's ducts joint dx esophagitis gastritis nails pouch chart facies cells spots stones bodies keratosis classification staging forceps retractor incision flap sling graft stent splint brace boot stocking gland duct canal ligament fissure pouch space tendon tubercle circle
	fingers fat lesion lesions paresis rule formula process plane technique excrescence excrescences march point block wedge advancement osteotomy line lines angle shelf gutter category score scoring ratio gangrene angina warning agar medium method equation nodule nodules crisis triangle membrane plexus sheath zone islets glands bend corpuscles loop anastomosis operation resection
	hemiarthroplasty prosthesis valve shunt balloon tourniquet bandage stockings cannula trocar clamp scissors speculum curette dilator dilators hook wire wires nail screw rods airway circuit deformity crypt crypts spot fold sulcus sulci gyrus gyri granulations fissures cistern haemorrhage haemorrhages hemorrhages aphasia dementia ataxia neuropathy dystrophy anomaly malformation response questionnaire inventory regimen
	anemia anaemia leukaemia leukemia granulomatosis vasculitis arteritis nephritis encephalitis encephalopathy fever tumors tumours naevus nevus ulcer abscess effect law reaction pit pits exercises tetralogy anaesthesia amputation herniation approach hydrops ganglion blues cast mesh hemorrhage tubes pupil triads jelly media view projection nodes palsies phenomena stage grade grades wort`)

// keepEponyms protects names of medicine: a known eponym with a word of medicine
// beside it, or anything behind such a word that no person's words contradict.
func (t *passage) keepEponyms() {
	for i, k := range t.toks {
		if !k.capital() || k.size < 3 {
			t.kept[i] = k.size > 3 && k.kind == word && t.pairedEponym(i) // по волковичу-дьяконову
			continue
		}
		known := k.any(eponymStemmed)
		switch {
		case t.byAuthor(i), t.measuredBy(i), t.gradedByTown(i), t.pairedEponym(i), t.animal(i), t.analysed(i), t.valveMaker(i):
			t.kept[i] = true
		case t.englishEponym(i), known && (t.headed(i) || t.headFollows(i)), known && t.doubleEponym(i), known && !t.somebody(k) && (t.bySign(i) || t.foreignEponym(i)), k.any(eponymous) && !t.somebody(k) && k.size > 4 && !k.any(strongly) && !(k.any(firstName) && t.english()):
			t.kept[i] = !t.personal(i)
		}
		if p := t.tok(i - 1); t.kept[i] && particleOf[p.fold] && p.capital() && k.before == spaced {
			t.kept[i-1] = true // по Ван Гизону
		}
	}
}

// measuredBy reports whether the eponym at i says how the value right before it was
// measured: "ФВ 37 Симпсон ХГ".
func (t *passage) measuredBy(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.is("%") && p.before == glued {
		p = t.tok(i - 2)
	}
	return p.kind == number && k.before == spaced && cyrillic(k.fold) && k.any(eponymous) && !k.any(strongly|surnamed) && !t.somebody(k) && t.measuredWord(i)
}

// measuredWord reports whether a word whose number is a value stands up to four before i.
func (t *passage) measuredWord(i int) bool {
	for j := i - 2; j >= 0 && j > i-5; j-- {
		if t.toks[j].kind == word {
			return t.toks[j].any(valueWord | shortForm)
		}
	}
	return false
}

// gradedByTown reports whether half of a classification called after a town stands at i,
// before its grade: "Лос-Анджелес B".
func (t *passage) gradedByTown(i int) bool {
	if t.toks[i].fold == "анджелес" {
		i -= 2
	}
	g := t.tok(i + 3)
	return i >= 0 && t.toks[i].fold == "лос" && t.tok(i+2).fold == "анджелес" && g.kind == word && g.size == 1 && g.shape == upper && g.before == spaced && strings.Contains("abcdавсд", g.fold) && !t.tok(i+4).is(".")
}

// valves are words of the heart's valves, whose best known maker is called after a saint.
var valves = wordSet("клапан клапана протез протеза протезом протезы valve valves prosthesis avr mvr bileaflet mv mech mechanical")

// valveMaker reads "клапан St. Jude" and "AVR (St. Jude 21)".
func (t *passage) valveMaker(i int) bool {
	if t.toks[i].fold != "jude" {
		return false
	}
	j := i - 1
	if t.tok(j).is(".") {
		j--
	}
	for n := 0; n < 2 && t.tok(j-1).kind == sign; n++ {
		j--
	}
	return t.tok(j-1).in(valves) || t.tok(i+1).in(valves)
}

// germans are names of medicine that many people in Russia bear.
var germans = wordSet("келлер шнайдер шнейдер вебер миллер мюллер фишер бауэр шмидт вагнер беккер бекер мейер майер мейерс гофман гоффман шульц шульце кох рихтер штейн браун кляйн кнорр кауфман циммерман леонгард адлер ламберт альберт мартин альперт фридман гольдман шварц шварцман гинзбург рабинович кац коган миронов розен штерн бергман вульф вольф краузе франк герман рейтер кёниг кениг ланге лоренц нойман вернер винтер юнг фукс гросс блюм бенедикт симон томас оскар артур эдвард")

// askedBy stand before who asked, said or signed.
var askedBy = wordSet("рекомендации словам совету просьбе подписью направлению рукой поручению указанию согласию звонку мнению слов")

// foreignEponym reports whether the word is a physician's name as few people in Russia
// bear it, in the nominative: Бишоп, Кумбс, Чайлд.
func (t *passage) foreignEponym(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.kind == word && p.shape == lower && hasEnd(p.fold, []string{"ил", "ал", "ла", "ли"}, 4) || p.is(":") && !t.tok(i-2).any(headWord|heading) {
		return false // уволил Розенталь
	}
	if p.in(askedBy) || acts[t.tok(i+1).fold] && t.tok(i+1).before == spaced {
		return false // по просьбе Свенсон, Свенсон звонил
	}
	return k.size > 4 && k.shape != mixed && cyrillic(k.fold) && !k.any(surnamed|strongly|firstName|surnameToo|common) && !germans[k.fold] && !hasEnd(k.fold, []string{"а", "я", "у", "ю", "е", "и", "ы", "о", "м", "й", "таль", "фельд", "гауз", "бах", "вальд"}, 3)
}

// somebody reports whether the word is the name of a person the record knows:
// then a word of medicine must stand beside it.
func (t *passage) somebody(k *token) bool {
	_, ok := t.words.nameOf(k)
	return ok
}

// headed reports whether a word of medicine stands before i, alone or with an
// adjective or another eponym between ("болезнь Иценко — Кушинга").
func (t *passage) headed(i int) bool {
	if and := t.tok(i - 1).fold; (and == "и" || and == "или") && t.tok(i-2).capital() && t.toks[i-1].before == spaced && i > 2 && !t.taken[i-2] && t.headed(i-2) {
		return true // «по Шюллеру и Майеру»
	}
	if h := t.tok(i - 2); t.tok(i-1).in(signCut) && h.is("-") && h.before == glued && t.tok(i-3).fold == "с" && t.toks[i].before <= wrapped {
		return true // с-м Пайра
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		k := t.toks[j]
		if t.toks[j+1].before > wrapped || t.toks[j+1].before == tabbed || k.is(".") || k.is(",") && !t.toks[i].any(eponymous) {
			return false
		}
		if k.any(headWord|diagnosing) && (k.fold[0] > 'z' || t.tok(j+1).fold == "of") || k.kind == word && k.fold == "по" && (j == i-1 || j == i-3 && t.tok(i-1).is("-") && t.toks[i].before == glued) {
			return true
		}
		if k.kind == word && k.shape == lower && (j < i-1 || k.in(nearWord)) {
			return false
		}
	}
	return false
}

// signCut are what is left of "симптом" behind the hyphen of «с-м».
var signCut = wordSet("м мы ма мов му мом мами")

// diagnosis reports whether a word ends like the name of an illness or of an
// operation, behind which its author stands (дерматит Дюринга).
func diagnosis(w string) bool {
	if strings.HasSuffix(w, "ит") || strings.HasSuffix(w, "оз") {
		return everydayWord(w + "а") // бронхит; no verb: просит
	}
	return diagnosisEnds.ends(w, 6) && everydayWord(w)
}

var diagnosisEnds = endingsOf(func() (ends []string) {
	for _, e := range []string{"ит", "оз"} {
		ends = append(ends, e, e+"а", e+"у", e+"ом", e+"е")
	}
	for _, e := range []string{"ом", "плази", "дистрофи", "эктоми", "стоми", "томи", "пластик", "анеми", "лейкеми", "шигелл", "сальмонелл"} {
		ends = append(ends, e+"а", e+"ы", e+"у", e+"ой", e+"я", e+"и", e+"ю", e+"ей")
	}
	return ends
}())

// shortHeads are words of medicine too short to be stems.
var shortHeads = wordSet("шов швы шва швом швов")

// nearWord part a word of medicine from a person («приём у Петровой»).
var nearWord = wordSet("у к от для с со и о об при через вместо")

func (t *passage) headFollows(i int) bool {
	n := t.tok(i + 1)
	if h := t.tok(i + 2); n.fold == "с" && n.before == spaced && h.is("-") && h.before == glued && signCut[t.tok(i+3).fold] {
		return true // Вильямса с-м
	}
	return n.kind == word && n.shape == lower && n.before <= spaced && (n.any(headWord) && len(n.fold) > 4 || n.any(tailWord))
}

func (t *passage) doubleEponym(i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		d := t.tok(j)
		if d.is("-") || d.is("–") || d.is("—") {
			if o := t.tok(j + j - i); o.capital() && eponyms()[stem(o.fold)] {
				return true
			}
		}
	}
	return false
}

// personal reports whether initials, a first name or a patronymic beside i make
// the word a person after all.
func (t *passage) personal(i int) bool {
	if h := t.tok(i - 1); h.is("-") && h.before == glued && t.toks[i].before == glued && i > 2 && t.triggered(i-2) {
		return true // Dr Apgar-Wells
	}
	if t.english() && t.tok(i-1).is(".") && t.tok(i-2).size == 1 && lettered[t.tok(i-3).fold] {
		return false // grade B. Forrest III
	}
	if t.policed(i) && !t.headFollows(i) || t.slotted(i) {
		return true // PC Graves, Dep. Rasmussen, d/w Parkinson
	}
	if n := t.tok(i + 1); t.behindRole(i) && !t.headFollows(i) && !findingsEn[n.fold] && (!t.tok(i-1).is(":") || t.closes(i+1)) {
		return true // Physio Wharton
	}
	if n := t.tok(i + 1); cyrillic(t.toks[i].fold) && n.size == 1 && n.shape == upper && n.kind == word && !cyrillic(n.fold) && !t.triggered(i) {
		return false // Чайлд B.
	}
	if t.initialAfter(i+1) > i+1 && !t.tok(i+1).is(",") || t.initialBefore(i) < i && t.tok(i-1).is(".") && !t.othersInitials(i) {
		return true
	}
	if t.letter(i+1) && t.letter(i+2) && cyrillic(t.toks[i].fold) {
		return true // Вебер Б Э
	}
	if p := t.tok(i - 1); t.toks[i].before == spaced && (p.capital() && p.size > 2 && t.triggered(i-1) || p.is("-") && t.tok(i-2).any(strongly)) {
		return true // Dr. Jane Wilson
	}
	if t.tok(i-1).is("-") && t.toks[i].before == glued && t.tok(i-1).before == glued && t.tok(i-2).any(strongly) && t.tok(i-2).capital() && !t.kept[i-2] {
		return true // Бессарабова-Кох
	}
	for _, j := range []int{i - 1, i + 1} {
		k := t.tok(j)
		if !k.capital() || particleOf[k.fold] && j < i && (t.tok(j-1).fold == "по" || t.tok(j-1).is(",") && t.kept[j-2] || t.leadsEponym(i)) || j < i && t.toks[i].before > wrapped || j > i && k.before > wrapped {
			continue
		}
		if k.any(patronymical) || k.any(firstName) && !k.any(common) {
			return true
		}
	}
	if t.toks[i].any(eponymous) && t.tok(i-1).is(".") && t.tok(i-2).fold == "бол" {
		return false // вибр. бол. Рейно
	}
	return t.triggered(i) || t.wholeName(i)
}

// wholeName reports whether another name the record knows stands beside a name it
// knows, or on the other side of a comma or a hyphen (Sian Pugh signed; ABAYOMI, GRACE
// 02/28/1992; Bouchard-Morel).
func (t *passage) wholeName(i int) bool {
	if !t.somebody(t.toks[i]) {
		return false
	}
	for _, step := range []int{-1, 1} {
		j := i + step
		if t.tok(j).is(",") || t.tok(j).is("-") && t.tok(j).before == glued && !t.headFollows(max(i, j+1)) {
			j += step
		}
		if k := t.tok(j); k.capital() && t.tok(max(i, j)).before <= wrapped && t.somebody(k) {
			return true
		}
	}
	return false
}
