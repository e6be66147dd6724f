package exporter

import (
	"slices"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// Contents is what there is in a record that an order may name, as a cabinet
// shows it: selected by the same grant as a copy, on a screen and kept nowhere.
type Contents struct {
	Name  Text
	Birth Birth
	Items []Item // the newest first
	// Trends are the measurements with three or more values in one unit.
	Trends []Trend
}

// The kinds of an item.
const (
	ItemImaging    = "imaging"    // a report about pictures
	ItemLaboratory = "laboratory" // results
	ItemReport     = "report"     // any other report
	ItemStudy      = "study"      // pictures without a report
	ItemMeasured   = "measured"   // what was measured and belongs to no report
)

// Item is one thing that may be ordered by itself.
type Item struct {
	// Refs name it in an order; several for results of one day that stand alone.
	Refs        []record.Ref
	Kind        string
	Title       Text // empty where the source has none
	Date        Date
	Preliminary bool
	BasedOn     []record.Ref // referrals it was made for

	Rows       []Row
	Body       []Text
	Conclusion []Text
	Performers []Text
	Images     int // pictures it has; a copy prints them
}

// Look lists what the grant lets its recipient see of the record.
func Look(rec record.Record, g policy.Grant) Contents {
	part, _ := Select(rec, g)
	b := newBuilder(part)
	out := Contents{Name: part.Patient.Name().Full(), Birth: part.Patient.Birth, Trends: b.trends()}
	seen := map[record.Ref]bool{}
	out.Items = make([]Item, len(part.Reports))
	for _, i := range settledFirst(part.Reports) {
		out.Items[i] = b.reportItem(part.Reports[i], seen)
	}
	out.Items = append(out.Items, b.studyItems()...)
	out.Items = append(out.Items, b.measuredItems(seen)...)
	slices.Reverse(out.Items)
	slices.SortStableFunc(out.Items, func(p, q Item) int { return byDate(q.Date, p.Date) })
	return out
}

func (b builder) reportItem(r record.Report, seen map[record.Ref]bool) Item {
	i := Item{
		Refs: []record.Ref{r.Ref}, Kind: ItemReport, Title: r.Code.Text, Date: when(r), Preliminary: r.Status.Preliminary(), BasedOn: r.BasedOn,
		Rows: b.rows(r.Results, seen), Performers: b.performers(r.Performers),
	}
	untimed(i.Rows, i.Date)
	i.Body, i.Conclusion = wording(r)
	for _, p := range r.Images {
		if shown(p) {
			i.Images++
		}
	}
	switch {
	case slices.Contains(imaging, category(r)) || len(r.Studies) > 0:
		i.Kind = ItemImaging
	case len(i.Rows) > 0 || category(r) == "LAB":
		i.Kind = ItemLaboratory
	}
	return i
}

// studyItems are the studies that no report tells of.
func (b builder) studyItems() []Item {
	told := map[record.Ref]bool{}
	for _, r := range b.rec.Reports {
		for _, ref := range r.Studies {
			told[ref] = true
		}
	}
	var out []Item
	for _, s := range b.rec.Studies {
		if !told[s.Ref] {
			out = append(out, Item{Refs: []record.Ref{s.Ref}, Kind: ItemStudy, Title: s.Description, Date: s.Started})
		}
	}
	return out
}

// measuredItems are the observations that no report has, by day and kind.
func (b builder) measuredItems(seen map[record.Ref]bool) []Item {
	var out []Item
	for _, o := range b.rec.Observations {
		if seen[o.Ref] {
			continue
		}
		kind := ItemMeasured
		if slices.Contains(o.Categories, laboratory) {
			kind = ItemLaboratory
		}
		rows := b.rows([]record.Ref{o.Ref}, seen)
		at := slices.IndexFunc(out, func(i Item) bool { return i.Kind == kind && i.Date.Day() == o.Effective.Day() })
		if at < 0 {
			out, at = append(out, Item{Kind: kind, Date: o.Effective}), len(out)
		}
		out[at].Refs = append(append(out[at].Refs, o.Ref), b.members(o)...)
		out[at].Rows = append(out[at].Rows, rows...)
		out[at].Preliminary = out[at].Preliminary || o.Status.Preliminary()
	}
	for _, i := range out {
		untimed(i.Rows, i.Date)
	}
	return out
}

// members are the observations a panel holds: whoever orders it means them too.
func (b builder) members(o record.Observation) []record.Ref {
	var out []record.Ref
	for _, ref := range o.Members {
		if b.observations[ref] != nil {
			out = append(out, ref)
		}
	}
	return out
}
