package fhir

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"hash/maphash"
	"slices"

	"vypiska/exporter/record"
)

// An island is a bundle that stands alone: everything its resources refer to is in
// it, nothing else refers to what belongs to its patients, and what it has of
// practitioners, organizations and contracts is word for word the same wherever
// else it is. Its own index says of its patients what the whole directory's would,
// so it is made anew for each record and only who is in it is kept: a directory
// of ten thousand such bundles needs the memory of one. Any doubt makes a bundle
// no island, and it is indexed with all others.
type island struct {
	sum      [sha256.Size]byte // of the file
	patients []*entry
	referred map[record.Ref][]record.PatientID // by whom
	notices  []*record.Fault
	shared   []*entry // nobody's resources, those it was the first to have
}

// survey looks at each file once, alone, and then tells which are islands.
type survey struct {
	seed    maphash.Seed
	islands []*island                    // by file; nil for no island
	kept    []*found                     // by file: of those that are no islands at first sight
	common  map[[sha256.Size]byte]*entry // what belongs to nobody, by its bytes
	names   map[uint64]int               // of what belongs to patients, and fullUrls -> a file that has it
	words   map[uint64][16]byte          // of what belongs to nobody, by its key
	differs map[uint64]bool              // keys of those that are not the same everywhere
	roles   map[uint64][]uint64          // practitioner -> roles anywhere
	keys    [][]uint64                   // of what belongs to nobody, by file
	staff   []map[uint64]bool            // practitioners, by file
	points  map[uint64]bool              // what files that are no islands refer to outside of themselves
	woken   map[int]bool                 // files that have a patient's resource in common with another
	all     bool                         // somebody is named by identifier alone: there are no islands
}

func newSurvey() *survey {
	return &survey{seed: maphash.MakeSeed(), names: map[uint64]int{}, common: map[[sha256.Size]byte]*entry{}, words: map[uint64][16]byte{}, differs: map[uint64]bool{},
		roles: map[uint64][]uint64{}, points: map[uint64]bool{}, woken: map[int]bool{}}
}

// found is what the survey found in a file: it need not be read again.
type found struct {
	src     *source
	entries []*entry
	warned  []string
}

// of is what became of a file; both are nil where it must be read.
func (s *survey) of(n int) (*island, *found) {
	if n >= len(s.islands) {
		return nil, nil
	}
	return s.islands[n], s.kept[n]
}

func (s *survey) hash(text string) uint64 { return maphash.String(s.seed, text) }

// wholeFile is a loader over the file's bytes.
type wholeFile []byte

func (m wholeFile) load(e *entry) ([]byte, error) { return m[e.start:e.end], nil }
func (wholeFile) close()                          {}

// alone is the index of one file's bytes. What it has in common with the files
// before need not be decoded again.
func alone(name string, raw []byte, lines bool, common map[[sha256.Size]byte]*entry) *index {
	ix := newIndex(func() loader { return wholeFile(raw) })
	ix.common, ix.hold = common, common == nil
	ix.addSource(name, raw, lines)
	return ix
}

// byIdentifier finds references that name somebody by identifier alone: those are
// objects, a resource's own identifiers a list.
func byIdentifier(raw []byte) (found bool) {
	eachValue(raw, "identifier", func(value []byte) { found = found || value[0] == '{' })
	return found
}

// eachValue calls do with what follows each name, from its first byte on, without
// knowing where it ends.
func eachValue(raw []byte, name string, do func([]byte)) {
	quoted := []byte(`"` + name + `"`)
	for {
		i := bytes.Index(raw, quoted)
		if i < 0 {
			return
		}
		raw = raw[i+len(quoted):]
		if at := white(raw, 0); at < len(raw) && raw[at] == ':' {
			if at = white(raw, at+1); at < len(raw) {
				do(raw[at:])
			}
		}
	}
}

// look surveys the next file.
func (s *survey) look(name string, raw []byte, lines bool) {
	n, ix := len(s.islands), alone(name, raw, lines, s.common)
	src := ix.sources[0]
	s.islands, s.kept, s.keys, s.staff = append(s.islands, nil), append(s.kept, nil), append(s.keys, nil), append(s.staff, map[uint64]bool{})
	shared := s.enter(n, ix)
	outside := s.outside(ix, raw)
	if src.faulty { // nobody knows what the faulty part held: any text may name a patient
		eachText(raw, func(t []byte) { outside = append(outside, s.hash("Patient/"+unquoted(t))) })
	}
	if byIdentifier(raw) || bytes.Contains(raw, []byte(`?identifier=`)) {
		s.all = true
	}
	stands := src.bundle && !src.faulty && src.next == "" && src.self == "" && len(outside) == 0 && !bytes.Contains(raw, []byte(`\u00`))
	switch {
	case stands && !s.all && !s.differ(n):
		s.islands[n] = settled(ix, raw, shared)
	case !src.faulty && len(ix.faults) == 0:
		s.kept[n] = &found{src, ix.entries, ix.warned}
	}
	if s.islands[n] == nil {
		for _, h := range outside {
			s.points[h] = true
		}
	}
}

// missing is a file that cannot be read.
func (s *survey) missing() {
	s.islands, s.kept, s.keys, s.staff = append(s.islands, nil), append(s.kept, nil), append(s.keys, nil), append(s.staff, nil)
}

// differ: something in the file that belongs to nobody is not the same everywhere.
func (s *survey) differ(n int) bool {
	return slices.ContainsFunc(s.keys[n], func(k uint64) bool { return s.differs[k] })
}

// enter notes the names a file has, and returns what belongs to nobody and was
// met here first.
func (s *survey) enter(n int, ix *index) (first []*entry) {
	for _, e := range ix.entries {
		if e.owned || e.typ == "Patient" {
			s.own(n, e)
			continue
		}
		key, sum := s.hash(e.key), [16]byte(e.sum[:16])
		s.keys[n] = append(s.keys[n], key)
		s.common[e.sum] = e
		known, ok := s.words[key]
		switch {
		case !ok:
			s.words[key] = sum
			first = append(first, e)
		case known != sum:
			s.differs[key] = true
		}
		if e.verdict != "" { // whose notice it is depends on which copy is met first
			s.differs[key] = true
		}
		if e.url != "" {
			s.names[s.hash(e.url)] = n
		}
		switch {
		case e.typ == "Practitioner":
			s.staff[n][key] = true
		case e.role.kind == toRelative:
			s.role(s.hash(e.role.typ+"/"+e.role.id), key)
		case e.role.kind != noPointer:
			s.all = true
		}
	}
	return first
}

func (s *survey) role(who, role uint64) {
	if !slices.Contains(s.roles[who], role) {
		s.roles[who] = append(s.roles[who], role)
	}
}

// own notes the names of a patient's resource; files that share one are no islands.
func (s *survey) own(n int, e *entry) {
	for _, name := range []string{e.key, e.url} {
		if name == "" {
			continue
		}
		h := s.hash(name)
		if other, ok := s.names[h]; ok && other != n {
			s.woken[other], s.woken[n] = true, true
		}
		s.names[h] = n
	}
}

// outside are the names that a file refers to and does not have.
func (s *survey) outside(ix *index, raw []byte) (out []uint64) {
	keys, urls, ids := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range ix.entries {
		keys[e.key], urls[e.url], ids[string(idOf(e.key))] = true, true, true
	}
	miss := func(p pointer) {
		switch {
		case p.kind == toRelative && !keys[p.typ+"/"+p.id], p.kind == toURL && !urls[p.url] && !keys[p.typ+"/"+p.id]:
			out = append(out, s.hash(p.typ+"/"+p.id), s.hash(p.url))
		case p.kind == toURN && !urls[p.url] && !ids[p.id]:
			out = append(out, s.hash(p.url))
			for t := range newResource {
				out = append(out, s.hash(t+"/"+p.id))
			}
		}
	}
	eachText(raw, func(t []byte) {
		if bytes.IndexByte(t, '/') < 0 && bytes.IndexByte(t, '\\') < 0 {
			return // neither Type/id nor an address
		}
		if p := pointTo(unquoted(t)); (p.kind == toRelative || p.kind == toURL) && newResource[p.typ] != nil {
			miss(p)
		}
	})
	eachValue(raw, "reference", func(value []byte) {
		if end := quoteEnd(value, 1); value[0] == '"' && end < len(value) {
			miss(pointTo(unquoted(value[1:end])))
		}
	})
	return out
}

// eachText calls do with every quoted text as it is written, without knowing what it is.
func eachText(raw []byte, do func([]byte)) {
	for {
		i := bytes.IndexByte(raw, '"')
		if i < 0 {
			return
		}
		raw = raw[i+1:]
		text := raw[:min(len(raw), maxReference)]
		end := bytes.IndexByte(text, '"')
		if end >= 0 {
			text = text[:end]
		}
		if line := bytes.IndexByte(text, '\n'); line >= 0 {
			end = line
		}
		if end > 0 {
			do(text[:end])
		}
	}
}

// unquoted reads the escapes of a JSON text.
func unquoted(b []byte) string {
	var s string
	if bytes.IndexByte(b, '\\') < 0 || json.Unmarshal(slices.Concat([]byte{'"'}, b, []byte{'"'}), &s) != nil {
		return string(b)
	}
	return s
}

// settled is a file that stands alone; nil where it has faults or no patient.
func settled(ix *index, raw []byte, shared []*entry) *island {
	ix.settle()
	if len(ix.faults) > 0 || len(ix.patients) == 0 {
		return nil
	}
	l := &island{sum: sha256.Sum256(raw), referred: map[record.Ref][]record.PatientID{}, notices: ix.notices, shared: shared}
	for _, id := range ix.patients {
		e := *ix.byKey["Patient/"+string(id)].newest
		e.identities, e.links, e.owners, e.patients = nil, nil, nil, nil
		l.patients = append(l.patients, &e)
	}
	err := ix.each(context.Background(), "ServiceRequest/", func(s *scene, r resource) {
		if r, ok := r.(*serviceRequest); ok {
			who := s.ref(r.Requester)
			l.referred[who] = append(l.referred[who], s.e.patients...)
		}
	})
	if err != nil {
		return nil
	}
	return l
}

// sink leaves only those islands that are ones seen from everywhere.
func (s *survey) sink() {
	for h := range s.points {
		if n, ok := s.names[h]; ok {
			s.woken[n] = true
		}
	}
	for n, l := range s.islands {
		if l != nil && (s.all || s.woken[n] || s.differ(n) || s.lacksRole(n)) {
			s.islands[n] = nil
		}
	}
}

// lacksRole: somewhere else a practitioner of this file has a role it does not have.
func (s *survey) lacksRole(n int) bool {
	for who := range s.staff[n] {
		for _, role := range s.roles[who] {
			if !slices.Contains(s.keys[n], role) {
				return true
			}
		}
	}
	return false
}
