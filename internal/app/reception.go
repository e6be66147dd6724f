package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/templates"
)

// ErrHasAccess says that the person has an account that is not closed: what was
// lost is replaced, or the account closed first.
var ErrHasAccess = errors.New("the person has an account already")

// Person is somebody in the MIS with what the house has of them: nothing medical.
type Person struct {
	record.Found
	Role     policy.Role // of an account they may have
	Accounts []AccountRow
	Blocks   []BlockRow // that stand; of patients
	Links    []LinkRow  // that open now: to copies about a patient, or made for a doctor
	Consents []Consent  // to contracts of insurers; of patients
}

// AccountRow is an account as reception sees it.
type AccountRow struct {
	Login      string
	State      string    // waiting, lapsed, active, disabled
	FirstUntil time.Time // end of the first password while it waits
	Created    time.Time
}

// LinkRow is a link that opens now. It opens nothing by itself.
type LinkRow struct {
	ID, Number, Kind, Recipient string
	Audience                    string // self, bearer
	PIN                         bool
	Expires                     time.Time
	Left                        int // downloads
}

// Slip is the sheet handed to a person: a PDF that is sent once and kept nowhere.
type Slip struct {
	Login string
	PDF   []byte
}

// FindPeople looks people up in the MIS for reception.
func (d *Desk) FindPeople(ctx context.Context, v Visitor, q record.Query) ([]record.Found, error) {
	if v.Role != policy.Reception {
		return nil, ErrVisitor
	}
	if !q.Enough() {
		return nil, &AskError{"query", "a card's number, or a name of at least three letters and a birth date; for a doctor a name"}
	}
	return d.Directory.Find(ctx, q)
}

// FindPerson shows reception one person and what the house has of them.
func (d *Desk) FindPerson(ctx context.Context, v Visitor, ref string) (Person, error) {
	role, err := d.served(v, ref)
	if err != nil {
		return Person{}, err
	}
	p := Person{Role: role}
	if p.Found, err = d.Directory.Person(ctx, record.Ref(ref)); err != nil {
		return Person{}, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error { return d.fill(ctx, view, &p) })
	return p, err
}

// served names the role of an account for the person, where the visitor may
// look after it: reception, after patients and doctors.
func (d *Desk) served(v Visitor, ref string) (policy.Role, error) {
	kind, id, _ := strings.Cut(ref, "/")
	role := map[string]policy.Role{"Patient": policy.Patient, "Practitioner": policy.Doctor}[kind]
	switch {
	case v.Role != policy.Reception:
		return "", ErrVisitor
	case role == "" || !fhirID(id):
		return "", ErrNotFound
	}
	return role, nil
}

// fill adds the house's own rows about a person.
func (d *Desk) fill(ctx context.Context, view *db.View, p *Person) error {
	rows, err := view.Accounts().Of(ctx, string(p.Role), string(p.Ref))
	if err != nil {
		return err
	}
	for _, r := range rows {
		p.Accounts = append(p.Accounts, d.accountRow(r))
	}
	if p.Role == policy.Doctor {
		p.Links, err = d.liveLinks(ctx, view, links.Filter{Recipient: string(p.Ref)})
		return err
	}
	patient := strings.TrimPrefix(string(p.Ref), "Patient/")
	standing, err := view.StandingBlocks(ctx, patient)
	if err != nil {
		return err
	}
	for _, b := range standing {
		p.Blocks = append(p.Blocks, d.blockRow(b))
	}
	consents, err := view.ConsentsOf(ctx, patient)
	if err != nil {
		return err
	}
	p.Consents = d.consents(consents)
	numbers, err := view.NumbersOf(ctx, patient)
	for _, n := range numbers {
		if err == nil {
			var some []LinkRow
			some, err = d.liveLinks(ctx, view, links.Filter{Number: n})
			p.Links = append(p.Links, some...)
		}
	}
	return err
}

func (d *Desk) accountRow(r db.AccountRow) AccountRow {
	a := account.Of(r)
	return AccountRow{Login: r.Login, State: string(a.State(d.Now())), FirstUntil: r.FirstUntil.In(d.Now().Location()), Created: r.Created.In(d.Now().Location())}
}

func (d *Desk) liveLinks(ctx context.Context, view *db.View, f links.Filter) ([]LinkRow, error) {
	var out []LinkRow
	for l, err := range links.List(ctx, view.Links(), f, d.Now()) {
		if err != nil {
			return nil, err
		}
		c, err := view.Copy(ctx, l.Number)
		if err != nil {
			return nil, err
		}
		out = append(out, LinkRow{ID: string(l.ID), Number: l.Number, Kind: c.Kind, Recipient: l.Recipient, Audience: string(l.Audience),
			PIN: l.PIN, Expires: l.Expires.In(d.Now().Location()), Left: l.Left()})
	}
	return out, nil
}

// IssueAccess makes an account for a person of the MIS and prints its slip.
// ErrHasAccess where they have one. The slip is the only place that ever has the
// first password; a crash before it reaches the printer means to replace it.
func (d *Desk) IssueAccess(ctx context.Context, v Visitor, ref, lang string) (Slip, error) {
	p, err := d.FindPerson(ctx, v, ref)
	if err != nil {
		return Slip{}, err
	}
	for _, a := range p.Accounts {
		if a.State != string(account.Disabled) {
			return Slip{}, ErrHasAccess
		}
	}
	a, first, err := d.People.Add(ctx, p.Role, p.Ref, v.Account)
	if err != nil {
		return Slip{}, err
	}
	return d.slip(p, a, first, lang)
}

// ReplaceAccess gives an account a new first password after reception saw an
// identity document of that kind; everything that was open under the old one ends.
func (d *Desk) ReplaceAccess(ctx context.Context, v Visitor, ref, login, document, lang string) (Slip, error) {
	p, l, err := d.ownAccount(ctx, v, ref, login)
	if err != nil {
		return Slip{}, err
	}
	if !account.Document(document).Known() {
		return Slip{}, &AskError{"document", "the kind of the identity document that was shown"}
	}
	a, first, err := d.People.Reset(ctx, l, account.Document(document), v.Account)
	if err != nil {
		return Slip{}, err
	}
	return d.slip(p, a, first, lang)
}

// CloseAccess disables an account for good.
func (d *Desk) CloseAccess(ctx context.Context, v Visitor, ref, login string) error {
	_, l, err := d.ownAccount(ctx, v, ref, login)
	if err != nil {
		return err
	}
	return d.People.Disable(ctx, l, v.Account)
}

// ownAccount finds a person and the one of their accounts that is not closed.
func (d *Desk) ownAccount(ctx context.Context, v Visitor, ref, login string) (Person, account.Login, error) {
	p, err := d.FindPerson(ctx, v, ref)
	if err != nil {
		return Person{}, account.Login{}, err
	}
	for _, a := range p.Accounts {
		if a.Login == login && a.State != string(account.Disabled) {
			l, err := account.ParseLogin(login)
			return p, l, err
		}
	}
	return Person{}, account.Login{}, ErrNotFound
}

func (d *Desk) slip(p Person, a account.Account, first account.Password, lang string) (Slip, error) {
	if lang == "" {
		lang = "ru"
	}
	zone := d.Now().Location()
	paper, err := d.forms.Slip(templates.Slip{
		Issuer: d.Clinic.Issuer, IssuedAt: d.Now(), Person: p.Name, Role: string(a.Role), Login: exporter.NewText(a.Login.String()),
		Password: exporter.NewText(first.Text()), ValidUntil: a.FirstUntil.In(zone), Address: d.PublicURL + "/login",
	}, lang)
	if err != nil {
		return Slip{}, fmt.Errorf("print slip: %w", err)
	}
	return Slip{a.Login.String(), paper.PDF}, nil
}

// Documents are the kinds of identity documents reception may have seen.
func Documents() []string {
	var out []string
	for _, k := range account.Documents {
		out = append(out, string(k))
	}
	return out
}
