package fhir

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

var _ record.Directory = (*Live)(nil)

// Find implements record.Directory. It reads every person's resource again: a
// directory stands for a small MIS.
func (d *Dir) Find(ctx context.Context, q record.Query) ([]record.Found, error) {
	kind := "Patient/"
	if q.Practitioner {
		kind = "Practitioner/"
	}
	var keys []string
	for key := range d.ix.byKey {
		if strings.HasPrefix(key, kind) {
			keys = append(keys, key)
		}
	}
	for key := range d.asleep {
		if strings.HasPrefix(key, kind) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	shelf := d.shelf()
	defer shelf.close()
	var found []record.Found
	for _, key := range keys {
		if err := ctx.Err(); err != nil || len(found) == record.MostFound {
			return found, err
		}
		f, ok, err := d.person(shelf, key)
		if err != nil {
			return nil, fmt.Errorf("find a person: %w", err)
		}
		if ok && q.Fits(f) {
			found = append(found, f)
		}
	}
	return found, nil
}

// Person implements record.Directory.
func (d *Dir) Person(_ context.Context, ref record.Ref) (record.Found, error) {
	shelf := d.shelf()
	defer shelf.close()
	f, ok, err := d.person(shelf, string(ref))
	if err != nil {
		return record.Found{}, fmt.Errorf("find a person: %w", err)
	}
	if !ok {
		return record.Found{}, d.unknown()
	}
	return f, nil
}

// person reads a patient or practitioner; ok is false for anything else, and
// for one that was entered in error.
func (d *Dir) person(shelf loader, key string) (f record.Found, ok bool, err error) {
	e := d.asleep[key]
	if h := d.ix.byKey[key]; h != nil {
		e = h.newest
	}
	if e == nil || e.verdict != "" {
		return record.Found{}, false, nil
	}
	raw, err := shelf.load(e)
	if err != nil {
		return record.Found{}, false, err
	}
	r, err := decodeChecked(raw)
	if err != nil {
		_, what := explain(err)
		return record.Found{}, false, d.ix.faultAt(e, what)
	}
	f, ok = foundOf(key, r)
	return f, ok, nil
}

// foundOf is a patient or practitioner as reception sees them.
func foundOf(key string, r any) (f record.Found, ok bool) {
	f.Ref = record.Ref(key)
	switch p := r.(type) {
	case *patient:
		who := record.Patient{Names: names(p.Name), Identifiers: identifierList(p.Identifier)}
		f.Name, f.Card = who.Name().Full(), who.Identifier(record.CardNumber)
		f.Birth, f.Contacts = record.NewBirthDate(p.Birth.Date), contacts(inUse(p.Telecom))
	case *practitioner:
		who := record.Patient{Names: names(p.Name)}
		f.Name, f.Contacts = who.Name().Full(), contacts(inUse(p.Telecom))
	default:
		return record.Found{}, false
	}
	return f, true
}

// Find implements record.Directory.
func (l *Live) Find(ctx context.Context, q record.Query) ([]record.Found, error) {
	d, err := l.current(ctx)
	if err != nil {
		return nil, err
	}
	return d.Find(ctx, q)
}

// Person implements record.Directory.
func (l *Live) Person(ctx context.Context, ref record.Ref) (record.Found, error) {
	d, err := l.current(ctx)
	if err != nil {
		return record.Found{}, err
	}
	return d.Person(ctx, ref)
}
