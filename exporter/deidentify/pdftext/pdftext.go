// Package pdftext takes out of a PDF every text a person or a program could
// get out of it. It is the last look on a finished anonymized copy, so it
// works the other way round than a viewer: it reads the file from its first
// byte to its last, all revisions, used and unused objects, comments and the
// bytes between, and where it cannot read something it returns an error. A
// copy that cannot be read whole is not issued.
//
// What it takes on trust: glyph shapes. A font's ToUnicode map or its glyph
// names say what its codes mean; outlines and the names inside a font program
// are not looked at. Images and embedded files are counted, not read.
//
// Paragraph numbers are those of ISO 32000-1:2008.
package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Limits on what a file may make of itself.
const (
	maxFile     = 64 << 20
	maxUnpacked = 64 << 20
)

// Page is the text of one page, twice: a name may be split by the order of
// drawing or by the arrangement on the paper.
type Page struct {
	// Drawn is the text in the order it is drawn. A new base line begins a
	// line, a gap is a space, and what touches stands together.
	Drawn string
	// Sorted is the same text by its place, lines from top to bottom, each from
	// left to right; turned text follows in lines of its own.
	Sorted string
	// Actual is Drawn with /ActualText in place of what it replaces (14.9.4);
	// empty where the page has none.
	Actual string
}

// Contents is all text of a file. Its texts are what the copy says: they are
// as personal as the copy and belong into no error and no log.
type Contents struct {
	// Pages holds the pages of the newest revision, in order.
	Pages []Page
	// Others holds text drawn outside them: pages as former revisions had them,
	// forgotten pages, appearances of annotations, forms nobody draws. A text
	// equal to one before is left out.
	Others []Page
	// Metadata holds every other text: all strings of all objects (properties,
	// bookmarks, form fields, annotations, labels, file names, replacement
	// texts), XML, scripts, comments, and bytes that belong to nothing.
	Metadata []string
	// Names holds name objects that are not of the format's own common ones.
	Names []string
	// Links holds addresses, as written and with their escapes written out.
	Links []string
	// Images and Attachments count what is in the file and was not read.
	Images, Attachments int
	// Revisions counts the cross-reference sections: 1 for a file never updated.
	Revisions int
}

// Text joins all texts with line ends between them.
func (c Contents) Text() string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	}
	for _, pages := range [][]Page{c.Pages, c.Others} {
		for _, p := range pages {
			line(p.Drawn)
			line(p.Sorted)
			line(p.Actual)
		}
	}
	for _, list := range [][]string{c.Metadata, c.Names, c.Links} {
		for _, s := range list {
			line(s)
		}
	}
	return b.String()
}

// A reader turns a document into Contents.
type reader struct {
	d     *document
	sweep *sweep
	out   *Contents
	seen  map[Page]bool
	// walked holds page objects that some revision's tree has.
	walked map[*object]bool
}

// Read takes a PDF apart. It refuses, with an error that says what and where
// but never quotes the file, whatever it cannot read completely: encrypted and
// damaged files, unknown filters, streams of unknown purpose, and text in
// fonts whose codes cannot be turned into characters. Contents is only
// meaningful without an error. Read keeps nothing of pdf.
func Read(pdf []byte) (Contents, error) {
	out, err := read(pdf)
	if err != nil {
		return Contents{}, fmt.Errorf("read text of pdf: %w", err)
	}
	return out, nil
}

func read(pdf []byte) (Contents, error) {
	if len(pdf) > maxFile {
		return Contents{}, fmt.Errorf("file is larger than %d MB", maxFile>>20)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return Contents{}, errors.New("file does not begin with %PDF-: it is no PDF, or something stands before it")
	}
	d := &document{
		src: pdf, budget: maxUnpacked, sections: map[int]*section{}, entries: map[int][]entry{},
		byOffset: map[int]*object{}, fonts: map[fontKey]*font{},
	}
	for _, step := range []func() error{d.open, d.scan, d.unpackMembers} {
		if err := step(); err != nil {
			return Contents{}, err
		}
	}
	r := &reader{
		d: d, sweep: d.sweep(), out: &Contents{Revisions: len(d.chain)},
		seen: map[Page]bool{}, walked: map[*object]bool{},
	}
	for _, step := range []func() error{r.pages, r.former, r.forgotten, r.account} {
		if err := step(); err != nil {
			return Contents{}, err
		}
	}
	for _, b := range d.leftover.all {
		for _, s := range append(readings(b), pieces(b)...) {
			r.sweep.add(&r.sweep.metadata, r.sweep.seen[0], s)
		}
	}
	if d.budget < 0 {
		return Contents{}, errTooMuch
	}
	r.out.Metadata, r.out.Names, r.out.Links = r.sweep.metadata, r.sweep.names, r.sweep.links
	return *r.out, nil
}
