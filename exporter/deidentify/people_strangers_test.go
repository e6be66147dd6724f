package deidentify

import "testing"

// What a ward writes in haste: no list has these people.
func TestAWordNobodyExplainsIsSomebody(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a strange surname inside a sentence":       {"осмотрен вместе с Дзюбой утром", "осмотрен вместе с [ФИО] утром"},
		"a surname at the head, and what it does":   {"Цыбуля доставлен СМП", "[ФИО] доставлен СМП"},
		"a surname at the head, and an age":         {"Дударь, 54 г., жалобы прежние", "[ФИО], 54 г., жалобы прежние"},
		"a cut word before a surname":               {"Б-ная Кравец поступила", "Б-ная [ФИО] поступила"},
		"a nurse with a stroke":                     {"м/с Лысенко", "м/с [ФИО]"},
		"who heals what":                            {"у гастроэнтеролога Шмакиной", "у гастроэнтеролога [ФИО]"},
		"a surname without a capital":               {"врач галиуллина", "врач [ФИО]"},
		"initials without capitals":                 {"на приёме кузнецова а.в., жалоб нет", "на приёме [ФИО], жалоб нет"},
		"initials without capitals before":          {"осм. а.в. кузнецова", "осм. [ФИО]"},
		"a surname with an apostrophe":              {"консультант О'Коннор П.Д.", "консультант [ФИО]"},
		"a first name that begins a sentence":       {"Светлана звонила утром.", "[ФИО] звонила утром."},
		"a surname of two letters":                  {"состав: Юсупова Л.Р., Ан Т.Г", "состав: [ФИО], [ФИО]"},
		"everyday words with capitals stay":         {"Объективно: Состояние Удовлетворительное, Жалоб нет", "Объективно: Состояние Удовлетворительное, Жалоб нет"},
		"a medicine after a verb of taking stays":   {"Принимает Конкор, Престариум, Найз", "Принимает Конкор, Престариум, Найз"},
		"a medicine with its dose stays":            {"вечером Трамал 50 мг", "вечером Трамал 50 мг"},
		"a medicine in a list stays":                {"добавить Розулип, Лозартан, Розувастатин", "добавить Розулип, Лозартан, Розувастатин"},
		"a device stays":                            {"на аппарате Тошиба, томограф Филипс", "на аппарате Тошиба, томограф Филипс"},
		"an author behind a word of medicine stays": {"аппарат Илизарова, шов по Донати, опыт Вебера", "аппарат Илизарова, шов по Донати, опыт Вебера"},
		"a region stays":                            {"Республика Татарстан", "Республика Татарстан"},
		"a heading of the patient's state stays":    {"Состояние больного: Средней тяжести", "Состояние больного: Средней тяжести"},
		"the field of a name is no initials":        {"Ф.И.О. пациента", "Ф.И.О. пациента"},
		"a Latin germ stays":                        {"посев мочи на флору: Escherichia coli, Klebsiella", "посев мочи на флору: Escherichia coli, Klebsiella"},
		"a Russian surname in Latin letters":        {"снимки Kuznetsova передать", "снимки [ФИО] передать"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishStrangers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a strange surname":           {"discussed with Okonkwo today", "discussed with [name] today"},
		"a patient with an initial":   {"Pt. John Q. Public, 54, presents", "Pt. [name], 54, presents"},
		"a surname and what it does":  {"Kowalczyk denies chest pain", "[name] denies chest pain"},
		"a medicine stays":            {"Started on Lipitor, continue Plavix 75 mg", "Started on Lipitor, continue Plavix 75 mg"},
		"an everyday word stays":      {"The Lungs are Clear bilaterally", "The Lungs are Clear bilaterally"},
		"an eponym behind stays":      {"McBurney sign absent, Fowler position", "McBurney sign absent, Fowler position"},
		"a device with its name stay": {"implanted device Watchman", "implanted device Watchman"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestDatesAsAWardWritesThem(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a night between two days":      {"смена с 16 на 17.01.23", "смена с [дата] на 2023"},
		"a day that begins a line":      {"осмотр\n29.09 в 04:12", "осмотр\n[дата] в 04:12"},
		"a day after a preposition":     {"С 26.02. получает", "С [дата]. получает"},
		"a list of days":                {"Перевязка 3.09, 5.09, 8.09.", "Перевязка [дата], [дата], [дата]."},
		"a day that ends a line":        {"явка по м/ж 28.02", "явка по м/ж [дата]"},
		"a month and a year in figures": {"Сравнение с 09.2024: без", "Сравнение с 2024: без"},
		"a Roman month":                 {"12/III-2021 г. операция", "2021 г. операция"},
		"the year before the month":     {"ПИКС (2019, октябрь)", "ПИКС (2019)"},
		"a day in words":                {"с двадцать пятого августа, пятого мая 2024 г.", "с [дата], 2024 г."},
		"a range of dates":              {"преднизолон 14.08-15.08: 30", "преднизолон [дата]-[дата]: 30"},
		"a birth date with spaces":      {"ДР: 11 08 1977", "ДР: [дата]"},
		"a day of the month":            {"явка 13 числа", "явка [дата] числа"},
		"values stay":                   {"рН 7.05, креатинин 12.05, К 4.02 ммоль, 5 и 6 ребро", "рН 7.05, креатинин 12.05, К 4.02 ммоль, 5 и 6 ребро"},
		"a range of values stays":       {"глюкоза с 5.06 - 6.01 ммоль/л", "глюкоза с 5.06 - 6.01 ммоль/л"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestNumbersAndAddressesAsAWardWritesThem(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a sick leave in groups":          {"Л/н 910 240 558 117 с", "Л/н [номер] с"},
		"a short number of a history":     {"история родов № 812, возраст", "история родов № [номер], возраст"},
		"a foreign passport":              {"паспорт AC 2217804, выдан", "паспорт [номер], выдан"},
		"an address with its entrance":    {"АДРЕС: НАБЕРЕЖНАЯ 7 КВ 41 ПОД 2 ЭТ 5 ДОМОФОН 41В", "АДРЕС: [адрес]"},
		"a short word for an avenue":      {"сейчас пр. Акушинского 94а-17.", "сейчас [адрес]."},
		"a registration":                  {"рег. Московская обл., Раменский р-н, ул. Опаринская, 68", "рег. [адрес]"},
		"capitals with a number":          {"лечился в ПНД № 4.", "лечился в [организация]."},
		"a kindergarten":                  {"д/с \"Колобок\"", "[организация]"},
		"a village with an adjective":     {"из с. Верхняя Синячиха", "из [место]"},
		"a year and a heading stay apart": {"2024 г. Осмотр", "2024 г. Осмотр"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
