package fhir

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// settle closes the index: one version of each resource, then whose it is, then
// what nobody will see.
func (ix *index) settle() {
	ix.seen = nil
	groups, order := map[string][]*entry{}, []string{}
	for _, e := range ix.entries {
		if groups[e.key] == nil {
			order = append(order, e.key)
		}
		groups[e.key] = append(groups[e.key], e)
	}
	conflicts := map[string]*record.Fault{}
	for _, key := range order {
		if f := ix.choose(key, groups[key]); f != nil {
			conflicts[key] = f
		}
	}
	for _, key := range order {
		ix.introduce(key)
	}
	for _, key := range order { // a Provenance is the patient's if its targets are
		if e := ix.byKey[key].newest; e.typ != "Provenance" {
			ix.assign(e)
		}
	}
	for _, key := range order {
		if e := ix.byKey[key].newest; e.typ == "Provenance" {
			ix.assign(e)
		}
	}
	ix.list()
	for _, key := range order {
		if f := conflicts[key]; f != nil {
			ix.spoil(f, groups[key])
		}
	}
	ix.checkPages()
	ix.checkPatients()
	ix.notice(order)
}

// choose takes the newest of the copies of one resource. Two contents of one
// version are a fault; of practitioners and organizations each bundle keeps its
// own (R4, 3.1.9: a reference is looked for in the bundle first), with a notice.
func (ix *index) choose(key string, copies []*entry) *record.Fault {
	best := copies[0]
	for _, e := range copies[1:] {
		if newer(e, best) {
			best = e
		}
	}
	h := &holding{newest: best}
	ix.byKey[key] = h
	if len(copies) > 1 && !best.owned && best.typ != "Patient" {
		h.near = map[int]*entry{}
	}
	var rivals []*entry
	like := likeness{ix: ix, a: best}
	for _, e := range copies {
		if h.near != nil && !newer(best, e) {
			h.near[e.source] = e
		}
		if e == best || newer(best, e) || e.version == best.version && like.same(e) {
			continue
		}
		rivals = append(rivals, e)
	}
	if len(rivals) == 0 {
		return nil
	}
	if describes[best.typ] && apart(append(rivals, best), ix) {
		h.rivals = true
		ix.notices = append(ix.notices, ix.faultAt(best, fmt.Sprintf("%d other texts of the same version elsewhere; each bundle's own is used", len(rivals))))
		return nil
	}
	if pictures[best.typ] {
		best.verdict = "another text of the same version is elsewhere, so it is not known which holds"
		return nil
	}
	other := rivals[0]
	f := ix.faultAt(other, "another text of the same version is in "+ix.sources[best.source].name+" ("+ix.place(best)+"), so it is not known which holds")
	ix.faults = append(ix.faults, f)
	return f
}

// describes are the types whose text decides nothing.
var describes = wordSet("Practitioner Organization")

// apart reports whether each lies in a bundle of its own.
func apart(list []*entry, ix *index) bool {
	seen := map[int]bool{}
	for _, e := range list {
		if seen[e.source] || !ix.sources[e.source].bundle {
			return false
		}
		seen[e.source] = true
	}
	return true
}

// newer reports whether a is certainly a later version than b.
func newer(a, b *entry) bool {
	if a.version == "" || b.version == "" || a.version == b.version {
		return false
	}
	x, errX := strconv.ParseUint(a.version, 10, 64)
	y, errY := strconv.ParseUint(b.version, 10, 64)
	if errX == nil && errY == nil {
		return x > y
	}
	return !a.updated.IsZero() && b.updated.Before(a.updated) && !b.updated.IsZero()
}

// sameContent compares bytes, and what they mean where only their order or
// white space differ. Numbers count as written.
func (ix *index) sameContent(a, b *entry) bool {
	like := likeness{ix: ix, a: a}
	return like.same(b)
}

// likeness compares others with one, which it reads once.
type likeness struct {
	ix   *index
	a    *entry
	text []byte
}

func (l *likeness) same(b *entry) bool {
	if l.a.sum == b.sum {
		return true
	}
	if l.text == nil {
		l.text = l.ix.meaning(l.a)
	}
	y := l.ix.meaning(b)
	return y != nil && bytes.Equal(l.text, y)
}

// meaning is a resource's content in one order; nil where it cannot be read.
func (ix *index) meaning(e *entry) []byte {
	shelf := ix.open()
	defer shelf.close()
	raw, err := shelf.load(e)
	if err != nil {
		return nil
	}
	return ordered(raw)
}

func ordered(raw []byte) []byte {
	v := jsontext.Value(bytes.Clone(raw))
	if v.Format(already, jsontext.ReorderRawObjects(true)) != nil {
		return bytes.Clone(raw)
	}
	return v
}

// introduce lets a resource be found by identifier, and a role by its practitioner.
func (ix *index) introduce(key string) {
	h := ix.byKey[key]
	all := []*entry{h.newest}
	if h.rivals {
		all = slices.AppendSeq(all, maps.Values(h.near))
	}
	for _, e := range all {
		for _, who := range e.identities {
			at := typedIdentity{e.typ, who}
			if other, ok := ix.byWho[at]; ok && other != key {
				ix.byWho[at] = ""
			} else {
				ix.byWho[at] = key
			}
		}
	}
	if e := h.newest; e.role.kind != noPointer {
		if p := ix.find(e.role, e.source, "Practitioner"); p != "" {
			ix.roles[p] = append(ix.roles[p], key)
		}
	}
}

// assign finds the patients a resource belongs to by its own references.
func (ix *index) assign(e *entry) {
	if e.typ == "Patient" {
		e.patients = []record.PatientID{idOf(e.key)}
		return
	}
	for _, p := range e.owners {
		if e.typ != "Provenance" {
			if key := ix.find(p, e.source, "Patient"); key != "" {
				e.patients = append(e.patients, idOf(key))
			}
			continue
		}
		if key := ix.find(p, e.source); key != "" {
			target := ix.byKey[key].newest
			if target.typ == "Patient" {
				e.patients = append(e.patients, idOf(key))
			} else if target.typ != "Provenance" {
				e.patients = append(e.patients, target.patients...)
			}
		}
	}
	slices.Sort(e.patients)
	e.patients = slices.Compact(e.patients)
}

func idOf(key string) record.PatientID {
	_, id, _ := strings.Cut(key, "/")
	return record.PatientID(id)
}

// list fills the patients' own resources. Superseded copies do not get in, but
// the file they are in counts as one of the patient's.
func (ix *index) list() {
	for _, e := range ix.entries {
		h := ix.byKey[e.key]
		for _, id := range h.newest.patients {
			ix.sources[e.source].patients[id] = true
			if e != h.newest {
				continue
			}
			ix.own[id] = append(ix.own[id], e)
			if e.typ == "Patient" && e.verdict == "" {
				ix.patients = append(ix.patients, id)
			}
		}
	}
	slices.Sort(ix.patients)
}

// spoil withholds the records a conflict may touch: its owners', or, for a
// resource of nobody alone, all of the files it is in.
func (ix *index) spoil(f *record.Fault, copies []*entry) {
	for _, e := range copies {
		newest := ix.byKey[e.key].newest
		if newest.owned || newest.typ == "Patient" {
			old := *e
			old.patients = nil
			ix.assign(&old)
			ix.taint(f, old.patients...)
			continue
		}
		for id := range ix.sources[e.source].patients {
			ix.taint(f, id)
		}
	}
}

// checkPages finds a page of a search whose next page is not here: what it
// holds is part of a record.
func (ix *index) checkPages() {
	here := map[string]bool{}
	for _, s := range ix.sources {
		here[s.self] = true
	}
	for _, s := range ix.sources {
		if s.next == "" || here[s.next] {
			continue
		}
		f := &record.Fault{File: s.name, Place: "link", What: "one page of a search, and the next page is not in the directory; fetch all pages"}
		ix.faults = append(ix.faults, f)
		for id := range s.patients {
			ix.taint(f, id)
		}
	}
}

// checkPatients: a source without any Patient is not one of records.
func (ix *index) checkPatients() {
	if ix.unowned || len(ix.patients) > 0 || len(ix.faults) > 0 || len(ix.sources) == 0 {
		return
	}
	name := ix.sources[0].name
	if n := len(ix.sources); n > 1 {
		name = fmt.Sprintf("%s and %d more", name, n-1)
	}
	ix.faults = append(ix.faults, &record.Fault{File: name, What: "no Patient resource, so it is nobody's record"})
}

// notice tells what will be in nobody's copy.
func (ix *index) notice(order []string) {
	var list []left
	for _, key := range order {
		e := ix.byKey[key].newest
		switch {
		case e.verdict == silent:
			continue
		case e.verdict != "":
			list = append(list, left{e, "left out: " + e.verdict})
			continue
		case e.owned && len(e.owners) == 0:
			list = append(list, left{e, "left out: names no patient (subject, patient or beneficiary)"})
			continue
		case e.owned && len(e.patients) == 0 && e.typ != "Provenance":
			list = append(list, left{e, "left out: its patient is nowhere in the source"})
			continue
		}
		list = append(list, ix.strays(e)...)
	}
	ix.notices = append(ix.notices, ix.gather(list)...)
}

// left is a resource and why it, or a part of it, was left out.
type left struct {
	e   *entry
	why string
}

// strays are links of a patient's resource that lead to somebody else's, or nowhere.
func (ix *index) strays(e *entry) []left {
	var out []left
	for _, p := range e.links {
		key := ix.find(p, e.source)
		if key == "" {
			out = append(out, left{e, "points to a result or picture that is nowhere in the source"})
			continue
		}
		target := ix.byKey[key].newest
		if target.verdict == "" && len(target.owners) > 0 && len(target.patients) > 0 && !slices.Equal(target.patients, e.patients) {
			out = append(out, left{e, "points to another patient's " + key + ", which is left out"})
		}
	}
	return out
}

// gather makes one notice of resources of one file that were left out for one reason.
func (ix *index) gather(list []left) []*record.Fault {
	slices.SortStableFunc(list, func(a, b left) int {
		return cmp.Or(cmp.Compare(a.e.source, b.e.source), cmp.Compare(a.why, b.why))
	})
	const named = 10
	var out []*record.Fault
	for i := 0; i < len(list); {
		j := i
		var keys []string
		for ; j < len(list) && list[j].e.source == list[i].e.source && list[j].why == list[i].why; j++ {
			if k := list[j].e.key; !slices.Contains(keys, k) && len(keys) < named {
				keys = append(keys, k)
			}
		}
		place := strings.Join(keys, ", ")
		if more := j - i - len(keys); more > 0 && len(keys) == named {
			place += " and " + itoa(more) + " more"
		}
		out = append(out, &record.Fault{File: ix.sources[list[i].e.source].name, Place: place, What: list[i].why})
		i = j
	}
	return out
}
