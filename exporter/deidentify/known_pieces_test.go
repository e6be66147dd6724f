package deidentify

import "testing"

func TestNamesInPieces(t *testing.T) {
	s := NewScrubber(patientOf("Шумилкина", "Ефросинья", "Захаровна"), "ru")
	for name, c := range map[string][2]string{
		"surname and initial":       {"Укол сделан, Шуми. Е. спит. Утром Шум. Е. З. ела.", "Укол сделан, [ФИО] спит. Утром [ФИО] ела."},
		"first name and patronymic": {"Ефр. Зах. от завтрака отказалась, у Ефрос. З. отеки.", "[ФИО] от завтрака отказалась, у [ФИО] отеки."},
		"two letters each":          {"Шумилкиной Еф. За. назначен стол 9.", "[ФИО] назначен стол 9."},
		"in small letters":          {"у ефр. зах. температура, ефрос. з. спит и ест, боли нет", "у [ФИО] температура, [ФИО] спит и ест, боли нет"},
		"the middle left out":       {"Шу-ной укол, Ш-ой завтрак, звонила Шум-на.", "[ФИО] укол, [ФИО] завтрак, звонила [ФИО]."},
		"halves of other words":     {"Р-р Рингера, к-та борная, д-з прежний, ш-на нет.", "Р-р Рингера, к-та борная, д-з прежний, ш-на нет."},
		"a month":                   {"Снимок шум. 5, зах. 3 мм в динамике, шумы в норме.", "Снимок шум. 5, зах. 3 мм в динамике, шумы в норме."},
		"three letters":             {"Передать ШЕЗ направление, протокол ШЕЗ исследования.", "Передать [ФИО] направление, протокол ШЕЗ исследования."},
		"letters in small":          {"ночью ш.е.з. спала, пациентка е. з. ела, т. е. здорова", "ночью [ФИО] спала, пациентка [ФИО] ела, т. е. здорова"},
		"a letter behind a patient": {"Больная Е. спала. Б-ная Ш. ела. Пациентка Ш, 45 лет.", "Больная [ФИО] спала. Б-ная [ФИО] ела. Пациентка [ФИО], 45 лет."},
		"somebody else's letters":   {"С врачом Тонких Е.З. согласовано.", "С врачом [ФИО] согласовано."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNamesInPieces(t *testing.T) {
	s := NewScrubber(patientOf("Jollingworth", "Philippa", ""), "en")
	for name, c := range map[string][2]string{
		"both cut in capitals":    {"Band on wrist: JOLLING,PHIL and the bed is by the door.", "Band on wrist: [name] and the bed is by the door."},
		"the first name cut":      {"Seen: Jollingworth, Phil and her sister.", "Seen: [name], [name] and her sister."},
		"a surname cut alone":     {"Labs drawn on JOLLINGW at six in the morning.", "Labs drawn on [name] at six in the morning."},
		"letters behind pt":       {"Spoke to pt P.J. about it, pt PJ agrees.", "Spoke to pt [name] about it, pt [name] agrees."},
		"letters that say":        {"Went well. PJ denies pain, the pH of urine is 5.", "Went well. [name] denies pain, the pH of urine is 5."},
		"by mouth, before noon":   {"Take p.o. at 7 a.m. or p.h. as told by the ward team today", "Take p.o. at 7 a.m. or p.h. as told by the ward team today"},
		"without capitals":        {"spoke to pt p. j. about the plan, philip. j. wants to go home today", "spoke to pt [name] about the plan, [name] wants to go home today"},
		"a letter behind Ms":      {"Ms P. and Mrs. J. were told.", "Ms [name] and Mrs. [name] were told."},
		"what begins as she does": {"Phila was the town, phil of science is read, jolly bone.", "[name] was the town, phil of science is read, jolly bone."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestNamesByWhatStandsRightBehind(t *testing.T) {
	s := NewScrubber(patientOf("Holloway", "Grace", ""), "en")
	for name, c := range map[string][2]string{
		"what is theirs":          {"Dr Cortez seen. 0250 grace's redraw K 3.0", "Dr [name] seen. 0250 [name]'s redraw K 3.0"},
		"the surname in brackets": {"grace (holloway) came in after recess, Dr Cortez", "[name] ([name]) came in after recess, Dr [name]"},
		"the word itself":         {"a grace period was given, seen by Dr Cortez", "a grace period was given, seen by Dr [name]"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
	scrubRow(t, NewScrubber(patientOf("Береговая", "Фёкла", "Поликарповна"), "ru"), "узи вен\nбереговая фекла поликарп, 76, апп", "узи вен\n[ФИО], 76, апп")
	scrubRow(t, NewScrubber(patientOf("Юргаев", "Степан", ""), "ru"), "Пац. Ю-в С., 43г. ДКМП", "Пац. [ФИО], 43г. ДКМП")
}
