package deidentify

import (
	"strings"
	"testing"
)

// said puts a sentence in the same writing before a text, so that the passage shows whether
// it uses capitals.
const said = "the patient complains of pain in the lower back for three weeks and has no fever. "

func TestEnglishAddressesWithoutStreets(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"two numbers of a house":       {"Lives at 29/313, Padma Chowk, with her son.", "Lives at [address], with her son."},
		"a street of no known kind":    {"He was found at 957 Otter Mission by the police.", "He was found at [address] by the police."},
		"a street and a suite":         {"Refer to the clinic, 450 Harrow Ste 1812, on Monday.", "Refer to the clinic, [address], on Monday."},
		"the town on the next line":    {"Address: 12 Larch Street\nNorth Haverley, QLD, 2640\nSeen today.", "Address: [address]\n[address]\nSeen today."},
		"a street of Germany":          {"He is of Hofackerstraße 12, 45145 Moers, and works.", "He is of [address], and works."},
		"a cut street of Germany":      {"He is of Kieler Str. 114, 45145 Moers, and works.", "He is of [address], and works."},
		"a street of France":           {"She stays at 12, rue de Lyonnet, with a friend.", "She stays at [address], with a friend."},
		"a code of Canada in one word": {"Home is 14 Birch Road, Tolland, ON K1A0B1 for now.", "Home is [address], [address] for now."},
		"children born are no code":    {"She is G2P1L1 and well at 30 weeks.", "She is G2P1L1 and well at 30 weeks."},
		"a score behind 4AT":           {"The NEWS2 is 5, 4AT 0, Waterlow 9 today.", "The NEWS2 is 5, 4AT 0, Waterlow 9 today."},
		"a dose is no house":           {"She was seen at 12 Noon and at 8 Weeks of age.", "She was seen at 12 Noon and at 8 Weeks of age."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishPlacesWhereCapitalsSayNothing(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"where somebody lives":       {"lives in east harlowby with a dog", "lives in [place] with a dog"},
		"where somebody comes from":  {"retired fisherman from tregarrow with a cough", "retired fisherman from [place] with a cough"},
		"a town behind a comma":      {"films of her clinic, chennai, were read", "films of her clinic, [place], were read"},
		"where something was done":   {"scan at southlakeham, no stones", "scan at [organization], no stones"},
		"what is in the body":        {"the change in echotexture and in flexion is mild", "the change in echotexture and in flexion is mild"},
		"a home":                     {"came from kettlebury nursing home by car", "came from [organization] by car"},
		"whose health":               {"scan at dunmore women's health was fine", "scan at [organization] was fine"},
		"a clinic of two words":      {"films from beacon ridge pediatrics, read here", "films from [organization], read here"},
		"a department":               {"seen in the pain clinic and at physiotherapy", "seen in the pain clinic and at physiotherapy"},
		"a therapy":                  {"the usual corrective facial surgery was done", "the usual corrective facial surgery was done"},
		"a house and a street":       {"lives at 14 elderflower grove with his son", "lives at [address] with his son"},
		"a house and a suite":        {"resides 193 jessamy lodge suite 262, alone", "resides [address], alone"},
		"how somebody lives":         {"lives in a flat on the 2 floor with steps", "lives in a flat on the 2 floor with steps"},
		"a firm of names":            {"works nights for baird, coles and okafor", "works nights for [organization]"},
		"a firm of names, one tells": {"insured with dunmore and sons since may", "insured with [organization] since may"},
		"hours of work":              {"works nights for the last two years", "works nights for the last two years"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, said+c[0], said+c[1]) })
		t.Run(name+", in capitals", func(t *testing.T) {
			if _, spans := s.Scrub(strings.ToUpper(said + c[0])); c[0] != c[1] && len(spans) == 0 {
				t.Errorf("%q is left", strings.ToUpper(c[0]))
			}
		})
	}
}

func TestEnglishFirmsOfNames(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"three names":         {"He works at Larsen, Wood and Coles as a driver.", "He works at [organization] as a driver."},
		"two halves":          {"She is employed by Hale-Winters as a clerk.", "She is employed by [organization] as a clerk."},
		"a name and the sons": {"He retired from Thatcher and Sons in spring.", "He retired from [organization] in spring."},
		"a job and a firm":    {"Job: forklift driver, Barber-Knight, off work.", "Job: forklift driver, [organization], off work."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishAddressesOfTravellers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a street of Russia":         {"The clinic is at Tomsk, Kirova 89/3, on the hill.", "The clinic is at [address], on the hill."},
		"a lane and its parts":       {"Residence: Bolshoy Gusev per. 8, bld. 2, apt. 44, since spring.", "Residence: [address], since spring."},
		"a street that ends so":      {"He lives with her (Mosfilskaya 70-1, entr. B, fl. 17), second door.", "He lives with her ([address]), second door."},
		"somebody and her age":       {"Seen: Petrova, 45 years old, with a cough.", "Seen: [name], 45 years old, with a cough."},
		"a grade of a vessel":        {"The LAD is 90% at D1, Medina 1,1,1 by the scan.", "The LAD is 90% at D1, Medina 1,1,1 by the scan."},
		"a room of a hotel":          {"They are in hotel Santana Bay Resort rm 208, Candolin, for a week.", "They are in hotel [address], for a week."},
		"a tent of a camp":           {"He is a tourist (lodge: Zora Serena, tent 31) and fell.", "He is a tourist (lodge: [address]) and fell."},
		"a room of a hospital":       {"She is in Mill Hospital, rm 309, and is well.", "She is in [organization], rm 309, and is well."},
		"in haste":                   {"seen by Mr Osei, he lives at\n40 kettlethorpe rd grimsby dn31 3la\nwith his mother, who was told by the nurse to ring", "seen by Mr [name], he lives at\n[address]\nwith his mother, who was told by the nurse to ring"},
		"a town in haste":            {"seen by Mr Osei for pain, came over from reykjavik as a boy and has an aunt there who is a nurse", "seen by Mr [name] for pain, came over from [place] as a boy and has an aunt there who is a nurse"},
		"a rate in haste":            {"seen by Mr Osei for pain, was given 40 mg in theatre and rested in bed at 10 that night", "seen by Mr [name] for pain, was given 40 mg in theatre and rested in bed at 10 that night"},
		"a plot":                     {"Please see Plt 14 Blk C, Ahinkro, about this.", "Please see [address], about this."},
		"what it is near":            {"The centre is Opp. Railway Bus Stand, Nr Krishna Talkies, and is open.", "The centre is [address], and is open."},
		"a mile post":                {"They were found at mp 31 US 491 n of Shipton in the car.", "They were found at [address] in the car."},
		"a lane behind the practice": {"The Mill Surgery, Chapel Lane, Bishop's Frome\nwrote to us.", "[organization], [address]\nwrote to us."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
