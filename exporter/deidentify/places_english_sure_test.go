package deidentify

import "testing"

func TestEnglishPlacesThatAreEverydayWords(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"where somebody was born":    {"She was born in Deal and moved from Hull in 2019.", "She was born in [place] and moved from [place] in 2019."},
		"where somebody goes":        {"He is going to Mobile tomorrow, then back to Normal.", "He is going to [place] tomorrow, then back to [place]."},
		"where somebody lives":       {"Retired. Lives Gander, alone.", "Retired. Lives [place], alone."},
		"an eponym":                  {"Her son lives in Wells with his dog.", "Her son lives in [place] with his dog."},
		"a county":                   {"He is from Harris County and she is from Co. Clare too.", "He is from [place] and she is from [place] too."},
		"a mountain cut short":       {"The family drove from Mt. Pleasant by car.", "The family drove from [place] by car."},
		"a name of four words":       {"She travelled to Truth or Consequences in spring.", "She travelled to [place] in spring."},
		"two everyday words":         {"We called Lame Deer, Swift Rapids and told them.", "We called [place], [place] and told them."},
		"what it is, in small":       {"The trader from Benin city and the farmer of Hunsar tq. are well.", "The trader from [place] and the farmer of [place] are well."},
		"in small letters":           {said + "lives in hull, his sister in cork is told", said + "lives in [place], his sister in [place] is told"},
		"in small letters no places": {said + "lives in sheltered housing, born in hospital, moved from bed to chair", said + "lives in sheltered housing, born in hospital, moved from bed to chair"},
		"wards, tongues and months":  {"She spoke in English, is back from Theatre and comes back in March.", "She spoke in English, is back from Theatre and comes back in March."},
		"from one drug to another":   {"She was switched from Ambrivex to Colvanta in Ramadan.", "She was switched from Ambrivex to Colvanta in Ramadan."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
