package deidentify

import "testing"

func TestEnglishPatientsBesideTheirName(t *testing.T) {
	s := NewScrubber(patientOf("Kowalczyk", "Grace", ""), "en")
	for name, c := range map[string][2]string{
		"a nickname that is a word":        {"He was a plumber, known as \"Sparky\".", "He was a plumber, known as [name]."},
		"a nickname without marks":         {"She likes to be called Tammy and smiles.", "She likes to be called [name] and smiles."},
		"what an illness is called":        {"a rash, known as \"long Covid\" to all", "a rash, known as \"long Covid\" to all"},
		"whom nobody knew yet":             {"She was registered as Doe, Maple at first.", "She was registered as [name] at first."},
		"initials before an age":           {"Bed by the door. GK, 58, day 3 after the operation.", "Bed by the door. [name], 58, day 3 after the operation."},
		"a letter behind a title":          {"We saw that Ms K has a sore knee and that she limps.", "We saw that Ms [name] has a sore knee and that she limps."},
		"a letter that ends a message":     {"can you send it to the shop thx G\nThe reply was sent at noon.", "can you send it to the shop thx [name]\nThe reply was sent at noon."},
		"a name that is a score and a day": {"Grace 03/04/1961 came, the GRACE score is low.", "[name] 1961 came, the GRACE score is low."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishCodesOfThings(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a plate that is driven":         {"She may drive 5TRW904 from Monday, they said.", "She may drive [number] from Monday, they said."},
		"a plate somebody left in":       {"He left in WQT 4417, a grey van, with his dog.", "He left in [number], a grey van, with his dog."},
		"a dose is no plate":             {"He was told not to drive 24 hours after the scan.", "He was told not to drive 24 hours after the scan."},
		"a machine's number":             {"The fridge alarm KL-402 rang, concentrator 8841-2207 was sent.", "The fridge alarm [number] rang, concentrator [number] was sent."},
		"a machine's rate":               {"The pump 5-10 and the monitor 120 were right.", "The pump 5-10 and the monitor 120 were right."},
		"a unit of blood":                {"The unit G1012 24 318805 was given over two hours.", "The unit [number] was given over two hours."},
		"a specimen without capitals":    {"the skin of the arm (gp25-00412) was a melanoma in situ", "the skin of the arm ([number]) was a melanoma in situ"},
		"a booking reference of the NHS": {"The form went off, UBRN 0000 4410 2275 is hers.", "The form went off, UBRN [number] is hers."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishStaffOfLists(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"who is there":               {"Lung board of May. Present Frost, Marsh, Lane; minutes Joy\nThe case was read.", "Lung board of May. Present [name], [name], [name]; minutes [name]\nThe case was read."},
		"what is present":            {"Heart sounds present, no murmur. Present in clinic today.", "Heart sounds present, no murmur. Present in clinic today."},
		"who writes in a chat":       {"18:03 Frost (triage): hello and thank you for the call", "18:03 [name] (triage): hello and thank you for the call"},
		"who is against":             {"The plan was read. Frost against, the rest were not sure.", "The plan was read. [name] against, the rest were not sure."},
		"a letter and a surname":     {"Home with the crisis team, told to call. J Frost RMN.", "Home with the crisis team, told to call. [name] RMN."},
		"a vitamin":                  {"She takes vitamin D Marsh mallow and hepatitis B Frost was not seen", "She takes vitamin D Marsh mallow and hepatitis B Frost was not seen"},
		"who it was checked with":    {"The band was checked w/ Joy. He slept.", "The band was checked w/ [name]. He slept."},
		"who took over":              {"The list was signed out to Kettleby at 0700.", "The list was signed out to [name] at 0700."},
		"who dictated and who typed": {"No effusion was seen in the chest (QW/jz).", "No effusion was seen in the chest ([name])."},
		"a rate is nobody":           {"The drip ran at 40 ml (HR/min) and it was well.", "The drip ran at 40 ml (HR/min) and it was well."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishDaysAgesAndHouses(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a flat without a comma":        {"lives at 14 Elm St apt 7C, 67yom with a cough", "lives at [address], 67yom with a cough"},
		"a house with a hyphen":         {"Lives 41-118 Palm Rd, Hilo. She has a dog.", "Lives [address]. She has a dog."},
		"a street of a saint":           {"The note came from 12 St Bede's Avenue. It was late.", "The note came from [address]. It was late."},
		"a drive that ends a line":      {"Contact: 81 Poplar Hill Dr.\nThe visit went well.", "Contact: [address].\nThe visit went well."},
		"a house of a translated paper": {"Residence: Perm, ul. Sadovaya, d. 33, kv. 7; she came by bus", "Residence: [address]; she came by bus"},
		"a night's two days":            {"The night of 2024-06-30 -> 1/7 was quiet.", "The night of 2024 -> [date] was quiet."},
		"a letter is no recall":         {"The recall letter was sent, phoned 8/9 by the clerk.", "The recall letter was sent, phoned [date] by the clerk."},
		"recall is a score":             {"Recall 2/3 and Epworth 12/24 today.", "Recall 2/3 and Epworth 12/24 today."},
		"a small month of a day":        {"She is away till may 6th and it may 6 weeks take", "She is away till [date] and it may 6 weeks take"},
		"an age somebody is":            {"She is 94 now and turned 91 in the home; her mother lived to 96.", "She is 90+ now and turned 90+ in the home; her mother lived to 90+."},
		"a saturation is no age":        {"She is 94 on 2 litres and the pulse is 92.", "She is 94 on 2 litres and the pulse is 92."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishOrganisationsByTheirNouns(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a laboratory":                 {"The block went to Red Rock Pathology Lab on Monday.", "The block went to [organization] on Monday."},
		"a laboratory of any hospital": {"The Cardiac Cath Lab and the Sleep Lab were full.", "The Cardiac Cath Lab and the Sleep Lab were full."},
		"an insurer":                   {"The claim of Green Mesa Health Plan was late.", "The claim of [organization] was late."},
		"a plan of care":               {"The Care Plan and the Health Plan were read.", "The Care Plan and the Health Plan were read."},
		"a family's firm":              {"The funeral home is Nordberg & Sons of the next town.", "The funeral home is [organization] of the next town."},
		"firemen":                      {"He joined Kent Fire and Rescue in spring.", "He joined [organization] in spring."},
		"to whose attention":           {"The paper is for Dale Glass, attention the clerk.", "The paper is for [organization], attention the clerk."},
		"a desk":                       {"Copies: Medical Records, attn the clerk.", "Copies: Medical Records, attn the clerk."},
		"two words of a brand":         {"New cover is Blue Cross Blue Shield, and Royal Mail pays.", "New cover is [organization], and [organization] pays."},
		"a name a line end breaks":     {"The record of the stay was sent for from Royal Kettleby\nInfirmary and is awaited.", "The record of the stay was sent for from [organization] and is awaited."},
		"adding a medicine":            {"Continue the tablets and add Crestor 10 at night.", "Continue the tablets and add Crestor 10 at night."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNamesOfMedicineOfTwoWords(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for _, text := range []string{
		"The ECG shows Wolff-Parkinson-White and Factor V Leiden is neg.",
		"No Arnold-Chiari, Tyrer-Cuzick 11%, Semmes-Weinstein intact.",
		"Adams forward bend: no curve. Kell neg, Duffy neg, Calvert AUC 5.",
		"Salmonella Dublin was not grown; Lyme screen negative.",
		"Pouch of Douglas clear, Brunner's glands normal, Gerota fascia normal.",
	} {
		scrubRow(t, s, text, text)
	}
	scrubRow(t, s, "Seen with Dr Adams and with Mr Duffy at noon.", "Seen with Dr [name] and with Mr [name] at noon.")
}

func TestEnglishPeopleOfTheWard(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a reader":                  {"It was read twice. Second reader Marsh. A letter was sent.", "It was read twice. Second reader [name]. A letter was sent."},
		"a team that knows":         {"The ward was told; Kettleby (IPC) informed. No more was done.", "The ward was told; [name] (IPC) informed. No more was done."},
		"a boy":                     {"The passenger, her boy Tamati 9, had no wound.", "The passenger, her boy [name] 9, had no wound."},
		"whom to ask for":           {"The line is open all day, ask for Joy. She knows it.", "The line is open all day, ask for [name]. She knows it."},
		"what one was called":       {"The clerk called me \"Kettleby\" and gave me a folder.", "The clerk called me \"[name]\" and gave me a folder."},
		"who voted":                 {"The board met. Bread against, Kettleby for. The scan is next.", "The board met. [name] against, [name] for. The scan is next."},
		"nobody voted":              {"The board met. Advised against, as she was weak.", "The board met. Advised against, as she was weak."},
		"a shop with an apostrophe": {"He is a driver for Wendy's - a form was sent.", "He is a driver for [organization] - a form was sent."},
		"a state behind a town":     {"She moved from Albuquerque, NM, to live with him.", "She moved from [place][place], to live with him."},
		"a number over two lines":   {"The nurse is on +44\n1632 960155 until five.", "The nurse is on [phone] until five."},
		"a small code":              {"the refill was done, ref pa-940412, and she was told", "the refill was done, ref [number], and she was told"},
		"days off":                  {"Please excuse him from work 4/7 through 4/11, he was ill.", "Please excuse him from work [date] through [date], he was ill."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishWardsWordsThatAreNobody(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, text := range map[string]string{
		"who worked an age or a volume out": "EDD by Naegele, dated 12w3d by Naegele. EF by Simpson 51% today.",
		"an illness without its apostrophe": "The father has parkinsons, and there are peyronies and dupuytrens.",
		"a letter behind a hyphen":          "She had Anti-D. Edinburgh score 7. Variant c.52T>C. Smokes daily.",
		"as what a nurse works":             "The charge RN and the float RN came, then SNF PT twice.",
		"advice before an order":            "Glucose advice, do not fast for long.",
		"what is all right":                 "Lisinopril ok x1 and the image is ok-ish.",
		"a scale that is no postal code":    "On arrival GCS 11 E3V3M5 and pupils equal.",
		"through what a patient is treated": "HD x 2 via Mahurkar, no bleeding.",
		"what animals are called":           "Dog \"Bramble\" at home, budgies Mango + Tilly, Chihuahua (Otis).",
		"what grows":                        "She saw Rosemary bushes and a Poppy garden.",
		"what people drink and play":        "Drinks Dr Pepper, plays Fortnite, wears a Timex.",
		"letters that are no person":        "Sent to: ENT, then endorsed to ICU, chart rev: NIHSS 14.",
		"a part by its letter":              "A. Skin of ear: scar. B. Node: clear of it.",
		"a stage of an illness":             "His wife drives\nCKD 4, stable.",
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, text, text) })
	}
	scrubRow(t, s, "Seen by Dr. ABC today, seen by Dr RML too.", "Seen by Dr. [name] today, seen by Dr [name] too.")
	scrubRow(t, s, "In the cab SGC 4417K he felt ill, snapchat otterly_09 told.", "In the cab [number] he felt ill, [link] told.")
}

func TestEnglishWardsPlacesAndNumbers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a place and what stands there":  {"He was sent from Ballarat Base by night and works at Cobar mine.", "He was sent from [organization] by night and works at [organization]."},
		"a crew by its letters":          {"Brought by Marlow County EMS after the fall.", "Brought by [organization] after the fall."},
		"a hospital that is a saying":    {"Her trial is at City of Hope, the donor was Gift of Life.", "Her trial is at [organization], the donor was [organization]."},
		"whose number stands behind":     {"Inmate Gorman, Delia # 41-2207 was seen.", "Inmate [name] # [number] was seen."},
		"a veteran's letter and figures": {"HARGROVE,WENDELL  H5512   came to the clinic today.", "[name]  [number]   came to the clinic today."},
		"ninety behind a woman's letter": {"Read by the doctor for Gorman, Delia F 94. AHI 31.", "Read by the doctor for [name] F 90+. AHI 31."},
		"who lives in the house":         {"Household: Wren 9, Elias 4 and a dog.", "Household: [name] 9, [name] 4 and a dog."},
		"a picture by its number":        {"The picture img 30417 is clear.", "The picture img [number] is clear."},
		"a base that is no hospital":     {"Broad Base crown, Acid Base status was fine.", "Broad Base crown, Acid Base status was fine."},
		"a sign before what is counted":  {"She took # 30 tablets, tooth # 14 aches.", "She took # 30 tablets, tooth # 14 aches."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
