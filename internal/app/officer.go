package app

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/account"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Entry is one line of the register, and RegisterEntry the same with its number.
type (
	Entry         = register.Entry
	RegisterEntry = register.Record
)

// RegisterAsk says which part of the register is to be seen. Empty fields ask
// for everything.
type RegisterAsk struct {
	Patient, Number string
	Event           string
	Day             string // YYYY-MM-DD, in the clinic's zone
	Before          int64  // entries numbered below; 0: from the end on
}

// registerPage is how many entries a page of the register has.
const registerPage = 50

// RegisterPage is some entries, the newest first, and where the register stands.
type RegisterPage struct {
	Entries []RegisterEntry
	Next    int64 // Before of the next page; 0: there is none
	Size    int64 // of the whole register
	Root    string
}

// RegisterState is what a check of the whole register found.
type RegisterState struct {
	Intact bool
	Size   int64
	Root   string
	Faults []string // sentences without any entry's text
}

// SeeRegister shows the officer a page of the register. The look itself is an
// entry, made before it returns. Errors: ErrVisitor, *AskError.
func (d *Desk) SeeRegister(ctx context.Context, v Visitor, a RegisterAsk) (RegisterPage, error) {
	f, err := d.registerFilter(v, a)
	if err != nil {
		return RegisterPage{}, err
	}
	if err := d.looked(ctx, v, a.Patient, "page"+a.words()); err != nil {
		return RegisterPage{}, err
	}
	before := a.Before
	if before <= 0 {
		before = math.MaxInt64
	}
	var p RegisterPage
	err = d.house.DB.View(ctx, func(view *db.View) error {
		head, err := view.Register().Head(ctx)
		if err != nil {
			return err
		}
		p.Size, p.Root = head.Size, head.Root.String()
		p.Entries, err = register.Newest(ctx, view.Register(), f, register.Event(a.Event), before, registerPage+1)
		return err
	})
	if len(p.Entries) > registerPage {
		p.Entries = p.Entries[:registerPage]
		p.Next = p.Entries[registerPage-1].Seq
	}
	for i := range p.Entries {
		p.Entries[i].Time = p.Entries[i].Time.In(d.Now().Location())
	}
	return p, err
}

// words are what a look asked for, as its entry says it.
func (a RegisterAsk) words() string {
	var b strings.Builder
	for _, w := range []struct{ name, value string }{{"event", a.Event}, {"day", a.Day}, {"number", a.Number}} {
		if w.value != "" {
			b.WriteString(", " + w.name + " " + w.value)
		}
	}
	return b.String()
}

func (d *Desk) registerFilter(v Visitor, a RegisterAsk) (register.Filter, error) {
	f := register.Filter{Patient: a.Patient}
	switch {
	case v.Role != policy.Officer:
		return f, ErrVisitor
	case a.Patient != "" && !fhirID(a.Patient):
		return f, &AskError{"patient", "the id of a patient in the clinic's system"}
	case a.Event != "" && !register.Event(a.Event).Known():
		return f, &AskError{"event", "one of the register's events"}
	}
	if a.Number != "" {
		n, err := issued.ParseNumber(a.Number)
		if err != nil {
			return f, &AskError{"number", "the number of a copy"}
		}
		f.Number = n.String()
	}
	if a.Day != "" {
		day, err := time.ParseInLocation(time.DateOnly, a.Day, d.Now().Location())
		if err != nil {
			return f, &AskError{"day", "a day as YYYY-MM-DD"}
		}
		f.From, f.To = day, day.AddDate(0, 0, 1)
	}
	return f, nil
}

// RegisterEvents are the words a register's filter may ask for.
func RegisterEvents() []string {
	var out []string
	for _, e := range register.Events() {
		out = append(out, string(e))
	}
	return out
}

// CheckRegister checks the whole register for the officer.
func (d *Desk) CheckRegister(ctx context.Context, v Visitor) (RegisterState, error) {
	if v.Role != policy.Officer {
		return RegisterState{}, ErrVisitor
	}
	if err := d.looked(ctx, v, "", "check"); err != nil {
		return RegisterState{}, err
	}
	r, err := d.house.Verify(ctx)
	if err != nil {
		return RegisterState{}, fmt.Errorf("check the register: %w", err)
	}
	s := RegisterState{Intact: r.Intact(), Size: r.Size, Root: r.Root.String()}
	for _, f := range r.Faults {
		s.Faults = append(s.Faults, f.String())
	}
	return s, nil
}

// ExportRegister writes the entries asked for as CSV, oldest first. The export is
// in the register before its first byte is written.
func (d *Desk) ExportRegister(ctx context.Context, v Visitor, a RegisterAsk, w io.Writer) error {
	f, err := d.registerFilter(v, a)
	if err != nil {
		return err
	}
	if a.Event != "" {
		return &AskError{"event", "nothing: an export has all events"}
	}
	if err := d.looked(ctx, v, a.Patient, "export"+a.words()); err != nil {
		return err
	}
	return d.house.ExportRegister(ctx, w, f, true)
}

// Fruitless is an order that came to nothing, or waits for somebody to look at it.
type Fruitless struct {
	ID, Account, Role, Patient, Kind string
	Status                           string // refused, failed, review
	Refusal                          string // rule or code
	Why                              string // types, rules and places, never a value; mostly empty
	Created                          time.Time
}

// FruitlessOrders lists such orders for the officer; before is Next of the page before.
func (d *Desk) FruitlessOrders(ctx context.Context, v Visitor, before string) (p Page[Fruitless], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.FruitlessOrders(ctx, before, pageRows+1)
		found := pageOf(rows, func(o db.OrderRow) string { return o.ID })
		p.Next = found.Next
		for _, o := range found.List {
			code, why, _ := strings.Cut(o.Refusal, ": ")
			p.List = append(p.List, Fruitless{ID: o.ID, Account: o.Account, Role: o.Role, Patient: o.Patient, Kind: o.Kind,
				Status: o.Status, Refusal: code, Why: why, Created: o.Created.In(d.Now().Location())})
		}
		return err
	})
	return p, err
}

// Holder is an account as the officer sees it.
type Holder struct {
	Login, Role, Subject string
	State                string // waiting, lapsed, active, disabled
	Codes                bool   // one-time codes are asked for
	Created              time.Time
}

// AccountList lists the accounts, the newest first, of one role or, for "", of all;
// before is Next of the page before.
func (d *Desk) AccountList(ctx context.Context, v Visitor, role, before string) (p Page[Holder], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	until, skip := accountsFrom(before, d.Now())
	all, err := d.People.Newest(ctx, role, until, skip, pageRows+1)
	if err != nil {
		return p, err
	}
	// A login is half of what opens a cabinet, so the key is a time and how many
	// accounts of that time were shown.
	seen := func(a account.Account) string {
		n := 0
		for _, b := range all[:pageRows] {
			if b.Created.Equal(a.Created) {
				n++
			}
		}
		if a.Created.Equal(until) {
			n += skip
		}
		return fmt.Sprintf("%d.%d", a.Created.UnixMicro(), n)
	}
	found := pageOf(all, seen)
	p.Next = found.Next
	for _, a := range found.List {
		p.List = append(p.List, Holder{Login: a.Login.String(), Role: string(a.Role), Subject: string(a.Subject), State: string(a.State(d.Now())),
			Codes: a.Codes, Created: a.Created.In(d.Now().Location())})
	}
	return p, nil
}

// accountsFrom reads a page's key; what is none is the first page.
func accountsFrom(before string, now time.Time) (until time.Time, skip int) {
	var micros int64
	if n, err := fmt.Sscanf(before, "%d.%d", &micros, &skip); n != 2 || err != nil || skip < 0 {
		return now, 0
	}
	return time.UnixMicro(micros).UTC(), skip
}
