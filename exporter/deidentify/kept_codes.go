package deidentify

import (
	"strings"
	"sync"
)

// keepCodes keeps what looks like a number or a name and is of a public list: codes of
// services and diseases, segments of the spine, markers, grades in Latin letters,
// medicines of two words.
func (t *passage) keepCodes() {
	for i, k := range t.toks {
		to := i
		switch {
		case k.kind == number && k.size == 4 && t.hoursAt(i):
			to = i + 3 // 0930-1015
		case k.kind != word:
		case k.size == 1 && t.tok(i+1).kind == number && t.tok(i+1).before == glued:
			to = max(t.serviceCode(i), t.spineSegment(i), t.diseaseCode(i), t.tumourStage(i))
		case t.tok(i+1).is("-") && k.in(pairedMarkers) && t.tok(i+2).kind == number && t.tok(i+2).before == glued, t.pairedMedicine(i):
			to = i + 3
		case t.latinGrade(i), t.carBrand(i), t.recorder(i), t.amongMedicines(i), t.brandHalf(i):
			to = i + 1
		case k.size == 1 && k.shape == upper && t.tok(i+1).is(".") && t.tok(i+1).before == glued && t.tok(i+2).in(species) && t.tok(i+2).shape == lower, t.allergen(i), t.radsOf(i):
			to = i + 3 // E. coli, Bet v 1, EU-TIRADS
		case k.shape == upper && t.tok(i+1).kind == number && k.in(quadrants) && t.tok(i+1).before == glued && t.tok(i+1).size == 1:
			to = i + 2 // UR2-UL2: teeth
		case k.fold == "nct" && t.tok(i+1).size == 8 && t.tok(i+1).before == glued:
			to = i + 2 // a trial everybody may read of
		case t.english() && k.in(petWords):
			t.keepPets(i + 1)
		case k.size == 1 && t.tok(i+1).is("-") && t.tok(i+2).size == 5 && t.tok(i+2).before == glued && t.snomed(i):
			to = i + 3
		}
		for ; i < to; i++ {
			t.kept[i] = true
		}
	}
}

// hoursAt reports whether two hours of four figures with a hyphen stand at i, from one to
// another: "0215-0310".
func (t *passage) hoursAt(i int) bool {
	a, h, b := t.toks[i], t.tok(i+1), t.tok(i+2)
	hour := func(w string) bool { return w < "2400" && w[2] < '6' }
	return t.english() && h.is("-") && h.before == glued && b.kind == number && b.size == 4 && b.before == glued && hour(a.fold) && hour(b.fold) && a.before != glued && (t.tok(i+3).before != glued || t.tok(i+3).kind == sign && !t.tok(i+3).is("-")) && !t.tok(i-1).any(labelling) && !(yearly(a) && yearly(b))
}

// petWords are animals of the house, behind which their names stand.
var petWords = wordSet("dog dogs cat cats puppy kitten pony parrot budgie rabbit hamster labrador terrier spaniel greyhound collie poodle chihuahua dachshund alsatian rottweiler whippet lurcher corgi pug")

// keepPets keeps the names of animals at i: "cats Felix and Rose", "dog called Winston".
func (t *passage) keepPets(i int) {
	if w := t.tok(i); w.fold == "called" || w.fold == "named" || w.is("(") {
		i++
	}
	for k := t.tok(i); k.shape == title && k.before <= spaced && k.size > 2 && !t.somebody(k) && !k.any(triggerWord|heading); k = t.tok(i) {
		t.kept[i] = true
		if n := t.tok(i + 1); n.fold != "and" && !n.is("&") && !n.is(",") || t.tok(i+2).any(callingWord) {
			return
		}
		i += 2
	}
}

// pairedMarkers stand before a hyphen and a number that is nobody's.
var pairedMarkers = wordSet("ki мкб")

// quadrants are the four parts of the teeth.
var quadrants = wordSet("ur ul lr ll")

// snomed reports whether the code at i is of the nomenclature of medicine: "SNOMED T-56000
// M-73320".
func (t *passage) snomed(i int) bool {
	for j := i - 1; j >= 0 && j > i-10 && t.toks[j+1].before <= wrapped; j-- {
		if t.toks[j].fold == "snomed" {
			return true
		}
	}
	return false
}

// species are second words of germs' names behind the first one's initial.
var species = wordSet(`coli aureus epidermidis saprophyticus haemolyticus hominis pyogenes agalactiae pneumoniae mitis viridans faecalis faecium pylori jejuni fetus albicans glabrata tropicalis krusei parapsilosis auris fumigatus flavus niger neoformans
	aeruginosa baumannii maltophilia cepacia cloacae aerogenes oxytoca freundii koseri marcescens morganii stuartii mirabilis vulgaris difficile perfringens botulinum tetani fragilis influenzae parainfluenzae ducreyi pertussis parapertussis
	meningitidis gonorrhoeae catarrhalis trachomatis psittaci genitalium vaginalis urealyticum parvum hominis tuberculosis bovis leprae avium kansasii abscessus chelonae fortuitum enteritidis typhi typhimurium paratyphi flexneri sonnei dysenteriae enterocolitica pestis
	cholerae anthracis cereus monocytogenes henselae quintana burgdorferi pallidum interrogans burnetii tularensis melitensis abortus diphtheriae acnes israelii vermicularis lumbricoides trichiura saginata solium latum felineus granulosus multilocularis lamblia intestinalis histolytica gondii falciparum vivax ovale malariae
	donovani cruzi brucei stercoralis canis cati hydrophila multocida rubrum mentagrophytes interdigitale furfur globosa`)

// tumourStage is the end of "T2N1M0" at i, or i.
func (t *passage) tumourStage(i int) int {
	j := i
	for _, letter := range [][2]string{{"t", "т"}, {"n", "н"}, {"m", "м"}} {
		if l := t.tok(j).fold; l != letter[0] && l != letter[1] || j > i && t.tok(j).before != glued || t.tok(j+1).size != 1 || t.tok(j+1).before != glued {
			return i
		}
		j += 2
	}
	return j
}

// allergen reports whether one of the nomenclature stands at i: "Bet v 1", "Ara h 2".
func (t *passage) allergen(i int) bool {
	k, l, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	return k.in(allergens) && k.shape == title && l.kind == word && l.size == 1 && l.shape == lower && l.before == spaced && n.kind == number && n.size < 3 && n.before == spaced
}

// allergens are the first words of their names, cut from those of plants and animals.
var allergens = wordSet("act alt amb ana api ara art asp ber bet bla bos can che cla cor cup der dau equ fel fra gal gad gly hev jug lol mac mal mus ole par pen phl pis pla pol pru que ses tri ves vit")

// radsOf reports whether a system of grades of images stands at i behind its owner: "EU-TIRADS".
func (t *passage) radsOf(i int) bool {
	h := t.tok(i + 1)
	return t.toks[i].shape == upper && h.is("-") && h.before == glued && t.tok(i+2).before == glued && t.tok(i+2).in(gradesOfImages)
}

var gradesOfImages = wordSet("tirads birads rads pirads lirads orads")

// brandHalf reports whether the word at i is the other half of a medicine's name: what kind of
// it or whose it is, behind it ("Аспирин Кардио", "Меропенем-Тева"), or "Апо-" before it.
func (t *passage) brandHalf(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !k.capital() || k.size < 2 || k.any(patronymical) {
		return false
	}
	if n.is("-") && n.before == glued && k.in(brandHeads) {
		return t.tok(i+2).before == glued && t.tok(i+2).any(medicinal|drugEnded|built) && !t.somebody(k)
	}
	b := p
	if p.is("-") && p.before == glued && k.before == glued {
		b = t.tok(i - 2)
	} else if k.before != spaced || !k.in(brandTails) {
		return false
	}
	return b.capital() && b.any(medicinal) && !b.any(firstName|surnameToo|common) && !k.any(firstName) && (k.in(brandTails) || !k.any(strongly)) && !t.somebody(k)
}

// brandHeads are first halves of medicines' names before a hyphen, brandTails their second
// words: kinds, and makers.
var (
	brandHeads = wordSet("веро апо ко нео депо солу эспа но тева лек ново дексо вита гино пара ци транс фито нова гастро нейро")
	brandTails = wordSet(`форте ретард плюс нео кардио лонг экстра экспресс рапид лайт дуо хроно комби комп композитум макс максимум ультра актив адванс интенс интенсив турбо био бэби беби кидс юниор солютаб квиктаб
		депо кор уно про премиум софт комфорт дента лор рино бронхо фито эко эмульгель солоспрей мв ср хл пд сз нд гта тета окси баланс детский мини микро вижн иммун пренаталь сенситив море нск стик мульти спрей гель сироп крем дезик
		тева сандоз акри канон вертекс рихтер штада зентива гексал эбеве каби медак лахема фрезениус ферейн дарница сановель ратиофарм солофарм велфарм озон реневал авексима алиум биохимик никомед плива крка хемофарм балканфарма
		софарма гриндекс лекхим синтез дс вг тс ас ск гк
		forte retard plus neo cardio express rapid duo chrono combi advance active baby junior depot solutab turbo maxi mini micro sandoz teva actavis zentiva accord mylan sun cipla hexal stada krka`)
)

// amongMedicines reports whether a first name that is a plant stands in a list of
// medicines: "Пентоксифиллин, Валериана, Лидаза", or before a word for one: "Камилла-крем".
func (t *passage) amongMedicines(i int) bool {
	k := t.toks[i]
	if k.shape != title || !k.any(firstName) {
		return false
	}
	if h := t.tok(i + 1); h.is("-") && h.before == glued && t.tok(i+2).before == glued && hasAnyPrefix(t.tok(i+2).fold, []string{"крем", "гель", "мазь", "форте", "ретард"}) {
		return !t.somebody(k)
	}
	b, n := t.tok(i-2), t.tok(i+2)
	return t.tok(i-1).is(",") && t.tok(i+1).is(",") && b.kind == word && n.kind == word && b.any(medicinal|drugEnded) && n.any(medicinal|drugEnded) && n.capital() && !b.any(firstName) && !n.any(firstName) && !t.somebody(k)
}

// serviceCode is the end of a code of the nomenclature of services ("A05.30.004",
// "В01.047.001.02") at i, or i.
func (t *passage) serviceCode(i int) int {
	if k := t.toks[i].fold; k != "a" && k != "а" && k != "b" && k != "в" || t.tok(i+1).size != 2 {
		return i
	}
	j, dots := i+2, 0
	for t.tok(j).is(".") && t.tok(j).before == glued && t.tok(j+1).kind == number && t.tok(j+1).before == glued && (t.tok(j+1).size == 2 || t.tok(j+1).size == 3) {
		j, dots = j+2, dots+1
	}
	if dots < 2 || t.tok(j-1).size != 3 && dots < 3 {
		return i
	}
	return j
}

// spineSegment is the end of "L5-S1", "C3-C4" at i, or i.
func (t *passage) spineSegment(i int) int {
	if t.spinal(i) && t.tok(i+2).is("-") && t.tok(i+2).before == glued && t.spinal(i+3) && t.tok(i+3).before == glued {
		return i + 5
	}
	return i
}

// spinal reports whether a letter of the spine and a number below thirteen stand at i.
func (t *passage) spinal(i int) bool {
	n := t.tok(i + 1)
	return spineLetters[t.tok(i).fold] && n.kind == number && n.before == glued && n.size < 3 && atoi(n.fold) < 13 && atoi(n.fold) > 0
}

var spineLetters = wordSet("l s c t th")

// pairedMedicine reports whether the word at i and the one over a hyphen are a medicine.
func (t *passage) pairedMedicine(i int) bool {
	h, n := t.tok(i+1), t.tok(i+2)
	return h.is("-") && h.before == glued && n.kind == word && n.before == glued && medicines()[t.toks[i].fold+"-"+n.fold]
}

// latinGrade reports whether a short Latin word in Russian text is a scale or a sign by
// its grade or finding ("по OLGA I", "SAM нет", "Ryan 3").
func (t *passage) latinGrade(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.fold[0] > 'z' || k.shape == lower || t.english() {
		return false
	}
	if k.in(latinScales) && !t.somebody(k) && !(n.capital() && n.fold[0] <= 'z' && n.size > 3) && !(t.tok(i-1).capital() && t.tok(i - 1).fold[0] <= 'z' && k.before == spaced) {
		return true
	}
	if k.size < 3 || k.size > 5 || t.somebody(k) || t.triggered(i) || t.tok(i-1).capital() && t.tok(i - 1).fold[0] <= 'z' && k.before == spaced {
		return false
	}
	return t.foundBehind(i) || n.kind == number && n.size < 3 && n.before == spaced && (t.tok(i-1).fold == "по" || k.shape != title && (t.closes(i+2) || t.tok(i+2).kind == sign))
}

// latinScales are scales and signs written in Latin letters in Russian reports.
var latinScales = wordSet("olga olgim ipss qol nihss sofa qsofa apache gcs moca mmse hads phq gad mmrc mallampati sam lmp ecog cha gerdq dlqi pasi easi haq das basdai kellgren gina gold")

// diseaseCode is the end of a code of ICD-10 with its fourth sign ("C81.1") at i, or i.
func (t *passage) diseaseCode(i int) int {
	d, n := t.tok(i+2), t.tok(i+3)
	if k := t.toks[i]; k.fold[0] > 'z' || k.shape != upper || t.tok(i+1).size != 2 || !d.is(".") || d.before != glued || n.kind != number || n.before != glued || n.size > 1 || t.tok(i+4).before == glued && t.tok(i+4).kind != sign {
		return i
	}
	return i + 4
}

// carBrand reports whether a make of cars stands at i before its number plate.
func (t *passage) carBrand(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || t.somebody(k) {
		return false
	}
	if p.in(driving) && k.before == spaced && carStems()[stem(k.fold)] {
		return true // за рулём Тойоты
	}
	if !k.in(carMakes) {
		return false
	}
	for j := i + 1; j < i+6 && t.tok(j).before <= spaced; j++ {
		if t.tok(j).kind == word && t.tok(j).size == 1 && t.russianPlate(j) > j {
			return true
		}
	}
	return false
}

var carMakes = wordSet(`лада киа рио газель шкода октавия хендай хендэ хундай солярис тойота рено логан дастер ниссан уаз ваз камаз форд фокус опель мазда хонда мерседес бмв ауди фольксваген поло
	нива гранта веста калина приора ларгус шевроле дэу чери джили хавал митсубиси субару лексус вольво пежо ситроен`)

// driving are words right before what somebody drives.
var driving = wordSet("рулем автомобиле автомобиль автомобиля машине машину машина авто")

// carStems are the makes without their endings.
var carStems = sync.OnceValue(func() map[string]bool {
	stems := map[string]bool{}
	for m := range carMakes {
		stems[stem(m)] = true
	}
	return stems
})

// recorder reports whether a model stands at i, behind "регистратор" and before its number.
func (t *passage) recorder(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	return k.shape == title && p.kind == word && strings.HasPrefix(p.fold, "регистратор") && k.before == spaced && (n.is("№") || n.fold == "зав" || n.is("-") && n.before == glued && t.tok(i+2).kind == number)
}

// takenBeside reports whether what stands right beside the word at i says that it is taken:
// "currently on X", "switched from X to Y", "Rx: X, Y", "X BD", "пьёт X", "X п/к".
func (t *passage) takenBeside(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size < 5 || k.any(firstName|patronymical|common|surnameToo|townlike) || t.somebody(k) {
		return false
	}
	switch h := t.tok(i + 2); {
	case n.before == spaced && n.in(takenHow), (n.fold == "п" || n.fold == "в") && n.before == spaced && h.is("/") && h.before == glued && t.tok(i+3).in(injected):
		return true
	case k.before != spaced || p.kind != word:
	case p.fold == "on" && t.tok(i-2).in(stillOn), p.in(drinks):
		return true
	case (p.fold == "from" || p.fold == "to") && (t.tok(i-2).in(switched) || t.tok(i-4).in(switched)), (p.fold == "с" || p.fold == "на") && (t.tok(i-2).in(switched) || t.tok(i-4).in(switched)):
		return true
	}
	return t.underMedicines(i)
}

// underMedicines reports whether the word at i stands in a list behind "Rx:" or "Home meds:".
func (t *passage) underMedicines(i int) bool {
	for j := i - 1; j > 0 && j > i-14 && t.toks[j+1].before < wrapped; j-- {
		switch w := t.toks[j]; {
		case w.is(":"):
			return t.tok(j - 1).in(medicineLabels)
		case w.kind == sign && !w.is(",") && !w.is("/") && !w.is("+") && !w.is("%"), w.kind == word && w.any(callingWord|triggerWord):
			return false
		}
	}
	return false
}

var (
	takenHow       = wordSet("bd tds qds tid qid bid nocte prn qhs tabs caps inhaler inhalers cream ointment patch patches syrup")
	injected       = wordSet("в м к")
	stillOn        = wordSet("remains remained currently still maintained now back commenced kept stays restarted again")
	drinks         = wordSet("пьет пил пила пьют колет колол колола мажет мазал мазала капает капал")
	switched       = wordSet("switched changed converted switch перешел перешла")
	medicineLabels = wordSet("rx meds medications medicines drugs dhx rxs лекарства препараты терапия назначено")
)
