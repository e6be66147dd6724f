package signing

import (
	"errors"
	"fmt"
)

const (
	maxFields = 20_000
	maxPages  = 100_000
)

// field is a signature field of the interactive form.
type field struct {
	at     object // the field as its parent lists it
	dict   object
	name   string
	signed bool // it has a value
}

// signatureFields walks the form's tree. A field that two places list, or a
// ring of fields, is an error. All other kinds of field are passed by, but
// their names are returned too: a new field must not take one.
func (d *document) signatureFields() ([]field, map[string]bool, error) {
	cat, err := d.catalog()
	if err != nil {
		return nil, nil, err
	}
	form, err := d.resolve(cat.get("AcroForm"))
	if err != nil {
		return nil, nil, fmt.Errorf("form: %w", err)
	}
	if _, err := d.resolve(form.get("SigFlags")); err != nil {
		return nil, nil, fmt.Errorf("form: /SigFlags: %w", err)
	}
	roots, err := d.array(form.get("Fields"))
	if err != nil {
		return nil, nil, fmt.Errorf("form: /Fields: %w", err)
	}
	w := fieldWalk{doc: d, seen: make(map[int]bool), names: make(map[string]bool)}
	for _, o := range roots {
		if err := w.visit(o, false, false, 0); err != nil {
			return nil, nil, fmt.Errorf("form: %w", err)
		}
	}
	return w.found, w.names, nil
}

type fieldWalk struct {
	doc   *document
	seen  map[int]bool
	names map[string]bool
	found []field
	count int
}

// visit looks at one node. inherited says that a parent is a signature field
// (/FT is inheritable, ISO 32000-1, 12.7.3.1), valued that it has the value.
func (w *fieldWalk) visit(o object, inherited, valued bool, depth int) error {
	if w.count++; w.count > maxFields || depth > maxDepth {
		return errors.New("too many or too deeply nested fields")
	}
	if o.kind == kindRef {
		if w.seen[o.ref.num] {
			return fmt.Errorf("field %d is listed twice", o.ref.num)
		}
		w.seen[o.ref.num] = true
	}
	f, err := w.doc.dict(o)
	if err != nil {
		return err
	}
	if depth == 0 && f.has("T") {
		w.names[decodeText(f.get("T").text())] = true
	}
	kids, err := w.doc.array(f.get("Kids"))
	if err != nil {
		return err
	}
	ft, err := w.doc.resolve(f.get("FT"))
	if err != nil {
		return err
	}
	sig := ft.isName("Sig") || inherited && !f.has("FT")
	has := f.has("V")
	if sig && (has || len(kids) == 0 && !valued) {
		w.found = append(w.found, field{at: o, dict: f, name: decodeText(f.get("T").text()), signed: has})
	}
	for _, kid := range kids {
		if err := w.visit(kid, sig, valued || has, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// page is a leaf of the page tree.
type page struct {
	ref  ref
	dict object
}

// pages walks the page tree, of any depth, in order, until stop says true.
func (d *document) pages(stop func(n int, p page) bool) error {
	cat, err := d.catalog()
	if err != nil {
		return err
	}
	w := pageWalk{doc: d, seen: make(map[int]bool), stop: stop}
	if err := w.visit(cat.get("Pages"), 0); err != nil {
		return fmt.Errorf("page tree: %w", err)
	}
	return nil
}

type pageWalk struct {
	doc  *document
	seen map[int]bool
	n    int
	stop func(n int, p page) bool
	done bool
}

func (w *pageWalk) visit(o object, depth int) error {
	if o.kind != kindRef || w.seen[o.ref.num] || depth > maxDepth {
		return errors.New("a node is no reference, is listed twice or lies too deep")
	}
	w.seen[o.ref.num] = true
	node, err := w.doc.dict(o)
	if err != nil {
		return err
	}
	if !node.has("Kids") {
		if w.n++; w.n > maxPages {
			return fmt.Errorf("more than %d pages", maxPages)
		}
		w.done = w.stop(w.n-1, page{o.ref, node})
		return nil
	}
	kids, err := w.doc.array(node.get("Kids"))
	if err != nil {
		return err
	}
	for _, kid := range kids {
		if err := w.visit(kid, depth+1); err != nil || w.done {
			return err
		}
	}
	return nil
}

// page returns the nth page, counted from 0.
func (d *document) page(n int) (page, error) {
	var found page
	ok, count := false, 0
	err := d.pages(func(i int, p page) bool {
		if count = i + 1; i == n {
			found, ok = p, true
		}
		return ok
	})
	if err == nil && !ok {
		err = fmt.Errorf("there is no page %d: the document has %d, counted from 0", n, count)
	}
	return found, err
}
