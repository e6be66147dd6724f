package pdftext

import (
	"errors"
	"fmt"
)

// A leaf is one page of a revision's tree with what it inherits.
type leaf struct {
	o         *object
	resources value
}

const maxTreeDepth = 64

var errTree = errors.New("page tree is damaged")

// leaves lists the pages of a revision in order (7.7.3). A former revision may
// miss objects, as the first part of a linearized file does; what it misses is
// found by forgotten and account.
func (r *reader) leaves(rev int) ([]leaf, error) {
	root, err := r.d.under(r.d.chain[rev].trailer, "Root", rev)
	if err != nil {
		return nil, err
	}
	t := tree{reader: r, rev: rev, seen: map[*object]bool{}}
	err = t.walk(root.get("Pages"), value{}, 0)
	return t.leaves, err
}

type tree struct {
	*reader
	rev    int
	seen   map[*object]bool
	leaves []leaf
}

func (t *tree) walk(node, inherited value, depth int) error {
	v, o, err := t.d.object(node, t.rev)
	if err != nil {
		return err
	}
	if o == nil && v.kind == kindNull && t.rev != t.d.newest() {
		return nil
	}
	if o == nil || v.kind != kindDict || depth > maxTreeDepth || t.seen[o] {
		return errTree
	}
	t.seen[o] = true
	if err := t.d.spend(64); err != nil {
		return err
	}
	resources, err := t.d.under(v, "Resources", t.rev)
	if err != nil {
		return err
	}
	if resources.kind == kindNull {
		resources = inherited
	}
	kids, err := t.d.under(v, "Kids", t.rev)
	if err != nil {
		return err
	}
	if kids.kind == kindNull {
		t.walked[o] = true
		t.leaves = append(t.leaves, leaf{o, resources})
		return nil
	}
	if kids.kind != kindArray {
		return errTree
	}
	for _, kid := range kids.items {
		if err := t.walk(kid, resources, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// pages reads the pages a viewer shows.
func (r *reader) pages() error {
	leaves, err := r.leaves(r.d.newest())
	if err != nil {
		return err
	}
	if len(leaves) == 0 {
		return errors.New("file has no page")
	}
	for i, l := range leaves {
		p, err := r.page(l, r.d.newest())
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		r.seen[p] = true
		r.out.Pages = append(r.out.Pages, p)
	}
	return nil
}

// former reads the pages as they were before each update.
func (r *reader) former() error {
	for rev := r.d.newest() - 1; rev >= 0; rev-- {
		leaves, err := r.leaves(rev)
		if err != nil {
			return fmt.Errorf("revision %d: %w", rev+1, err)
		}
		for i, l := range leaves {
			if err := r.other(l, rev); err != nil {
				return fmt.Errorf("page %d of revision %d: %w", i+1, rev+1, err)
			}
		}
	}
	return nil
}

// forgotten reads page objects no revision's tree has.
func (r *reader) forgotten() error {
	for _, o := range r.d.objects {
		if t := o.v.get("Type"); r.walked[o] || !t.isName("Page") && !t.isName("Template") {
			continue
		}
		rev := r.d.revisionOf(o)
		resources, err := r.heritage(o.v, rev)
		if err == nil {
			err = r.other(leaf{o, resources}, rev)
		}
		if err != nil {
			return fmt.Errorf("%s, a page outside the page tree: %w", o.place(), err)
		}
	}
	return nil
}

// heritage finds the resources of a page, its own or its parents'.
func (r *reader) heritage(v value, rev int) (value, error) {
	for range maxTreeDepth {
		own, err := r.d.under(v, "Resources", rev)
		if err != nil || own.kind != kindNull || v.kind != kindDict {
			return own, err
		}
		if v, err = r.d.under(v, "Parent", rev); err != nil {
			return value{}, err
		}
	}
	return value{}, errLoop
}

func (r *reader) other(l leaf, rev int) error {
	p, err := r.page(l, rev)
	if err == nil {
		r.keep(p)
	}
	return err
}

// keep adds a text to Others unless it says nothing new.
func (r *reader) keep(p Page) {
	if p != (Page{}) && !r.seen[p] {
		r.seen[p] = true
		r.out.Others = append(r.out.Others, p)
	}
}

// page reads the content of one page (7.8.2).
func (r *reader) page(l leaf, rev int) (Page, error) {
	content, err := r.content(l.o.v.get("Contents"), rev)
	if err != nil {
		return Page{}, err
	}
	p := newDrawing(r, rev)
	if err := p.run(content, l.resources, unit); err != nil {
		return Page{}, err
	}
	return p.canvas.page(), nil
}

// content joins the content streams of a page; they may split anywhere
// between two tokens.
func (r *reader) content(v value, rev int) ([]byte, error) {
	v, o, err := r.d.object(v, rev)
	if err != nil {
		return nil, err
	}
	switch {
	case o != nil && o.isStream():
		o.read = true
		return r.d.decode(o)
	case v.kind == kindNull:
		return nil, nil
	case v.kind != kindArray:
		return nil, errors.New("page's /Contents is neither a stream nor an array of streams")
	}
	var all []byte
	for _, item := range v.items {
		_, o, err := r.d.object(item, rev)
		if err != nil {
			return nil, err
		}
		if o == nil || !o.isStream() {
			return nil, errors.New("page's /Contents names something that is no stream")
		}
		o.read = true
		part, err := r.d.decode(o)
		if err != nil {
			return nil, err
		}
		if err := r.d.spend(len(part) + 1); err != nil {
			return nil, err
		}
		all = append(append(all, part...), '\n')
	}
	return all, nil
}

// detached reads a form or pattern that no page draws.
func (r *reader) detached(o *object) error {
	p := newDrawing(r, r.d.revisionOf(o))
	if err := p.form(o, value{}, unit); err != nil {
		return err
	}
	r.keep(p.canvas.page())
	return nil
}
