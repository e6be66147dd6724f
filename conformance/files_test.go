//go:build conformance

// Package conformance makes the files that outside validators judge; the
// script run beside it makes and judges them. README.md tells the whole.
package conformance

import (
	"bytes"
	"crypto/rand"
	"io"
	"path/filepath"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/signing"
	"vypiska/templates/paper"
)

// out is where the files go; run begins by removing it.
const out = "out"

var profiles = []string{"1b", "2b", "2u"}

// moment is when everything here is issued: validators go by the machine's clock.
var moment = time.Now().Truncate(time.Second)

// A drawing is one document to be judged.
type drawing struct {
	name  string // form and language
	paper exporter.Paper
}

// TestFiles writes each drawing as FORM.LANG.PROFILE.SEAL.pdf, in every
// profile, as drawn and sealed with each kind of key.
func TestFiles(t *testing.T) {
	signers := signers(t)
	for _, profile := range profiles {
		for _, d := range append(forms(t, profile), letters(t, profile)) {
			write(t, d.name+"."+profile+".unsealed", d.paper.PDF)
			for seal, s := range signers {
				write(t, d.name+"."+profile+"."+seal, sealed(t, s, d.paper))
			}
		}
	}
	plant(t)
}

func write(t *testing.T, name string, pdf []byte) {
	t.Helper()
	save(t, filepath.Join(out, name+".pdf"), pdf)
}

// signers makes a signer for each kind of demo key, by level and kind.
func signers(t *testing.T) map[string]*signing.Signer {
	t.Helper()
	made := map[string]*signing.Signer{}
	for name, demo := range map[string]func(io.Reader, time.Time) (signing.DemoKeys, error){
		"rsa-2048": signing.Demo, "p-256": signing.DemoP256,
	} {
		keys, err := demo(rand.Reader, moment)
		if err != nil {
			t.Fatal(err)
		}
		key, err := signing.LoadKey(keys.Chain, keys.Key, moment)
		if err != nil {
			t.Fatal(err)
		}
		s := signing.New(key)
		made[string(s.Level())+"."+name] = s
	}
	return made
}

func sealed(t *testing.T, s *signing.Signer, p exporter.Paper) []byte {
	t.Helper()
	pdf, err := s.Seal(t.Context(), p.PDF, signing.Request{
		Time: moment, Reason: "7K3M-9QXA-2D4F", Field: "Seal", Page: p.MarkPage, Rect: p.MarkRect})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// letters is a sheet of every letter the faces have, in each kind of text, and
// some they lack: no form shows them all, a patient's record may.
func letters(t *testing.T, profile string) drawing {
	t.Helper()
	s, err := paper.New(paper.Setup{Title: "Letters", Creator: "vypiska", Lang: "ru", Made: moment, Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	var all []rune
	for r := rune(' '); r < 0x3000; r++ {
		all = append(all, r)
	}
	all = append(all, '\uFB01', '\uFEFF', '\uFFFD', '\uFFFE', '漢', '😀')
	for _, kind := range []paper.Kind{paper.Text, paper.Claim, paper.Story} {
		s.Paragraphs(kind, string(all))
	}
	doc, err := s.Finish(nil)
	if err != nil {
		t.Fatal(err)
	}
	return drawing{"letters.ru", exporter.Paper{PDF: doc.PDF, MarkPage: doc.Mark.Page, MarkRect: doc.Mark.Rect}}
}

// plant writes a file every validator of PDF/A must refuse: one of part 2 that
// says it is of part 1. A validator that passes it judges nothing.
func plant(t *testing.T) {
	t.Helper()
	honest := letters(t, "2b").paper.PDF
	lie := bytes.Replace(honest, []byte("<pdfaid:part>2"), []byte("<pdfaid:part>1"), 1)
	if bytes.Equal(lie, honest) {
		t.Fatal("the file does not say its part where this test looks for it")
	}
	write(t, "planted.ru.1b.unsealed", lie)
}
