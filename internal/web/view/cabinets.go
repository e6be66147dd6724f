package view

import (
	"html/template"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

// Record is a patient's own record, or what a doctor may know there is.
type Record struct {
	app.Seen
	Doctor         bool
	Action         string // address of the page itself
	From, To, Kind string // of the filter
	Kinds          []string
	Chosen         bool // an order of chosen items came without any
}

// MaySign reports whether there is more than one kind of copy to choose from.
func (r Record) MaySign() bool { return len(r.Seen.Kinds) > 1 }

// Filtered reports whether only a part is shown.
func (r Record) Filtered() bool { return r.From != "" || r.To != "" || r.Kind != "" }

// Asked is what the items made for the doctor's referral are called in an order.
func (r Record) Asked() string {
	var refs []string
	for _, i := range r.Items {
		if r.Seen.Asked[i.Refs[0]] {
			refs = append(refs, called(i))
		}
	}
	return strings.Join(refs, " ")
}

// called is an item as a form's field names it.
func called(i exporter.Item) string {
	var refs []string
	for _, r := range i.Refs {
		refs = append(refs, string(r))
	}
	return strings.Join(refs, " ")
}

// Order is the page of one order.
type Order struct {
	app.Copy
	Events string // address of its events, while it goes on
	Doctor bool
}

// Going reports whether the order may still change.
func (o Order) Going() bool { return !o.Status.Final() }

// Shared are the links to it.
func (o Order) Shared() Shared { return Shared{"order", o.ID, o.Links} }

// Shared lists links to one copy or package.
type Shared struct {
	Of   string // order, package: in addresses, and in forms the field with its id
	ID   string
	List []app.OwnLink
}

// Address is that of the page.
func (s Shared) Address() string { return "/" + s.Of + "s/" + s.ID }

// Fresh is the page that tells a new link, this once.
type Fresh struct {
	app.NewLink
	Back string // address of the copy or package
}

// Copies lists one's own orders.
type Copies struct {
	List   []app.Copy
	Leaf   Leaf
	Doctor bool
}

// Disclosures tells who received a patient's data.
type Disclosures struct {
	app.Disclosures
	Officer bool
	Leaf    Leaf
}

// Patients are a doctor's.
type Patients struct{ List []app.Referred }

// Contracts are an insurer's.
type Contracts struct{ List []app.Agreement }

// Tokens are an insurer's. Fresh is one that was just made.
type Tokens struct {
	List    []app.Token
	Fresh   *app.Token
	Longest int // days
	Full    bool
}

// Register is a page of the register, and State what a check of it found.
type Register struct {
	app.RegisterPage
	Leaf   Leaf
	Ask    app.RegisterAsk
	Events []string
	State  *app.RegisterState
	Wrong  string // name of the field that is wrong
}

// Fruitless are the orders the officer looks at.
type Fruitless struct {
	List []app.Fruitless
	Leaf Leaf
}

// LiveLinks are the links of everybody that open now.
type LiveLinks struct {
	List []app.LinkRow
	Leaf Leaf
}

// Revoke is the page on which the officer revokes a copy.
type Revoke struct {
	Number string
	Done   bool
	Wrong  bool
}

// Accounts lists who may use the service.
type Accounts struct {
	List  []app.Holder
	Leaf  Leaf
	Role  string
	Roles []string
}

// cabinetFuncs are what the cabinets' pages need beside the common words.
func cabinetFuncs(l text.Lang) template.FuncMap {
	return template.FuncMap{
		"lang":    func() string { return string(l) },
		"called":  called,
		"when":    func(d exporter.Date) string { return when(l, d) },
		"iso":     func(d exporter.Date) string { return d.Day() },
		"value":   func(v exporter.Value) string { return value(l, v) },
		"bounds":  func(r exporter.Range) string { return bounds(l, r) },
		"norm":    func(r exporter.Row) string { return norm(l, r) },
		"flag":    func(f exporter.Flag) string { return one(l, "flag", f.Code()) },
		"beyond":  func(f exporter.Flag) bool { return f > exporter.FlagNormal },
		"plot":    func(t exporter.Trend) Plot { return plot(l, t) },
		"title":   func(i exporter.Item) string { return title(l, i) },
		"spelt":   func(event, reason string) string { return spelt(l, event, reason) },
		"who":     func(d app.Disclosure) string { return who(l, d) },
		"why":     func(refusal string) string { return why(l, refusal) },
		"size":    func(n int64) string { return size(l, n) },
		"stamp":   func(t time.Time) string { return t.Format("2006-01-02T15:04:05Z07:00") },
		"hundred": func(f float64) int { return int(f*100 + .5) },
	}
}

// when is a date as precise as its source stated it.
func when(l text.Lang, d exporter.Date) string {
	switch {
	case d.IsZero():
		return l.Say("date.none")
	case d.Precision() < record.ToDay:
		return d.String()
	}
	return day(l, d.Day())
}

// value is a result in the decimal mark of the language, never in other digits.
func value(l text.Lang, v exporter.Value) string {
	switch words := v.Words.Reveal(); {
	case v.Number != "":
	case words == "" && v.Absent != "":
		return l.Say("row.none")
	default:
		return one(l, "answer", words)
	}
	return strings.TrimSpace(sign(v.Comparator) + number(l, v.Number) + "\u00a0" + v.Unit)
}

func number(l text.Lang, n exporter.Number) string {
	if l == text.Ru {
		return strings.Replace(string(n), ".", ",", 1)
	}
	return string(n)
}

func sign(comparator string) string {
	return strings.NewReplacer("<=", "≤\u00a0", ">=", "≥\u00a0", "<", "<\u00a0", ">", ">\u00a0").Replace(comparator)
}

func bounds(l text.Lang, r exporter.Range) string {
	switch {
	case r.Low != "" && r.High != "":
		return number(l, r.Low) + "–" + number(l, r.High)
	case r.Low != "":
		return "≥\u00a0" + number(l, r.Low)
	case r.High != "":
		return "≤\u00a0" + number(l, r.High)
	}
	return r.Text
}

// norm is every reference range of a result, and for whom it holds.
func norm(l text.Lang, r exporter.Row) string {
	var out []string
	for _, one := range append([]exporter.Range{r.Range}, r.Ranges...) {
		said := []string{bounds(l, one)}
		for _, a := range one.AppliesTo {
			said = append(said, a.Text.Reveal())
		}
		if ages := exporter.AgeIn(string(l), one.Ages); ages != "" {
			said = append(said, ages)
		}
		out = append(out, strings.Trim(strings.Join(said, ", "), ", "))
	}
	return strings.Trim(strings.Join(out, "; "), "; ")
}

// title is an item's own name, or its kind where the source gave none.
func title(l text.Lang, i exporter.Item) string {
	if i.Title.Empty() {
		return one(l, "item", i.Kind)
	}
	return i.Title.Reveal()
}

// size is a file's size as people say it.
func size(l text.Lang, n int64) string {
	if n < 1<<20 {
		return l.Say("size.kb", (n+1023)>>10)
	}
	return l.Say("size.mb", (n+(1<<20)-1)>>20)
}
