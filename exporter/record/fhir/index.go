package fhir

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"vypiska/exporter/record"
)

// entry is what the index keeps of a resource: who and where, nothing clinical.
type entry struct {
	source     int
	ordinal    int
	start, end int
	sum        [sha256.Size]byte // of the bytes, so that a changed file is noticed

	key        string // Type/id
	typ        string
	url        string // fullUrl
	version    string
	updated    record.Date
	owned      bool      // belongs to a patient
	owners     []pointer // who that is
	links      []pointer // what is shown as part of it
	role       pointer   // of a PractitionerRole: the practitioner
	identities []identity
	verdict    string

	patients []record.PatientID // whose it is, once settled
	decoded  resource           // in an index that lives for one record
}

// source is one file.
type source struct {
	name       string
	bundle     bool
	lines      bool
	faulty     bool
	next, self string
	total      int // matches of the whole search, -1 where it does not say
	matches    int
	patients   map[record.PatientID]bool // who has a resource in it
	staff      []string                  // keys of practitioners and organizations in it
}

// index knows of every resource where it is and whose it is. It is filled by
// add, closed by settle, and only read after that.
type index struct {
	unowned bool // holds no patient's record: contracts alone
	sources []*source
	entries []*entry
	faults  []*record.Fault
	notices []*record.Fault
	warned  []string // issue codes of OperationOutcomes in searches that went well

	open     func() loader
	seen     map[[sha256.Size]byte]*entry // resources decoded already, by their bytes
	common   map[[sha256.Size]byte]*entry // and those of others
	hold     bool                         // keeps them decoded
	byKey    map[string]*holding
	byURL    map[string]string        // fullUrl -> key, "" where two resources share it
	local    map[localURL]string      // the same within one source
	byWho    map[typedIdentity]string // identifier -> key, "" where two share it
	roles    map[string][]string      // practitioner -> roles
	own      map[record.PatientID][]*entry
	tainted  map[record.PatientID][]*record.Fault
	patients []record.PatientID
}

// loader brings the bytes of resources back from where they were indexed. What
// load returns is good until the next load.
type loader interface {
	load(*entry) ([]byte, error)
	close()
}

type localURL struct {
	source int
	url    string
}

type typedIdentity struct {
	typ string
	who identity
}

// holding is what the index knows under one Type/id.
type holding struct {
	newest *entry
	// near is the copy of the newest version in each source that has one, of
	// resources that belong to nobody alone: what a copy refers to is looked
	// for in its own bundle.
	near map[int]*entry
	// rivals says that the copies differ. Only practitioners and organizations may.
	rivals bool
}

// from is the copy a resource of the source means; nil where there are several
// texts and none in the source.
func (h *holding) from(source int) *entry {
	if e := h.near[source]; e != nil {
		return e
	}
	if h.rivals {
		return nil
	}
	return h.newest
}

func newIndex(open func() loader) *index {
	return &index{
		open: open, seen: map[[sha256.Size]byte]*entry{}, byKey: map[string]*holding{}, byURL: map[string]string{}, local: map[localURL]string{},
		byWho: map[typedIdentity]string{}, roles: map[string][]string{},
		own: map[record.PatientID][]*entry{}, tainted: map[record.PatientID][]*record.Fault{},
	}
}

// addSource reads the whole content of one file into the index. raw is not kept.
func (ix *index) addSource(name string, raw []byte, lines bool) {
	n, told := len(ix.sources), 0
	src := &source{name: name, lines: lines, patients: map[record.PatientID]bool{}}
	ix.sources = append(ix.sources, src)
	c := cutter{total: -1}
	c.fault = func(place, what string) {
		src.faulty = true
		if told++; told <= maxFaults {
			ix.faults = append(ix.faults, &record.Fault{File: name, Place: place, What: what})
		}
	}
	c.each = func(it item) {
		e, err := ix.read(it)
		if err != nil {
			path, what := explain(err)
			c.fault(joinPlace(ordinalPlace(it.ordinal, lines), keyOf(it), path), what)
			return
		}
		if e != nil {
			e.source = n
			ix.add(e)
		}
	}
	c.cut(raw, lines)
	src.bundle, src.next, src.self, src.total, src.matches = c.bundle, c.next, c.self, c.total, c.matches
	if told > maxFaults {
		ix.faults = append(ix.faults, &record.Fault{File: name, What: "and " + itoa(told-maxFaults) + " faults more"})
	}
}

func ordinalPlace(ordinal int, lines bool) string {
	switch {
	case ordinal == 0:
		return ""
	case lines:
		return "line " + itoa(ordinal)
	}
	return "entry " + itoa(ordinal)
}

func (ix *index) place(e *entry) string {
	return joinPlace(ordinalPlace(e.ordinal, ix.sources[e.source].lines), e.key)
}

func (ix *index) faultAt(e *entry, what string) *record.Fault {
	return &record.Fault{File: ix.sources[e.source].name, Place: ix.place(e), What: what}
}

// read takes what is known of a resource that was in another file already, byte
// for byte, and decodes any other.
func (ix *index) read(it item) (*entry, error) {
	sum := sha256.Sum256(it.raw)
	known := ix.seen[sum]
	if known == nil {
		known = ix.common[sum]
	}
	if known != nil && known.url == it.url {
		e := *known
		e.ordinal, e.start, e.end = it.ordinal, it.start, it.start+len(it.raw)
		return &e, nil
	}
	e, err := newEntry(it, sum)
	switch {
	case e != nil:
		ix.seen[sum] = e
		if !ix.hold {
			e.decoded = nil
		}
	case err == nil && topString(it.raw, "resourceType") == "OperationOutcome":
		ix.warned = addCodes(ix.warned, outcomeCodes(it.raw))
	}
	return e, err
}

// newEntry decodes a resource whole, to find its faults, and keeps what an
// index needs. A resource of a type we do not read gives nil.
func newEntry(it item, sum [sha256.Size]byte) (*entry, error) {
	if len(it.raw) > maxResource {
		return nil, wrongf("", "a resource of more than %d MB", maxResource>>20)
	}
	r, err := decode(it.raw)
	if err != nil || r == nil {
		return nil, err
	}
	h := r.top()
	if h.ResourceType == "OperationOutcome" {
		return nil, nil
	}
	id, err := identify(it, h, sum[:8])
	if err != nil {
		return nil, err
	}
	e := &entry{
		ordinal: it.ordinal, start: it.start, end: it.start + len(it.raw), sum: sum,
		key: h.ResourceType + "/" + id, typ: h.ResourceType, url: it.url, version: h.Meta.VersionID,
		updated: h.Meta.LastUpdated.Date, verdict: verdict(r), decoded: r,
	}
	e.point(r)
	return e, nil
}

// identify is the id of a resource: its own, else that of its fullUrl, else,
// for anything but a person, the digest of its content.
func identify(it item, h *head, digest []byte) (string, error) {
	if h.ID != "" {
		return h.ID, nil
	}
	if id := fromURL(it.url, h.ResourceType); id != "" {
		return id, nil
	}
	if h.ResourceType == "Patient" {
		return "", wrongf("id", "a Patient without id and without a fullUrl to go by")
	}
	return "sha256-" + hex.EncodeToString(digest), nil
}

// point keeps the references that belonging and following need.
func (e *entry) point(r resource) {
	refs, owned := r.owners()
	e.owned = owned
	from := base(e.url)
	for _, one := range refs {
		if p := point(one); p.kind != noPointer {
			p.from = from
			e.owners = append(e.owners, p)
		}
	}
	for _, one := range r.links() {
		if p := point(one); p.kind != toContained {
			p.from = from
			e.links = append(e.links, p)
		}
	}
	if role, ok := r.(*practitionerRole); ok {
		e.role = point(role.Practitioner)
	}
	if isPerson[e.typ] {
		for _, i := range r.top().Identifier {
			if i.System != "" && i.Value != "" {
				e.identities = append(e.identities, identityOf(i.System, i.Value))
			}
		}
	}
}

// isPerson are the types a reference may name by identifier.
var isPerson = wordSet("Patient Practitioner PractitionerRole Organization RelatedPerson")

// keyOf names a resource that could not be decoded, as far as its id can be read.
func keyOf(it item) string {
	typ, err := resourceType(it.raw)
	if err != nil || !resourceTypes[typ] {
		return ""
	}
	if id := topString(it.raw, "id"); validID(id) {
		return typ + "/" + id
	}
	return typ
}

// adopt takes in a file that was read already and has no faults.
func (ix *index) adopt(f *found) {
	n := len(ix.sources)
	ix.sources, ix.warned = append(ix.sources, f.src), addCodes(ix.warned, f.warned)
	for _, e := range f.entries {
		e.source = n
		ix.add(e)
	}
}

func (ix *index) add(e *entry) {
	ix.entries = append(ix.entries, e)
	src := ix.sources[e.source]
	if e.typ == "Practitioner" || e.typ == "Organization" {
		src.staff = append(src.staff, e.key)
	}
	if e.url == "" {
		return
	}
	at := localURL{e.source, e.url}
	if other, ok := ix.local[at]; ok && other != e.key {
		ix.faults = append(ix.faults, ix.faultAt(e, "its fullUrl is that of "+other+" too"))
		src.faulty = true
	}
	ix.local[at] = e.key
	if other, ok := ix.byURL[e.url]; ok && other != e.key {
		ix.byURL[e.url] = ""
		return
	}
	ix.byURL[e.url] = e.key
}

// fault tells of a fault that stands in the way of some patients.
func (ix *index) taint(f *record.Fault, ids ...record.PatientID) {
	for _, id := range ids {
		if !slices.Contains(ix.tainted[id], f) {
			ix.tainted[id] = append(ix.tainted[id], f)
		}
	}
}
