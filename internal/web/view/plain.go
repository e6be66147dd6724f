package view

import (
	"strings"

	"vypiska/exporter"
	"vypiska/exporter/record"
)

// Item is one thing of a record as the API tells it to whoever may see it.
type Item struct {
	Refs        []string `json:"refs" doc:"what an order of this item names in items"`
	Kind        string   `json:"kind" enum:"imaging,laboratory,report,study,measured"`
	Title       string   `json:"title,omitempty"`
	Date        string   `json:"date,omitempty" doc:"as precise as the source stated it"`
	Preliminary bool     `json:"preliminary,omitempty"`
	Asked       bool     `json:"asked,omitempty" doc:"made for the referral of the doctor who looks"`
	Results     []Result `json:"results,omitempty"`
	Text        []string `json:"text,omitempty" doc:"paragraphs of the report"`
	Conclusion  []string `json:"conclusion,omitempty"`
}

// Result is one value of an item.
type Result struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty" doc:"a number as its source wrote it, or words"`
	Unit  string `json:"unit,omitempty"`
	Taken string `json:"taken,omitempty" doc:"when, where the item's date does not say it"`
	// Absent is a code of HL7 data-absent-reason.
	Absent      string `json:"absent,omitempty" doc:"why there is no value, a code of HL7 data-absent-reason"`
	Preliminary bool   `json:"preliminary,omitempty"`
	Amended     bool   `json:"amended,omitempty" doc:"replaces a result issued before"`
	Flag        string `json:"flag,omitempty" enum:"none,normal,low,high,critically-low,critically-high,abnormal"`
}

// ItemOf tells an item in plain text. Who may see it was decided before.
func ItemOf(i exporter.Item) Item {
	out := Item{Kind: i.Kind, Title: i.Title.Reveal(), Date: i.Date.Day(), Preliminary: i.Preliminary, Text: plain(i.Body), Conclusion: plain(i.Conclusion)}
	for _, r := range i.Refs {
		out.Refs = append(out.Refs, string(r))
	}
	for _, r := range i.Rows {
		value := r.Value.Comparator + string(r.Value.Number)
		if r.Value.Number == "" {
			value = r.Value.Words.Reveal()
		}
		out.Results = append(out.Results, Result{Name: r.Name.Reveal(), Value: value, Unit: r.Value.Unit, Flag: r.Flag.Code(),
			Taken: strings.TrimSpace(r.Taken.Day() + " " + r.Taken.Clock()), Absent: r.Value.Absent, Preliminary: r.Preliminary, Amended: r.Amended})
	}
	return out
}

func plain(list []record.Personal) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Reveal())
	}
	return out
}

// NameOf is a person's name in plain text, for whoever may see it.
func NameOf(p record.Personal) string { return p.Reveal() }

// BirthOf is a birth date as YYYY-MM-DD, or as much of it as is known.
func BirthOf(b record.BirthDate) string { return b.Reveal().Day() }
