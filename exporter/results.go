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
	seen, rows := map[record.Ref]bool{}, make([][]Row, len(b.rec.Reports))
	for _, i := range settledFirst(b.rec.Reports) {
		rows[i] = b.rows(b.rec.Reports[i].Results, seen)
	}
	for i, r := range b.rec.Reports {
		if len(rows[i]) > 0 {
			p := Panel{Title: r.Code.Text, Date: when(r), Rows: rows[i], Preliminary: r.Status.Preliminary(), Amended: amended(r.Status), Performers: b.performers(r.Performers)}
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
		for _, p := range panels {
			untimed(p.Rows, p.Date)
		}
		slices.Reverse(panels) // records run from old to new, also where only years are left of the dates
		slices.SortStableFunc(panels, func(p, q Panel) int { return byDate(q.Date, p.Date) })
	}
	return lab, other
}

// settledFirst are the places of reports in the order in which results are theirs: one
// that a final report tells stands there, and not where it may still change.
func settledFirst(reports []record.Report) []int {
	var places []int
	for _, preliminary := range []bool{false, true} {
		for i, r := range reports {
			if r.Status.Preliminary() == preliminary {
				places = append(places, i)
			}
		}
	}
	return places
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
		r := rowOf(*o)
		r.About = b.why(o.About)
		out = append(out, r)
		for _, c := range o.Components {
			out = append(out, partOf(c))
		}
		out = append(out, b.rows(o.Members, seen)...)
	}
	return out
}

func rowOf(o record.Observation) Row {
	r := found(o.Value, o.Interpretation, o.Ranges)
	r.Name, r.Note, r.Taken = o.Code.Text, record.Join("; ", o.Note, o.Method, o.Specimen, o.Site), o.Effective
	r.Ended, r.Unfit = o.Ended, o.Unfit
	r.Preliminary, r.Amended = o.Status.Preliminary(), amended(o.Status)
	r.Heads = len(o.Components) > 0 && r.Value == record.Value{}
	return r
}

func partOf(c record.Component) Row {
	r := found(c.Value, c.Interpretation, c.Ranges)
	r.Name, r.Indent = c.Code.Text, true
	return r
}

// found is a value with what was said of it. Words that no sign stands for are
// kept; where there is no value they are what was found (resistance of a culture).
func found(v record.Value, said []record.Text, ranges []record.Range) Row {
	r := Row{Value: v, Flag: flagOf(said, v, ranges), Range: onlyRange(ranges)}
	if len(ranges) > 1 {
		r.Ranges = ranges
	}
	bare := v == record.Value{}
	var more []record.Personal
	for _, t := range said {
		if bare || signOf(t) == FlagNone {
			more = append(more, t.Text)
		}
	}
	if !bare {
		r.Said = more
		return r
	}
	if r.Value.Words = record.Join("; ", more...); len(said) == 1 && isCode(said[0]) {
		r.Said = more // R in the table, and what it means below
	}
	return r
}

// isCode reports whether a text is its bare code.
func isCode(t record.Text) bool {
	for _, c := range t.Codes {
		if record.NewPersonal(c.Code).Equal(t.Text) {
			return true
		}
	}
	return false
}

// amended reports whether a status says that this replaces what was issued before.
func amended(s record.Status) bool { return s == "amended" || s == "corrected" || s == "appended" }

// untimed takes the times out of a table's rows that its date tells as well:
// those of its day, unless two of them are of the same name.
func untimed(rows []Row, of record.Date) {
	if taken, one := together(rows); one { // as most tables are
		if taken.Day() == of.Day() {
			for i := range rows {
				untime(&rows[i])
			}
		}
		return
	}
	times := map[string]map[string]bool{}
	for _, r := range rows {
		key := record.Text{Text: r.Name}.Key()
		if times[key] == nil {
			times[key] = map[string]bool{}
		}
		if !r.Indent {
			times[key][r.Taken.Day()+r.Taken.Clock()] = true
		}
	}
	for i, r := range rows {
		if r.Taken.Day() == of.Day() && len(times[record.Text{Text: r.Name}.Key()]) < 2 {
			untime(&rows[i])
		}
	}
}

// untime leaves the beginning of what lasted: its end is said beside it.
func untime(r *Row) {
	if r.Ended.IsZero() {
		r.Taken = record.Date{}
	}
}

// together reports whether all rows are of one time, and which.
func together(rows []Row) (taken record.Date, one bool) {
	for i, r := range rows {
		if i == 0 {
			taken = r.Taken
		}
		if !r.Indent && r.Taken != taken {
			return taken, false
		}
	}
	return taken, true
}

// onlyRange is the reference range, where it is known which one is meant.
func onlyRange(list []record.Range) record.Range {
	if len(list) != 1 {
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

// signOf is the sign that says the same as t; FlagNone where there is none.
func signOf(t record.Text) Flag {
	for _, c := range t.Codes {
		if f, ok := flags[c.Code]; ok {
			return f
		}
	}
	return FlagNone
}

// flagOf trusts the laboratory's own interpretation; without one it compares
// the value with the only reference range. Of a value with a comparator ("<5") it says
// only what is so of every number it may be, and nothing where bounds are the wrong way
// round: doubt means no flag.
func flagOf(said []record.Text, v record.Value, ranges []record.Range) Flag {
	for _, t := range said {
		if f := signOf(t); f != FlagNone {
			return f
		}
	}
	n, ok := v.Number.Float()
	if !ok || len(ranges) != 1 {
		return FlagNone
	}
	low, hasLow := ranges[0].Low.Float()
	high, hasHigh := ranges[0].High.Float()
	switch {
	case hasLow && hasHigh && low > high:
		return FlagNone
	case v.Comparator != "":
		return sureFlag(v.Comparator, n, hasLow, low, hasHigh, high)
	case hasLow && n < low:
		return FlagLow
	case hasHigh && n > high:
		return FlagHigh
	case hasLow || hasHigh:
		return FlagNormal
	}
	return FlagNone
}

// sureFlag is what a value says that is known to one side alone: less than less than
// the range, or more than more.
func sureFlag(comparator string, n float64, hasLow bool, low float64, hasHigh bool, high float64) Flag {
	switch {
	case hasLow && (comparator == "<" && n <= low || comparator == "<=" && n < low):
		return FlagLow
	case hasHigh && (comparator == ">" && n >= high || comparator == ">=" && n > high):
		return FlagHigh
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
		t.Range = onlyRange(o.Ranges)
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
