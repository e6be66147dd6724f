package deidentify

import "testing"

func TestKnownNamesAsOneWordAndLetterByLetter(t *testing.T) {
	s := NewScrubber(patientOf("Okwuosa", "Tobenna", ""), "en")
	for name, c := range map[string][2]string{
		"what is theirs":            {"We read Okwuosa's chart and Tobennas scan.", "We read [name]'s chart and [name] scan."},
		"the whole family":          {"The Okwuosas came at nine.", "The [name] came at nine."},
		"an account":                {"Portal login tokwuosa, old one okwuosat, mail of tobennao.", "Portal login [name], old one [name], mail of [name]."},
		"figures behind an account": {"Portal login tobennaokwuosa77 works again.", "Portal login [name] works again."},
		"an account with a dot":     {"Wrote as tobenna.okwz, tobenna.he is well.", "Wrote as [name], [name].he is well."},
		"the space lost":            {"OKWUOSATOBENNA was on the band.", "[name] was on the band."},
		"letters with hyphens":      {"That is O-K-W-U-O-S-A for you.", "That is [name] for you."},
		"letters with commas":       {"She said t, o, b, e, n, n, a and hung up.", "She said [name] and hung up."},
		"letters of nothing":        {"Options a, b, c, d and e were read, groups A-B-C-D too.", "Options a, b, c, d and e were read, groups A-B-C-D too."},
		"figures for letters":       {"Label: 0KWU0SA, seen at ten.", "Label: [name], seen at ten."},
		"a figure at the end":       {"Label: OKWU05A and TOBENN4 at ten.", "Label: [name] and [name] at ten."},
		"a message of a system":     {"PID|1||OKWUOSA^TOBENNA^A", "PID|1||[name]^[name]^A"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
	weak := NewScrubber(patientOf("Stone", "Perpetua", ""), "en")
	scrubRow(t, weak, "stone^perpetua was in the feed and the stone, stone jr and p stone came too", "[name]^[name] was in the feed and the stone, [name] jr and [name] came too")
}

func TestRussianNamesAsOneWordAndLetterByLetter(t *testing.T) {
	s := NewScrubber(patientOf("Журавицкая", "Клавдия", "Прохоровна"), "ru")
	for name, c := range map[string][2]string{
		"the space lost":     {"На бирке журавицкаяклавдия, проверено.", "На бирке [ФИО], проверено."},
		"an account":         {"Вход по kzhuravitskaya, пароль новый, старый zhuravitskayak.", "Вход по [ФИО], пароль новый, старый [ФИО]."},
		"letters by name":    {"Записали же у эр а вэ и це ка а я, проверьте.", "Записали же у эр а вэ и це ка а я, проверьте."},
		"letters apart":      {"По буквам Ж-У-Р-А-В-И-Ц-К-А-Я, дальше ка эл.", "По буквам [ФИО], дальше ка эл."},
		"the letters said":   {"по буквам ка эль а вэ дэ и я и все, больше ничего не сказала", "по буквам [ФИО] и все, больше ничего не сказала"},
		"initials by name":   {"Подпись журавицкая ка пэ, конец.", "Подпись [ФИО], конец."},
		"a word behind name": {"Журавицкая ха-ха сказала, че надо.", "[ФИО] ха-ха сказала, че надо."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
