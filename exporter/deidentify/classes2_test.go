package deidentify

import "testing"

func TestPapersToldOfInSmallWords(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a certificate and what it is of":  {"справка о 3 днях 41877 выдана", "справка о 3 днях [номер] выдана"},
		"an application for something":     {"Заявка на памперсы 40611.", "Заявка на памперсы [номер]."},
		"a commission's protocol":          {"Протокол разбора (КИЛИ) № 82 от пятницы", "Протокол разбора (КИЛИ) № [номер] от пятницы"},
		"a number before «с» is no second": {"вызов 04-318 с номера мужа", "вызов [номер] с номера мужа"},
		"an examination and its value":     {"исследование лёгких: объём 4500 мл", "исследование лёгких: объём 4500 мл"},
		"a document of identity":           {"Удостоверение личности АН 764823 сдано", "Удостоверение личности [номер] сдано"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestInstitutionsByWhatTheyAreFor(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a hospital of veterans":            {"оперирован в госпитале ветеранов летом", "оперирован в [организация] летом"},
		"an institute by what it studies":   {"консультация НИИ медтруда получена", "консультация [организация] получена"},
		"the third hospital of a town":      {"После выписки из 3-й горбольницы слаб.", "После выписки из [организация] слаб."},
		"a house of rest":                   {"живут в доме отдыха «Росток» до мая", "живут в [организация] до мая"},
		"a university at a sentence's head": {"Калмыцкий госуниверситет, деканат.", "[организация], деканат."},
		"a clinic cut short with a number":  {"наблюдение в поликл. №5 с мая", "наблюдение в [организация] с мая"},
		"a group of children stays":         {"группа «Солнышко», адаптация лёгкая", "группа «Солнышко», адаптация лёгкая"},
		"the ministry's team stays":         {"Вызов МЧС, пожар на кухне", "Вызов МЧС, пожар на кухне"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestPeopleOfListsAndLabels(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a list of operations":             {"оперблок:\n1. Скворцова на ФГДС", "оперблок:\n1. [ФИО] на ФГДС"},
		"a ward behind a name":             {"жена просит справку\nКатамадзе п.1 — на ФГДС", "жена просит справку\n[ФИО] п.1 — на ФГДС"},
		"who sent somebody":                {"Направление: Кукушкин, плановое", "Направление: [ФИО], плановое"},
		"a surname with one initial":       {"\nОгурцов М. ночью спал", "\n[ФИО] ночью спал"},
		"a verb like an illness":           {"говорит Лаврентьев громко", "говорит [ФИО] громко"},
		"an illness and its author":        {"полиартрит Стилла, дерматит Дюринга", "полиартрит Стилла, дерматит Дюринга"},
		"a first name that is hope":        {"вместо себя отправлю Надежду завтра", "вместо себя отправлю [ФИО] завтра"},
		"hope itself":                      {"надежда на ремиссию есть, вера в лечение", "надежда на ремиссию есть, вера в лечение"},
		"an eponym's surname and initials": {"Второе прочтение Вебер Б Э завтра", "Второе прочтение [ФИО] завтра"},
		"a sentence without its stop":      {"под наблюдением Состоит на учёте, снова Диспансерное наблюдение", "под наблюдением Состоит на учёте, снова Диспансерное наблюдение"},
		"a surname and a date behind":      {"ФГДС у Коломыйца 11.12.2023 без жалоб", "ФГДС у [ФИО] 2023 без жалоб"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishPeopleAndPlacesOfWork(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a first name that is a wish":     {"Please ask Hope to ring back.", "Please ask [name] to ring back."},
		"a name at the head that speaks":  {"The cuff was fine. Tammy says go back.", "The cuff was fine. [name] says go back."},
		"who is to do what":               {"Plan agreed. Frost to chase bloods.", "Plan agreed. [name] to chase bloods."},
		"a bed and who lies there":        {"Bed 6 Crane: NBM from midnight", "Bed 6 [name]: NBM from midnight"},
		"an author who is a doctor":       {"Referral to Dr. Jane Wilson was made", "Referral to Dr. [name] was made"},
		"the author alone":                {"Wilson disease, Moro normal, Riedel lobe seen", "Wilson disease, Moro normal, Riedel lobe seen"},
		"a bed's number is no house":      {"seen on ward 6. Dr Smith came later", "seen on ward 6. Dr [name] came later"},
		"a firm behind its verb":          {"Attends Greenfield Nursery on weekdays", "Attends [organization] on weekdays"},
		"a railway":                       {"works nights for Network Rail in summer", "works nights for [organization] in summer"},
		"a card of Medicare":              {"card 1EG4-TE5-MK73 on file", "card [number] on file"},
		"what is left of a number":        {"SSN xxx-xx-0478 on file today", "SSN [number] on file today"},
		"an Indian plate":                 {"hit by two wheeler KA 42 EB 9725 today", "hit by two wheeler [number] today"},
		"mental health is nobody's":       {"the Mental Health unit is full, Oral Health is good", "the Mental Health unit is full, Oral Health is good"},
		"a heading in capitals":           {"FRACTURE CLINIC\nthe cast is dry and the fingers move", "FRACTURE CLINIC\nthe cast is dry and the fingers move"},
		"joy and grief are no people":     {"She described joy and grief, the will to live", "She described joy and grief, the will to live"},
		"a day and a month in the clinic": {"back to fracture clinic 15/08 for review", "back to fracture clinic [date] for review"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
