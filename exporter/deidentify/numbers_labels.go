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
	counts bool // behind "№" it may say how many there are
}

var commonLabels = map[string]label{
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
	"implant": {kind: typeDevice, loose: true}, "device": {kind: typeDevice, loose: true}, "лот": {kind: typeDevice, loose: true, least: 4}, "lot": {kind: typeDevice, loose: true, least: 4}, "img": {kind: typeAccession, least: 4},
	"тел": {kind: typePhone, digits: []int{11, 10, 7, 6}}, "телефон": {kind: typePhone, digits: []int{11, 10, 7, 6}},
	"телефона": {kind: typePhone, digits: []int{11, 10, 7, 6}}, "phone": {kind: typePhone, digits: []int{11, 10, 7}}, "факс": {kind: typePhone, digits: []int{11, 10, 7, 6}},
	"fax": {kind: typePhone, digits: []int{11, 10, 7}}, "моб": {kind: typePhone, digits: []int{11, 10}}, "tel": {kind: typePhone, digits: []int{11, 10, 7}},
	"whatsapp": {kind: typePhone, digits: []int{11, 10}}, "счет": {kind: typeNumber, digits: []int{20}, loose: true}, "account": {kind: typeNumber, loose: true},
	"л/н": {kind: typeAccession, digits: []int{12}}, "б/л": {kind: typeAccession, digits: []int{12}}, "лн": {kind: typeAccession, digits: []int{12}}, "элн": {kind: typeAccession, digits: []int{12}},
	"листок": {kind: typeAccession, digits: []int{12}, loose: true}, "больничный": {kind: typeAccession, digits: []int{12}, loose: true}, "ид": {kind: typeMRN, loose: true},
	"загранпаспорт": {kind: "PASSPORT", digits: []int{9}}, "патент": {kind: typeNumber, loose: true}, "виза": {kind: typeNumber, loose: true}, "ид.": {kind: typeMRN, loose: true},
	"серия": {kind: "PASSPORT", digits: []int{10, 5}, loose: true, least: 4}, "серии": {kind: "PASSPORT", digits: []int{10}, loose: true, least: 4}, "эпидномер": {kind: typeAccession}, "контейнер": {kind: typeAccession, loose: true},
	"иб": {kind: typeMRN}, "ист": {kind: typeMRN, loose: true}, "п/б": {kind: typeMRN}, "и/р": {kind: typeMRN}, "л/д": {kind: typeMRN}, "а/к": {kind: typeMRN}, "карт": {kind: typeMRN, loose: true}, "истори": {kind: typeMRN, loose: true},
	"вызов": {kind: typeAccession, loose: true}, "наряд": {kind: typeAccession, loose: true}, "чек": {kind: typeAccession, loose: true}, "справка": {kind: typeAccession, loose: true}, "справк": {kind: typeAccession, loose: true}, "св-во": {kind: typeNumber, loose: true},
	"сессия": {kind: typeAccession, loose: true}, "обр": {kind: typeAccession, loose: true}, "доверенность": {kind: typeNumber, loose: true}, "рецепт": {kind: typeAccession, loose: true}, "заявление": {kind: typeAccession, loose: true}, "дело": {kind: typeAccession, loose: true},
	"заказ": {kind: typeAccession, loose: true}, "гемакона": {kind: typeAccession, loose: true}, "гемакон": {kind: typeAccession, loose: true}, "осаго": {kind: typeInsurance, loose: true}, "каско": {kind: typeInsurance, loose: true},
	"кусп": {kind: typeAccession}, "умо": {kind: typeAccession}, "допуск": {kind: typeAccession, loose: true}, "сер": {kind: typeDevice, loose: true}, "зав": {kind: typeDevice, least: 4}, "нб": {kind: typeDevice, loose: true}, "партия": {kind: typeDevice, loose: true}, "ser": {kind: typeDevice, loose: true}, "specimen": {kind: typeAccession, loose: true}, "acc": {kind: typeAccession, loose: true},
	"т": {kind: typePhone, digits: []int{11, 10, 6, 5}, dot: true}, "ins": {kind: typeInsurance, loose: true}, "veh": {kind: typePlate, loose: true}, "vehicle": {kind: typePlate, loose: true}, "truck": {kind: typePlate, loose: true}, "документы": {kind: "PASSPORT", loose: true}, "документ": {kind: "PASSPORT", loose: true}, "миграционная": {kind: "PASSPORT", loose: true}, "травмкарта": {kind: typeMRN, least: 3}, "амбкарта": {kind: typeMRN}, "пробирк": {kind: typeAccession, loose: true, least: 4}, "жетон": {kind: typeMRN, loose: true}, "инв": {kind: typeDevice, least: 3}, "сн": {kind: typeDevice, least: 5}, "м/к": {kind: typeMRN}, "к/в": {kind: typeAccession}, "с/л": {kind: typeAccession}, "р/с": {kind: typeNumber, digits: []int{20}}, "сч": {kind: typeNumber, digits: []int{20}, loose: true}, "пасп": {kind: "PASSPORT", digits: []int{10, 9}}, "моча": {kind: typeAccession, least: 5}, "льгота": {kind: typeNumber, least: 4}, "амб": {kind: typeMRN, loose: true, dot: true}, "badge": {kind: typeMRN, loose: true, least: 4}, "census": {kind: typeMRN, loose: true}, "sample": {kind: typeAccession, loose: true}, "страховой": {kind: "SNILS", digits: []int{11}, loose: true}, "телефонограмма": {kind: typeAccession, least: 2}, "docket": {kind: typeAccession, loose: true}, "dl": {kind: "PASSPORT", loose: true}, "cdl": {kind: "PASSPORT", loose: true}, "subj": {kind: typeMRN, loose: true}, "subject": {kind: typeMRN, loose: true}, "рентген": {kind: typeAccession, loose: true, least: 4}, "plates": {kind: typePlate, loose: true}, "госномер": {kind: typePlate}, "гос": {kind: typePlate, loose: true}, "plate": {kind: typePlate, loose: true}, "reg": {kind: typePlate, loose: true},
	"анализ": {kind: typeAccession, loose: true}, "проба": {kind: typeAccession, loose: true}, "пробу": {kind: typeAccession, loose: true}, "ссылка": {kind: typeAccession, loose: true}, "ипра": {kind: typeAccession, loose: true}, "certificate": {kind: typeAccession, loose: true, least: 4}, "shield": {kind: typeMRN, loose: true, least: 4}, "no": {kind: typeAccession, loose: true, least: 4}, "scheme": {kind: typeInsurance, loose: true}, "акт": {kind: typeAccession, loose: true}, "прот": {kind: typeAccession, loose: true, least: 4}, "rg": {kind: typeAccession, least: 4}, "рг": {kind: typeAccession, least: 4},
	"извещение": {kind: typeAccession, loose: true}, "изв": {kind: typeAccession, least: 3}, "бирка": {kind: typeMRN, least: 3}, "квота": {kind: typeAccession, loose: true}, "mlc": {kind: typeAccession, loose: true}, "вскр": {kind: typeAccession, loose: true, least: 4}, "с": {kind: typeDevice, dot: true, loose: true},
	"талона": {kind: typeAccession, loose: true}, "предписание": {kind: typeAccession, loose: true}, "постановление": {kind: typeAccession, loose: true}, "поручение": {kind: typeAccession, loose: true}, "накладная": {kind: typeAccession, loose: true}, "карточки": {kind: typeMRN, loose: true}, "license": {kind: "PASSPORT", loose: true}, "licence": {kind: "PASSPORT", loose: true}, "путевка": {kind: typeAccession, loose: true}, "квитанция": {kind: typeAccession, loose: true},
	"claim": {kind: typeInsurance, loose: true}, "group": {kind: typeInsurance, loose: true}, "subscriber": {kind: typeInsurance, loose: true}, "order": {kind: typeAccession, loose: true}, "req": {kind: typeAccession, loose: true}, "requisition": {kind: typeAccession, loose: true},
	"case": {kind: typeAccession, loose: true}, "ref": {kind: typeDevice, loose: true}, "prescription": {kind: typeAccession, loose: true}, "rx": {kind: typeAccession, loose: true}, "chart": {kind: typeMRN, loose: true}, "npi": {kind: typeNumber}, "dea": {kind: typeNumber}, "nhs": {kind: typeMRN, digits: []int{10}, loose: true},
	"hospital": {kind: typeMRN, loose: true}, "visit": {kind: typeAccession, loose: true}, "encounter": {kind: typeAccession, loose: true}, "tracking": {kind: typeAccession, loose: true}, "визит": {kind: typeAccession, loose: true}, "случай": {kind: typeAccession, loose: true},
	"вод": {kind: typeNumber, loose: true}, "права": {kind: typeNumber, loose: true}, "служ": {kind: typeNumber, loose: true}, "билет": {kind: typeNumber, loose: true}, "военник": {kind: typeNumber, loose: true}, "таб": {kind: typeNumber, least: 3, counts: true}, "табельный": {kind: typeNumber, loose: true}, "внж": {kind: typeNumber, loose: true},
	"стекло": {kind: typeAccession, loose: true}, "стекл": {kind: typeAccession, loose: true}, "блок": {kind: typeAccession, loose: true}, "талон": {kind: typeAccession, loose: true}, "карточка": {kind: typeMRN, loose: true}, "рег": {kind: typeMRN, loose: true}, "шифр": {kind: typeMRN, loose: true}, "штрих": {kind: typeAccession, loose: true},
	"направлен": {kind: typeAccession, loose: true}, "образц": {kind: typeAccession, loose: true}, "заявк": {kind: typeAccession, loose: true}, "свидетельств": {kind: typeNumber, loose: true}, "удостоверен": {kind: typeNumber, loose: true},
	"к-ка": {kind: typeMRN, loose: true, least: 4}, "к-та": {kind: typeMRN, loose: true, least: 4}, "т/н": {kind: typeMRN, least: 4},
	"г/н": {kind: typePlate}, "г/з": {kind: typePlate}, "консилиум": {kind: typeAccession, loose: true},
	"порт": {kind: typeDevice, loose: true}, "система": {kind: typeDevice, loose: true}, "флг": {kind: typeAccession, loose: true}, "загран": {kind: "PASSPORT", digits: []int{9}, loose: true}, "фактура": {kind: typeAccession, loose: true, least: 3}, "спр-ка": {kind: typeAccession, loose: true, least: 2},
	"запись": {kind: typeAccession, least: 3}, "исслед": {kind: typeAccession, least: 3}, "идентификатор": {kind: typeMRN, loose: true, least: 4}, "эпизод": {kind: typeAccession, loose: true, least: 4}, "мешок": {kind: typeDevice, loose: true, least: 4}, "санзадание": {kind: typeAccession, least: 2}, "знак": {kind: typeNumber, loose: true, least: 5},
	"доза": {kind: typeAccession, loose: true, least: 7},
	"тф":   {kind: typeAccession, least: 2}, "тлф": {kind: typePhone, digits: []int{11, 10, 7, 6}},
	"record": {kind: typeMRN, loose: true}, "id": {kind: typeNumber, least: 4}, "код": {kind: typeNumber, loose: true},
}

// between stand between a label and its number.
var between = wordSet("записи бол серия серии номер номера n no number num рег id омс дмс больничная медицинской амбулаторной болезни связи для пациента обязательного рф uid # карты родов развития новорожденного знак рег стационарного нетрудоспособности вк кэк операции заседания консилиума обследования экспертизы матери отца ребенка мигранта физио выкопировка болезни маме папе матери отцу выз вызова мамы папы мужа жены лист листок больничный выдан стационара разв нов-го нов вскрытия вскр изв no личности есть трансфузии гемотрансфузии переливания освидетельствования разбора днк иглы катетера линзы эпид эпиданамнеза")

// printedLabel are labels people read as a part of the number behind them.
var printedLabel = wordSet("кусп инв амб серийный s с sn сер зав lot лот ser")

// labelHeads are the labels of one word, and the first halves of the others ("s" of
// "s/n").
func labelHeads() map[string]bool {
	heads := map[string]bool{}
	for l := range labels {
		heads[strings.FieldsFunc(l, func(r rune) bool { return r == '/' || r == '-' })[0]] = true
	}
	return heads
}
