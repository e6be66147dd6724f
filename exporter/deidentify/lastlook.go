package deidentify

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"

	"vypiska/exporter/deidentify/pdftext"
)

// ErrLeak says that something known of the patient, or of somebody around them,
// is still in a document that was to be anonymized, or may be: it cannot be read
// whole. The error that wraps it names the type, the rule and the place, never the value.
var ErrLeak = errors.New("known identity found, or not ruled out, in an anonymized document: do not hand it out, look at the form and at de-identification")

// A Verdict is the proof that a finished document was looked at and nothing known
// was found. Only LastLook makes a valid one; it holds for the very bytes alone.
type Verdict struct {
	sum   [sha256.Size]byte
	valid bool
}

// SHA256 is the digest of the document that was looked at.
func (v Verdict) SHA256() [sha256.Size]byte { return v.sum }

// Valid reports whether LastLook made the verdict; the zero Verdict is not valid.
func (v Verdict) Valid() bool { return v.valid }

// LastLook decodes a finished PDF and looks for the identity in its pages, its
// metadata, its file name and what its QR codes say, by code of its own that shares nothing with the
// Scrubber's matching. A document that cannot be read whole is refused like one
// that leaks: doubt means no.
func LastLook(pdf []byte, known Identity, fileName string, encoded ...string) (Verdict, error) {
	sum := sha256.Sum256(pdf)
	c, err := pdftext.Read(pdf)
	if err != nil {
		return Verdict{}, fmt.Errorf("last look: read the document: %w: %w", ErrLeak, err)
	}
	w := watchFor(known)
	if c.Attachments > 0 || c.Images > 0 { // names may be burnt in
		return Verdict{}, &Leak{Type: typeNumber, Rule: "attachment or image", Place: "file"}
	}
	for _, p := range append(placesOf(c, fileName), codesOf(encoded)...) {
		if err := w.look(p.name, p.text); err != nil {
			return Verdict{}, err
		}
	}
	return Verdict{sum: sum, valid: true}, nil
}

// LookAt looks for the identity in texts that go beside a document, as LastLook
// does in the document. place names them in the error.
func LookAt(known Identity, place string, texts ...string) error {
	w := watchFor(known)
	for _, t := range texts {
		if err := w.look(place, t); err != nil {
			return err
		}
	}
	return nil
}

// codesOf are the addresses in codes, as they stand and as a browser reads them.
func codesOf(encoded []string) []lookedAt {
	var all []lookedAt
	for _, e := range encoded {
		all = append(all, lookedAt{"QR code", e})
		if plain, err := url.QueryUnescape(e); err == nil && plain != e {
			all = append(all, lookedAt{"QR code", plain})
		}
	}
	return all
}

type lookedAt struct{ name, text string }

// placesOf lists every text of a file with the name of its place.
func placesOf(c pdftext.Contents, fileName string) []lookedAt {
	var all []lookedAt
	pages := func(name string, ps []pdftext.Page) {
		for i, p := range ps {
			for _, t := range []string{p.Drawn, p.Sorted, p.Actual} {
				all = append(all, lookedAt{fmt.Sprintf("%s %d", name, i+1), t})
			}
		}
	}
	pages("page", c.Pages)
	pages("text outside pages", c.Others)
	for name, texts := range map[string][]string{"metadata": c.Metadata, "names": c.Names, "links": c.Links} {
		for _, t := range texts {
			all = append(all, lookedAt{name, t})
		}
	}
	// The whole once more: a name may begin on one page and end on the next.
	return append(all, lookedAt{"text", c.Text()}, lookedAt{"file name", fileName})
}

// A Leak is what LastLook found, without the value.
type Leak struct {
	Type  string // as of a Span
	Rule  string // name, neighbour, number, phrase, birth-date, attachment or image
	Place string // "page 2", "metadata", "file name", "QR code"
}

func (l *Leak) Error() string {
	return fmt.Sprintf("last look: %s by rule %s in %s: %v", l.Type, l.Rule, l.Place, ErrLeak)
}

// Unwrap makes errors.Is(err, ErrLeak) true.
func (l *Leak) Unwrap() error { return ErrLeak }
