package exporter

import (
	"slices"

	"vypiska/exporter/record"
)

// laboratory is the observation category of laboratory results.
const laboratory = "laboratory"

// minTrend is how many values a measurement needs for a chart.
const minTrend = 3

// panels groups observations into tables: one for each report that lists
// results, then one for each day of what stands alone. Every observation is in
// exactly one table, the newest table first. A report whose words are but a remark is told in its table.
func (b builder) panels() (lab, other []Panel) {
	seen := map[record.Ref]bool{}
	for _, r := range b.rec.Reports {
		if rows := b.rows(r.Results, seen); len(rows) > 0 {
			p := Panel{Title: r.Code.Text, Date: when(r), Rows: rows, Preliminary: r.Status.Preliminary(), Performers: b.performers(r.Performers)}
			if commentOnly(r) {
				p.Comment = r.Conclusion
				b.told[r.Ref] = true
			}
			lab = append(lab, p)
		}
	}
	labDays, otherDays := newByDay(lab), newByDay(nil)
	for _, o := range b.rec.Observations {
		if seen[o.Ref] {
			continue
		}
		rows := b.rows([]record.Ref{o.Ref}, seen)
		if slices.Contains(o.Categories, laboratory) {
			labDays.add(o, rows)
		} else {
			otherDays.add(o, rows)
		}
	}
	lab, other = labDays.panels, otherDays.panels
	for _, panels := range [][]Panel{lab, other} {
		slices.Reverse(panels) // records run from old to new, also where only years are left of the dates
		slices.SortStableFunc(panels, func(p, q Panel) int { return byDate(q.Date, p.Date) })
	}
	return lab, other
}

// byDay are panels, and where each day's first untitled one is.
type byDay struct {
	panels []Panel
	at     map[string]int
}

func newByDay(panels []Panel) *byDay {
	d := &byDay{panels: panels, at: map[string]int{}}
	for i, p := range panels {
		if _, there := d.at[p.Date.Day()]; p.Title.Empty() && !there {
			d.at[p.Date.Day()] = i
		}
	}
	return d
}

// add puts rows into the untitled panel of o's day.
func (d *byDay) add(o record.Observation, rows []Row) {
	day := o.Effective.Day()
	if i, there := d.at[day]; there {
		d.panels[i].Rows = append(d.panels[i].Rows, rows...)
		return
	}
	d.at[day] = len(d.panels)
	d.panels = append(d.panels, Panel{Date: o.Effective, Rows: rows})
}

func byDate(a, b record.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

// rows are the observations a report names, each once; members and components
// follow their observation.
func (b builder) rows(refs []record.Ref, seen map[record.Ref]bool) []Row {
	var out []Row
	for _, ref := range refs {
		o, ok := b.observations[ref]
		if !ok || seen[ref] {
			continue
		}
		seen[ref] = true
		out = append(out, rowOf(*o))
		for _, c := range o.Components {
			out = append(out, Row{Name: c.Code.Text, Value: c.Value, Range: firstRange(c.Ranges),
				Flag: flagOf(c.Interpretation, c.Value, c.Ranges), Indent: true})
		}
		out = append(out, b.rows(o.Members, seen)...)
	}
	return out
}

func rowOf(o record.Observation) Row {
	return Row{Name: o.Code.Text, Value: o.Value, Heads: len(o.Components) > 0 && o.Value == record.Value{}, Range: firstRange(o.Ranges), Note: record.Join("; ", o.Note, o.Method, o.Specimen),
		Flag: flagOf(o.Interpretation, o.Value, o.Ranges), Preliminary: o.Status.Preliminary()}
}

func firstRange(list []record.Range) record.Range {
	if len(list) == 0 {
		return record.Range{}
	}
	return list[0]
}

// flags are the HL7 v3 ObservationInterpretation codes we know.
var flags = map[string]Flag{
	"N": FlagNormal, "L": FlagLow, "H": FlagHigh, "LL": FlagLowCritical, "HH": FlagHighCritical,
	"LU": FlagLowCritical, "HU": FlagHighCritical, "<": FlagLow, ">": FlagHigh,
	"A": FlagAbnormal, "AA": FlagAbnormal, "POS": FlagAbnormal, "DET": FlagAbnormal,
}

// flagOf trusts the laboratory's own interpretation; without one it compares
// the value with the only reference range. A value with a comparator ("<5") is
// not compared: doubt means no flag.
func flagOf(codes []string, v record.Value, ranges []record.Range) Flag {
	for _, c := range codes {
		if f, ok := flags[c]; ok {
			return f
		}
	}
	n, ok := v.Number.Float()
	if !ok || v.Comparator != "" || len(ranges) != 1 {
		return FlagNone
	}
	low, hasLow := ranges[0].Low.Float()
	high, hasHigh := ranges[0].High.Float()
	switch {
	case hasLow && n < low:
		return FlagLow
	case hasHigh && n > high:
		return FlagHigh
	case hasLow || hasHigh:
		return FlagNormal
	}
	return FlagNone
}

// trends are the measurements with three or more dated numbers in one unit, in
// the order in which they first appear.
func (b builder) trends() []Trend {
	var order []string
	found := map[string]*Trend{}
	for _, o := range b.rec.Observations {
		key := o.Code.Key()
		if key == "" || o.Effective.IsZero() || o.Value.Comparator != "" || o.Status.Preliminary() {
			continue
		}
		if _, ok := o.Value.Number.Float(); !ok {
			continue
		}
		key += "|" + o.Value.Unit
		t, ok := found[key]
		if !ok {
			t = &Trend{Name: o.Code.Text, Unit: o.Value.Unit}
			found[key], order = t, append(order, key)
		}
		t.Range = firstRange(o.Ranges)
		t.Points = append(t.Points, Point{Date: o.Effective, Value: o.Value.Number, Flag: flagOf(o.Interpretation, o.Value, o.Ranges)})
	}
	var out []Trend
	for _, key := range order {
		if t := found[key]; len(t.Points) >= minTrend {
			slices.SortStableFunc(t.Points, func(p, q Point) int { return byDate(p.Date, q.Date) })
			out = append(out, *t)
		}
	}
	return out
}
