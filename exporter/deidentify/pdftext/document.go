package pdftext

import (
	"errors"
	"fmt"
)

// An object is one definition of a numbered object. A number may be defined
// many times: by later revisions, or by leftovers no revision names.
type object struct {
	num, at int // at is the offset in the file; for members of an object stream the stream's
	v       value
	stream  []byte // as stored, before its filters; nil if the object is no stream
	decoded []byte
	members []*object // of an object stream
	read    bool      // as page content or as something else that is accounted for
}

func (o *object) isStream() bool { return o.stream != nil }

// place names an object in an error.
func (o *object) place() string { return fmt.Sprintf("object %d at byte %d", o.num, o.at) }

// An entry says where one revision keeps an object.
type entry struct {
	revision int
	free     bool
	offset   int // of the object, or -1
	stream   int // number of the object stream that holds it
	index    int // in the object stream
}

// A document is a file taken apart.
type document struct {
	src      []byte
	budget   int // bytes that may still be unpacked or interpreted
	sections map[int]*section
	trailers []value    // of all sections, in the order they were read
	chain    []*section // revisions, oldest first
	entries  map[int][]entry
	objects  []*object
	byOffset map[int]*object
	leftover leftover
	fonts    map[fontKey]*font
}

// newest is the number of the last revision.
func (d *document) newest() int { return len(d.chain) - 1 }

// entry finds an object as revision r of the file sees it.
func (d *document) entry(num, r int) (entry, bool) {
	es := d.entries[num]
	for i := len(es) - 1; i >= 0; i-- {
		if es[i].revision <= r {
			return es[i], !es[i].free
		}
	}
	return entry{}, false
}

// find returns the object with that number in revision r, nil if it has none:
// a reference to nothing is null (ISO 32000-1, 7.3.10).
func (d *document) find(num, r int) (*object, error) {
	e, ok := d.entry(num, r)
	if !ok {
		return nil, nil
	}
	if e.offset >= 0 {
		o := d.byOffset[e.offset]
		if o == nil || o.num != num {
			return nil, fmt.Errorf("object %d: cross-reference table points to byte %d, where it does not begin", num, e.offset)
		}
		return o, nil
	}
	s, ok := d.entry(e.stream, r)
	if !ok || s.offset < 0 || d.byOffset[s.offset] == nil {
		return nil, fmt.Errorf("object %d: its object stream %d is missing", num, e.stream)
	}
	members := d.byOffset[s.offset].members
	if e.index < len(members) && members[e.index].num == num {
		return members[e.index], nil
	}
	return nil, fmt.Errorf("object %d: object stream %d does not hold it", num, e.stream)
}

// revisionOf is the newest revision in which the object is in use, the newest
// of all if none.
func (d *document) revisionOf(o *object) int {
	for r := d.newest(); r >= 0; r-- {
		if p, err := d.find(o.num, r); err == nil && p == o {
			return r
		}
	}
	return d.newest()
}

var errLoop = errors.New("references lead round in a circle")

// object follows references to the end; o is nil for a direct value.
func (d *document) object(v value, r int) (resolved value, o *object, err error) {
	for range 32 {
		if v.kind != kindRef {
			return v, o, nil
		}
		if o, err = d.find(int(v.num), r); err != nil || o == nil {
			return value{}, nil, err
		}
		v = o.v
	}
	return value{}, nil, errLoop
}

// value is object without the object.
func (d *document) value(v value, r int) (value, error) {
	v, _, err := d.object(v, r)
	return v, err
}

// under returns a resolved value of a dictionary.
func (d *document) under(dict value, key string, r int) (value, error) {
	return d.value(dict.get(key), r)
}
