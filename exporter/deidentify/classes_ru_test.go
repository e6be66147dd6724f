package deidentify

import "testing"

// patientOf is a record that knows one patient and nobody else.
func patientOf(family, given, patronymic string) Identity {
	p := person{kind: typePatient, family: family, given: []string{given}, patronymic: patronymic}
	return Identity{&knowledge{people: []person{p}}}
}

func TestInitialsOfThePatientAlone(t *testing.T) {
	s := NewScrubber(patientOf("Кольцова", "Нина", "Орестовна"), "ru")
	for name, c := range map[string][2]string{
		"three with dots":                {"ночью К.Н.О. спала", "ночью [ФИО] спала"},
		"first name first":               {"Н.О.К.: без жалоб", "[ФИО]: без жалоб"},
		"two at the head of a text":      {"Н. О. ушла домой", "[ФИО] ушла домой"},
		"three letters called initials":  {"участница 004 (инициалы КНО)", "участница 004 (инициалы [ФИО])"},
		"three letters of a heading":     {"протокол КНО исследования", "протокол КНО исследования"},
		"somebody's title cut short":     {"И. О. заведующей подписала", "И. О. заведующей подписала"},
		"a surname cut by a space":       {"звонила Коль цова утром", "звонила [ФИО] утром"},
		"a surname glued to initials":    {"КольцоваН.О. и её карта", "[ФИО] и её карта"},
		"a name glued by an underscore":  {"вк кольцова_нина_88 написала", "вк [ФИО] написала"},
		"a letter lost in a short name":  {"Больная Колцва на осмотре", "Больная [ФИО] на осмотре"},
		"small letters, cut short":       {"кольцова нин. орест., 87 лет; кольцова нина орест-на", "[ФИО], 87 лет; [ФИО]"},
		"a wrong layout":                 {"лежит Rjkmwjdf Y/J/ в палате", "лежит [ФИО] в палате"},
		"cut first name and patronymic":  {"Вечером Кольцова Нин. Орес. спала", "Вечером [ФИО] спала"},
		"all in one word":                {"файл КольцоваНинаОрестовна готов", "файл [ФИО] готов"},
		"an ending apart":                {"беседа с Кольцов ой Н.О. утром", "беседа с [ФИО] утром"},
		"words that only begin the same": {"кольцо удалено, кольцевидная тень", "кольцо удалено, кольцевидная тень"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestShortSurnamesOfPatients(t *testing.T) {
	s := NewScrubber(patientOf("Де", "Рита", "Сановна"), "ru")
	for name, c := range map[string][2]string{
		"glued to initials":          {"осмотрена ДеР.С. повторно", "осмотрена [ФИО] повторно"},
		"in capitals before a colon": {"ДЕ: сон хороший", "[ФИО]: сон хороший"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEasternSurnamesOfStrangers(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"an age behind":              {"в третью поступил Де, 51, с рвотой", "в третью поступил [ФИО], 51, с рвотой"},
		"in brackets with a date":    {"УЗИ почек (Ле, 02.02.24): норма", "УЗИ почек ([ФИО], 2024): норма"},
		"what somebody waits for":    {"пульс 80; Чан, ждёт перевода", "пульс 80; [ФИО], ждёт перевода"},
		"two letters and their line": {"10:20 Де ИО\n10:40 перерыв", "10:20 [ФИО]\n10:40 перерыв"},
		"behind a colon":             {"Слушали: Ли о переводе", "Слушали: [ФИО] о переводе"},
		"the quotient of De Ritis":   {"Коэффициент Де Ритиса 1,2", "Коэффициент Де Ритиса 1,2"},
		"a small word with capitals": {"Рекомендации: До обеда лежать", "Рекомендации: До обеда лежать"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestWhoSpeaksInACopiedTalk(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a surname that is an eponym": {"[09:14] Кох: иду\n[09:15] ок", "[09:14] [ФИО]: иду\n[09:15] ок"},
		"a first name and a trade":    {"[09:16] Тома адм: ждём", "[09:16] [ФИО] адм: ждём"},
		"a word of the trade":         {"[09:17] Диагноз: ОРВИ", "[09:17] Диагноз: ОРВИ"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestCallingsInCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a surname like an adjective": {"ОСМОТРЕНА: ОКУЛИСТ ТИХАЯ, НЕВРОЛОГ УЧАСТКОВЫЙ. ЖАЛОБ НЕТ. СОСТОЯНИЕ СРЕДНЕЙ ТЯЖЕСТИ", "ОСМОТРЕНА: ОКУЛИСТ [ФИО], НЕВРОЛОГ УЧАСТКОВЫЙ. ЖАЛОБ НЕТ. СОСТОЯНИЕ СРЕДНЕЙ ТЯЖЕСТИ"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEarlierSurnames(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"born as":             {"урожд. Кравец, вдова", "урожд. [ФИО], вдова"},
		"before the marriage": {"(до замужества Гора)", "(до замужества [ФИО])"},
		"cut short":           {"до зам. Рубец, карта прежняя", "до зам. [ФИО], карта прежняя"},
		"in her girlhood":     {"в девичестве Кисель", "в девичестве [ФИО]"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestRussianDaysInHaste(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a hyphen behind «от»":         {"вызов от 06-04, утром", "вызов от [дата], утром"},
		"a day that is no hour":        {"биопсия 28-02 без осложнений", "биопсия [дата] без осложнений"},
		"an hour stays":                {"явка в 14-05, каб. 3", "явка в 14-05, каб. 3"},
		"a quoted day, a Roman month":  {"от «05» III 25 г. решено", "от 2025 г. решено"},
		"a Roman month and a stop":     {"выдано 24.III. родным", "выдано [дата]. родным"},
		"the night before the ninth":   {"в ночь на 9-е не спала", "в ночь на [дата] не спала"},
		"both ends of a spelled range": {"с шестого по девятое марта дома", "с [дата] по [дата] дома"},
		"a third day of an illness":    {"на 3-е сутки лучше", "на 3-е сутки лучше"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestNumbersOfPapers(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"one figure behind a paper":      {"Справка № 4 выдана", "Справка № [номер] выдана"},
		"a commission":                   {"заключение ВК №17 есть", "заключение ВК №[номер] есть"},
		"a form and then a number":       {"Направление 88-н № 42 выдано", "Направление [номер] № [номер] выдано"},
		"the series of a passport alone": {"паспорт серии 82 16 выдан в мае", "паспорт [номер] выдан в мае"},
		"two letters are the series":     {"в/б АС 3317214, годен", "в/б [номер], годен"},
		"a policy's code":                {"полиса нет, ВЗР 77-1194-02 только", "полиса нет, [номер] только"},
		"a personal file":                {"личное дело 41, призван", "личное дело [номер], призван"},
		"the end of a bank card":         {"Оплата картой *4417, чек дан", "Оплата картой *[номер], чек дан"},
		"two noughts begin no value":     {"соломина 00417 в баке", "соломина [номер] в баке"},
		"a tractor's plate":              {"трактор г/н 61 РХ 4418 стоял", "трактор г/н [номер] стоял"},
		"packs and tubes stay":           {"Мильгамма № 10, трубка № 7, стол № 5", "Мильгамма № 10, трубка № 7, стол № 5"},
		"an institute in brackets":       {"Поступила в Омский агроинститут (ОАИ) летом", "Поступила в [организация] ([организация]) летом"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
