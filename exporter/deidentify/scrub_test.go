package deidentify

import (
	"testing"
	"unicode/utf8"

	"vypiska/exporter/record"
)

// known is who the rows below are about; all are invented.
func known() Identity {
	return Gather(record.Record{
		Patient: record.Patient{
			Sex: record.Male, Birth: record.NewBirthDate(record.DateOf(1971, 11, 23)),
			Names:       []record.Name{{Family: pers("Кожемякин"), Given: []record.Personal{pers("Пётр")}, Patronymic: pers("Ефимович")}},
			Identifiers: []record.Identifier{{Kind: record.CardNumber, Value: pers("ВБ-40817/23")}, {Kind: record.OMS, Value: pers("6655443322110099")}},
			Addresses:   []record.Address{{City: pers("Нижняя Салда"), Lines: []record.Personal{pers("ул. Рабочей Молодёжи, д. 64, кв. 12")}}},
			Contacts:    []record.Contact{{Value: pers("+7 343 555-01-22")}},
		},
		People: []record.Person{
			{Relation: record.Relative, Names: []record.Name{{Family: pers("Мороз"), Given: []record.Personal{pers("Вера")}, Patronymic: pers("Ильинична")}}},
			{Relation: record.Staff, Names: []record.Name{{Text: pers("Дзагоев Аслан Хетагович")}}},
			{Relation: record.Staff, Names: []record.Name{{Family: pers("Keeling57"), Given: []record.Personal{pers("Bob965")}}}},
		},
		Organizations: []record.Organization{{Ref: "Organization/1", Name: pers("АО «СК «Уралгарант»»")}},
	})
}

func TestFreeText(t *testing.T) {
	s := NewScrubber(known(), "ru")
	for name, c := range map[string][2]string{
		// Known people.
		"surname and initials":                     {"Снимки Кожемякина П.Е. выданы.", "Снимки [ФИО] выданы."},
		"initials with spaces before the surname":  {"Осмотрен П. Е. Кожемякин.", "Осмотрен [ФИО]."},
		"initials without dots":                    {"Осмотрен Кожемякин ПЕ повторно", "Осмотрен [ФИО] повторно"},
		"the instrumental":                         {"Беседа с Петром Ефимовичем Кожемякиным проведена", "Беседа с [ФИО] проведена"},
		"capitals":                                 {"КОЖЕМЯКИН ПЁТР ЕФИМОВИЧ", "[ФИО]"},
		"lower case":                               {"пациент кожемякин жалоб не имеет", "пациент [ФИО] жалоб не имеет"},
		"a word broken by a line end":              {"для Коже-\nмякина выдано", "для [ФИО] выдано"},
		"a soft hyphen inside":                     {"для Коже\u00adмякина выдано", "для [ФИО] выдано"},
		"a zero-width space inside":                {"для Кож\u200bемякина выдано", "для [ФИО] выдано"},
		"Latin letters inside":                     {"для Koжeмякина выдано", "для [ФИО] выдано"},
		"a slip of the pen":                        {"для Кожемякна выдано", "для [ФИО] выдано"},
		"the wife's form of the name":              {"Сведения Кожемякиной переданы", "Сведения [ФИО] переданы"},
		"a pet name":                               {"Зовут дома Петюшей.", "Зовут дома [ФИО]."},
		"Latin spelling":                           {"Name: Petr Kozhemyakin.", "Name: [ФИО]."},
		"a name with figures":                      {"Seen by Bob965 Keeling57 today", "Seen by [ФИО] today"},
		"a surname that is weather, with initials": {"Позвонить Мороз В.И. вечером", "Позвонить [ФИО] вечером"},
		"weather stays weather":                    {"Обострения в мороз и зной", "Обострения в мороз и зной"},
		"a faith that is a name, beside it":        {"Звонила Вера Ильинична.", "Звонила [ФИО]."},
		// Known numbers and places.
		"the card number":               {"карта ВБ-40817/23.", "карта [номер]."},
		"the policy in groups":          {"полис 6655 4433 2211 0099", "полис [номер]"},
		"the local phone":               {"звонить 555-01-22", "звонить [телефон]"},
		"the town in the locative":      {"Живёт в Нижней Салде.", "Живёт в [место]."},
		"the street with the house":     {"Рабочей Молодёжи 64-12", "[адрес]"},
		"the insurer":                   {"передано в «Уралгарант» вчера", "передано в [организация] вчера"},
		"the birth date loses its year": {"23.11.1971 г.р.", "[дата] г.р."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func scrubRow(t *testing.T, s *Scrubber, in, want string) {
	t.Helper()
	got, spans := s.Scrub(in)
	if got != want {
		t.Errorf("%q\n gives %q\n  want %q (%v)", in, got, want, spans)
	}
	last := 0
	for _, sp := range spans {
		if sp.Start < last || sp.End <= sp.Start || sp.End > utf8.RuneCountInString(in) {
			t.Errorf("span %v is out of order or bounds", sp)
		}
		last = sp.End
	}
}

func TestStrangers(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a patronymic":                        {"Со слов Гульсум Фаатовны, упал.", "Со слов [ФИО], упал."},
		"a Turkic patronymic":                 {"Опекун Мамедов Эльчин Рауф оглы ознакомлен", "Опекун [ФИО] ознакомлен"},
		"initials behind":                     {"Описал Цой В.Р. утром", "Описал [ФИО] утром"},
		"initials before":                     {"и Г.Х. Нам подписали", "и [ФИО] подписали"},
		"a trigger and a strange surname":     {"Врач: Пак", "Врач: [ФИО]"},
		"a trigger and a Ukrainian surname":   {"осмотрен врачом Перебийнос накануне", "осмотрен врачом [ФИО] накануне"},
		"a surname inside a sentence":         {"сопоставлено доцентом и Хачиковым согласовано", "сопоставлено доцентом и [ФИО] согласовано"},
		"a first name inside a sentence":      {"дома помогает Гузель ежедневно", "дома помогает [ФИО] ежедневно"},
		"a Caucasian surname with a name":     {"рядом Заурбек Тхакушинов ждал", "рядом [ФИО] ждал"},
		"an English doctor":                   {"Read by Dr. Amelia Thornbury, MD.", "Read by Dr. [ФИО], MD."},
		"an English relative":                 {"Her daughter Priya called.", "Her daughter [ФИО] called."},
		"an eponym stays":                     {"Синдром Жильбера, проба Штанге, болезнь Кушинга", "Синдром Жильбера, проба Штанге, болезнь Кушинга"},
		"a double eponym stays":               {"болезнь Иценко — Кушинга исключена", "болезнь Иценко — Кушинга исключена"},
		"an English eponym stays":             {"Hodgkin's lymphoma and Bell's palsy", "Hodgkin's lymphoma and Bell's palsy"},
		"a method's author stays":             {"ФВ по Тейхольцу 61 %, СОЭ по Панченкову", "ФВ по Тейхольцу 61 %, СОЭ по Панченкову"},
		"an eponym with initials is a man":    {"осмотрел Боткин С.П. лично", "осмотрел [ФИО] лично"},
		"headings stay":                       {"Заключение: Норма. Рекомендации: Контроль.", "Заключение: Норма. Рекомендации: Контроль."},
		"the main diagnosis is no patronymic": {"Основной диагноз, в основном без динамики", "Основной диагноз, в основном без динамики"},
		"initials do not eat the next line":   {"описание Тлеужева З.М.\nХрящевые узлы", "описание [ФИО]\nХрящевые узлы"},
		"initials are no village":             {"Консультация с Д. Г. Ооржаком", "Консультация с [ФИО]"},
		"a heading in capitals is nobody":     {"PATIENT REPORTED CURRENT PAIN", "PATIENT REPORTED CURRENT PAIN"},
		"a vitamin stays":                     {"Гепатит С. Витамин Д. Группа А.", "Гепатит С. Витамин Д. Группа А."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestDates(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"figures":                {"от 12.09.2024 без динамики", "от 2024 без динамики"},
		"short year":             {"от 12.09.24", "от 2024"},
		"last century":           {"операция 3.8.87", "операция 1987"},
		"a year of two readings": {"операция 3.8.44", "операция [дата]"},
		"with г.":                {"12.09.2024 г. осмотр", "2024 г. осмотр"},
		"in words":               {"5 декабря 2021 г. оперирован", "2021 г. оперирован"},
		"in quotes":              {"«12» декабря 2024 года", "2024"},
		"ISO":                    {"2024-09-12", "2024"},
		"an instant":             {"2024-09-12T10:30:00+03:00", "2024"},
		"slashes":                {"12/09/2024", "2024"},
		"without a year":         {"приём 7 марта", "приём [дата]"},
		"days to days":           {"с 12 по 15 марта 2024 г.", "с [дата] по 2024 г."},
		"a range of days":        {"12–15 марта 2024 г.", "2024 г."},
		"English":                {"on September 12, 2024", "on 2024"},
		"English, day first":     {"on 12 Sep 2024", "on 2024"},
		"English without a year": {"on Feb 21.", "on [дата]."},
		"month and year":         {"в сентябре 2023 г.", "в 2023 г."},
		"a visit":                {"Визит 23.01, следующий", "Визит [дата], следующий"},
		"a date of birth":        {"Дата рождения: 03.04.1955", "Дата рождения: [дата]"},
		"a year of birth":        {"1955 г.р.", "[дата] г.р."},
		"a bare year stays":      {"с 2019 года курит", "с 2019 года курит"},
		"a bare month stays":     {"в апреле и сентябре", "в апреле и сентябре"},
		"a time stays":           {"в 10:30 и 08.15 утра", "в 10:30 и 08.15 утра"},
		"a term stays":           {"контроль через 3 месяца", "контроль через 3 месяца"},
		"a version stays":        {"версия 4.0, шкала 1.25", "версия 4.0, шкала 1.25"},
		"may is a verb":          {"may 5 mg help", "may 5 mg help"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestNumbers(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"СНИЛС":                   {"СНИЛС 140 831 600 25", "СНИЛС [номер]"},
		"СНИЛС without a label":   {"номер 993-467-365-80.", "номер [номер]."},
		"a passport":              {"паспорт серия 4510 № 123456 выдан", "паспорт [номер] выдан"},
		"an INN":                  {"ИНН 770708389312", "ИНН [номер]"},
		"a bank card":             {"2200 1234 5678 9012", "[номер]"},
		"a phone":                 {"тел. 8 (843) 222-33-44, доб.", "тел. [телефон], доб."},
		"a phone without label":   {"+79172223344", "[телефон]"},
		"an American phone":       {"(415) 555-2671", "[телефон]"},
		"an e-mail":               {"на r.petrov@пример.рф!", "на [e-mail]!"},
		"a link":                  {"см. https://pacs.example.ru/s/77.", "см. [ссылка]."},
		"a link without a scheme": {"см. arc.example.ru/p?id=5", "см. [ссылка]"},
		"an account":              {"в Telegram @petya_k", "в Telegram [ссылка]"},
		"an IP address":           {"с адреса 10.20.30.41", "с адреса [номер]"},
		"a UID":                   {"1.2.643.99.953122131", "[номер]"},
		"an accession number":     {"исследование MR465529", "исследование [номер]"},
		"a sample":                {"проба ЛАБ-3277423", "проба [номер]"},
		"a bare number":           {"№ 12345", "№ [номер]"},
		"a serial number":         {"имплант s/n 7712345-A", "имплант [номер]"},
		"a number plate":          {"а/м А123ВС 116", "а/м [номер]"},
		"an SSN":                  {"SSN 123-45-6789", "SSN [номер]"},
		"ninety and over":         {"Пациент 93 лет", "Пациент 90+ лет"},
		"under ninety stays":      {"Пациент 89 лет", "Пациент 89 лет"},
		"measures stay":           {"17,1 мм, 12.5×8.1 мм, 10.2 ммоль/л, 120/80", "17,1 мм, 12.5×8.1 мм, 10.2 ммоль/л, 120/80"},
		"levels stay":             {"Th6, L1, L5-S1, C50.9, T2N0M0, I11.9", "Th6, L1, L5-S1, C50.9, T2N0M0, I11.9"},
		"counts stay":             {"250000 копий, 1000000 КОЕ/мл, 6.4x10^9/л", "250000 копий, 1000000 КОЕ/мл, 6.4x10^9/л"},
		"a scale stays":           {"BI-RADS 3, PI-RADS 4, CA-125 35 Ед/мл", "BI-RADS 3, PI-RADS 4, CA-125 35 Ед/мл"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestPlacesAndOrganizations(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a town":                   {"переведён из г. Мензелинск", "переведён из [место]"},
		"a village":                {"родом из с. Старая Кулатка.", "родом из [место]."},
		"a home":                   {"Проживает в Мензелинске, работает", "Проживает в [место], работает"},
		"a city known to all":      {"оперирован, Казань, без осложнений", "оперирован, [место], без осложнений"},
		"an address":               {"420111, г. Казань, ул. Баумана, д. 5, кв. 7, телефон", "[адрес], телефон"},
		"an address without flat":  {"ул. 8 Марта 12", "[адрес]"},
		"an English address":       {"Lives at 742 Evergreen Terrace, Shelbyville, IL 62565; phone", "Lives at [адрес]; phone"},
		"a clinic by its form":     {"в ООО «Вита-Плюс» выполнено", "в [организация] выполнено"},
		"a hospital by its number": {"лечился в больнице № 7 летом", "лечился в [организация] летом"},
		"a district hospital":      {"в ЦРБ г. Арска.", "в [организация]."},
		"a hospital by its words":  {"из Городская детская больница переведён", "из [организация] переведён"},
		"an employer":              {"Работодатель: АЗС «Заправка» № 3.", "Работодатель: [организация]."},
		"a school":                 {"Обучается в: МБОУ СОШ № 14.", "Обучается в: [организация]."},
		"an English hospital":      {"at St. Jude's Medical Center.", "at [организация]."},
		"a hospital at large":      {"направлен в больницу, затем в поликлинику", "направлен в больницу, затем в поликлинику"},
		"a medicine in quotes":     {"принимает «Конкор» и «Найз»", "принимает «Конкор» и «Найз»"},
		"a classification":         {"Классификация Чикаго 4.0", "Классификация Чикаго 4.0"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestPlaceholdersSpeakTheLanguageAndHoldNoFigures(t *testing.T) {
	got, _ := NewScrubber(Identity{}, "en").Scrub("Dr. Amelia Thornbury on Feb 21, call (415) 555-2671")
	if want := "Dr. [name] on [date], call [phone]"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for kind := range placeholders {
		for _, lang := range []string{"ru", "en", ""} {
			for _, r := range placeholder(kind, lang) {
				if isDigit(r) {
					t.Errorf("placeholder of %s has a figure", kind)
				}
			}
		}
	}
}
