package deidentify

import "testing"

func TestEnglishAddressesByTheirHeads(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a box on a route":             {"Mail goes to Rt 4 Box 210, Pineville, as before.", "Mail goes to [address], as before."},
		"a bag of the mail":            {"The farmer of RMB 3140, Quambatook, has a cough.", "The farmer of [address], has a cough."},
		"a cross of a town":            {"The lab is at 71, 6th Cross, Malleswaram, near the park.", "The lab is at [address]."},
		"a block with its flat":        {"The helper of Blk 318 Hougang Ave 7 04-221 gives the pills.", "The helper of [address] gives the pills."},
		"a block and a postal code":    {"She lives at Blk 55 Havelock Rd #11-302 S161055 with her son.", "She lives at [address] with her son."},
		"a room before a block":        {"The letter goes to Rm 903 Blk 2 Oi Man Est today.", "The letter goes to [address] today."},
		"a berth and a quay":           {"The diver was pulled out at Berth 6, Quay 2 last night.", "The diver was pulled out at [address] last night."},
		"a flat over a stroke":         {"The woman from 4/17 Faith St has a rash.", "The woman from [address] has a rash."},
		"a day over a stroke":          {"The film of 4/17 shows nothing new.", "The film of [date] shows nothing new."},
		"a town of numbered streets":   {"He has moved to 2210 N 14th and walks to the clinic.", "He has moved to [address] and walks to the clinic."},
		"a house with a name":          {"She lived alone in Orchard Cottage, Nether Compton until the fall.", "She lived alone in [address] until the fall."},
		"a house in Switzerland":       {"The bill goes to Seestr 14, 3700 Spiez, by post.", "The bill goes to [address], by post."},
		"two streets that meet":        {"He fell at the corner of Mercer and Fifth on ice.", "He fell at the [address] on ice."},
		"a mile of a county road":      {"The tractor rolled at MP 9 CR 220 W before dawn.", "The tractor rolled at [address] before dawn."},
		"a room of a house":            {"He was found in Room 7, Harbour View, Neyland by the warden.", "He was found in [address] by the warden."},
		"a house before a reserve":     {"She stays at House 41, Kwazulu Reserve, Nongoma with her aunt.", "She stays at [address] with her aunt."},
		"a road of two capitals":       {"The shop is on 41 MG Road, and 68 MG of iron was given.", "The shop is on [address], and 68 MG of iron was given."},
		"a street of Wales":            {"They live at 6 Maes y Coed, Crymych, with a dog.", "They live at [address], with a dog."},
		"a town with its state":        {"Mail it to his niece, 22 Osprey Marsh, Beaufort SC, please.", "Mail it to his niece, [address], please."},
		"a house of a grid":            {"The farm is at N4471 Cty Rd QQ, Waupaca, by the lake.", "The farm is at [address], by the lake."},
		"a post office behind":         {"She comes from Padinjare Veedu, Pulpally PO, with her son.", "She comes from [address], with her son."},
		"a dose by mouth":              {"Given Zofran, Tylenol PO, then more.", "Given Zofran, Tylenol PO, then more."},
		"a street of French cut short": {"The bill goes to ch. des Fleurettes 4, 1007 Lausanne, by post.", "The bill goes to [address], by post."},
		"a bay of a site":              {"She lives at Bay 9, St Margaret's Halting Site, with her son.", "She lives at [address], with her son."},
		"a hollow that is a road":      {"pt lives at 44 plum hollow rd with her daughter and son, no falls", "pt lives at [address] with her daughter and son, no falls"},
		"a grid in small letters":      {"The pills are at 455 w 31st, rear door, with the dog.", "The pills are at [address], rear door, with the dog."},
		"a terrace cut short":          {"He fell at 14 Seaton Bank Terr before noon.", "He fell at [address] before noon."},
		"a zone of the prostate":       {"Zone 2, Left lobe. Site 3, Biopsy healed.", "Zone 2, Left lobe. Site 3, Biopsy healed."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishAddressesByTheWay(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"off a numbered road":        {"The old man lives off Kayenta Rte 59, 3 mi past the Chilchin store, red hogan.", "The old man lives off [address]."},
		"where it was":               {"Loc: boat ramp, Lake Sakakawea, 6th St & Marina Dr\nThe boy was pulled out by his father.", "Loc: [address]\nThe boy was pulled out by his father."},
		"where a pain is":            {"Location: behind the left knee, worse at night.", "Location: behind the left knee, worse at night."},
		"how far from a town":        {"The ranch is 14 mi N of Ekalaka and has no phone.", "The ranch is [name] and has no phone."},
		"the west of a county":       {"She has help from West Rutland Carers twice a day.", "She has help from [organization] twice a day."},
		"a shop on a street":         {"Please call it in to the Walgreens on Mercer, as before.", "Please call it in to [organization], as before."},
		"a clinic on a day":          {"She was seen at Mercer Pathology on May 24, 2024.", "She was seen at [organization] on 2024."},
		"a house before a lane":      {"The son was told at 12 Jalan Besar of the fall.", "The son was told at [address] of the fall."},
		"near what, behind a street": {"The boy lives at 9 Mercer Rd, behind the Shell station, with his aunt.", "The boy lives at [address], with his aunt."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
