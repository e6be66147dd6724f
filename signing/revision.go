package signing

import (
	"bytes"
	"fmt"
	"slices"
)

// checkRevisions judges what was added after each signature but the last: each
// must cover a whole earlier revision of the file, and between it and the next
// signature nothing may have changed but the form, the lists of annotations
// and the validation material, and those only by additions.
func (d *document) checkRevisions(seals []seal) error {
	if err := d.nothingAfter(seals[len(seals)-1]); err != nil {
		return err
	}
	if d.permission(seals[0]) > 0 && slices.ContainsFunc(seals[1:], func(s seal) bool { return !s.stamp }) {
		return becausef(ReasonUnsupported, "a further signature after a certification")
	}
	newer := d
	for i := len(seals) - 2; i >= 0; i-- {
		older, err := d.revision(seals[i].reach, d.nodes)
		if err != nil {
			return becausef(ReasonRange, "signature %d does not end with a revision: %w", i+1, err)
		}
		err = compare(older, newer)
		d.nodes, newer = min(older.nodes, newer.nodes), older
		if err != nil {
			return becausef(ReasonChanged, "after signature %d: %w", i+1, err)
		}
	}
	return nil
}

// comparison is of two revisions of one file.
type comparison struct {
	old, now *document
	may      map[int]bool // numbers of existing objects that may differ
	widgets  map[int]bool // fields that the newer revision adds
	roles    map[int]role // of those that may differ in one role only
}

func compare(old, now *document) error {
	c := comparison{old: old, now: now, may: make(map[int]bool), widgets: make(map[int]bool), roles: make(map[int]role)}
	if err := c.chain(); err != nil {
		return err
	}
	for _, step := range []func() error{c.linearized, c.catalog, c.pages, c.objects, c.references} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// chain: the newer file's history must run through the older file's.
func (c *comparison) chain() error {
	n := len(c.now.sections) - len(c.old.sections)
	if n < 1 || c.now.sections[n].at != c.old.sections[0].at {
		return fmt.Errorf("the file's history does not lead through the signed revision")
	}
	for _, s := range c.now.sections[:n] {
		if s.at < len(c.old.src) {
			return fmt.Errorf("a later revision begins inside the signed one")
		}
	}
	if !bytes.Equal(c.old.root().raw, c.now.root().raw) {
		return fmt.Errorf("the trailer names another catalog")
	}
	return c.information()
}

// linearized: some readers (pdf.js is one) begin at the front of a file whose first
// object names its very length (ISO 32000-1, annex F), and pass by the history at
// its end. A file can be prepared so that only an addition makes that true.
func (c *comparison) linearized() error {
	p := c.now.parser(0)
	p.space()
	if _, err := p.begin(); err != nil {
		return nil
	}
	o, err := p.value()
	if length := o.get("L"); err == nil && o.has("Linearized") && length.kind == kindInteger && length.n == len(c.now.src) {
		return fmt.Errorf("the addition gives it the length at which readers take it for linearized, and read another history")
	}
	return nil
}

// information: programs (pyHanko is one) note in the document information when
// and by whom a time stamp was added. Nothing else of it may change.
func (c *comparison) information() error {
	at, now := c.old.trailer().get("Info"), c.now.trailer().get("Info")
	if at.kind != kindNull && !bytes.Equal(at.raw, now.raw) {
		return fmt.Errorf("the trailer names other document information")
	}
	a, err := c.old.resolve(at)
	if err != nil {
		return fmt.Errorf("document information: %w", err)
	}
	b, err := c.now.resolve(now)
	if err != nil {
		return fmt.Errorf("document information: %w", err)
	}
	for _, key := range notes {
		if v := b.get(key); v.kind != kindString && v.kind != kindNull {
			return fmt.Errorf("document information: /%s is no text", key)
		}
	}
	if err := same(a, b, notes...); err != nil {
		return fmt.Errorf("document information: %w", err)
	}
	return c.mayAs(at, role{"document information", 0})
}

// notes are the keys of the document information that may change.
var notes = []string{"ModDate", "Producer"}

// same compares two dictionaries but for the keys in free.
func same(a, b object, free ...string) error {
	if a.hasData || b.hasData {
		return fmt.Errorf("a stream where a dictionary should be")
	}
	skip := make(map[string]bool, len(free))
	for _, k := range free {
		skip[k] = true
	}
	for _, o := range [][2]object{{a, b}, {b, a}} {
		for _, p := range o[0].pairs {
			if !skip[p.key] && !bytes.Equal(bytes.TrimSpace(p.val.raw), bytes.TrimSpace(o[1].get(p.key).raw)) {
				return fmt.Errorf("/%s differs", p.key)
			}
		}
	}
	return nil
}

// added returns the members of now behind those of old, which must come first
// and unchanged.
func added(old, now []object) ([]object, error) {
	if len(now) < len(old) {
		return nil, fmt.Errorf("a list lost members")
	}
	for i := range old {
		if !bytes.Equal(old[i].raw, now[i].raw) {
			return nil, fmt.Errorf("a list's member %d differs", i+1)
		}
	}
	return now[len(old):], nil
}

func (c *comparison) catalog() error {
	a, err := c.old.catalog()
	if err != nil {
		return err
	}
	b, err := c.now.catalog()
	if err != nil {
		return err
	}
	if err := same(a, b, "AcroForm", "DSS", "Extensions"); err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	if err := c.metadata(a); err != nil {
		return err
	}
	if err := c.mayAs(c.old.root(), role{"catalog", 0}); err != nil {
		return err
	}
	for _, key := range []string{"AcroForm", "DSS", "Extensions"} {
		if err := c.mayAs(a.get(key), role{"catalog's /" + key, 1}); err != nil {
			return err
		}
	}
	return c.form(a, b)
}

func (c *comparison) form(a, b object) error {
	oldForm, err := c.old.resolve(a.get("AcroForm"))
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	newForm, err := c.now.resolve(b.get("AcroForm"))
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	if err := same(oldForm, newForm, "Fields", "SigFlags"); err != nil {
		return fmt.Errorf("form: %w", err)
	}
	more, err := c.list(oldForm.get("Fields"), newForm.get("Fields"))
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	for _, o := range more {
		if err := c.newField(o); err != nil {
			return fmt.Errorf("form: a new field: %w", err)
		}
		c.widgets[o.ref.num] = true
	}
	return nil
}

// list compares two arrays, either of which may be an object of its own.
func (c *comparison) list(a, b object) ([]object, error) {
	old, err := c.old.array(a)
	if err != nil {
		return nil, err
	}
	now, err := c.now.array(b)
	if err != nil {
		return nil, err
	}
	if err := c.mayAs(a, role{"list of fields or annotations", 1}); err != nil {
		return nil, err
	}
	return added(old, now)
}

// newField: only an invisible signature may be added. A visible one could
// cover what was signed before.
func (c *comparison) newField(o object) error {
	if o.kind != kindRef || c.old.knows(o.ref.num) {
		return fmt.Errorf("it is not a new object")
	}
	f, err := c.now.dict(o)
	if err != nil {
		return err
	}
	if !f.get("FT").isName("Sig") || !f.get("Subtype").isName("Widget") || f.has("Kids") || f.has("A") || f.has("AA") {
		return fmt.Errorf("it is not a plain signature field")
	}
	rect, err := c.now.array(f.get("Rect"))
	if err != nil || len(rect) != 4 {
		return fmt.Errorf("it has no place")
	}
	for i, o := range rect {
		v, ok := o.real()
		if w, _ := rect[(i+2)%4].real(); !ok || v != w {
			return fmt.Errorf("it is visible")
		}
	}
	return nil
}

func (c *comparison) pages() error {
	var before []page
	if err := c.old.pages(func(_ int, p page) bool { before = append(before, p); return false }); err != nil {
		return err
	}
	n := 0
	var bad error
	err := c.now.pages(func(i int, p page) bool {
		if n = i + 1; i >= len(before) || before[i].ref != p.ref {
			bad = fmt.Errorf("page %d is another one", n)
		} else if bad = c.page(before[i], p); bad != nil {
			bad = fmt.Errorf("page %d: %w", n, bad)
		}
		return bad != nil
	})
	if bad != nil || err != nil {
		return fmt.Errorf("%w", firstOf(bad, err))
	}
	if n != len(before) {
		return fmt.Errorf("there were %d pages, now %d", len(before), n)
	}
	return nil
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (c *comparison) page(a, b page) error {
	if err := same(a.dict, b.dict, "Annots"); err != nil {
		return err
	}
	c.may[a.ref.num] = true
	more, err := c.list(a.dict.get("Annots"), b.dict.get("Annots"))
	if err != nil {
		return err
	}
	for _, o := range more {
		if o.kind != kindRef || !c.widgets[o.ref.num] {
			return fmt.Errorf("an annotation was added that is no signature field")
		}
	}
	return nil
}

// knows says whether the revision uses an object number.
func (d *document) knows(num int) bool {
	return num < len(d.places) && (d.places[num].kind == placeOffset || d.places[num].kind == placePacked)
}

// objects: apart from those looked at above, no object of the signed revision
// may be defined anew or given up.
func (c *comparison) objects() error {
	for num := range c.old.places {
		if !c.old.knows(num) || c.may[num] {
			continue
		}
		if num >= len(c.now.places) || c.now.places[num] != c.old.places[num] {
			return fmt.Errorf("object %d was replaced", num)
		}
	}
	return nil
}
