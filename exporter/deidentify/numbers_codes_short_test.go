package deidentify

import "testing"

func TestEnglishShortNumbers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a card's last figures":        {"The balance was paid by card ending 5518 today.", "The balance was paid by card ending [number] today."},
		"the last four":                {"The veteran gave his last four 5518 at the desk.", "The veteran gave his last four [number] at the desk."},
		"an hour":                      {"The shift ends 1930 and the pain is ending.", "The shift ends 1930 and the pain is ending."},
		"a starred card":               {"She paid 900 by card **5518 at the desk.", "She paid 900 by card **[number] at the desk."},
		"an account of a bank":         {"Send it to IL62 0108 0000 0009 9488 117 please.", "Send it to [number] please."},
		"a laboratory's year":          {"The culture (lab 24M0617730) grew nothing.", "The culture (lab [number]) grew nothing."},
		"a protocol":                   {"Operation protocol No. 218 was translated.", "Operation protocol No. [number] was translated."},
		"a bed and a room":             {"The room No. 218 and the diet No. 15 were right.", "The room No. 218 and the diet No. 15 were right."},
		"a study":                      {"The USG 9322 shows free fluid, the CTG 16905 was normal.", "The USG [number] shows free fluid, the CTG [number] was normal."},
		"a study's year":               {"The USG 2021 shows free fluid, the CTG 140 bpm.", "The USG 2021 shows free fluid, the CTG 140 bpm."},
		"a note for the employer":      {"He needs a fit note FN812-0 for his work.", "He needs a fit note [number] for his work."},
		"a registration with a letter": {"The card says PKN 612207S on the back.", "The card says [number] on the back."},
		"an aircraft":                  {"The patient left on 5Y-FDK at noon.", "The patient left on [number] at noon."},
		"a plate of the Gulf":          {"The ambulance DXB L 40772 came at noon.", "The ambulance [number] came at noon."},
		"a plate in another script":    {"He fell from motorbike 1กข-4353 on the road.", "He fell from motorbike [number] on the road."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
