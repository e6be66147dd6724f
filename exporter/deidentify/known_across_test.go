package deidentify

import "testing"

func TestKnownNamesAcrossSigns(t *testing.T) {
	for name, c := range map[string][4]string{
		"a slip behind an apostrophe":      {"Fa'aoso", "Lupelele", "Seen: Fa'aso, then fa'aoso and F'aaoso.", "Seen: [name], then [name] and [name]."},
		"one of two halves misspelt":       {"O'Dwyer-Quill", "Maeve", "Results of O'Dwyer-Quil and O'Dwyer are back.", "Results of [name] and [name] are back."},
		"a small word is the name's":       {"El-Shazly", "Nadia", "told el-shazy to stop, El-SShazly agrees", "told [name] to stop, [name] agrees"},
		"the first name halved":            {"Kwon", "Min-seo", "Min-so Kwon slept, minseo ate.", "[name] slept, [name] ate."},
		"two short words of one name":      {"Te Wao", "Hine", "Spoke with te wao in clinic.", "Spoke with [name] in clinic."},
		"a title stuck to it":              {"Pereira", "Ines", "MrsPereira ate, mrspereira slept, MsSmithers is her nurse.", "[name] ate, [name] slept, [name] is her nurse."},
		"in two, in capitals":              {"Winterfold", "Una", "PLEASE RING WINTER FOLD ABOUT THE RESULT OF THE SCAN TODAY", "PLEASE RING [name] ABOUT THE RESULT OF THE SCAN TODAY"},
		"an account":                       {"Miller", "Ion", "Sent to ion.miller, read by miller.ion there.", "Sent to [name], read by [name] there."},
		"a first name misspelt beside":     {"Fainga'a", "Sione", "Sone Fainga'a was seen, then Siione Fainga'a.", "[name] was seen, then [name]."},
		"a word in small letters":          {"Kim", "John", "told john to rest, kim is a 67 y/o, k kim ate", "told [name] to rest, [name] is a 67 y/o, [name] ate"},
		"words of the ward in small ones":  {"Walker", "Grace", "uses a walker, by the grace of god, told walker to rest", "uses a walker, by the grace of god, told [name] to rest"},
		"a misspelt word that is no title": {"Okello", "Ann", "MRSA swab neg, drains out, DrPH course.", "MRSA swab neg, drains out, DrPH course."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, NewScrubber(patientOf(c[0], c[1], ""), "en"), c[2], c[3]) })
	}
}
