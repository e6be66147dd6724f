package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
	"vypiska/templates"
)

// kindDisclosures is the kind of an order for a sealed list of disclosures: to
// whom a patient's data went (152-FZ, art. 14). Its copy is a paper.
const kindDisclosures = "disclosures"

// DisclosuresAsk is a wish for a sealed list of disclosures.
type DisclosuresAsk struct {
	From, To string // YYYY-MM-DD or empty
	Lang     string // ru (default), en
}

// OrderDisclosures takes a patient's wish for the list about themselves. It goes
// the way of every order: watched, downloaded, shown by links, kept, destroyed.
func (d *Desk) OrderDisclosures(ctx context.Context, v Visitor, a DisclosuresAsk) (Order, error) {
	if v.Role != policy.Patient {
		return Order{}, ErrVisitor
	}
	row, err := d.orderRow(v, OrderAsk{Patient: string(v.Subject), Kind: string(policy.Signed), From: a.From, To: a.To, Lang: a.Lang})
	if err != nil {
		return Order{}, err
	}
	row.Kind = kindDisclosures
	if err := d.openToPatient(ctx, v); err != nil {
		return Order{}, err
	}
	return d.place(ctx, row, register.Entry{Time: row.Created, Event: register.Order, Actor: v.Account, Recipient: row.Subject, Patient: row.Patient,
		Kind: kindDisclosures, Basis: policy.BasisDisclosures, Order: row.ID})
}

// mayTell decides about the list of an order as of now: the patient's own, unless
// they have forbidden all cabinets.
func (d *Desk) mayTell(a policy.Ask, blocks []policy.Block) (policy.Warrant, error) {
	own := policy.Ask{Asker: a.Asker, Patient: a.Patient, Kind: policy.Signed, Lang: a.Lang}
	if _, err := policy.Decide(own, policy.Facts{Settings: d.Settings, Blocks: blocks}, d.Now()); err != nil {
		return policy.Warrant{}, err
	}
	return policy.DecidePaper(policy.PaperAsk{Asker: a.Asker, Paper: policy.Disclosures, Patient: a.Patient}, d.Now())
}

// tell makes the list of an order.
func (d *Desk) tell(ctx context.Context, o db.OrderRow, a policy.Ask) error {
	blocks, err := d.blocks(ctx, a.Patient)
	if err != nil {
		return err
	}
	w, err := d.mayTell(a, blocks)
	if err != nil {
		return err
	}
	c, err := d.listed(ctx, w, o.From, o.To, o.Lang)
	if err != nil {
		return err
	}
	return orderKeeper{d, o}.Keep(ctx, c, exporter.Origin{})
}

// SealDisclosures makes the list about a patient for the officer, who hands it to
// a patient that asked, and returns its number.
func (d *Desk) SealDisclosures(ctx context.Context, v Visitor, patient string) (string, error) {
	if v.Role != policy.Officer {
		return "", ErrVisitor
	}
	if !fhirID(patient) {
		return "", ErrNotFound
	}
	w, err := policy.DecidePaper(policy.PaperAsk{Asker: policy.Asker{Role: v.Role, Subject: record.Ref(v.Account)}, Paper: policy.Disclosures, Patient: record.PatientID(patient)}, d.Now())
	if err != nil {
		return "", err
	}
	c, err := d.listed(ctx, w, "", "", "ru")
	if errors.Is(err, record.ErrNoPatient) {
		err = ErrNotFound
	}
	if err != nil {
		return "", err
	}
	return c.Number().String(), d.keepPaper(ctx, c, d.Keep, func(*db.Tx) error { return nil })
}

// listed draws and seals the list a warrant is about.
func (d *Desk) listed(ctx context.Context, w policy.Warrant, from, to, lang string) (issued.Copy, error) {
	n, err := numbers{d.house}.Reserve(ctx)
	if err != nil {
		return issued.Copy{}, err
	}
	list, err := d.accounting(ctx, n, w, from, to)
	if err != nil {
		return issued.Copy{}, err
	}
	p, err := d.forms.Disclosures(list, lang)
	if err != nil {
		return issued.Copy{}, fmt.Errorf("draw: %w", err)
	}
	return issued.SealPaper(ctx, w, issued.Draft{Number: n, PDF: p.PDF, Pages: p.Pages, MadeAt: w.AsOf(), MarkPage: p.MarkPage, MarkRect: p.MarkRect,
		Form: p.Form, FormVersion: p.Version, FormHash: p.Hash}, d.house.Signer)
}

// accounting is what the form tells: whole, oldest first, from the register.
func (d *Desk) accounting(ctx context.Context, n issued.Number, w policy.Warrant, from, to string) (templates.Disclosures, error) {
	who, err := d.Directory.Person(ctx, record.Ref("Patient/"+string(w.Patient())))
	if err != nil {
		return templates.Disclosures{}, err
	}
	period, err := days(from, to)
	if err != nil {
		return templates.Disclosures{}, err
	}
	list := templates.Disclosures{Number: n.String(), Issuer: d.Clinic.Issuer, IssuedAt: w.AsOf(), Patient: who.Name, Birth: who.Birth, Period: period,
		Mark: exporter.MarkOf(d.house.Signer), VerifyURL: d.verifyAt(n)}
	names := namer{desk: d, known: map[string]exporter.Text{"Patient/" + string(w.Patient()): who.Name}}
	given, err := d.givenOut(ctx, string(w.Patient()))
	if err != nil {
		return list, err
	}
	for _, g := range given {
		if day := g.Time.Format(time.DateOnly); from != "" && day < from || to != "" && day > to {
			continue
		}
		if g.Recipient, err = names.of(ctx, g.to); err != nil {
			return list, err
		}
		list.Entries = append(list.Entries, g.Disclosure)
	}
	return list, nil
}

// given is a line of the list, and the id of whom data went to.
type given struct {
	templates.Disclosure
	to string
}

// givenOut are the ways on which data of a patient left: downloads, copies handed
// over, documents in insurers' packages, and the lists that doctors looked at.
func (d *Desk) givenOut(ctx context.Context, patient string) (out []given, err error) {
	bases := map[string]string{}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		for r, err := range register.Export(ctx, view.Register(), register.Filter{Patient: patient}) {
			if err != nil {
				return err
			}
			if makes(r.Event) {
				bases[r.Number] = r.Basis
			}
			role := roleOf(r.Recipient)
			event, left := leaves(r.Entry, role)
			if !left {
				continue
			}
			if shared, err := bearer(ctx, view, r.Link); err != nil {
				return err
			} else if shared {
				role = "bearer"
			}
			if r.Basis == "" {
				r.Basis = bases[r.Number]
			}
			out = append(out, given{to: r.Recipient, Disclosure: templates.Disclosure{Time: r.Time.In(d.Now().Location()), Event: event, Role: role,
				Number: r.Number, Kind: r.Kind, Basis: exporter.NewText(r.Basis)}})
		}
		return nil
	})
	return out, err
}

// leaves reports whether data left by what an entry tells, and the word for it.
func leaves(e register.Entry, role string) (event string, left bool) {
	switch {
	case e.Event == register.Download, e.Event == register.Release, e.Event == register.Look && role == "doctor":
		return string(e.Event), true
	case (e.Event == register.Issue || e.Event == register.Subject) && role == "insurer": // into a package
		return string(register.Package), true
	}
	return "", false
}

// bearer reports whether a download was by a link that opens to whoever has it.
func bearer(ctx context.Context, view *db.View, link string) (bool, error) {
	if link == "" {
		return false, nil
	}
	l, err := links.Find(ctx, view.Links(), links.ID(link))
	if errors.Is(err, links.ErrUnknown) {
		return false, nil
	}
	return l.Audience == links.Bearer, err
}

// roleOf is whom the register names: by the id in the MIS, by the login of
// staff, or as an operator.
func roleOf(recipient string) string {
	kind, _, _ := strings.Cut(recipient, "/")
	if role := map[string]string{"Patient": "patient", "Practitioner": "doctor", "Organization": "insurer"}[kind]; role != "" {
		return role
	}
	if l, err := account.ParseLogin(recipient); err == nil {
		return map[byte]string{'R': "reception", 'O': "officer"}[l.String()[0]]
	}
	if strings.HasPrefix(recipient, "operator:") {
		return "operator"
	}
	return ""
}

// namer puts people's names in the place of their ids.
type namer struct {
	desk  *Desk
	known map[string]exporter.Text
}

func (n namer) of(ctx context.Context, id string) (exporter.Text, error) {
	if name, ok := n.known[id]; ok {
		return name, nil
	}
	name := exporter.NewText(id)
	if strings.HasPrefix(id, "Practitioner/") {
		p, err := n.desk.Directory.Person(ctx, record.Ref(id))
		if err != nil && !errors.Is(err, record.ErrNoPatient) {
			return name, fmt.Errorf("name a doctor: %w", err)
		}
		if err == nil && !p.Name.Empty() {
			name = p.Name
		}
	}
	n.known[id] = name
	return name, nil
}
