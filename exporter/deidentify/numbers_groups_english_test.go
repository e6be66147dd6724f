package deidentify

import "testing"

func TestEnglishNumbersByTheirGroups(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a telephone of seven figures": {"Please cb 555 0118 after noon, the nurse said.", "Please cb [phone] after noon, the nurse said."},
		"whose telephone":              {"The number is 9811 182 774 husb. and he knows.", "The number is [phone] husb. and he knows."},
		"a free telephone":             {"If it is worse, ring 1300 813 325 at night.", "If it is worse, ring [phone] at night."},
		"counts are none":              {"Take 500 1000 units, call 2024 2025 the years.", "Take 500 1000 units, call 2024 2025 the years."},
		"an account in groups":         {"The checking acct for the refund is 0729 4401 8836 as before.", "The checking acct for the refund is [number] as before."},
		"Switzerland's insurance":      {"The case is open, AHV 756.4410.2281.09, the wife knows.", "The case is open, AHV [number], the wife knows."},
		"a machine that helps breathe": {"The CPAP is at 12 cm, ResMed 23219 440 871, no leak.", "The CPAP is at 12 cm, ResMed [number], no leak."},
		"an implant by its maker":      {"The ICD BSC 447120 is checked from afar, ICD M54.16 is the code.", "The ICD [number] is checked from afar, ICD M54.16 is the code."},
		"books of the police":          {"It is FIR 118/24 of the station and OB 14/22/3/24 of the other.", "It is FIR [number] of the station and OB [number] of the other."},
		"a delivery":                   {"The OB 2/3 was asked, the FIR tree fell.", "The OB 2/3 was asked, the FIR tree fell."},
		"a plate of Kenya":             {"The body was released to the driver KBX 247J at noon.", "The body was released to the driver [number] at noon."},
		"a lot among others":           {"Triathlon fem lot 7T68K tib 4 KX2945A poly 11 was used.", "Triathlon fem [number] tib 4 [number] poly 11 was used."},
		"a veteran's file":             {"The card is in his wallet, VA 1147. The acuity is VA 6/12.", "The card is in his wallet, VA [number]. The acuity is VA 6/12."},
		"a code in small letters":      {"the vaccine is done, yellow fever cert yf-2202, passport seen and the nurse told", "the vaccine is done, yellow fever cert [number], passport seen and the nurse told"},
		"a telephone abroad":           {"The son rang (0034 672 913 851) and wants her home.", "The son rang [phone]) and wants her home."},
		"an aircraft of Canada":        {"The girl was flown in C-GKAY at night.", "The girl was flown in [number] at night."},
		"a donor of an organ":          {"The liver of UNOS AHGZ417, donor 2407-331, works.", "The liver of UNOS [number], donor [number], works."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishDaysBehindWhatIsDone(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a visit to come":      {"All is well, TCA 6/8 with the bloods.", "All is well, TCA [date] with the bloods."},
		"behind who did it":    {"The lap chole (Dr Osei) 5/1 went well.", "The lap chole (Dr [name]) [date] went well."},
		"in the bracket":       {"The MRI (read elsewhere, 2/4): a lesion of the cord.", "The MRI (read elsewhere, [date]): a lesion of the cord."},
		"a year and a colon":   {"The phone triage of 30 Jun 25: she is well.", "The phone triage of 2025: she is well."},
		"behind who answered":  {"The reply (Joy, RN, 6/4): hold the drug.", "The reply ([name], RN, [date]): hold the drug."},
		"may and an hour":      {"The bull hit his chest 25 may 1500, he may go.", "The bull hit his chest [date] 1500, he may go."},
		"power is no day":      {"The power is 4/5 (left leg, 4/5) and 3/5.", "The power is 4/5 (left leg, 4/5) and 3/5."},
		"a month and its hour": {"She was seen on 30 Jun 25:10 late.", "She was seen on [date] 25:10 late."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
