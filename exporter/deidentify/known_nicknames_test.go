package deidentify

import "testing"

func TestEnglishNicknamesOfTheKnown(t *testing.T) {
	s := NewScrubber(patientOf("van Aalst", "Desmond", ""), "en")
	for name, c := range map[string][2]string{
		"inside the name":             {"Met Desmond \"Skip\" van Aalst on the ward.", "Met [name] on the ward."},
		"in brackets inside":          {"Met Desmond (Biscuit) van Aalst on the ward.", "Met [name] ([name]) [name] on the ward."},
		"behind it in small letters":  {"met van aalst, desmond \"skip\" on the ward and the pain is less", "met [name], [name] on the ward and the pain is less"},
		"before it":                   {"Met \"Biscuit\" van Aalst on the ward.", "Met [name] on the ward."},
		"a pet form in brackets":      {"Met van Aalst, Desmond (Dez) on the ward.", "Met [name], [name] ([name]) on the ward."},
		"what is said":                {"Desmond \"dizzy\" since noon, van Aalst (deceased) was his father.", "[name] \"dizzy\" since noon, [name] (deceased) was his father."},
		"goes by":                     {"Pt goes by Biscuit at home, goes by bus to work.", "Pt goes by [name] at home, goes by bus to work."},
		"in capitals":                 {"HE PREFERS TO BE CALLED BISCUIT AT ALL TIMES OF THE DAY, SLEPT WELL", "HE PREFERS TO BE CALLED [name] AT ALL TIMES OF THE DAY, SLEPT WELL"},
		"prefers to be called back":   {"He prefers to be called back after noon.", "He prefers to be called back after noon."},
		"preferred name":              {"Preferred name: Biscuit. Diet as before.", "Preferred name: [name]. Diet as before."},
		"friends call him":            {"Everyone calls him Biscuit here.", "Everyone calls him [name] here."},
		"answers to":                  {"He answers to \"Biscuit\" and to questions.", "He answers to [name] and to questions."},
		"aka beside the name":         {"desmond aka skip came late, no pain since the weekend at all", "[name] aka [name] came late, no pain since the weekend at all"},
		"a.k.a.":                      {"Desmond a.k.a. \"Skip\" came late.", "[name]k.a. [name] came late."},
		"a pet form in speech":        {"hey its des, can i eat before the scan tomorrow or not", "hey its [name], can i eat before the scan tomorrow or not"},
		"a pet form nobody wrote":     {"dessy van aalst ate well today, slept all night long", "[name] ate well today, slept all night long"},
		"the small word of a surname": {"Seen by van Aalst, Mr. van Aalst and the van Aalst family.", "Seen by [name], Mr. [name] and the [name] family."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestRussianNicknamesOfTheKnown(t *testing.T) {
	s := NewScrubber(patientOf("Загоруйко", "Геннадий", "Фролович"), "ru")
	for name, c := range map[string][2]string{
		"inside the name":     {"Осмотрен Геннадий «Батя» Загоруйко, жалоб нет.", "Осмотрен [ФИО], жалоб нет."},
		"in brackets behind":  {"Осмотрен Загоруйко Геннадий (Батя), жалоб нет.", "Осмотрен [ФИО] ([ФИО]), жалоб нет."},
		"before it":           {"Звонил «Батя» Загоруйко, жалоб нет.", "Звонил [ФИО], жалоб нет."},
		"a firm before it":    {"Препарат «Батя» Загоруйко не принимал.", "Препарат «Батя» [ФИО] не принимал."},
		"by nickname":         {"Загоруйко по прозвищу Кубик пришел сам.", "[ФИО] по прозвищу [ФИО] пришел сам."},
		"asks to be called":   {"Просит называть себя Кубик, контакт есть.", "Просит называть себя [ФИО], контакт есть."},
		"all call him":        {"Дома все зовут Кубик. Соседи зовут врача.", "Дома все зовут [ФИО]. Соседи зовут врача."},
		"he is also":          {"Загоруйко, он же Кубик, спит.", "[ФИО], он же [ФИО], спит."},
		"for his own":         {"Геннадий (Кубик для своих) спит.", "[ФИО] ([ФИО] для своих) спит."},
		"answers to":          {"Глаза открывает, откликается на «Кубик».", "Глаза открывает, откликается на [ФИО]."},
		"who he thinks he is": {"Называет себя здоровым, зовут на осмотр.", "Называет себя здоровым, зовут на осмотр."},
		"a pet form":          {"генаша спит, генусик проснулся и просит пить, боли нет", "[ФИО] спит, [ФИО] проснулся и просит пить, боли нет"},
		"a state in brackets": {"Загоруйко Геннадий (Повторно), Загоруйко Г.Ф. (инвалид).", "[ФИО] (Повторно), [ФИО] (инвалид)."},
		"two small initials":  {"утром ф. г. загоруйко спит, ночью г загоруйко ел", "утром [ФИО] спит, ночью [ФИО] ел"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
