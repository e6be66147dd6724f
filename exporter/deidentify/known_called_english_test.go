package deidentify

import "testing"

func TestNamesTheRecordLacks(t *testing.T) {
	s := NewScrubber(patientOf("Okello", "Desmond", ""), "en")
	for name, c := range map[string][2]string{
		"a previous surname":      {"Okello, previous surname Fisher, maiden name Page.", "[name], previous surname [name], maiden name [name]."},
		"née":                     {"Seen with sister (nee Marsh), née Waters.", "Seen with sister (nee [name]), née [name]."},
		"registered as":           {"Registered as Baker at the GP, booked as Ayodele.", "Registered as [name] at the GP, booked as [name]."},
		"registered in two parts": {"Registered as Ayodele, Funmi at the GP.", "Registered as [name] at the GP."},
		"what a label said":       {"Label said Cook, wristband says Marsh, form reads Ruby.", "Label said [name], wristband says [name], form reads [name]."},
		"where notes lie":         {"Old notes filed under Walker, chart under Rice.", "Old notes filed under [name], chart under [name]."},
		"on an old chart":         {"Okello (Page on old chart) seen.", "[name] ([name] on old chart) seen."},
		"what was changed":        {"Surname changed from Page to Ayodele.", "Surname changed from [name] to [name]."},
		"a wrong name":            {"Name wrong, it is Bishop. Name spelled Pond on form.", "Name wrong, it is [name]. Name spelled [name] on form."},
		"formerly":                {"Formerly Fisher, was Page, now Okello.", "Formerly [name], was [name], now [name]."},
		"a name in use":           {"Name in use: Sky. Uses the name Ruby. Legal: Grace.", "Name in use: [name]. Uses the name [name]. Legal: [name]."},
		"an eponym":               {"Notes under Crohn, label said Parkinson.", "Notes under [name], label said [name]."},
		"who writes":              {"hi its Red from the ward, hey im shade.", "hi its [name] from the ward, hey im [name]."},
		"in brackets":             {"Okello (Page to friends), Okello (Rice in passport), (spelt Marsh on form).", "[name] ([name] to friends), [name] ([name] in passport), (spelt [name] on form)."},
		"before marriage":         {"She was Page before marriage. Nick: Red. Names chosen: Sky.", "She was [name] before marriage. Nick: [name]. Names chosen: [name]."},
		"down as":                 {"Was down as Ruby, also on our system as Baker.", "Was down as [name], also on our system as [name]."},
		"a name that is a thing":  {"Brand name is Comfort, the name of the firm is Best, results as above.", "Brand name is Comfort, the name of the firm is Best, results as above."},
		"what a label says":       {"Label said nothing, form says Page 2, booked as urgent, registered as blind.", "Label said nothing, form says Page 2, booked as urgent, registered as blind."},
		"what is known":           {"Known as Crohn's patient, prefers Tuesday, formerly well, name of the drug is long.", "Known as Crohn's patient, prefers Tuesday, formerly well, name of the drug is long."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
