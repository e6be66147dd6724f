package signing

import "fmt"

// A reader follows references. What an object means is settled by who refers to
// it, so that a file can be prepared before the signature in which an addition
// that is allowed changes what the signed pages show (shadow attacks, Mainka and
// others, 2021): the page's contents may also be the document's /Extensions, or
// refer to an object that is not there yet.

// role is what an object that differs was looked at as, and how often the
// objects of the older revision refer to one of that role.
type role struct {
	name string
	most int
}

// mayAs lets an object of its own differ in one role. It may have no other.
func (c *comparison) mayAs(o object, r role) error {
	if o.kind != kindRef {
		return nil
	}
	num := o.ref.num
	c.may[num] = true
	if !c.differs(num) {
		return nil
	}
	if other, twice := c.roles[num]; twice {
		return fmt.Errorf("object %d is the %s and the %s, and was replaced", num, other.name, r.name)
	}
	c.roles[num] = r
	return nil
}

// differs: the newer revision has another object of this number.
func (c *comparison) differs(num int) bool {
	return num < len(c.old.places) && (num >= len(c.now.places) || c.now.places[num] != c.old.places[num])
}

// references: no object of the older revision refers to one that the newer
// brings or to one of the file's own streams, or has a second use for one that
// was replaced in its role.
func (c *comparison) references() error {
	own := c.old.ownStreams()
	return c.old.walk(func(to ref) error {
		if own[to.num] {
			return fmt.Errorf("it refers to object %d, which is a stream of the file's own", to.num)
		}
		if !c.old.knows(to.num) && c.now.knows(to.num) {
			return fmt.Errorf("it refers to object %d, which was not there before", to.num)
		}
		r, replaced := c.roles[to.num]
		if r.most--; replaced && r.most < 0 {
			return fmt.Errorf("it refers to object %d, which was the %s and was replaced", to.num, r.name)
		}
		if replaced {
			c.roles[to.num] = r
		}
		return nil
	})
}

// ownStreams are the object streams, whose objects change with them although
// their places stay, and the cross-reference streams, which walk does not read.
// Only the file's structure leads to them.
func (d *document) ownStreams() map[int]bool {
	sections, own := d.sectionPlaces(), make(map[int]bool)
	for num, pl := range d.places {
		switch {
		case pl.kind == placePacked:
			own[pl.at] = true
		case pl.kind == placeOffset && sections[pl.at]:
			own[num] = true
		}
	}
	return own
}

func (d *document) sectionPlaces() map[int]bool {
	at := make(map[int]bool, len(d.sections))
	for _, s := range d.sections {
		at[s.at] = true
	}
	return at
}

// walk reads every object and calls visit for each reference in it. It keeps
// nothing of what it reads.
func (d *document) walk(visit func(to ref) error) error {
	nodes := d.nodes
	d.nodes = *d.rereading
	defer func() { *d.rereading, d.nodes = d.nodes, nodes }()
	// Cross-reference streams are objects too, and repeat the trailer.
	sections := d.sectionPlaces()
	for num, pl := range d.places {
		if !d.knows(num) || pl.kind == placeOffset && sections[pl.at] {
			continue
		}
		p, err := d.before(num, pl)
		if err == nil {
			p.visit = visit
			_, err = p.value()
		}
		if err != nil {
			return fmt.Errorf("object %d: %w", num, err)
		}
	}
	return nil
}

// before returns the parser before an object.
func (d *document) before(num int, pl place) (*parser, error) {
	if pl.kind == placePacked {
		return d.unpack(num, pl)
	}
	p := d.parser(pl.at)
	got, err := p.begin()
	if err == nil && got.num != num {
		err = fmt.Errorf("byte %d holds object %d", pl.at, got.num)
	}
	return p, err
}
