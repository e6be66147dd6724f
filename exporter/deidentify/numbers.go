package deidentify

import "strings"

// A label is a word that says what the number behind it is. digits, where not
// empty, are the lengths the number may have when spaces part its groups.
type label struct {
	kind   string
	digits []int
	loose  bool // the word is common: only a number of five and more goes
	dot    bool // the word is a label only with a dot behind
	least  int  // how many digits are enough, where said
}

var labels = map[string]label{
	"снилс": {kind: "SNILS", digits: []int{11}}, "омс": {kind: "OMS", digits: []int{16}}, "полис": {kind: "OMS", digits: []int{16}},
	"полиса": {kind: "OMS", digits: []int{16}}, "енп": {kind: "OMS", digits: []int{16}},
	"инн": {kind: "INN", digits: []int{12, 10}}, "огрн": {kind: typeNumber}, "огрнип": {kind: typeNumber}, "кпп": {kind: typeNumber},
	"паспорт": {kind: "PASSPORT", digits: []int{10, 9}}, "паспорта": {kind: "PASSPORT", digits: []int{10, 9}}, "passport": {kind: "PASSPORT", digits: []int{9, 10}},
	"свидетельство": {kind: typeNumber, loose: true}, "удостоверение": {kind: typeNumber, loose: true},
	"карта": {kind: "CARD", digits: []int{16}, loose: true}, "карте": {kind: "CARD", digits: []int{16}, loose: true},
	"карту": {kind: "CARD", digits: []int{16}, loose: true}, "карты": {kind: typeMRN, loose: true}, "амбулаторной": {kind: typeMRN, loose: true},
	"истории": {kind: typeMRN, loose: true}, "история": {kind: typeMRN, loose: true}, "и/б": {kind: typeMRN},
	"mrn": {kind: typeMRN}, "медкарта": {kind: typeMRN}, "медкарты": {kind: typeMRN},
	"исследование": {kind: typeAccession, loose: true}, "исследования": {kind: typeAccession, loose: true}, "исследованием": {kind: typeAccession, loose: true},
	"исследованию": {kind: typeAccession, loose: true}, "accession": {kind: typeAccession}, "протокол": {kind: typeAccession, loose: true},
	"заявка": {kind: typeAccession, loose: true}, "направление": {kind: typeAccession, loose: true}, "образец": {kind: typeAccession, loose: true},
	"пробирка": {kind: typeAccession, loose: true}, "штрихкод": {kind: typeAccession}, "barcode": {kind: typeAccession}, "uid": {kind: typeAccession},
	"ssn": {kind: "SSN", digits: []int{9}}, "insurance": {kind: typeInsurance, loose: true}, "policy": {kind: typeInsurance, loose: true},
	"member": {kind: typeInsurance, loose: true}, "страхования": {kind: typeInsurance, loose: true}, "дмс": {kind: typeInsurance, loose: true},
	"дог": {kind: typeNumber, loose: true}, "договор": {kind: typeNumber, loose: true}, "договора": {kind: typeNumber, loose: true}, "договору": {kind: typeNumber, loose: true},
	"s/n": {kind: typeDevice}, "sn": {kind: typeDevice, loose: true}, "с/н": {kind: typeDevice}, "serial": {kind: typeDevice, loose: true},
	"серийный": {kind: typeDevice, loose: true}, "имплант": {kind: typeDevice, loose: true}, "имплантат": {kind: typeDevice, loose: true},
	"implant": {kind: typeDevice, loose: true}, "device": {kind: typeDevice, loose: true}, "лот": {kind: typeDevice, loose: true}, "lot": {kind: typeDevice, loose: true},
	"тел": {kind: typePhone, digits: []int{11, 10, 7, 6}}, "телефон": {kind: typePhone, digits: []int{11, 10, 7, 6}},
	"телефона": {kind: typePhone, digits: []int{11, 10, 7, 6}}, "phone": {kind: typePhone, digits: []int{11, 10, 7}}, "факс": {kind: typePhone, digits: []int{11, 10, 7, 6}},
	"fax": {kind: typePhone, digits: []int{11, 10, 7}}, "моб": {kind: typePhone, digits: []int{11, 10}}, "tel": {kind: typePhone, digits: []int{11, 10, 7}},
	"whatsapp": {kind: typePhone, digits: []int{11, 10}}, "счет": {kind: typeNumber, digits: []int{20}, loose: true}, "account": {kind: typeNumber, loose: true},
	"л/н": {kind: typeAccession, digits: []int{12}}, "б/л": {kind: typeAccession, digits: []int{12}}, "лн": {kind: typeAccession, digits: []int{12}}, "элн": {kind: typeAccession, digits: []int{12}},
	"листок": {kind: typeAccession, digits: []int{12}, loose: true}, "больничный": {kind: typeAccession, digits: []int{12}, loose: true}, "ид": {kind: typeMRN, loose: true},
	"загранпаспорт": {kind: "PASSPORT", digits: []int{9}}, "патент": {kind: typeNumber, loose: true}, "виза": {kind: typeNumber, loose: true}, "ид.": {kind: typeMRN, loose: true},
	"серия": {kind: "PASSPORT", digits: []int{10}, loose: true, least: 4}, "серии": {kind: "PASSPORT", digits: []int{10}, loose: true}, "эпидномер": {kind: typeAccession}, "контейнер": {kind: typeAccession, loose: true},
	"иб": {kind: typeMRN}, "ист": {kind: typeMRN, loose: true}, "п/б": {kind: typeMRN}, "и/р": {kind: typeMRN}, "л/д": {kind: typeMRN}, "а/к": {kind: typeMRN}, "карт": {kind: typeMRN, loose: true}, "истори": {kind: typeMRN, loose: true},
	"вызов": {kind: typeAccession, loose: true}, "наряд": {kind: typeAccession, loose: true}, "чек": {kind: typeAccession, loose: true}, "справка": {kind: typeAccession, loose: true}, "справк": {kind: typeAccession, loose: true}, "св-во": {kind: typeNumber, loose: true},
	"сессия": {kind: typeAccession, loose: true}, "обр": {kind: typeAccession, loose: true}, "доверенность": {kind: typeNumber, loose: true}, "рецепт": {kind: typeAccession, loose: true}, "заявление": {kind: typeAccession, loose: true}, "дело": {kind: typeAccession, loose: true},
	"заказ": {kind: typeAccession, loose: true}, "гемакона": {kind: typeAccession, loose: true}, "гемакон": {kind: typeAccession, loose: true}, "осаго": {kind: typeInsurance, loose: true}, "каско": {kind: typeInsurance, loose: true},
	"кусп": {kind: typeAccession}, "умо": {kind: typeAccession}, "допуск": {kind: typeAccession, loose: true}, "сер": {kind: typeDevice, loose: true}, "зав": {kind: typeDevice, loose: true}, "нб": {kind: typeDevice, loose: true}, "партия": {kind: typeDevice, loose: true}, "ser": {kind: typeDevice, loose: true}, "specimen": {kind: typeAccession, loose: true}, "acc": {kind: typeAccession, loose: true},
	"т": {kind: typePhone, digits: []int{11, 10, 6, 5}, dot: true}, "ins": {kind: typeInsurance, loose: true}, "veh": {kind: typePlate, loose: true}, "vehicle": {kind: typePlate, loose: true}, "truck": {kind: typePlate, loose: true}, "документы": {kind: "PASSPORT", loose: true}, "документ": {kind: "PASSPORT", loose: true}, "миграционная": {kind: "PASSPORT", loose: true}, "травмкарта": {kind: typeMRN, least: 3}, "амбкарта": {kind: typeMRN}, "пробирк": {kind: typeAccession, loose: true, least: 4}, "жетон": {kind: typeMRN, loose: true}, "инв": {kind: typeDevice, loose: true}, "амб": {kind: typeMRN, loose: true, dot: true}, "badge": {kind: typeMRN, loose: true, least: 4}, "census": {kind: typeMRN, loose: true}, "sample": {kind: typeAccession, loose: true}, "страховой": {kind: "SNILS", digits: []int{11}, loose: true}, "телефонограмма": {kind: typeAccession, least: 2}, "docket": {kind: typeAccession, loose: true}, "dl": {kind: "PASSPORT", loose: true}, "cdl": {kind: "PASSPORT", loose: true}, "subj": {kind: typeMRN, loose: true}, "subject": {kind: typeMRN, loose: true}, "рентген": {kind: typeAccession, loose: true, least: 4}, "plates": {kind: typePlate, loose: true}, "госномер": {kind: typePlate}, "гос": {kind: typePlate, loose: true}, "plate": {kind: typePlate, loose: true}, "reg": {kind: typePlate, loose: true},
	"анализ": {kind: typeAccession, loose: true}, "проба": {kind: typeAccession, loose: true}, "пробу": {kind: typeAccession, loose: true}, "ссылка": {kind: typeAccession, loose: true}, "ипра": {kind: typeAccession, loose: true}, "certificate": {kind: typeAccession, loose: true, least: 4}, "shield": {kind: typeMRN, loose: true, least: 4}, "no": {kind: typeAccession, loose: true, least: 4}, "scheme": {kind: typeInsurance, loose: true}, "акт": {kind: typeAccession, loose: true}, "прот": {kind: typeAccession, loose: true, least: 4}, "rg": {kind: typeAccession, least: 4}, "рг": {kind: typeAccession, least: 4},
	"извещение": {kind: typeAccession, loose: true}, "изв": {kind: typeAccession, least: 3}, "бирка": {kind: typeMRN, least: 3}, "квота": {kind: typeAccession, loose: true}, "mlc": {kind: typeAccession, loose: true}, "вскр": {kind: typeAccession, loose: true, least: 4}, "с": {kind: typeDevice, dot: true, loose: true},
	"талона": {kind: typeAccession, loose: true}, "предписание": {kind: typeAccession, loose: true}, "постановление": {kind: typeAccession, loose: true}, "поручение": {kind: typeAccession, loose: true}, "накладная": {kind: typeAccession, loose: true}, "карточки": {kind: typeMRN, loose: true}, "license": {kind: "PASSPORT", loose: true}, "licence": {kind: "PASSPORT", loose: true}, "путевка": {kind: typeAccession, loose: true}, "квитанция": {kind: typeAccession, loose: true},
	"claim": {kind: typeInsurance, loose: true}, "group": {kind: typeInsurance, loose: true}, "subscriber": {kind: typeInsurance, loose: true}, "order": {kind: typeAccession, loose: true}, "req": {kind: typeAccession, loose: true}, "requisition": {kind: typeAccession, loose: true},
	"case": {kind: typeAccession, loose: true}, "ref": {kind: typeDevice, loose: true}, "prescription": {kind: typeAccession, loose: true}, "rx": {kind: typeAccession, loose: true}, "chart": {kind: typeMRN, loose: true}, "npi": {kind: typeNumber}, "dea": {kind: typeNumber}, "nhs": {kind: typeMRN, digits: []int{10}, loose: true},
	"hospital": {kind: typeMRN, loose: true}, "visit": {kind: typeAccession, loose: true}, "encounter": {kind: typeAccession, loose: true}, "tracking": {kind: typeAccession, loose: true}, "визит": {kind: typeAccession, loose: true}, "случай": {kind: typeAccession, loose: true},
	"вод": {kind: typeNumber, loose: true}, "права": {kind: typeNumber, loose: true}, "служ": {kind: typeNumber, loose: true}, "билет": {kind: typeNumber, loose: true}, "военник": {kind: typeNumber, loose: true}, "таб": {kind: typeNumber, loose: true}, "табельный": {kind: typeNumber, loose: true}, "внж": {kind: typeNumber, loose: true},
	"стекло": {kind: typeAccession, loose: true}, "стекл": {kind: typeAccession, loose: true}, "блок": {kind: typeAccession, loose: true}, "талон": {kind: typeAccession, loose: true}, "карточка": {kind: typeMRN, loose: true}, "рег": {kind: typeMRN, loose: true}, "шифр": {kind: typeMRN, loose: true}, "штрих": {kind: typeAccession, loose: true},
	"направлен": {kind: typeAccession, loose: true}, "образц": {kind: typeAccession, loose: true}, "заявк": {kind: typeAccession, loose: true}, "свидетельств": {kind: typeNumber, loose: true}, "удостоверен": {kind: typeNumber, loose: true},
	"record": {kind: typeMRN, loose: true}, "id": {kind: typeNumber, loose: true}, "код": {kind: typeNumber, loose: true},
}

// between stand between a label and its number.
var between = wordSet("серия серии номер номера n no number num рег id омс дмс больничная медицинской амбулаторной болезни связи для пациента обязательного рф uid # карты родов развития новорожденного знак рег стационарного нетрудоспособности вк кэк операции заседания консилиума обследования экспертизы матери отца ребенка мамы папы мужа жены лист листок больничный выдан стационара разв нов-го нов вскрытия вскр изв no личности есть")

// labelledNumbers takes out the number behind a word that says what it is.
func (t *passage) labelledNumbers() {
	for i, k := range t.toks {
		if k.kind == sign && k.fold != "№" && k.fold != "#" {
			continue
		}
		l, n := t.labelAt(i)
		if n == 0 || l.dot && (!t.tok(i+1).is(".") || k.capital() && k.size == 1 || t.tok(i-1).is(".")) {
			continue
		}
		from := i + n
		for steps := 0; steps < 6 && t.skipsToNumber(from); steps++ {
			if t.toks[from].is("№") && k.kind == word && l.kind != typePhone {
				l.least = 2
			}
			from++
		}
		if far := t.farNumber(i+n, l); k.kind == word && far > from {
			if from = far; t.tok(far - 1).is("№") {
				l.least = 2
			}
		}
		if to := t.identifier(from, l); to > from {
			if l.kind == typeDevice && printedLabel[k.fold] {
				from = i // s/n, SN: part of the number as people write it
			}
			t.mark(t.seriesBefore(from), to, l.kind)
		}
	}
}

// farNumber is where the number of a paper stands that is told of in some small words
// between: "справка о 2 днях 45212", "протокол разбора (КИЛИ) № 82"; or 0.
func (t *passage) farNumber(i int, l label) int {
	if l.kind != typeAccession {
		return 0
	}
	for j := i; j < i+7; j++ {
		switch k := t.tok(j); {
		case k.before > wrapped || j > i && k.before == wrapped:
			return 0
		case k.is("№") && j > i && t.tok(j+1).kind == number && t.tok(j+1).size > 1 && t.tok(i-1).fold == "протокол" && t.tok(i).fold != "операции":
			return j + 1
		case k.kind == number && k.size >= 5 && j > i && k.before == spaced && !t.isMeasure(j, j+1):
			return j
		case k.kind == number && k.size > 1, k.kind == sign && !k.is("(") && !k.is(")"), k.kind == word && k.shape != lower && !t.tok(j-1).is("(") && !t.shouted():
			return 0
		}
	}
	return 0
}

// printedLabel are labels people read as a part of the number behind them.
var printedLabel = wordSet("инв амб серийный s с sn сер зав lot лот ser")

// labelAt reads a label of one token, or of three ("s/n").
func (t *passage) labelAt(i int) (label, int) {
	k := t.toks[i]
	if k.is("#") && t.tok(i+1).before == glued && t.tok(i-1).kind == word {
		return label{kind: typeAccession, loose: true, least: 4}, 1
	}
	if n := t.tok(i + 1); (n.is("/") || n.is("-") && n.before == glued) && t.tok(i+2).kind == word {
		if l, ok := labels[k.fold+n.fold+t.tok(i+2).fold]; ok {
			return l, 3
		}
	}
	if k.is("№") {
		return label{kind: typeAccession, digits: []int{12, 11, 10, 9}, loose: true, least: 4}, 1
	}
	if t.tok(i+1).is(".") && t.tok(i+2).kind == word && t.tok(i+2).before == glued { // и.б.
		if l, ok := labels[k.fold+"/"+t.tok(i+2).fold]; ok {
			return l, 3
		}
	}
	if l, ok := labels[k.fold]; ok {
		return l, 1
	}
	if l, ok := labels[stem(k.fold)]; ok && k.size > 5 {
		return l, 1
	}
	return label{}, 0
}

func (t *passage) skipsToNumber(i int) bool {
	k := t.tok(i)
	if k.before > wrapped {
		return false
	}
	return k.kind == sign && strings.Contains(":№.#,(-–", k.fold) || k.kind == word && between[k.fold]
}

// seriesBefore goes back to the word "серия", so that the placeholder stands for
// the whole.
func (t *passage) seriesBefore(i int) int {
	if w, r := t.tok(i-2), t.tok(i-4); t.tok(i-1).is("№") && w.kind == word && w.size == 2 && t.tok(i-3).is("-") && w.before == glued && romanMonths[r.fold] > 0 {
		i -= 4 // I-АК № 528560
	}
	if a, b := t.tok(i-2), t.tok(i-3); t.tok(i-1).is("№") && t.toks[i].size >= 5 && a.kind == number && a.size == 2 && b.kind == number && b.size == 2 && t.free(i-2) && t.free(i-3) && a.before == spaced {
		i -= 3 // 67 26 № 6183690
	}
	if s, n := t.tok(i-1), t.tok(i-2); s.is("№") && t.free(i-2) && t.toks[i].size >= 5 && t.toks[i].kind == number && n.kind == number && n.size >= 2 && n.size <= 4 && s.before <= spaced {
		if i = i - 2; t.tok(i-1).is("-") && t.tok(i-1).before == glued && t.toks[i].before == glued && t.tok(i-2).kind == word && t.tok(i-2).shape == upper {
			return i - 2 // МСЭ-2019 № 0417733
		}
	}
	if w := t.tok(i - 1).fold; strings.HasPrefix(w, "сери") {
		return i - 1
	}
	return i
}

// identifier is the end of the number that begins at token i, or i.
func (t *passage) identifier(i int, l label) int {
	if !t.free(i) || t.toks[i].kind == sign && !t.toks[i].is("+") && !t.toks[i].is("(") {
		return i
	}
	if to := t.lettered(i); to > i {
		return to
	}
	if l.kind == typePlate {
		return t.plate(i)
	}
	if l.kind == typePhone {
		if r := t.figures(i); r.count >= 9 && r.groups > 1 {
			return r.to
		}
	}
	if len(l.digits) > 0 {
		if to := t.grouped(i, l.digits); to > i {
			end, _, _ := t.glued(to - 1)
			return max(to, end)
		}
	}
	if s, n := t.tok(i+1), t.tok(i+2); t.toks[i].kind == number && t.toks[i].size <= 4 && s.is("№") && n.kind == number && n.size >= 5 {
		return i + 3 // a series and a number
	}
	if t.toks[i].kind == number && t.toks[i].size == 3 {
		if to := t.grouped(i, []int{9}); to == i+3 {
			return to
		}
	}
	if l.kind != typePhone && l.kind != typeDevice {
		if to := t.allGroups(i); to > i+1 {
			return to
		}
	}
	to, digits, letters := t.glued(i)
	if l.kind != typePhone && digits >= 2 && digits+letters >= 3 && t.sealed(i, to) {
		return t.tailGroup(to)
	}
	if l.kind == typeDevice && digits >= 2 && letters >= 2 && to > i+1 {
		return t.tailGroup(to)
	}
	least := 3
	if l.loose {
		least = 5
	}
	if l.least > 0 {
		least = l.least
	}
	if k := t.toks[i]; k.kind == word && k.shape == upper && k.size <= 3 && to == i+1 && t.tok(to).kind == number && t.tok(to).size >= 5 && t.tok(to).before == spaced {
		return to + 1 // AC 2217804
	}
	if l.kind == typeDevice && digits >= 5 && t.tok(to).kind == number && t.tok(to).before == spaced && t.tok(to).size >= 3 && !t.isMeasure(to, to+1) {
		return to + 1
	}
	if digits < least && (digits < 4 || letters == 0) || letters > 6 && digits < letters || t.isMeasure(i, to) && !t.tok(i-1).is("№") {
		return i
	}
	return to
}

// allGroups is the end of the groups of figures that begin at i, where they have
// six figures and more between them.
func (t *passage) allGroups(i int) int {
	to, digits := i, 0
	for t.free(to) && to < i+5 && (t.toks[to].kind == number && t.toks[to].size >= 2 && (to == i || t.toks[to].before == spaced) || to > i && t.numberSign(to) && t.tok(to+1).kind == number) {
		if t.toks[to].kind == number {
			digits += t.toks[to].size
		}
		to++
	}
	if n := t.tok(to); to == i || digits < 6 || t.isMeasure(i, to) || n.before == glued && n.kind == sign && t.tok(to+1).kind == number && t.tok(to+1).before == glued {
		return i
	}
	return to
}

// numberSign reports whether "№" or an N for it stands at i.
func (t *passage) numberSign(i int) bool {
	k := t.tok(i)
	return k.is("№") || k.kind == word && k.fold == "n" && t.tok(i+1).kind == number && t.tok(i+1).before == glued
}

// lettered reads "KQ 118 220 913" and "VZR 003 118 472": a short word in capitals
// and groups of figures behind a label.
func (t *passage) lettered(i int) int {
	k := t.toks[i]
	if k.kind != word || k.shape != upper || k.size > 4 || t.tok(i+1).kind != number {
		return i
	}
	if to, digits, _ := t.glued(i + 1); digits >= 5 && t.tok(i+1).before == spaced && !t.isMeasure(i+1, to) {
		return to // АВ 0099-118/25
	}
	to, digits := i+1, 0
	for ; t.tok(i+1).before == spaced && t.free(to) && t.toks[to].kind == number && t.toks[to].before <= spaced && t.toks[to].size >= 2; to++ {
		digits += t.toks[to].size
	}
	if digits < 5 || t.isMeasure(i, to) {
		return i
	}
	return to
}

// grouped reads digits in groups until their count is one of want; the series of
// a passport may be parted from its number by words.
func (t *passage) grouped(i int, want []int) int {
	count, best := 0, i
	for j := i; j < len(t.toks) && j < i+14; j++ {
		k := t.toks[j]
		switch {
		case k.before > wrapped || t.taken[j]:
			return best
		case k.kind == number:
			count += k.size
			for _, w := range want {
				if count == w && !(t.tok(j+1).kind == number && t.tok(j+1).before == glued) {
					best = j + 1
				}
			}
		case k.kind == sign && strings.Contains("+-() №./–#", k.fold):
		case k.kind == word && (between[k.fold]):
		default:
			return best
		}
		if count >= want[0] {
			return best
		}
	}
	return best
}

// sealed reports whether the run is no plain number: a letter, a stroke or a
// hyphen is inside, and it is no date, fraction or range with a unit.
func (t *passage) sealed(i, to int) bool {
	letter, joint := false, false
	for j := i; j < to; j++ {
		k := t.toks[j]
		letter = letter || k.kind == word
		joint = joint || k.is("/") || k.is("-") || k.is("–")
	}
	return joint && !t.isMeasure(i, to) || letter && to > i+1 && t.toks[i].shape != lower
}

// tailGroup steps over one more group of figures or of capitals behind a number.
func (t *passage) tailGroup(to int) int {
	if k := t.tok(to); k.before == spaced && k.kind == number && k.size >= 3 && !t.isMeasure(to, to+1) && !(t.tok(to+1).is(".") && t.tok(to+2).kind == number) {
		return to + 1
	}
	return to
}

// longestCode is in tokens more than any code has: a page of letters and hyphens
// is read once, not once for each of them.
const longestCode = 64

// glued reads letters, digits and the signs inside a number without a space.
func (t *passage) glued(i int) (to, digits, letters int) {
	j := i
	for end := min(len(t.toks), i+longestCode); j < end; j++ {
		k := t.toks[j]
		if j > i && k.before != glued {
			break
		}
		switch {
		case k.kind == number:
			digits += k.size
		case k.kind == word && (k.shape != lower || j > i):
			letters += k.size
		case k.kind == sign && strings.Contains("-/.–_:", k.fold) && j > i && t.tok(j+1).before == glued && t.tok(j+1).kind != sign:
			continue
		default:
			return j, digits, letters
		}
	}
	return j, digits, letters
}

var unitWord = wordSet(`мм см м мл л г кг мг мкг мкмоль ммоль моль нмоль пмоль ед ме мин сек с ч уд мзв гр мкл дл фл пг нг
	hu mm cm ml mg kg g l mcg iu mmol u x х месяца месяцев лет года год дней дня недель раз раза баллов балла копий кое ее тыс млн
	bpm years year months days weeks times mmhg рт hz гц кгц мгц кд кэв кв ма мас`)

func (t *passage) isMeasure(from, to int) bool {
	n := t.tok(to)
	if n.fold == "с" && n.before == spaced && t.tok(to+1).kind == word && t.tok(to+1).before == spaced {
		return false // вызов 04-318 с номера
	}
	return n.kind == word && n.any(measuring) && n.before <= spaced && !t.tok(to+1).is(".") || n.is("%") || n.is("×") || n.is("^")
}
