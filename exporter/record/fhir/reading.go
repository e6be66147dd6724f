package fhir

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"

	"vypiska/exporter/record"
)

// reading gathers a server's answers about one patient. The index finds their
// faults and whose each resource is, as it does for files; a search's filter is
// never believed.
type reading struct {
	s      *Server
	can    *abilities
	id     record.PatientID
	budget *budget

	mu    sync.Mutex
	ix    *index
	texts [][]byte        // of the answers, in the order of ix.sources
	read  map[string]bool // Type/id that were asked for one by one
	homes map[string]bool // what the server calls itself in its fullUrls
}

func newReading(s *Server, can *abilities, id record.PatientID) *reading {
	r := &reading{s: s, can: can, id: id, budget: newBudget(s.limits), read: map[string]bool{}, homes: map[string]bool{s.web.base.String(): true}}
	r.ix = newIndex(func() loader { return r })
	r.ix.hold = true
	return r
}

// load implements loader.
func (r *reading) load(e *entry) ([]byte, error) { return r.texts[e.source][e.start:e.end], nil }

func (r *reading) close() {}

// add takes one answer into the index.
func (r *reading) add(name string, raw []byte) leaf {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := len(r.ix.entries)
	r.ix.addSource(name, raw, false)
	r.texts = append(r.texts, raw)
	for _, e := range r.ix.entries[first:] {
		if b := base(e.url); b != "" {
			r.homes[b] = true
		}
	}
	src := r.ix.sources[len(r.ix.sources)-1]
	p := leaf{src.next, src.total, src.matches}
	src.next = "" // followed by the client
	return p
}

// patient reads the Patient: without one, or with one that another has taken the
// place of, there is no record.
func (r *reading) patient(ctx context.Context) error {
	raw, err := r.s.web.get(ctx, "Patient", r.s.web.address("Patient/"+string(r.id), nil))
	if errors.Is(err, errNowhere) {
		return record.ErrNoPatient
	}
	if err == nil {
		err = r.budget.take(len(raw))
	}
	if err != nil {
		return err
	}
	r.add("Patient", raw)
	for _, e := range r.ix.entries {
		if e.key != "Patient/"+string(r.id) {
			return &record.Fault{File: "Patient", Place: "id", What: "the server gave another resource than the one asked for"}
		}
		if e.verdict != "" {
			return record.ErrNoPatient
		}
	}
	return nil
}

// atOnce is how many requests of one record are under way at a time.
const atOnce = 4

// each does the work of n numbers, some at once, and stops at the first error.
func each(ctx context.Context, n int, work func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range min(atOnce, n) {
		all.Go(func() {
			for i := range next {
				if err := work(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// search does the searches and follows their pages.
func (r *reading) search(ctx context.Context, list []search) error {
	return each(ctx, len(list), func(ctx context.Context, i int) error {
		return r.s.web.pages(ctx, list[i], r.budget, r.add)
	})
}

// follow reads what the answers name and do not bring along: who did something,
// where, under which contract. It ends because every name is asked for once.
func (r *reading) follow(ctx context.Context) error {
	for {
		missing := r.missing()
		if len(missing) == 0 {
			return nil
		}
		err := each(ctx, len(missing), func(ctx context.Context, i int) error { return r.one(ctx, missing[i]) })
		if err != nil {
			return err
		}
	}
}

// one reads a resource. One that is not there is a reference that leads nowhere.
func (r *reading) one(ctx context.Context, key string) error {
	typ, _, _ := strings.Cut(key, "/")
	raw, err := r.s.web.get(ctx, typ, r.s.web.address(key, nil))
	if errors.Is(err, errNowhere) {
		return nil
	}
	if err == nil {
		err = r.budget.take(len(raw))
	}
	if err != nil {
		return err
	}
	r.add(typ, raw)
	return nil
}

// missing are the shared resources that are named, not here and not asked for
// yet; from now on they count as asked for.
func (r *reading) missing() []string {
	here := map[string]bool{}
	for _, e := range r.ix.entries {
		here[e.key] = true
	}
	var out []string
	want := func(p pointer, field string) {
		key := p.typ + "/" + p.id
		switch {
		case p.kind != toRelative && (p.kind != toURL || !r.homes[strings.TrimSuffix(p.url, "/"+key)]):
		case field == "url" && p.typ != "Binary", !shared[p.typ], r.can.types[p.typ] == nil, here[key], r.read[key]:
		default:
			r.read[key] = true
			out = append(out, key)
		}
	}
	for _, e := range r.ix.entries {
		named(r.texts[e.source][e.start:e.end], want)
	}
	slices.Sort(out)
	return out
}

// named finds the references in a resource, at any depth.
func named(raw []byte, found func(p pointer, field string)) {
	switch kindOf(raw) {
	case '{':
		for m := range members(raw) {
			if (m.name == "reference" || m.name == "url") && m.value[0] == '"' {
				found(pointTo(unquote(m.value)), m.name)
				continue
			}
			named(m.value, found)
		}
	case '[':
		for m := range elements(raw) {
			named(m.value, found)
		}
	}
}

// batch is how many resources one search names.
const batch = 40

// roles are the searches for the roles of the practitioners: their specialties.
func (r *reading) roles() []search {
	return r.about("PractitionerRole", "practitioner", func(e *entry) bool { return e.typ == "Practitioner" })
}

// provenance are the searches for where what is the patient's came from.
func (r *reading) provenance() []search {
	return r.about("Provenance", "target", func(e *entry) bool { return e.owned && e.typ != "Provenance" || e.typ == "Patient" })
}

// about searches a type by references to the entries that fit.
func (r *reading) about(typ, parameter string, fit func(*entry) bool) []search {
	if !r.can.has(typ, parameter) {
		return nil
	}
	var keys []string
	for _, e := range r.ix.entries {
		if fit(e) && !strings.Contains(e.key, "/sha256-") {
			keys = append(keys, e.key)
		}
	}
	slices.Sort(keys)
	var out []search
	for part := range slices.Chunk(slices.Compact(keys), batch) {
		out = append(out, search{typ, typ, url.Values{parameter: {strings.Join(part, ",")}, "_count": {pageSize}}})
	}
	return out
}

// record puts the record together. Any fault in any answer refuses it: all of
// them were asked for this patient.
func (r *reading) record() (record.Record, error) {
	r.ix.settle()
	if len(r.ix.faults) > 0 {
		return record.Record{}, joinFaults(r.ix.faults)
	}
	rec, err := r.ix.assemble(r.id)
	if err != nil {
		return rec, err
	}
	if r.s.notice != nil {
		for _, n := range r.ix.notices {
			r.s.notice(n)
		}
	}
	base := r.s.web.base
	rec.Origin = record.Origin{
		Kind: record.FromServer, Name: base.Host + base.Path, Software: r.can.software, FHIR: r.can.version,
		Answers: len(r.ix.sources), LeftOut: len(r.ix.notices), Warnings: r.ix.warned,
	}
	return rec, nil
}
