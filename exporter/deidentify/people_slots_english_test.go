package deidentify

import "testing"

func TestPeopleInTheirSlots(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"discussed with":             {"Plan d/w Page re slot, s/b Parkinson, seen w carter.", "Plan d/w [name] re slot, s/b [name], seen w [name]."},
		"who was told":               {"Bleeped Wells twice, Fisher aware, Marsh informed of result.", "Bleeped [name] twice, [name] aware, [name] informed of result."},
		"a list behind a label":      {"Surgeon: Turner. Team: Page, Wells, Best", "Surgeon: [name]. Team: [name], [name], [name]"},
		"by whom":                    {"Bloods chased by Page, clerked by Rice/Field.", "Bloods chased by [name], clerked by [name]/[name]."},
		"to whom":                    {"Escalated to Rice and Wells please, handed over to Rivers at eight.", "Escalated to [name] and [name] please, handed over to [name] at eight."},
		"whose care":                 {"Under the care of Wells since May.", "Under the care of [name] since May."},
		"how one speaks to somebody": {"Mrs Foley next door rang, mrs black checks on her.", "Mrs [name] next door rang, mrs [name] checks on her."},
		"an age behind":              {"1. Page 74F sepsis\n2. wells 6 yo wheeze", "1. [name] 74F sepsis\n2. [name] 6 yo wheeze"},
		"surname and first name":     {"wilson, nicola 67m ccf, slept well overnight again.", "[name] 67m ccf, slept well overnight again."},
		"a bed":                      {"bed 7 Gleason: obs, bed 8 finch - home", "bed 7 [name]: obs, bed 8 [name] - home"},
		"a relative's deed":          {"son bill rang, partner mark drove her in, wife max at bedside", "son [name] rang, partner [name] drove her in, wife [name] at bedside"},
		"who a relative is":          {"dean (daughter) translating, came with grace, her brother.", "[name] (daughter) translating, came with [name], her brother."},
		"behind a stroke":            {"spoke to mum/rose, mum (rich) says feeds well", "spoke to mum/[name], mum ([name]) says feeds well"},
		"a relative's whole name":    {"Obs stable. daughter joy finch has poa", "Obs stable. daughter [name] has poa"},
		"next of kin":                {"Next of kin is gene, thanks mark", "Next of kin is [name], thanks [name]"},
		"who works where":            {"per sarah in ct, ruby from pharmacy rang", "per [name] in ct, [name] from pharmacy rang"},
		"a relative's mood":          {"son will ring later, mum happy, wife patient with him, friend may come", "son will ring later, mum happy, wife patient with him, friend may come"},
		"what one says":              {"Wells says ok for home. Rice wants CT. Pain wants review.", "[name] says ok for home. [name] wants CT. Pain wants review."},
		"inside a sentence":          {"Message with Marsh left, f/u with Rice in clinic, usual GP Marsh.", "Message with [name] left, f/u with [name] in clinic, usual GP [name]."},
		"a pod":                      {"Seen in Green pod, about Winter she jokes, mask Swift fits.", "Seen in Green pod, about Winter she jokes, mask Swift fits."},
		"who lies where":             {"Page bay 2: fall. Rice NBM from two. Field for theatre.", "[name] bay 2: fall. [name] NBM from two. [name] for theatre."},
		"who tells of it":            {"Grace describes low mood. Plan: home.", "[name] describes low mood. Plan: home."},
		"medicine":                   {"Per Wells score low, Parkinson's nurse to see, d/w ortho, informed GP.", "Per Wells score low, Parkinson's nurse to see, d/w ortho, informed GP."},
		"words":                      {"Given by hand, seen by day, told her twice, under cover, page 74 of notes.", "Given by hand, seen by day, told her twice, under cover, page 74 of notes."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
